"""The index of the server: drawn, kept fresh, left to whoever keeps it already."""

from dataclasses import dataclass

import pytest

from cep_docs.errors import Damaged
from cep_docs.lifecycle.indexer import Indexer
from cep_docs.search.asked import read
from cep_docs.search.place import Index
from cep_docs.web.fresh_index import ELSEWHERE, PAUSE, keep_index_fresh
from tests.people import received
from tests.unit.lifecycle.courses import engaged, write


@dataclass
class Rounds:
    """Stops after so many waits; does something at the first one."""

    left: int
    meanwhile: object = None

    def __post_init__(self):
        self.waited = []

    def is_set(self):
        return self.left <= 0

    def wait(self, timeout):
        self.waited.append(timeout)
        self.left -= 1
        if self.meanwhile is not None:
            self.meanwhile()
            self.meanwhile = None


def known(town, word):
    index = Index(town.application.house.folder / "index")
    try:
        return len(index.matching(read(word), {"version": None, "unfrozen": None}))
    finally:
        index.close()


def written(town, word):
    def work(tools):
        unit = engaged(tools, "UO1", received(tools))
        write(unit, tools, request=f"Parler de {word}.")

    town.write(work)


def test_what_was_there_and_what_is_written_meanwhile_is_found(town):
    written(town, "menuiserie")

    keep_index_fresh(town.application, Rounds(2, lambda: _another(town, "charpente")))

    assert known(town, "menuiserie") == 1
    assert known(town, "charpente") == 1


def _another(town, word):
    def work(tools):
        unit = engaged(tools, "UO1", received(tools, birth_name="Aubry"))
        write(unit, tools, request=f"Parler de {word}.")

    town.write(work)


def test_it_waits_while_another_process_keeps_the_index(town):
    folder = town.application.house.folder
    other = Indexer(
        town.application.reading, town.application.write, Index(folder / "index"), folder / "locks"
    )
    stop = Rounds(1)

    with other.alone():
        keep_index_fresh(town.application, stop)

    assert stop.waited == [ELSEWHERE]
    assert not (folder / "index").exists()


@pytest.mark.parametrize("fault", [Damaged("abîmé"), OSError(28, "disque plein")])
def test_a_fault_is_logged_and_tried_again(town, monkeypatch, caplog, fault):
    def broken(self):
        raise fault

    monkeypatch.setattr(Indexer, "refusal", broken)
    stop = Rounds(2)

    keep_index_fresh(town.application, stop)

    assert stop.waited == [ELSEWHERE, ELSEWHERE]
    assert "could not be kept" in caplog.text
    assert PAUSE < ELSEWHERE


def test_it_stops_before_it_begins(town):
    stop = Rounds(0)

    keep_index_fresh(town.application, stop)

    assert stop.waited == []
