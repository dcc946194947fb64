"""cep-docs index, reindex and search: what a shell is told, and what goes on beside the site."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import date

import pytest

from cep_docs.app import Application, new_site, opened, random_id
from cep_docs.cli.main import main
from cep_docs.demo.making import Plan, make_demo
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.finding import find as look
from cep_docs.lifecycle.indexing import mark
from cep_docs.search.place import Index
from cep_docs.storage.instance import create
from cep_docs.storage.serve import serving
from tests.people import RULES, Clock, actor, furnish, order
from tests.unit.lifecycle.courses import engaged

PROGRAM = [sys.executable, "-c", "from cep_docs.cli.main import main; main()"]


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """A demonstration whose index was drawn."""
    folder = tmp_path_factory.mktemp("searches") / "instance"
    make_demo(folder, Plan(30), RULES, lambda done, total: None)
    with pytest.raises(SystemExit):
        main(["index", "--once", "--folder", str(folder)])
    return folder


@pytest.fixture
def cep(capsys, monkeypatch):
    """Run a command; gives its status, what it says and what it says besides."""
    monkeypatch.delenv("CEP_DOCS_DEBUG", raising=False)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


def test_what_an_adviser_wrote_is_found_with_its_extracts(cep, instance):
    status, said, _ = cep("search", "--folder", instance, "--as", "alice.martin", "formation")

    assert status == 0
    assert "trouvé" in said
    assert "    " in said
    assert "formation" in said.lower()


def test_a_program_gets_pieces_matched_or_not(cep, instance):
    arguments = ("--folder", instance, "--as", "alice.martin", "--json", "--most", 1)
    said = json.loads(cep("search", *arguments, "formation")[1])

    (document,) = said["documents"]
    pieces = [piece for extract in document["extracts"] for piece in extract]
    assert {piece["matched"] for piece in pieces} == {True, False}
    assert said["total"] >= 1


def test_a_number_and_a_name_are_found(cep, instance):
    arguments = ("--folder", instance, "--as", "alice.martin")
    first = json.loads(cep("caseload", "--folder", instance, "alice.martin", "--json")[1])[0]

    by_number = cep("search", *arguments, *first["number"])[1]
    name = by_number.splitlines()[0].split(" · ")[-1]
    by_name = cep("search", *arguments, name)[1]

    assert by_number.startswith(f"{first['number']} · {first['unit']}")
    assert f"{name} · né(e) le" in by_name


def test_whoever_may_read_nothing_finds_nothing(cep, instance):
    status, said, _ = cep("search", "--folder", instance, "--as", "gaelle.rio", "formation")

    assert (status, said) == (0, "Rien n'a été trouvé parmi ce que ce compte peut lire.\n")


def test_nobody_else_s_account_is_invented(cep, instance):
    status, _, besides = cep("search", "--folder", instance, "--as", "personne", "formation")

    assert status == 1
    assert "Ce compte n'existe pas" in besides


def test_without_an_index_one_is_told_so(cep, tmp_path):
    folder = tmp_path / "own"
    make_demo(folder, Plan(3), RULES, lambda done, total: None)

    _, said, _ = cep("search", "--folder", folder, "--as", "alice.martin", "formation")

    assert "Le texte des documents n'est pas encore indexé." in said
    assert "« cep-docs index » le refait" in said


def test_a_lost_or_damaged_index_is_drawn_again_and_said(cep, tmp_path):
    folder = tmp_path / "own"
    make_demo(folder, Plan(3), RULES, lambda done, total: None)

    first = cep("index", "--once", "--folder", folder)
    second = cep("index", "--once", "--folder", folder, "--json")
    (folder / "index" / "damaged").touch()
    third = cep("index", "--once", "--folder", folder)

    again = "Il est refait maintenant, d'après les documents."
    assert again in first[2]
    assert json.loads(second[1]) == {"taken": 0}
    assert again not in second[2]
    assert f"L'index de recherche est abîmé. {again}" in third[2]
    assert (first[0], second[0], third[0]) == (0, 0, 0)


# What cannot be opened whole, the library leaves half open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_index_found_damaged_while_it_is_written_is_drawn_again(cep, tmp_path):
    folder = tmp_path / "own"
    make_demo(folder, Plan(3), RULES, lambda done, total: None)
    cep("index", "--once", "--folder", folder)
    for path in (folder / "index").rglob("words_*"):
        path.write_bytes(b"\0")
    with opened(folder) as application:
        application.write(mark_all)

    status, said, besides = cep("index", "--once", "--folder", folder)

    assert (status, said) == (0, "0 changement pris.\n")
    assert "L'index de recherche est abîmé. Il est refait maintenant" in besides


def mark_all(tools):
    for person in tools.site.beneficiaries:
        for unit in person.engagements():
            mark(unit, tools)


def test_the_index_runs_until_it_is_told_to_end(cep, tmp_path):
    folder = tmp_path / "own"
    make_demo(folder, Plan(3), RULES, lambda done, total: None)
    before = signal.getsignal(signal.SIGTERM)

    def end_it():
        wait_until(lambda: signal.getsignal(signal.SIGTERM) is not before)
        time.sleep(1.2)  # so that it looks a second time
        os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end_it)
    ending.start()
    status, said, besides = cep("index", "--folder", folder)
    ending.join()

    assert (status, said) == (0, "0 changement pris.\n")
    assert "Indexation en marche. Arrêter par Ctrl+C." in besides
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_index_is_drawn_again_on_demand(cep, instance):
    status, said, besides = cep("reindex", "--folder", instance)
    told = json.loads(cep("reindex", "--folder", instance, "--json")[1])

    assert status == 0
    assert said == f"{told['texts']} textes indexés.\n"
    assert "Indexation : 30 / 30" in besides


def test_the_index_is_not_saved_with_the_data(cep, instance, tmp_path):
    """It is drawn again after a restoration; in a backup it would only be more to protect."""
    assert cep("backup", tmp_path / "saved", "--folder", instance)[0] == 0

    assert [p for p in (tmp_path / "saved").rglob("*") if "words_" in p.name] == []


@pytest.fixture
def served(tmp_path):
    """A small operator served to several processes."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    uri = f"zeo://127.0.0.1:{port}"
    made = create(tmp_path / "servie", "4G", lambda: new_site("4G"), date(2020, 1, 2), uri)
    with serving(made, ("127.0.0.1", port)):
        with made.open() as house:
            application = Application(house, RULES, Clock(), random_id)
            application.write(lambda tools: furnish(tools.site))
            application.write(lambda tools: order(tools, "UO1"))
        yield made


