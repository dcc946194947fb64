"""The wheel carries everything: installed in an empty place, it checks its rules and plays."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ("setup.cfg", "pyproject.toml", "README.md", "src", "workflows", "policies", "templates")
DATA = (".yaml", ".csv")

pytestmark = pytest.mark.slow


def run(*command, cwd):
    """What a command says; without anything of this checkout in its way."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "COV_", "COVERAGE", "CEP_DOCS"))
    }
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy, so that the checkout stays clean."""
    place = tmp_path_factory.mktemp("wheel")
    source = place / "source"
    source.mkdir()
    for name in KEPT:
        run("cp", "-a", ROOT / name, source / name, cwd=place)
    quick = ("--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "wheel", *quick, "-w", place, source, cwd=place)
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    place = tmp_path_factory.mktemp("installed")
    venv.create(place / "venv", with_pip=True)
    quick = ("--quiet", "--disable-pip-version-check", "--no-compile")
    run(place / "venv/bin/python", "-m", "pip", "install", *quick, wheel, cwd=place)
    return place


def test_it_carries_every_rule_and_every_file_of_the_package(wheel):
    named = {
        str(path.relative_to(ROOT))
        for folder in ("workflows", "policies", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in DATA
    }
    source = ROOT / "src"
    ours = {
        str(path.relative_to(source))
        for path in (source / "cep_docs").rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }

    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())

    assert named
    assert {f"cep_docs/definitions/files/{name}" for name in named} <= carried
    assert ours - carried == set()


def test_what_was_installed_checks_its_rules_and_plays(installed):
    program = installed / "venv/bin/cep-docs"

    checked = run(program, "check", cwd=installed)
    played = run(program, "demo", "--size", "12", cwd=installed)
    told = run(program, "caseload", "alice.martin", cwd=installed)

    assert checked.startswith("Tout est juste.")
    assert played.startswith("Démonstration : nous sommes le 8 février 2024")
    assert (installed / "instance" / "instance.yaml").is_file()
    assert "UO2.1" in told


PRINT = """
from pathlib import Path
from cep_docs.app import opened
from cep_docs.lifecycle.papers import document_of
from cep_docs.rendering.papers import on_paper

with opened(Path("printing")) as application, application.reading() as tools:
    units = [unit for person in tools.site.beneficiaries for unit in person.engagements()]
    unit = next(unit for unit in units if unit.deliverable is not None)
    files = on_paper(document_of(unit.deliverable, None, tools))
    print(files["pdf"][:5], files["odt"][:2])
"""


def test_what_was_installed_prints_with_its_own_fonts_and_looks(installed):
    python, program = (installed / "venv/bin" / name for name in ("python", "cep-docs"))
    run(program, "demo", "--size", "5", "--folder", "printing", cwd=installed)

    printed = run(python, "-c", PRINT, cwd=installed)

    assert printed.strip() == "b'%PDF-' b'PK'"
