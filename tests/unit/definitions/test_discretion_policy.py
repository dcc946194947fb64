"""policies/discretion.yaml: no subject tells, every list can be read (R-124)."""

import pytest

from cep_docs.definitions.discretion import PATH, load_discretion
from cep_docs.definitions.reading import Reader
from tests.people import RULES
from tests.rule_files import RuleFiles

POLICY = RULES.discretion


def test_no_message_tells_by_its_subject_that_somebody_is_advised():
    assert {POLICY.told_in(message.subject) for message in POLICY.messages.values()} == {""}


@pytest.mark.parametrize(
    ("subject", "word"),
    [
        ("Votre conseil en évolution professionnelle", "conseil"),
        ("Vos rendez-vous CEP", "CEP"),
        ("Changer de métier", "métier"),
        ("Vos projets", "projet"),
        ("Un cépage", ""),
    ],
)
def test_a_subject_is_read_word_by_word(subject, word):
    assert POLICY.told_in(subject) == word


def test_mailboxes_of_private_people_are_told_from_others():
    assert POLICY.is_personal("laposte.net")
    assert POLICY.is_personal("courriel.example")
    assert not POLICY.is_personal("net")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("- gmail.com", "- gmail", "« gmail » n'est pas la fin d'une adresse"),
        ("- gmail.com", "- aol.com", "« aol.com » est écrit deux fois"),
        ("subject: Un document", "subject: Un projet", "« projet » dans l'objet"),
        ("subject: Un document vous attend", "subject: ''", "« subject » est vide"),
        ("      {link}\n", "      {code}\n", "le texte doit porter {link}"),
        ("signature : {link} (", "signature : (", "le texte doit porter {link}"),
        ("  code:\n", "  other:\n", "« other » est inconnu ici"),
        ("source: CCTP", "origin: CCTP", "« source » manque"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, old, new, sentence):
    files = RuleFiles(tmp_path)
    files.change(PATH, old, new)
    reader = Reader(files.folder)

    load_discretion(reader)

    assert any(sentence in fault for fault in reader.faults)
    assert all(fault.startswith(f"{PATH}:") for fault in reader.faults)