@pytest.mark.slow
def test_what_is_written_is_found_while_the_index_runs_and_while_it_is_drawn_again(served):
    command = [*PROGRAM, "index", "--folder", str(served.folder)]
    with (
        served.open() as house,
        started(command) as running,
    ):
        application = Application(house, RULES, Clock(), random_id)
        index = Index(served.folder / "index")
        number = application.write(lambda tools: engaged(tools, "UO1").number)

        wrote(application, number, "Une librairie.")
        wait_until(lambda: total(application, index, "librairie") == 1)
        redrawn = subprocess.run(
            [*PROGRAM, "reindex", "--folder", str(served.folder)], capture_output=True, text=True
        )
        wrote(application, number, "Une céramiste.")
        wait_until(lambda: total(application, index, "céramiste") == 1)
        other = subprocess.run(command, capture_output=True, text=True)
        running.send_signal(signal.SIGTERM)
        said, besides = running.communicate(timeout=30)
        index.close()

    assert redrawn.stdout == "1 texte indexé.\n"
    assert other.returncode == 1
    assert "L'indexation tourne déjà pour cette instance." in other.stderr
    assert running.returncode == 0
    assert said.decode().endswith("pris.\n")
    assert "Indexation en marche. Arrêter par Ctrl+C." in besides.decode()
    assert "Traceback" not in besides.decode()


@contextmanager
def started(command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        try:
            yield running
        finally:
            running.kill()


def wrote(application, number, text):
    def work(tools):
        person, course = tools.catalog.locate(number)
        deliverable = tools.site.beneficiaries[person][course][number].deliverable
        save_draft(deliverable, actor(tools, "alice"), {"need": text}, tools)

    application.write(work)


def total(application, index, text):
    with application.reading() as tools:
        return look(text, actor(tools, "alice"), tools, index).total


def wait_until(condition):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")
