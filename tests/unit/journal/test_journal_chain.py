"""A chain of lines, and every damage a hand in the database can do to it (R-128, I11, AUD-02)."""

import json
from datetime import timedelta

import pytest

from cep_docs.errors import Damaged
from cep_docs.journal import Journal, findings
from cep_docs.journal.journal import LINES_PER_PAGE
from cep_docs.journal.line import digest_of
from tests.unit.journal.tampering import NOON, edited, entry, journal_of, rewrite

LENGTHS = [0, 1, LINES_PER_PAGE, LINES_PER_PAGE + 1, 3 * LINES_PER_PAGE, 30]


@pytest.fixture
def journal():
    return journal_of(30)


@pytest.fixture
def lines(journal):
    return list(journal.lines())


def found(journal):
    return [(finding.line, finding.kind) for finding in findings(journal)]


class TestRecording:
    @pytest.mark.parametrize("length", LENGTHS)
    def test_lines_are_numbered_and_each_carries_the_digest_of_the_one_before(self, length):
        journal = journal_of(length)

        texts = list(journal.lines())

        digests = ["", *map(digest_of, texts)]
        assert [line["number"] for line in journal] == list(range(1, length + 1))
        assert [line["after"] for line in journal] == digests[:-1]
        assert (len(journal), journal.count, journal.head) == (length, length, digests[-1])

    @pytest.mark.parametrize("length", LENGTHS)
    def test_an_untouched_journal_verifies(self, length):
        journal = journal_of(length)

        journal.verify()

        assert found(journal) == []

    def test_recording_answers_the_new_head(self, journal):
        before = journal.head

        head = journal.record(entry("view"))

        assert head == journal.head != before

    def test_a_clock_that_jumps_back_is_recorded_as_it_was(self):
        journal = Journal("b-0001")
        journal.record(entry(at=NOON))

        journal.record(entry(at=NOON - timedelta(hours=1)))

        assert [line["at"][11:16] for line in journal] == ["12:00", "11:00"]
        journal.verify()

    @pytest.mark.parametrize("length", LENGTHS)
    def test_the_recent_lines_come_newest_first(self, length):
        journal = journal_of(length)

        recent = journal.recent(10)

        assert recent == list(journal)[::-1][:10]

    @pytest.mark.parametrize("length", LENGTHS)
    def test_it_knows_every_head_it_had(self, length):
        journal = Journal("b-0001")
        heads = ["", *(journal.record(entry()) for _ in range(length))]

        again = [journal.head_at(number) for number in range(length + 1)]

        assert again == heads
        beyond = (-1, length + 1, length + LINES_PER_PAGE, length + 100)
        assert {journal.head_at(number) for number in beyond} == {""}


