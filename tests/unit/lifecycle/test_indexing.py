"""R-133: what changes is marked in the same transaction, taken in once, and never lost."""

import pytest

from cep_docs.content.site import Site
from cep_docs.errors import Unusable
from cep_docs.lifecycle.indexing import mark, node_at, path_of
from cep_docs.lifecycle.notes import write_note
from cep_docs.search.place import MISSING, OUTDATED
from cep_docs.storage.changes import new_changes, waiting
from cep_docs.storage.disk import hold
from tests.people import actor, received
from tests.unit.lifecycle.courses import engaged, proposed, write
from tests.unit.lifecycle.searching import indexer_in, quiet


@pytest.fixture
def indexer(house, tmp_path):
    indexer = indexer_in(tmp_path, house)
    yield indexer
    indexer.index.close()


def waits(tools):
    return {change.path for change in waiting(tools.site.to_index)}


def emptied(indexer):
    taken = 0
    while some := indexer.drain():
        taken += some
    return taken


def rebuilt(indexer):
    indexer.rebuild(quiet)
    return indexer.index.contents()


def test_a_path_leads_back_to_what_it_names(house):
    unit = engaged(house, "UO1")

    path = path_of(unit.deliverable)

    assert path.split("/")[2:] == [unit.number, "shared_assessment"]
    assert node_at(path, house) is unit.deliverable


@pytest.mark.parametrize("path", ["nobody", "nobody/1/2/3", ""])
def test_a_path_to_nowhere_leads_nowhere(house, path):
    assert node_at(path, house) is None


def test_a_path_below_something_without_children_leads_nowhere(house):
    unit = proposed(engaged(house, "UO1"), house)
    path = path_of(unit.deliverable.current)

    assert node_at(path, house) is unit.deliverable.current
    assert node_at(f"{path}/more", house) is None


def test_writing_and_moving_mark_the_deliverable(house, indexer):
    unit = engaged(house, "UO1")
    indexer.rebuild(quiet)
    assert waits(house) == set()

    write(unit, house)
    assert waits(house) == {path_of(unit.deliverable)}
    emptied(indexer)
    proposed(unit, house)
    assert waits(house) == {path_of(unit.deliverable)}


def test_a_unit_in_which_nobody_wrote_marks_nothing(house):
    engaged(house, "UO1")

    assert waits(house) == set()


def test_two_headings_are_two_changes_and_one_heading_is_one(house):
    """Whoever writes in two headings at once do not meet in what is to be indexed."""
    unit = engaged(house, "UO1")
    house.site.to_index = new_changes()

    for heading in ("need", "request", "need"):
        mark(unit.deliverable, house, heading)

    assert {(c.part, c.times) for c in waiting(house.site.to_index)} == {
        ("need", 2),
        ("request", 1),
    }


def test_what_belongs_to_nobody_is_not_marked(house):
    mark(house.site.structures["NTE"], house)

    assert waits(house) == set()


def test_a_site_of_another_time_marks_nothing(house):
    house.site.to_index = None

    mark(engaged(house, "UO1").deliverable, house)

    assert Site("4G").to_index is None


def test_what_is_taken_in_is_what_would_be_drawn(house, indexer):
    indexer.rebuild(quiet)
    units = [
        engaged(house, "UO1", received(house, birth_name=name)) for name in ("Arnaud", "Besson")
    ]
    for unit in units:
        write(unit, house)
    proposed(units[1], house)
    write(units[0], house, need="Autre chose.")

    assert emptied(indexer) > 0

    assert waits(house) == set()
    assert indexer.index.contents() == rebuilt(indexer) != set()


def test_a_private_note_is_taken_in_by_nobody(house, indexer):
    """R-123, I19: even when somebody marks it."""
    indexer.rebuild(quiet)
    person = engaged(house, "UO1").__parent__.__parent__
    note = write_note(person, "Une note.", actor(house, "alice"), house)

    mark(note, house)
    mark(person, house)
    emptied(indexer)

    assert indexer.index.contents() == set()


def test_nothing_to_take_in_writes_nothing(house, indexer):
    indexer.rebuild(quiet)
    before = indexer.index.refusal

    assert indexer.drain() == 0
    assert before() == ""


def test_texts_are_counted_and_the_progress_told(house, indexer, monkeypatch):
    monkeypatch.setattr("cep_docs.lifecycle.indexer.STRIDE", 2)
    monkeypatch.setattr("cep_docs.lifecycle.indexer.SEGMENT", 2)
    for name in ("Arnaud", "Besson", "Chevalier", "Dupuis", "Evrard"):
        write(engaged(house, "UO1", received(house, birth_name=name)), house)
    told = []

    count = indexer.rebuild(lambda done, total: told.append((done, total)))

    assert count == 5
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert len({id for id, _, _ in indexer.index.contents()}) == 5


def test_one_indexer_is_enough(indexer):
    with indexer.alone(), pytest.raises(Unusable, match="tourne déjà"), indexer.alone():
        raise AssertionError("two of them")
    with indexer.alone():
        pass


def test_one_reconstruction_at_a_time(indexer):
    with hold(indexer.locks / "reindex"), pytest.raises(Unusable, match="déjà en cours"):
        indexer.rebuild(quiet)


def test_what_is_written_while_it_is_drawn_is_in_it(house, indexer):
    indexer.rebuild(quiet)
    unit = engaged(house, "UO1")

    def meanwhile(done, total):
        write(unit, house, need=f"Une librairie, étape {done}.")

    indexer.rebuild(meanwhile)

    assert waits(house) == set()
    assert indexer.index.contents() == rebuilt(indexer)


def test_another_one_goes_on_with_the_old_index_while_it_is_drawn(house, indexer, tmp_path):
    """Changes taken into the old index are not forgotten before the new one has them."""
    indexer.rebuild(quiet)
    unit = engaged(house, "UO1")
    other = indexer_in(tmp_path, house)
    seen = []

    def meanwhile(done, total):
        write(unit, house, need=f"Une librairie, étape {done}.")
        taken = emptied(other)
        seen.append((taken, emptied(other), len(waits(house)), bool(other.index.contents())))

    indexer.rebuild(meanwhile)

    assert all(taken > 0 and not again and left for taken, again, left, _ in seen)
    assert seen[0][3]
    assert emptied(other) == 0
    write(unit, house, need="Une fleuriste.")
    assert emptied(other) > 0
    assert other.index.contents() == rebuilt(indexer)
    other.index.close()


def test_data_put_back_from_elsewhere_are_seen(house, indexer):
    assert indexer.refusal() == MISSING
    indexer.rebuild(quiet)
    write(engaged(house, "UO1"), house)
    emptied(indexer)
    assert indexer.refusal() == ""

    house.site.to_index = new_changes()

    assert indexer.refusal() == OUTDATED


def test_killed_before_the_database_forgot_it_takes_in_again(house, indexer):
    indexer.rebuild(quiet)
    write(engaged(house, "UO1"), house)

    def cannot(work):
        raise KeyboardInterrupt

    write_again, indexer.write = indexer.write, cannot
    with pytest.raises(KeyboardInterrupt):
        indexer.drain()
    assert waits(house) != set()
    indexer.write = write_again

    assert indexer.refusal() == ""
    assert emptied(indexer) > 0
    assert indexer.index.contents() == rebuilt(indexer)
