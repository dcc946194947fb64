"""What may be recorded, and the text it becomes (R-128, AUD-04, AUD-06)."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from cep_docs.errors import Damaged, Invalid
from cep_docs.journal import Journal
from cep_docs.journal.line import read
from tests.unit.journal.tampering import edited, entry, journal_of

HALF = "\ud83d"


def test_a_line_says_everything_the_auditor_asks():
    journal = Journal("b-0001")

    journal.record(entry(object="engagement 4G2001", rule="referent", details={"ok": True}))

    assert next(iter(journal)) == {
        "number": 1,
        "chain": "b-0001",
        "what": "edit",
        "who": "u-0042",
        "role": "adviser",
        "at": "2020-01-02T12:00:00+00:00",
        "object": "engagement 4G2001",
        "rule": "referent",
        "details": {"ok": True},
        "after": "",
    }


def test_a_line_is_canonical_json():
    journal = Journal("b-0001")

    journal.record(entry(details={"z": "été", "a": 1}))

    (text,) = journal.lines()
    again = json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert text == again


def test_an_hour_overseas_is_written_in_universal_time():
    journal = Journal("b-0001")
    reunion = timezone(timedelta(hours=4))

    journal.record(entry(at=datetime(2020, 1, 1, 2, 0, tzinfo=reunion)))

    assert journal.recent(1)[0]["at"] == "2019-12-31T22:00:00+00:00"


def test_an_hour_without_time_zone_is_refused():
    journal = Journal("b-0001")

    with pytest.raises(Invalid) as refused:
        journal.record(entry(at=datetime(2020, 1, 1)))  # noqa: DTZ001

    assert "at" in refused.value.messages
    assert journal.count == 0


@pytest.mark.parametrize(
    "text",
    ['\r\n{"number":2}', "\x1b[2K\x1b[1A", '"}\n', "\u2028", "\x85", "\x9b2K", "\u202e", "\0"],
)
def test_no_text_makes_a_second_line_or_drives_a_screen_aud_06(text):
    journal = Journal("b-0001")

    journal.record(entry(object=text, details={"motive": text, text: True}))

    (line,) = journal.lines()
    assert line.splitlines() == [line]
    assert line.isprintable()
    assert json.loads(line)["details"] == {"motive": text, text: True}


@pytest.mark.parametrize("name", ["what", "who", "role", "object", "rule"])
def test_a_half_character_is_refused_and_nothing_is_recorded(name):
    journal = Journal("b-0001")

    with pytest.raises(Invalid) as refused:
        journal.record(entry(**{"what": "edit", name: HALF}))

    assert set(refused.value.messages) == {name}
    assert journal.count == 0


@pytest.mark.parametrize(
    ("details", "faulty"),
    [
        ({"motive": HALF}, "motive"),
        ({HALF: "motive"}, "details"),
        ({"rate": 0.5}, "rate"),
        ({"nobody": None}, "nobody"),
        ({"nested": {"deep": 1}}, "nested"),
        ({"large": 2**53}, "large"),
        ({"small": -(2**53)}, "small"),
    ],
)
def test_details_are_whole_texts_integers_and_booleans(details, faulty):
    journal = Journal("b-0001")

    with pytest.raises(Invalid) as refused:
        journal.record(entry(details=details))

    assert set(refused.value.messages) == {faulty}


@pytest.mark.parametrize("nothing", [{"what": ""}, {"who": ""}])
def test_a_line_without_verb_or_without_author_is_refused(nothing):
    with pytest.raises(Invalid):
        Journal("b-0001").record(entry(**{"what": "edit"} | nothing))


@pytest.mark.parametrize("name", ["", HALF])
def test_a_journal_without_a_proper_name_is_refused(name):
    with pytest.raises(Invalid):
        Journal(name)


def test_what_is_done_to_the_details_afterwards_changes_nothing():
    journal, details = Journal("b-0001"), {"version": 1}
    journal.record(entry(details=details))

    details["version"] = 2

    assert journal.recent(1)[0]["details"] == {"version": 1}
    journal.verify()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        "{}",
        edited(next(journal_of(1).lines()), number="1"),
        edited(next(journal_of(1).lines()), number=True),
        edited(next(journal_of(1).lines()), more=1),
    ],
)
def test_a_text_that_no_record_can_become_is_damage(text):
    with pytest.raises(Damaged, match="illisible"):
        read(text)
