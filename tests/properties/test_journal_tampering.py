"""Whatever was recorded and whatever one hand in the database does to it, it is found (R-128)."""

import json
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cep_docs.journal import Entry, Journal, Seals, findings, seal, seal_findings
from cep_docs.journal.line import canonical, digest_of
from tests.unit.journal.tampering import NOON, rewrite

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
integers = st.integers(1 - 2**53, 2**53 - 1)
entries = st.builds(
    Entry,
    what=names,
    who=names,
    role=texts,
    at=st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    object=texts,
    rule=texts,
    details=st.dictionaries(texts, texts | integers | st.booleans(), max_size=3),
)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
histories = st.lists(entries, min_size=2, max_size=20)


def recorded(history, name="b-0001"):
    journal = Journal(name)
    for entry in history:
        journal.record(entry)
    return journal


def edit(lines, other, draw):
    at = draw(st.integers(0, len(lines) - 1))
    line = json.loads(lines[at])
    key = draw(st.sampled_from(sorted(line)))
    new = draw(st.integers(-2, 99) | texts)
    return [*lines[:at], canonical(line | {key: new}), *lines[at + 1 :]]


def edit_one_sign(lines, other, draw):
    at = draw(st.integers(0, len(lines) - 1))
    place = draw(st.integers(0, len(lines[at]) - 1))
    sign = draw(st.characters())
    changed = lines[at][:place] + sign + lines[at][place + 1 :]
    return [*lines[:at], changed, *lines[at + 1 :]]


def delete(lines, other, draw):
    at = draw(st.integers(0, len(lines) - 1))
    return lines[:at] + lines[at + 1 :]


def swap(lines, other, draw):
    at, to = draw(st.lists(st.integers(0, len(lines) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(lines)
    swapped[at], swapped[to] = lines[to], lines[at]
    return swapped


def insert(lines, other, draw):
    """A forged line with the right number and the right digest for its place."""
    at = draw(st.integers(0, len(lines)))
    after = digest_of(lines[at - 1]) if at else ""
    forged = json.loads(lines[0]) | {"number": at + 1, "after": after, "who": draw(texts)}
    return [*lines[:at], canonical(forged), *lines[at:]]


def duplicate(lines, other, draw):
    at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines)))
    return [*lines[:to], lines[at], *lines[to:]]


def bring(lines, other, draw):
    """A line of another journal, added or put in place of the one of that number."""
    at = draw(st.integers(0, min(len(lines), len(other)) - 1))
    return [*lines[:at], other[at], *lines[at + draw(st.integers(0, 1)) :]]


def truncate(lines, other, draw):
    return lines[: draw(st.integers(0, len(lines) - 1))]


TAMPERINGS = (edit, edit_one_sign, delete, swap, insert, duplicate, bring, truncate)


@unhurried
@given(histories)
def test_what_was_recorded_is_read_again_and_verifies(history):
    journal = recorded(history)

    again = [(line["what"], line["who"], line["details"]) for line in journal]

    assert again == [(entry.what, entry.who, dict(entry.details)) for entry in history]
    assert list(findings(journal)) == []


@unhurried
@given(histories)
def test_no_text_whatever_makes_two_lines_of_one_aud_06(history):
    text = "\n".join(recorded(history).lines())

    lines = text.splitlines()

    assert [json.loads(line)["number"] for line in lines] == list(range(1, len(history) + 1))


@settings(unhurried, max_examples=200)
@given(histories, histories, st.sampled_from(TAMPERINGS), st.data())
def test_any_single_tampering_is_found(history, elsewhere, tampering, data):
    journal, other = recorded(history), recorded(elsewhere, "b-0002")
    before = list(journal.lines())

    after = tampering(before, list(other.lines()), data.draw)
    rewrite(journal, after)

    assert bool(list(findings(journal))) == (after != before)


@unhurried
@given(histories, st.data())
def test_an_end_cut_off_with_count_and_head_put_right_is_found_by_the_seals(history, data):
    journal, seals = recorded(history), Seals()
    seal(seals, [journal], NOON)
    kept = data.draw(st.integers(0, len(history) - 1))

    shorter = recorded(history[:kept])

    found = [finding.kind for finding in seal_findings(seals, {"b-0001": shorter}.get)]
    assert list(findings(shorter)) == []
    assert found == ["truncated"]
