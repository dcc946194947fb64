"""Whether the house is well: each thing that fails is told with what to do about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.definitions.reading import FILES
from cep_docs.errors import CepDocsError
from cep_docs.journal import Entry
from cep_docs.lifecycle import system_state
from cep_docs.lifecycle.sealing import seal_the_journals
from cep_docs.lifecycle.system_state import (
    Machine,
    digests_of_rules,
    look_at,
    mark_known,
    state_of,
)
from cep_docs.storage.changes import add
from cep_docs.storage.saved import SUMS, Saved, digest
from tests.people import actor
from tests.unit.lifecycle.courses import engaged

GOOD = Machine(
    version="1.2",
    data_bytes=5000,
    free=80 * 2**30,
    total=100 * 2**30,
    backup_at=datetime(2020, 2, 3, 1, tzinfo=UTC),
    index="",
)


def found(tools, machine=GOOD, login="gaelle"):
    return {one.label: one for one in state_of(machine, actor(tools, login), tools)}


def test_a_house_that_is_well_has_nothing_to_do(house):
    seal_the_journals(house)

    assert [one.label for one in found(house).values() if one.state != "ok"] == []
    assert found(house)["Version"].value == "1.2"
    assert found(house)["Données"].value == "5\u202f000 octets"
    assert found(house)["Disque"].value == "80 Go libres, 80 %"


def test_who_does_not_run_the_house_knows_nothing_of_it(house):
    with pytest.raises(CepDocsError):
        found(house, login="alice")


@pytest.mark.parametrize(("percent", "state"), [(15, "ok"), (14, "warn"), (5, "warn"), (4, "bad")])
def test_a_disk_that_fills_is_told(house, percent, state):
    disk = found(house, replace(GOOD, free=percent * 2**30))["Disque"]

    assert disk.state == state
    assert bool(disk.to_do) == (state != "ok")


def test_data_elsewhere_have_no_size_here(house):
    assert found(house, replace(GOOD, data_bytes=None))["Données"].value == "sur un autre serveur"


def test_a_house_that_never_had_a_night_is_told(house):
    night = found(house)["Dernière nuit"]

    assert (night.value, night.state) == ("aucune", "bad")
    assert "cep-docs night" in night.to_do


@pytest.mark.parametrize(("day", "state"), [(4, "ok"), (5, "warn"), (6, "bad")])
def test_a_night_that_did_not_come_is_told(house, clock, day, state):
    """The seal that ends a night dates it."""
    seal_the_journals(house)
    clock.on(f"2020-02-0{day}")

    night = found(house)["Dernière nuit"]

    assert night.state == state
    assert night.value.startswith("3 février 2020, sceau n° 1 (")


def test_a_line_that_was_changed_is_found(house):
    journal = house.site.journal
    journal._tail = (journal._tail[0].replace("order", "0rder"), *journal._tail[1:])

    chain = found(house)["Journal du titulaire"]

    assert chain.state == "bad"
    assert "cep-docs journal verify" in chain.to_do


def test_a_chain_too_long_is_not_read_again_at_each_look(house, monkeypatch):
    monkeypatch.setattr(system_state, "LONGEST_CHAIN", 1)
    house.site.journal.record(Entry("x", "y", "", house.now()))

    assert "trop pour être relues ici" in found(house)["Journal du titulaire"].value


def test_a_backup_is_wanted_and_dated(house):
    none = found(house, replace(GOOD, backup_at=None))["Dernière sauvegarde"]
    assert (none.state, "cep-docs backup" in none.to_do) == ("warn", True)

    old = replace(GOOD, backup_at=house.now() - timedelta(days=3))
    assert found(house, old)["Dernière sauvegarde"].state == "bad"
    assert found(house)["Dernière sauvegarde"].value == "3 février 2020"


def test_an_index_that_cannot_be_used_is_told(house):
    index = found(house, replace(GOOD, index="L'index manque."))["Index de recherche"]

    assert (index.value, index.state) == ("L'index manque.", "bad")


def test_an_index_that_is_behind_is_told(house, monkeypatch):
    monkeypatch.setattr(system_state, "LAG", 2)
    before = found(house)["Index de recherche"]
    for number in range(3):
        add(house.site.to_index, f"path/{number}", "draft")

    behind = found(house)["Index de recherche"]

    assert before.state == "ok"
    assert (behind.value, behind.state) == ("plus de 2 changements en attente", "warn")
    assert mark_known(house) == ""


def test_units_without_an_order_and_notices_are_counted(tools):
    engaged(tools, "UO1")

    state = found(tools)

    assert state["Unités sans bon de commande"].value == "1"
    assert state["Unités sans bon de commande"].state == "warn"
    assert state["Avis que personne n'a encore soldés"].value == "1"


def test_the_disk_is_looked_at_without_reading_any_record(tmp_path):
    data = tmp_path / "Data.fs"
    data.write_bytes(b"x" * 10)
    (tmp_path / "backups").mkdir()

    machine = look_at(tmp_path, data, "4G", "1.2", "")

    assert (machine.data_bytes, machine.backup_at) == (10, None)
    assert 0 < machine.free <= machine.total
    assert look_at(tmp_path, None, "4G", "1.2", "").data_bytes is None


def test_the_last_finished_backup_counts(tmp_path):
    """One that was interrupted has no description, and is none."""
    for day in (1, 3):
        folder = tmp_path / "backups" / f"day-{day}"
        folder.mkdir(parents=True)
        (folder / SUMS).touch()
        at = f"2020-02-0{day}T01:00:00+00:00"
        Saved("4G", at, 1, 1, 1, digest(folder / SUMS)).write(folder)
    (tmp_path / "backups" / "day-5").mkdir()

    machine = look_at(tmp_path, None, "4G", "", "")

    assert machine.backup_at == datetime(2020, 2, 3, 1, tzinfo=UTC)
    assert look_at(tmp_path, None, "9Z", "", "").backup_at is None


def test_a_rule_that_changes_changes_the_digest_of_its_agreement(tmp_path):
    for name in ("workflows", "policies", "templates"):
        (tmp_path / name / "one").mkdir(parents=True)
    rule = tmp_path / "policies" / "one" / "limits.yaml"
    rule.write_text("a: 1")
    (tmp_path / "policies" / "access.yaml").write_text("x: y")
    before = digests_of_rules(tmp_path)
    rule.write_text("a: 2")

    assert digests_of_rules(tmp_path).keys() == {"one"} == before.keys()
    assert digests_of_rules(tmp_path) != before
    assert set(digests_of_rules(FILES)) == {"cctp-2019", "marche-2024"}
