"""LibreOffice as people have it: a program of its own, with a profile that nobody else uses."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")
# The Python of the system: it knows UNO, ours does not.
PYTHON = "/usr/bin/python3"
EDITS = Path(__file__).with_name("office_edits.py")
LONGEST = 120
ATTEMPTS = 3
NOBODY_ANSWERS = 75  # as office_edits says it


class LibreOffice:
    """`folder`: for the files of one test; `profile`: one program at a time."""

    def __init__(self, folder: Path, profile: Path) -> None:
        self.folder = folder
        self.profile = f"-env:UserInstallation={profile.as_uri()}"

    def converted(self, data: bytes, before: str, after: str) -> bytes:
        """The file opened in one format and saved in another."""
        source = self._written(f"document.{before}", data)
        out = self.folder / f"out-{after}"
        kinds = {"docx": "docx:MS Word 2007 XML"}
        self._run(["--convert-to", kinds.get(after, after), "--outdir", str(out), str(source)])
        return (out / f"document.{after}").read_bytes()

    def edited(self, data: bytes, *edits, after: str = "docx") -> bytes:
        """The file after somebody worked on it: see `office_edits`."""
        source = self._written("document.docx", data)
        target = self.folder / f"edited.{after}"
        listed = self._written("edits.json", json.dumps(edits).encode())
        # On a busy machine it may leave before it listens: it is started again then.
        for attempt in range(ATTEMPTS):
            pipe = f"cep{os.getpid()}x{abs(hash(str(self.folder)))}x{attempt}"
            script = [PYTHON, str(EDITS), pipe, str(source), str(target), str(listed)]
            if self._worked(pipe, script) != NOBODY_ANSWERS:
                return target.read_bytes()
        raise TimeoutError("LibreOffice never listened")

    def _worked(self, pipe: str, script: list[str]) -> int:
        arguments = ["--norestore", f"--accept=pipe,name={pipe};urp;"]
        office = subprocess.Popen(self._command(arguments), **self._quietly())
        try:
            done = subprocess.run(script, timeout=LONGEST, capture_output=True, text=True)
            if done.returncode < 0:  # UNO itself fell: what LibreOffice does is not known
                return NOBODY_ANSWERS
            assert done.returncode in (0, NOBODY_ANSWERS), done.stderr or done.returncode
            if done.returncode == 0:
                office.wait(LONGEST)
            return done.returncode
        finally:
            office.kill()
            office.wait()

    def _run(self, arguments):
        subprocess.run(self._command(arguments), check=True, timeout=LONGEST, **self._quietly())

    def _command(self, arguments):
        return [SOFFICE, self.profile, "--headless", "--nologo", *arguments]

    def _quietly(self):
        return {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "env": {**os.environ, "HOME": str(self.folder)},
        }

    def _written(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """It takes longer to make one than to open a document: made before the first test."""
    profile = tmp_path_factory.mktemp("profile")
    if SOFFICE is not None:
        first = tmp_path_factory.mktemp("first")
        LibreOffice(first, profile).converted(b"Bonjour", "txt", "odt")
    return profile


@pytest.fixture
def libreoffice(tmp_path, profile):
    if SOFFICE is None:
        pytest.skip("soffice (libreoffice-writer) is not installed")
    return LibreOffice(tmp_path, profile)


@pytest.fixture
def writer(libreoffice):
    """LibreOffice, with a script that types in it."""
    known = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    if known.returncode:
        pytest.skip("python3-uno is not installed")
    return libreoffice