class TestDamage:
    @pytest.mark.parametrize("number", [1, 8, 9, 29, 30])
    def test_a_changed_line_is_named(self, journal, lines, number):
        lines[number - 1] = edited(lines[number - 1], who="u-6666")

        rewrite(journal, lines)

        assert found(journal) == [(number, "changed")]

    def test_a_first_line_that_follows_something_is_a_changed_one(self):
        journal = journal_of(1)
        forged = edited(*journal.lines(), after="0" * 64)

        rewrite(journal, [forged])
        journal.head = digest_of(forged)

        assert found(journal) == [(1, "changed")]

    def test_a_changed_space_is_a_changed_line(self, journal, lines):
        lines[4] = lines[4].replace(":", ": ", 1)

        rewrite(journal, lines)

        assert found(journal) == [(5, "changed")]

    @pytest.mark.parametrize("number", [1, 8, 9, 29])
    def test_a_line_taken_out_is_missing(self, journal, lines, number):
        del lines[number - 1]

        rewrite(journal, lines)

        assert found(journal) == [(number, "missing")]

    def test_numbering_again_after_a_line_taken_out_does_not_help(self, journal, lines):
        del lines[9]
        lines[9:] = [edited(text, number=n) for n, text in enumerate(lines[9:], start=10)]

        rewrite(journal, lines)
        journal.count = 29

        assert (9, "changed") in found(journal)

    def test_two_lines_swapped_are_out_of_order(self, journal, lines):
        lines[3], lines[4] = lines[4], lines[3]

        rewrite(journal, lines)

        assert found(journal) == [(4, "reordered")]

    def test_a_line_written_twice_is_repeated(self, journal, lines):
        lines.insert(20, lines[3])

        rewrite(journal, lines)

        assert found(journal) == [(4, "repeated")]

    def test_a_line_slipped_in_under_a_taken_number_is_repeated(self, journal, lines):
        lines.insert(10, edited(lines[9], number=10, after=digest_of(lines[9])))

        rewrite(journal, lines)

        assert found(journal) == [(10, "repeated")]

    def test_a_line_of_another_journal_is_foreign(self, journal, lines):
        other = journal_of(30, name="b-0002")
        lines[11] = list(other.lines())[11]

        rewrite(journal, lines)

        assert found(journal) == [(12, "foreign"), (12, "missing")]

    def test_a_whole_journal_put_in_place_of_another_is_foreign(self, journal):
        other = journal_of(30, name="b-0002")

        rewrite(journal, list(other.lines()))
        journal.head = other.head

        assert (1, "foreign") in found(journal)

    @pytest.mark.parametrize("text", ["", "{}", "null", '{"number":\ud800}'])
    def test_a_line_that_is_no_line_is_unreadable(self, journal, lines, text):
        lines[6] = text

        rewrite(journal, lines)

        assert found(journal) == [(7, "unreadable"), (7, "missing")]

    def test_a_half_character_in_a_readable_line_is_damage_and_no_crash(self, journal, lines):
        lines[6] = edited(lines[6], who="\ud800")

        rewrite(journal, lines)

        assert found(journal) == [(7, "changed")]

    @pytest.mark.parametrize("kept", [0, 1, 8, 29])
    def test_an_end_cut_off_is_truncated_with_regard_to_the_count(self, journal, lines, kept):
        rewrite(journal, lines[:kept])

        assert found(journal) == [(kept + 1, "truncated")]

    def test_a_line_added_behind_the_application_is_found(self, journal, lines):
        forged = edited(lines[-1], number=31, after=digest_of(lines[-1]))

        rewrite(journal, [*lines, forged])

        assert found(journal) == [(31, "added")]

    def test_a_head_that_is_not_that_of_the_last_line_is_found(self, journal):
        journal.head = "0" * 64

        assert found(journal) == [(30, "changed")]

    def test_an_immense_number_is_found_at_once(self, journal, lines):
        lines[11] = edited(lines[11], number=10**15)

        rewrite(journal, lines)

        assert found(journal)[0] == (12, "missing")

    def test_a_page_taken_out_of_the_tree_is_missing(self, journal):
        del journal._pages[1]

        assert found(journal) == [(LINES_PER_PAGE + 1, "missing")]
        assert journal.head_at(LINES_PER_PAGE + 1) == ""

    def test_several_damages_are_all_named(self, journal, lines):
        lines[4] = edited(lines[4], who="u-6666")
        del lines[20]

        rewrite(journal, lines)

        assert found(journal) == [(5, "changed"), (21, "missing")]

    def test_the_sentence_says_where_and_what_to_do(self, journal, lines):
        del lines[11]
        rewrite(journal, lines)

        with pytest.raises(Damaged) as raised:
            journal.verify()

        assert "« b-0001 »" in str(raised.value)
        assert "ligne 12" in str(raised.value)
        assert "sauvegarde" in str(raised.value)

    def test_reading_an_unreadable_line_is_damage(self, journal, lines):
        rewrite(journal, [*lines[:-1], json.dumps({"number": 30})])

        with pytest.raises(Damaged):
            list(journal)
