"""Hints to write so that everybody understands; they refuse no text (R-060, R-063)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.definitions.plain_words import ACRONYM, JUDGEMENT, LONG, PATH, load_plain_words
from cep_docs.definitions.reading import Reader
from cep_docs.values.markup import plain
from tests.people import RULES
from tests.rule_files import RuleFiles

WORDS = RULES.plain_words


def kinds(text):
    return [(hint.kind, hint.words) for hint in WORDS.hints(text)]


class TestAnAcronym:
    @pytest.mark.parametrize(
        "text",
        [
            "Le compte personnel de formation (CPF) affiche 300 €. Le CPF sert en mai.",
            "Le CPF (compte personnel de formation) affiche 300 €.",
            "Le **Compte  personnel\u00a0de formation** (CPF) affiche 300 €.",
            "La VAE, validation des acquis de l’expérience, prend un an.",
            "Un CDI à la SNCF, après un BTS.",
            "Apec et Cap emploi.",
            "",
        ],
    )
    def test_that_is_explained_or_that_everybody_knows_is_left_alone(self, text):
        assert [hint for hint in kinds(text) if hint[0] == ACRONYM] == []

    def test_that_is_not_explained_at_first_use_is_signalled_once(self):
        text = "Mon CPF est vide. Le CPF sera rempli."

        (hint,) = WORDS.hints(text)

        assert (hint.kind, hint.words, hint.at) == (ACRONYM, "CPF", 4)
        assert hint.advice == "La première fois, écrire « compte personnel de formation (CPF) »."

    def test_that_is_explained_too_late_is_signalled(self):
        late = "Le CPF est vide, dit-elle. Il s'agit du compte personnel de formation."

        assert kinds(late) == [(ACRONYM, "CPF")]

    def test_that_nobody_listed_is_signalled(self):
        (hint,) = WORDS.hints("Voir le GREDA demain.")

        assert hint.advice == "Si « GREDA » est un sigle, l'écrire en entier la première fois."


class TestASentence:
    def test_that_is_long_is_signalled_from_its_first_word(self):
        long = " ".join(["mot"] * 31)

        (hint,) = WORDS.hints(f"Un début. {long} ! Une fin.")

        assert (hint.kind, hint.at) == (LONG, 10)
        assert hint.words == long
        assert "a 31 mots" in hint.advice

    def test_ends_with_its_line_in_a_list(self):
        assert kinds("\n".join([f"- {' '.join(['mot'] * 29)}"] * 3)) == []

    @pytest.mark.parametrize("end", [".", " !", " ?", "…"])
    def test_ends_with_any_final_sign(self, end):
        half = " ".join(["mot"] * 20)

        assert kinds(f"{half}{end} {half}{end}") == []

    def test_is_not_cut_by_a_number_or_an_address(self):
        long = " ".join(["mot"] * 15)

        assert [kind for kind, _ in kinds(f"{long} 3.5 v1.2 {long}")] == [LONG]


class TestAJudgement:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("Un projet irréaliste.", "irréaliste"),
            ("Des projets IRRÉALISTES.", "IRRÉALISTES"),
            ("Elle est naïve.", "naïve"),
            ("C'est le meilleur\norganisme.", "meilleur"),
            ("Il manque de motivation.", "manque de motivation"),
        ],
    )
    def test_is_signalled_with_what_to_write_rather(self, text, words):
        found = [hint for hint in WORDS.hints(text) if hint.kind == JUDGEMENT]

        assert words in found[0].words
        assert found[0].advice.startswith(f"« {found[0].words} » : ")
        assert plain(text)[found[0].at :].startswith(found[0].words)

    @pytest.mark.parametrize("text", ["Une instabilité.", "Il est capable.", "Un naïfeur."])
    def test_is_a_whole_word(self, text):
        assert [kind for kind, _ in kinds(text) if kind == JUDGEMENT] == []


def test_hints_come_in_the_order_of_the_text():
    text = "Projet utopique. Le CPF. Projet irréaliste."

    assert [words for _, words in kinds(text)] == ["utopique", "CPF", "irréaliste"]


def test_marks_are_no_words():
    assert kinds("- **irréaliste**") == [(JUDGEMENT, "irréaliste")]


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_and_every_hint_shows_its_words(text):
    for hint in WORDS.hints(text):
        assert plain(text)[hint.at : hint.at + len(hint.words)] == hint.words
        assert hint.advice.strip()


def test_what_the_program_says_itself_follows_the_advice():
    for agreement in RULES.agreements.values():
        said = [mention.text for mention in agreement.mentions.values()]
        for form in agreement.forms.values():
            said += [section.says for section in form.sections]
            said += [field.help for field in form.fields()]
        assert [hint for text in said for hint in WORDS.hints(text)] == []


class TestTheFile:
    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("  CPF: compte", "  Cpf: compte", "« Cpf » n'est pas un sigle de 3 à 6 signes"),
            ("  CPF: compte", "  CDI: compte", "« CDI » n'est pas un sigle de 3 à 6 signes"),
            ("  CPF: compte personnel de formation", "  CPF:", "« CPF » est vide"),
            ("longest_sentence: 30", "longest_sentence: trente", "doit être un nombre entier"),
            ("longest_sentence: 30", "longest_sentence: 0", "au moins 1 mot"),
            ("everyday: [BAC,", "everyday: [BAC, BAC,", "« BAC » est écrit deux fois"),
            ("source: CCTP", "origin: CCTP", "« source » manque"),
            ("source: CCTP", "source: ''\n# CCTP", "« source » est vide"),
        ],
    )
    def test_is_told_what_is_wrong_with_its_line(self, tmp_path, old, new, sentence):
        files = RuleFiles(tmp_path)
        files.change(PATH, old, new)
        reader = Reader(files.folder)

        load_plain_words(reader)

        assert any(sentence in fault for fault in reader.faults)
        assert all(fault.startswith(f"{PATH}:") for fault in reader.faults)
