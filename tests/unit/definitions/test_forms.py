"""The forms of the deliverables: their blocks, their headings, their gaps (R-044…R-046, § 6)."""

import shutil

import pytest

from cep_docs.definitions.forms import load_forms
from cep_docs.definitions.reading import FILES, Reader

PATH = "templates/cctp-2019/shared_assessment/form.yaml"
ASSESSMENT = {
    "request": "Changer de métier.",
    "situation": "Tourneur depuis douze ans.",
    "need": "Connaître les métiers voisins.",
    "resources": "Fiches métiers, PMSMP.",
    "environment": "sans objet",
    "support_presented": "Six mois, un référent.",
    "other_operators": "APEC, Cap emploi, mission locale, Pôle emploi.",
    "other_operators_told_on": "2020-03-02",
    "decision": "continue",
    "next_steps": "Rendez-vous le mois prochain.",
}


@pytest.fixture
def files(tmp_path):
    shutil.copytree(FILES / "templates", tmp_path / "templates")
    return tmp_path


@pytest.fixture(scope="module")
def forms():
    return load_forms(Reader(), "cctp-2019")


@pytest.fixture(scope="module")
def assessment(forms):
    return forms["shared_assessment"]


def gaps(form, content):
    return {field.name: sentence for field, sentence in form.gaps(content)}


@pytest.mark.parametrize("agreement", ["cctp-2019", "marche-2024"])
def test_the_files_of_the_house_hold_no_fault(agreement):
    reader = Reader()

    load_forms(reader, agreement)

    assert reader.faults == []


@pytest.mark.parametrize(
    ("name", "blocks", "computed"),
    [
        ("shared_assessment", "E1 E2 E3 E4 E5 E6 E7", {"E1", "E7"}),
        ("professional_project", "P1 P2 P3 P4 P5 P6 P7 P8 P9", {"P1", "P9"}),
        ("closing_statement", "C1 C2 C3 C4", {"C1", "C4"}),
    ],
)
def test_every_block_is_there(forms, name, blocks, computed):
    sections = forms[name].sections

    assert [section.block for section in sections] == blocks.split()
    assert {section.block for section in sections if section.computed} == computed
    assert all(section.computed or any(f.required for f in section.fields) for section in sections)


def test_the_second_agreement_has_its_own_form_r_129():
    forms = load_forms(Reader(), "marche-2024")

    assert list(forms) == ["appointment_report"]
    assert forms["appointment_report"].edition == "2024-01"


def test_what_the_rules_read_in_a_form_is_in_it(forms):
    report = load_forms(Reader(), "marche-2024")["appointment_report"]
    kinds = {
        (form.name, field.name): field.kind
        for form in (*forms.values(), report)
        for field in form.fields()
    }

    assert kinds["professional_project", "continues"] == "yes_no"
    assert kinds["shared_assessment", "decision"] == "choice"
    assert kinds["closing_statement", "dated_on"] == "day"
    assert kinds["appointment_report", "dated_on"] == "day"


def test_the_decision_is_a_closed_choice_r_045(assessment):
    decision = next(field for field in assessment.fields() if field.name == "decision")

    assert list(decision.choices) == ["continue", "close", "other_operator"]
    assert decision.required
    assert not decision.not_applicable


class TestADraft:
    def test_may_have_gaps(self, assessment):
        content = {"request": "", "decision": ""}

        assert assessment.check(content) == {}
        assert assessment.check({}) == {}

    def test_may_be_complete(self, assessment):
        assert assessment.check(ASSESSMENT) == {}

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("price", "12 €", "n'est pas dans la trame « État des lieux partagé »"),
            ("request", 12, "« Demande exprimée » attend un texte"),
            ("decision", "peut-être", "attend l'un de : continue (poursuivre"),
            ("decision", "sans objet", "attend l'un de : continue (poursuivre"),
            ("other_operators_told_on", "2020-02-30", "n'existe pas dans le calendrier"),
        ],
    )
    def test_may_not_hold_what_the_form_does_not_know(self, assessment, name, value, sentence):
        messages = assessment.check({**ASSESSMENT, name: value})

        assert list(messages) == [name]
        assert sentence in messages[name]

    def test_may_say_that_a_day_or_a_choice_does_not_apply_where_the_form_says_so(self, files):
        text = (files / PATH).read_text()
        for kind in ("kind: day\n", "kind: choice\n"):
            text = text.replace(kind, f"{kind}        not_applicable: yes\n")
        (files / PATH).write_text(text)
        form = load_forms(Reader(files), "cctp-2019")["shared_assessment"]

        content = {"decision": "sans objet", "other_operators_told_on": "sans objet"}

        assert form.check(content) == {}
        assert gaps(form, {**ASSESSMENT, **content}) == {}

    def test_answers_a_question_by_yes_or_no(self, forms):
        project = forms["professional_project"]

        answers = {value: project.check({"continues": value}) for value in ("yes", "no", "oui")}

        assert [bool(messages) for messages in answers.values()] == [False, False, True]


