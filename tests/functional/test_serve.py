"""cep-docs serve as a process of its own: it answers, keeps the index, ends when it is told."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.web_people import make_folder

COMMAND = (sys.executable, "-W", "ignore", "-c", "from cep_docs.cli.main import main; main()")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    make_folder(tmp_path / "instance")
    return tmp_path / "instance"


@pytest.fixture
def serve(folder):
    """Start it, wait for its address; every process is ended."""
    running = []

    def start(*options):
        command = [*COMMAND, "serve", "--folder", folder, "--port", "0", *options]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        running.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in running:
        process.kill()
        process.communicate()


def answered(address, host=None):
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.slow
def test_it_answers_to_its_own_name_keeps_the_index_and_ends_well(serve, folder):
    process, address = serve()

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    assert answered(f"{address}accessibilite")[0] == 200
    assert answered(f"{address}accessibilite", "evil.example")[0] == 400
    while not any((folder / "index").glob("*")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


@pytest.mark.slow
def test_a_port_that_is_taken_is_told(serve, tmp_path):
    _, address = serve()
    make_folder(tmp_path / "other")
    port = address.rstrip("/").rpartition(":")[2]
    command = [*COMMAND, "serve", "--folder", tmp_path / "other", "--port", port]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    assert ended.returncode == 1
    assert f"Le port {port} est déjà pris" in ended.stderr


@pytest.mark.slow
def test_one_process_works_with_the_files_of_a_folder(serve):
    serve()

    second, _ = serve()

    assert second.wait(60) == 1
    assert "déjà utilisée" in second.stderr.read()


@pytest.mark.slow
def test_it_is_not_opened_to_the_outside_without_a_name_and_a_proxy(serve):
    process, _ = serve("--name", "cep.exemple.fr")

    assert process.wait(60) == 1
    assert "--name et --proxy vont ensemble" in process.stderr.read()
