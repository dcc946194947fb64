"""Files are verified while the site runs on the embedded storage: by the page; a command beside it
says in French why it cannot, and what to do (R-055, R-078)."""

import json
import re
import subprocess
import sys

import pytest

from cep_docs.app import opened
from cep_docs.lifecycle.printing import SIGNED
from cep_docs.signing.authority import FOLDER, ROOT, make_authority
from tests.durability.test_killed_site import Browser, serving
from tests.people import RULES, Clock
from tests.unit.lifecycle.signed_units import signed
from tests.web_people import make_folder

COMMAND = (sys.executable, "-W", "ignore", "-c", "from cep_docs.cli.main import main; main()")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "instance"
    make_folder(folder)
    make_authority(folder, "4G")
    return folder


@pytest.fixture
def file(folder, tmp_path):
    """The signed file of a unit, as its person holds it."""
    with opened(folder, Clock(), rules=RULES) as application:
        pdf = application.write(
            lambda tools: signed(tools).deliverable.current.files[SIGNED].read()
        )
    path = tmp_path / "signe.pdf"
    path.write_bytes(pdf)
    return path


def cep(*arguments):
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=120
    )


@pytest.mark.slow
def test_beside_the_running_site_the_file_alone_is_verified(folder, file):
    site, port = serving(folder)
    try:
        beside = cep("verify", "--json", "--folder", folder, file)
        alone = cep("verify", "--json", "--root", folder / FOLDER / f"{ROOT}.pem", file)
        night = cep("night", "--folder", folder)
        page = Browser(port, "").ask("GET", "/verifier")
    finally:
        site.terminate()
        site.wait()
        site.stdout.close()
    after = cep("verify", "--json", "--folder", folder, file)

    for refused in (beside, night):
        assert refused.returncode == 1
        assert "déjà utilisée par un autre programme. Rien n'a été modifié." in refused.stderr
        assert "Traceback" not in refused.stderr
    assert (alone.returncode, json.loads(alone.stdout)[0]["conclusion"]) == (0, "authentic")
    assert page[0] == 200
    assert (after.returncode, json.loads(after.stdout)[0]["recorded"]) == (0, True)


@pytest.mark.slow
def test_behind_a_storage_server_both_work_as_the_refusal_advises(folder, file):
    server = subprocess.Popen(
        [*COMMAND, "serve-storage", "--folder", str(folder), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    site = None
    try:
        where = re.search(r"127\.0\.0\.1:\d+", server.stdout.readline())[0]
        settings = folder / "instance.yaml"
        settings.write_text(settings.read_text().replace('durable://"', f'zeo://{where}"'))
        site, _ = serving(folder)
        beside = cep("verify", "--json", "--folder", folder, file)
    finally:
        for process in (site, server):
            if process is not None:
                process.terminate()
                process.wait()
                process.stdout.close()

    assert beside.returncode == 0, beside.stderr
    assert json.loads(beside.stdout)[0]["recorded"]
