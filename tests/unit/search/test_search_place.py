"""The folder of an index: which one is in use, what is wrong with it, and how it is replaced."""

import errno
import json

import pytest

from cep_docs.errors import Damaged, NotPossible, Unusable
from cep_docs.search import french, place
from cep_docs.search.asked import read
from cep_docs.search.engine import entry
from cep_docs.search.place import DAMAGED, MISSING, OUTDATED, Index

ALL = {"version": None}


@pytest.fixture(params=list(place.ENGINES))
def index(request, tmp_path):
    index = Index(tmp_path / "index", request.param)
    yield index
    index.close()


def draw(index, *texts, mark="m1", before=""):
    with index.another() as made:
        made.engine.save([entry(f"p{n}/version", text) for n, text in enumerate(texts)], [])
        index.adopt(made, mark, before)


def found(index, text):
    return {match.id for match in index.matching(read(text), ALL)}


def folders(index):
    return [path for path in index.folder.iterdir() if path.is_dir()]


def test_without_an_index_one_is_told_what_to_do(index):
    assert index.refusal() == MISSING
    with pytest.raises(Unusable, match=r"pas encore indexé.*intacts.*« cep-docs index »"):
        found(index, "projet")


def test_what_was_drawn_is_used(index):
    draw(index, "Un projet")

    assert index.refusal("m1") == ""
    assert found(index, "projet") == {"p0/version"}
    assert index.beginning("pro") == ["projet"]


def test_what_changed_since_is_saved_in_it(index):
    draw(index, "Un projet")
    index.save([entry("q/version", "Une vente")], ["p0/version"])
    index.remark("m2", "m1")

    assert {id for id, _, _ in index.contents()} == {"q/version"}
    assert index.refusal("m1") == index.refusal("m2") == ""


def test_nobody_else_of_the_machine_reads_it(index):
    draw(index, "Un projet")

    assert {path.stat().st_mode & 0o777 for path in (index.folder, *folders(index))} == {0o700}


def test_another_one_takes_its_place_while_somebody_reads(index):
    draw(index, "Un projet")
    reader = Index(index.folder, index._kind)
    assert found(reader, "projet") == {"p0/version"}

    draw(index, "Un projet", "Un projet encore", mark="m2")

    assert found(reader, "projet") == {"p0/version", "p1/version"}
    assert len(folders(index)) == 1
    reader.close()


def test_one_that_was_not_finished_leaves_nothing(index):
    draw(index, "Un projet")

    with pytest.raises(OSError, match="interrupted"), index.another() as made:
        made.engine.save(interrupted(), [])

    assert found(index, "projet vente") == set()
    assert found(index, "projet") == {"p0/version"}
    assert len(folders(index)) == 1


def interrupted():
    yield entry("q/version", "Une vente")
    raise OSError("interrupted")


def test_what_a_killed_one_left_goes_with_the_next(index):
    draw(index, "Un projet")
    (index.folder / "left").mkdir()

    draw(index, "Un projet", mark="m2")

    assert len(folders(index)) == 1


def test_an_index_of_other_data_is_not_used(index):
    draw(index, "Un projet", mark="m2", before="m1")

    assert index.refusal("m1") == index.refusal("m2") == ""
    assert index.refusal("of a backup") == OUTDATED


def test_an_index_made_by_other_rules_is_not_used(index, monkeypatch):
    draw(index, "Un projet")

    monkeypatch.setattr(french, "RULES", french.RULES + 1)

    assert index.refusal() == OUTDATED
    with pytest.raises(Unusable, match="une autre version"):
        found(index, "projet")


def test_an_index_of_another_engine_is_not_used(index):
    draw(index, "Un projet")
    other = next(name for name in place.ENGINES if name != index._kind)

    assert Index(index.folder, other).refusal() == OUTDATED


@pytest.mark.parametrize("written", ["", "{", "[]", '{"name": "x"}'])
def test_a_note_that_cannot_be_read_is_no_index(index, written):
    draw(index, "Un projet")
    (index.folder / place.IN_USE).write_text(written)

    assert index.refusal() == MISSING
    index.remark("m2", "m1")
    assert index.refusal() == MISSING


def test_an_index_whose_folder_is_gone_is_missing(index):
    draw(index, "Un projet")
    note = json.loads((index.folder / place.IN_USE).read_text())
    (index.folder / note["name"]).rename(index.folder / "elsewhere")

    assert index.refusal() == MISSING


# What cannot be opened whole, the libraries leave half open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_damaged_index_is_told_once_and_condemned_until_it_is_drawn_again(index):
    draw(index, "Un projet")
    for path in folders(index)[0].iterdir():
        path.write_bytes(b"\0" * 10)
    index.close()

    with pytest.raises(Damaged, match=r"abîmé\. Les documents sont intacts"):
        found(index, "projet")

    assert index.refusal() == DAMAGED
    with pytest.raises(Unusable, match="abîmé"):
        found(index, "projet")
    draw(index, "Un projet", mark="m2")
    assert found(index, "projet") == {"p0/version"}


def test_who_reads_while_it_is_replaced_reads_the_new_one(index):
    """The files of the old one go away under his hands."""
    draw(index, "Un projet")
    seen = []

    def read_it(engine):
        if not seen:
            seen.append(engine)
            draw(Index(index.folder, index._kind), "Une vente", mark="m2")
            raise FileNotFoundError(2, "gone", "words.trm")
        return {match.id for match in engine.matching(read("vente"), ALL)}

    assert index._do(read_it) == {"p0/version"}


def test_a_full_disk_is_no_damage(index):
    draw(index, "Un projet")

    def full(engine):
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        index._do(full)
    assert index.refusal() == ""


def test_a_refusal_goes_through(index):
    draw(index, "Un projet")

    def refuse(engine):
        raise NotPossible("Non.")

    with pytest.raises(NotPossible, match=r"Non\."):
        index._do(refuse)
    assert index.refusal() == ""
