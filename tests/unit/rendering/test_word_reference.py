"""The line by which a working copy is recognised."""

from dataclasses import replace

from cep_docs.rendering.word_reference import (
    Reference,
    digest_of_value,
    digest_of_words,
    line_in,
    written_line,
)

REFERENCE = Reference(
    document="4G200201000001/plan d'actions|2",
    form="every_kind",
    edition="2020-01 révisée",
    version=3,
    parts=0b1011,
    shape="0123456789abcdef",
    revisions=(0, 12, 3),
    digests=("00" * 8, "ff" * 8),
)


def test_what_is_written_is_read():
    assert line_in(written_line(REFERENCE)) == REFERENCE


def test_a_program_may_have_cut_it_by_spaces_and_put_words_around_it():
    line = written_line(REFERENCE)

    assert line_in(f"Repère : {line[:20]} {line[20:40]}\n{line[40:]} fin") == REFERENCE


def test_nothing_to_read_gives_nothing():
    empty = replace(REFERENCE, revisions=(), digests=())

    assert line_in(written_line(empty)) == empty
    assert line_in("") is None
    assert line_in("CEP1|") is None


def test_a_sign_that_changed_gives_nothing():
    line = written_line(REFERENCE)

    assert line_in(line.replace("12", "13", 1)) is None


def test_a_line_made_by_hand_gives_nothing():
    line = written_line(replace(REFERENCE, version=-1))  # type: ignore[arg-type]
    forged = written_line(replace(REFERENCE, document="x", shape="y", revisions=("un",)))

    assert line_in(line) is not None
    assert line_in(forged) is None


def test_a_value_that_is_blank_has_one_digest_whatever_its_kind():
    assert digest_of_value("") == digest_of_value([])
    assert digest_of_value("a") != digest_of_value("b")


def test_spaces_do_not_count_in_the_words_of_the_program():
    assert digest_of_words("un\u00a0mot\n") == digest_of_words("unmot")