class TestTheGaps:
    def test_are_none_when_all_is_written(self, assessment):
        assert assessment.gaps(ASSESSMENT) == []

    def test_are_named_in_the_order_of_the_form_r_044(self, assessment):
        content = {**ASSESSMENT, "next_steps": " ", "request": ""}
        del content["need"]

        found = assessment.gaps(content)

        assert [(field.name, sentence) for field, sentence in found] == [
            ("request", "« Demande exprimée » (E2) est vide. La remplir."),
            ("need", "« Besoin clarifié » (E3) est vide. La remplir."),
            (
                "next_steps",
                "« Prochaines étapes (opérateur, contenus, objectifs, modalités) » (E6) est vide. "
                "La remplir, ou écrire « sans objet ».",
            ),
        ]

    def test_are_not_where_the_form_accepts_that_there_is_nothing_r_046(self, assessment):
        content = {**ASSESSMENT, "next_steps": "Sans objet", "environment": " SANS  OBJET "}

        assert assessment.gaps(content) == []

    def test_are_where_the_form_wants_an_answer_r_044(self, assessment):
        content = {**ASSESSMENT, "request": "sans objet"}

        found = gaps(assessment, content)

        assert found == {
            "request": "« Demande exprimée » (E2) ne peut pas être « sans objet ». La remplir."
        }

    def test_include_a_decision_that_was_not_taken_r_045(self, assessment):
        found = gaps(assessment, {**ASSESSMENT, "decision": ""})

        assert list(found) == ["decision"]

    def test_include_what_was_written_wrong(self, assessment):
        found = gaps(assessment, {**ASSESSMENT, "decision": "jamais"})

        assert "attend l'un de" in found["decision"]

    def test_leave_optional_headings_alone(self, files):
        text = (files / PATH).read_text()
        old = "        required: yes\n        help: Avec les mots de la personne.\n"
        (files / PATH).write_text(text.replace(old, ""))

        form = load_forms(Reader(files), "cctp-2019")["shared_assessment"]

        assert gaps(form, {**ASSESSMENT, "request": ""}) == {}
        assert gaps(form, {k: v for k, v in ASSESSMENT.items() if k != "request"}) == {}

    def test_of_the_project_are_all_its_required_headings(self, forms):
        project = forms["professional_project"]

        found = gaps(project, {})

        assert list(found) == [field.name for field in project.fields()]
        assert "(P8) est vide" in found["continues"]


class TestAFaultyForm:
    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            (
                "form: shared_assessment",
                "form: assessment",
                "« form » doit valoir « shared_assessment »",
            ),
            ("edition: 2020-01\n", "", "« edition » manque"),
            ("        label: Décision\n", "        label: ''\n", "« label » est vide"),
            ("kind: choice", "kind: menu", "mot inconnu : « menu »"),
            ("kind: day", "kind: choice", "« choices » va avec « kind: choice »"),
            ("kind: choice", "kind: text", "« choices » va avec « kind: choice »"),
            ("block: E5", "block: E4", "le bloc « E4 » est déjà dans cette trame"),
            ("block: E5", "block: cinq", "un bloc s'écrit comme E1 ou P8"),
            (
                "      need:\n",
                "      request:\n",
                "« request » est déjà une rubrique de cette trame",
            ),
            ("          close: clore le service\n", "          close: ''\n", "« close » est vide"),
            (
                "    block: E7\n    computed: yes\n",
                "    block: E7\n",
                "« fields », ou « computed: yes »",
            ),
            ("    block: E2\n", "    block: E2\n    computed: yes\n", "pas les deux"),
            ("help: Avec les mots", "aide: Avec les mots", "« aide » est inconnu ici"),
        ],
    )
    def test_is_named(self, files, old, new, sentence):
        text = (files / PATH).read_text()
        assert text.count(old) == 1, old
        (files / PATH).write_text(text.replace(old, new))
        reader = Reader(files)

        load_forms(reader, "cctp-2019")

        assert sentence in reader.faults[0]
        assert all(fault.startswith(f"{PATH}:") for fault in reader.faults)
        assert len(reader.faults) == 1

    def test_is_named_with_its_line(self, files):
        text = (files / PATH).read_text()
        (files / PATH).write_text(text.replace("block: E5", "block: E4"))
        reader = Reader(files)

        load_forms(reader, "cctp-2019")

        line = text[: text.index("block: E5")].count("\n") + 1
        assert reader.faults == [f"{PATH}:{line}: le bloc « E4 » est déjà dans cette trame."]
