"""The invented people: their sheets are right, their words agree with them."""

import re
from datetime import date

import pytest

from cep_docs.demo import writing
from cep_docs.demo.people import in_words, invented
from cep_docs.demo.playing import dice
from cep_docs.demo.words import read_words
from tests.people import RULES

WORDS = read_words()
DAY = date(2022, 5, 3)
CCTP = RULES.agreements["cctp-2019"]


def people(count=150, structure="NTE"):
    return [invented(WORDS, structure, DAY, dice(f"person {n}")) for n in range(count)]


@pytest.mark.parametrize("structure", ["NTE", "ANG", "LEM"])
def test_every_sheet_is_right_and_in_the_lot(structure):
    for guest in people(60, structure):
        sheet = {**guest.sheet, "status": guest.status, **guest.unit_sheet}

        assert CCTP.fields.check(sheet, DAY, CCTP.tables) == {}
        assert CCTP.lots["08"].serves(guest.sheet["postcode"][:2])


def test_names_come_from_many_places():
    names = " ".join(f"{g.sheet['first_name']} {g.sheet['birth_name']}" for g in people())

    assert {"'", "-", "é", "ł", "ễ", "ç"} <= set(names.replace("Ł", "ł"))


def test_whoever_has_no_employer_entered_no_company():
    guest = invented(WORDS, "NTE", DAY, dice("x"), "INDEP")

    assert guest.sheet["company_entered_in"] == "sans objet"


def test_every_sentence_takes_the_words_of_everybody():
    for number, guest in enumerate(people(80)):
        rng = dice(f"text {number}")
        decision = ("continue", "close")[number % 2]
        texts = {
            "shared_assessment": writing.assessment(WORDS, guest, decision, DAY, rng),
            "professional_project": writing.project(WORDS, guest, number % 3 == 0, DAY, rng),
            "closing_statement": writing.statement(WORDS, guest, DAY, rng),
        }

        for kind, text in texts.items():
            form = CCTP.forms[kind]
            assert form.check(text) == {}, kind
            assert form.gaps(text) == [], kind
            assert "$" not in str(text)
        assert "$" not in writing.note(WORDS, guest, rng)


def test_reports_of_appointments_fit_their_form():
    form = RULES.agreements["marche-2024"].forms["appointment_report"]

    text = writing.appointment(WORDS, people(1)[0], True, date(2024, 2, 1), dice("r"))

    assert form.check(text) == {}
    assert form.gaps(text) == []


def test_words_agree_with_the_person():
    for guest in people(60):
        woman = guest.sheet["sex"] == "F"
        text = writing.assessment(WORDS, guest, "close", DAY, dice("t"))["situation"]

        assert guest.slots["e"] == ("e" if woman else "")
        assert not re.search(r"\b[Ii]l " if woman else r"\b[Ee]lle compte", text.split(".")[0])


def test_a_draft_in_the_making_misses_what_is_asked_last():
    whole = writing.project(WORDS, people(1)[0], True, DAY, dice("p"))

    begun = writing.begun(whole)

    assert set(whole) - set(begun) >= {"calendar", "actions", "continues"}
    assert CCTP.forms["professional_project"].gaps(begun) != []


def test_every_sentence_of_the_files_ends():
    endings = [situation["brings"] for situation in WORDS.situations.values()]
    files = (
        endings,
        WORDS.assessment,
        WORDS.project,
        WORDS.later["statement"],
        WORDS.later["appointment"],
    )

    for text in files:
        for sentence in _sentences(text):
            ended = sentence.endswith((".", "»", "$brings"))
            assert ended or sentence in ("sans objet", "none", "yes"), sentence


def _sentences(node):
    """Not the cells of tables: they hold words and codes."""
    if isinstance(node, str):
        yield node
        return
    for part in node.values() if isinstance(node, dict) else node:
        if not _is_row(part, node):
            yield from _sentences(part)


def _is_row(part, node):
    return isinstance(part, dict) and isinstance(node, list)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "un"),
        (11, "onze"),
        (16, "seize"),
        (17, "dix-sept"),
        (21, "vingt et un"),
        (32, "trente-deux"),
    ],
)
def test_numbers_are_written_as_french_writes_them(number, words):
    assert in_words(number) == words
