"""What is Whoosh's own: segments that grow together, and files that any Whoosh reads."""

import subprocess
import sys

import pytest

from cep_docs.search import whoosh_files
from cep_docs.search.asked import read
from cep_docs.search.engine import entry
from cep_docs.search.whoosh_engine import FAN, WhooshEngine
from cep_docs.search.whoosh_files import BLOCK

ALL = {"version": None}


@pytest.fixture
def engine(tmp_path):
    engine = WhooshEngine(tmp_path)
    yield engine
    engine.close()


def segments(folder):
    return len(list(folder.glob("*.trm")))


def test_small_segments_grow_together(engine, tmp_path):
    for number in range(200):
        engine.save([entry(f"p{number}/version", f"projet mot{number}")], [])

    assert segments(tmp_path) < 3 * FAN
    assert len(engine.matching(read("projet"), ALL)) == 200
    assert [match.id for match in engine.matching(read("mot117"), ALL)] == ["p117/version"]


def test_a_segment_most_of_which_is_gone_is_written_again(engine, tmp_path):
    engine.save([entry(f"p{number}/version", "projet") for number in range(20)], [])
    engine.save([], [f"p{number}/version" for number in range(5)])
    (before,) = tmp_path.glob("*.trm")
    engine.save([], [f"p{number}/version" for number in range(11)])
    (after,) = tmp_path.glob("*.trm")

    assert before != after
    assert len(engine.matching(read("projet"), ALL)) == 9


def test_a_segment_all_of_which_is_gone_goes(engine, tmp_path):
    engine.save([entry("p/version", "projet")], [])
    engine.save([], ["p/version"])
    engine.save([], [])

    assert segments(tmp_path) == 0
    assert engine.matching(read("projet"), ALL) == []


def test_a_word_of_more_entries_than_a_block_holds_is_read_whole(engine, monkeypatch):
    monkeypatch.setattr(whoosh_files, "BLOCK", 7)
    engine.save([entry(f"p{number}/version", "projet " * number) for number in range(1, 31)], [])

    found = engine.matching(read("projet"), ALL)

    assert BLOCK > 7
    assert {match.id for match in found} == {f"p{number}/version" for number in range(1, 31)}
    assert len({match.weight for match in found}) > 15


def test_any_whoosh_reads_the_files(engine, tmp_path):
    engine.save([entry(f"p{number}/version", f"projet mot{number}") for number in range(30)], [])
    engine.save([entry("q/version", "projet vente")], ["p3/version"])
    index = whoosh_files.index_in(tmp_path)

    with index.reader() as reader:
        numbers = reader.postings("words", "projet").all_ids()
        assert len(list(numbers)) == reader.doc_count() == 30
        assert reader.doc_frequency("words", "vent") == 1
        assert b"mot12" in set(reader.lexicon("words"))


def test_a_reader_keeps_what_did_not_change(engine):
    engine.save([entry(f"p{number}/version", "projet") for number in range(70)], [])
    engine.matching(read("projet"), ALL)
    (before,) = engine._leaves.values()

    engine.save([entry("q/version", "projet")], [])
    engine.matching(read("projet"), ALL)

    assert before in engine._leaves.values()


def test_an_index_whose_files_are_gone_is_not_taken_for_an_empty_one(engine, tmp_path):
    engine.save([entry("p/version", "projet")], [])
    for path in tmp_path.glob("words_*.*"):
        path.unlink()

    with pytest.raises(FileNotFoundError):
        engine.matching(read("projet"), ALL)


def test_its_warnings_stop_at_the_border(tmp_path):
    """Its sources have escapes that Python does not like; compiled anew, they would be told."""
    program = (
        f"import sys; sys.pycache_prefix = {str(tmp_path)!r}; import cep_docs.search.whoosh_files"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
