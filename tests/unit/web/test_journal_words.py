"""Every word that the program writes in a person's journal has its French sentence."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cep_docs
from cep_docs.lifecycle.history_of_file import HistoryLine
from cep_docs.lifecycle.refused_attempts import ATTEMPTS
from cep_docs.web.journal_words import WORDS, told
from tests.people import RULES

CODE = Path(cep_docs.__file__).parent
# What is written with a word that is put together where it is written.
MADE_UP = {"resolve_comment", "reopen_comment", "set_file_apart", "take_file_back", *ATTEMPTS}


def written_in_code():
    """The first text given to whatever writes a line; the journal of the site is another one."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in ("record", "write", "_write", "_record", "_journal"):
                continue
            if any("site.journal" in ast.unparse(given) for given in node.args):
                continue
            texts = [a.value for a in node.args[:3] if isinstance(a, ast.Constant)]
            yield from (text for text in texts[:1] if isinstance(text, str))


def line(what, **changes):
    said = {
        "position": 1,
        "at": datetime(2020, 2, 3, 9, 0, tzinfo=UTC),
        "kind": "unit",
        "what": what,
        "who": "Alice",
        "roles": "conseiller",
        "unit": "UO1",
        "number": "1",
        "document": "",
        "document_label": "État des lieux partagé",
        "act": "",
        "said": {},
    }
    return HistoryLine(**{**said, **changes})


def test_every_word_written_in_the_code_is_in_the_table():
    written = set(written_in_code())

    assert {"edit", "view", "attach", "log_interaction"} <= written
    assert written - WORDS.keys() == set()


def test_every_transition_of_every_agreement_is_in_the_table():
    names = {
        transition
        for agreement in RULES.agreements.values()
        for workflow in agreement.workflows.values()
        for transition in workflow.transitions
    }

    assert names - WORDS.keys() == set()


def test_no_word_stands_there_for_nothing():
    names = {
        transition
        for agreement in RULES.agreements.values()
        for workflow in agreement.workflows.values()
        for transition in workflow.transitions
    }

    assert WORDS.keys() - names - set(written_in_code()) == MADE_UP


@pytest.mark.parametrize("what", WORDS)
def test_each_sentence_is_whole_whatever_is_known(what):
    bare, full = line(what, who=""), line(what, said={**dict.fromkeys(SAID, "x"), **DATED})

    for found in (bare, full):
        sentence = told(found)
        text = sentence.strong + sentence.rest
        assert sentence.strong
        assert text.endswith(".")
        assert not set("[]{}|") & set(text)
        assert "  " not in text


SAID = (
    "status",
    "mode",
    "minutes",
    "other",
    "working_days",
    "days_left",
    "line",
    "headings",
    "at",
)
DATED = {
    "on": "2020-02-01",
    "since": "2020-02-01",
    "until": "2020-03-01T11:00:00+00:00",
    "due_on": "2020-04-03",
    "motive": "Parce que.",
    "fields": "2",
}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            line(
                "log_interaction", said={"mode": "Présentiel", "minutes": "60", "on": "2020-02-03"}
            ),
            "Échange : Présentiel, 60 min, noté par Alice.",
        ),
        (
            line("log_interaction", said={"mode": "SMS", "on": "2020-02-01"}),
            "Échange : SMS le 1er février 2020, noté par Alice.",
        ),
        (
            line("edit", said={"fields": "4", "headings": ""}),
            "État des lieux partagé : 4 rubriques écrites par Alice.",
        ),
        (
            line("edit", said={"fields": "1", "headings": "« Besoin »"}),
            "État des lieux partagé : rubrique « Besoin » écrite par Alice.",
        ),
        (
            line("edit", said={"fields": "2", "headings": "« Besoin », « Suite »"}),
            "État des lieux partagé : rubriques « Besoin », « Suite » écrites par Alice.",
        ),
        (line("abandon", who=""), "UO1 : clôture pour abandon d'office."),
        (
            line("grant_expert", said={"other": "Bruno", "until": "2020-03-01T11:00:00+00:00"}),
            "Accès d'expert ouvert à Bruno jusqu'au 1er mars 2020, par Alice.",
        ),
        (line("view", document_label=""), "Consultation par Alice."),
        (line("view"), "Consultation : État des lieux partagé par Alice."),
        (line("postpone", act="Reporter l'unité"), "Reporter l'unité par Alice."),
        (line("unheard_of"), "unheard_of par Alice."),
    ],
)
def test_sentences_read_as_people_speak(found, sentence):
    text = told(found)

    assert text.strong + text.rest == sentence
