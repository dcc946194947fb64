"""The forms of the deliverables: their blocks, their headings, their gaps (R-044…R-046, § 6)."""

import shutil

import pytest

from cep_docs.definitions.reading import Reader
from cep_docs.errors import NotPossible
from tests.people import RULES
from tests.rule_files import RuleFiles
from tests.unit.definitions.forms_of_the_house import (
    around,
    doubts,
    faults_of,
    forms_of,
    gaps,
    read_forms,
)

FORMS = RULES.agreements["cctp-2019"].forms
ASSESSMENT_FORM = FORMS["shared_assessment"]
PROJECT_FORM = FORMS["professional_project"]
PATH = "templates/cctp-2019/shared_assessment/form.yaml"
PROJECT = "templates/cctp-2019/professional_project/form.yaml"
LAYOUT = "templates/cctp-2019/professional_project/layout.yaml"
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
    return RuleFiles(tmp_path)


@pytest.mark.parametrize("agreement", ["cctp-2019", "marche-2024"])
def test_the_files_of_the_house_hold_no_fault(agreement):
    reader = Reader()

    read_forms(reader, agreement)

    assert reader.faults == []


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("shared_assessment", "E1 E2 E3 E4 E5 E6 E7"),
        ("professional_project", "P1 P2 P3 P4 P5 P6 P7 P8 V1 V2 V3 V4 V5 V6 V7 V8 P9"),
        ("closing_statement", "C1 C2 C3 C4"),
        ("action_plan", "A1 A2 A3 A4 A5 A6"),
        ("competence_summary", "S1 S2 S3 S4 S5"),
        ("c2p_attestation", "T1 T2 T3 T4 T5 T6 T7"),
    ],
)
def test_every_block_is_there(name, blocks):
    sections = FORMS[name].sections

    assert [section.block for section in sections] == blocks.split()
    written = [section for section in sections if not section.computed and not section.says]
    assert all(any(field.required for field in section.fields) for section in written)


def test_papers_without_a_workflow_have_their_forms_too():
    papers = {"contact_sheet", "complaint_acknowledgement", "abandonment_notice"}
    papers |= {"paper_pack_cover", "provider_list_receipt"}

    assert papers <= FORMS.keys()
    letters = {name for name in papers if FORMS[name].layout.paper == "letter"}
    assert letters == papers - {"contact_sheet", "provider_list_receipt"}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_form_has_the_mediator_whatever_is_answered_in_it_r_058(form):
    assert any("mediator" in part.mentions for part in form.parts({}))


def test_the_second_agreement_has_its_own_form_r_129():
    forms = RULES.agreements["marche-2024"].forms

    assert list(forms) == ["appointment_report"]
    assert forms["appointment_report"].edition == "2024-01"


def test_what_the_rules_read_in_a_form_is_in_it():
    report = RULES.agreements["marche-2024"].forms["appointment_report"]
    kinds = {
        (form.name, field.name): field.kind
        for form in (*FORMS.values(), report)
        for field in form.fields()
    }

    assert kinds["professional_project", "continues"] == "yes_no"
    assert kinds["shared_assessment", "decision"] == "choice"
    assert kinds["closing_statement", "dated_on"] == "day"
    assert kinds["appointment_report", "dated_on"] == "day"


def test_the_rich_kinds_are_where_they_belong_r_047_r_048_r_049():
    kinds = {field.name: field.kind for field in PROJECT_FORM.fields() if field.columns}

    assert kinds["steps"] == "steps"
    assert kinds["financing_plan"] == kinds["founding_plan"] == "financing"
    assert kinds["skills"] == "competences"
    assert kinds["gaps"] == "gaps"
    assert kinds["services_received"] == "services"
    assert kinds["providers_list"] == "providers"
    assert PROJECT_FORM.field("providers_list").computed


def test_the_decision_is_a_closed_choice_r_045():
    decision = ASSESSMENT_FORM.field("decision")

    assert list(decision.choices) == ["continue", "close", "other_operator"]
    assert decision.required
    assert not decision.not_applicable


def test_both_sign_and_the_beneficiary_writes_the_mention_r_065_r_066():
    for form in (ASSESSMENT_FORM, PROJECT_FORM):
        signed = [(one.role, one.mention) for one in form.signatories if not one.when_named]

        assert signed == [("adviser", ""), ("beneficiary", "lu et approuvé")]
        assert all(one.required for one in form.signatories)


def test_who_represents_her_signs_before_her_where_one_is_named_r_079():
    for form in (ASSESSMENT_FORM, PROJECT_FORM):
        _, representative, _ = form.signatories

        assert (representative.role, representative.when_named) == ("representative", True)
        assert representative.mention == "lu et approuvé"


class TestADraft:
    def test_may_have_gaps(self):
        content = {"request": "", "decision": "", "other_operators_told_on": " "}

        assert ASSESSMENT_FORM.check(content) == {}
        assert ASSESSMENT_FORM.check({}) == {}

    def test_may_be_complete(self):
        assert ASSESSMENT_FORM.check(ASSESSMENT) == {}

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("price", "12 €", "n'est pas dans la trame « État des lieux partagé »"),
            ("request", 12, "« Demande exprimée » : un texte est attendu"),
            ("request", [{"a": "b"}], "« Demande exprimée » : un texte est attendu"),
            ("decision", "peut-être", "la réponse attendue est l'une de : continue (poursuivre"),
            ("decision", "sans objet", "la réponse attendue est l'une de : continue (poursuivre"),
            ("other_operators_told_on", "2020-02-30", "n'existe pas dans le calendrier"),
        ],
    )
    def test_may_not_hold_what_the_form_does_not_know(self, name, value, sentence):
        messages = ASSESSMENT_FORM.check({**ASSESSMENT, name: value})

        assert list(messages) == [name]
        assert sentence in messages[name]

    def test_may_say_that_a_day_or_a_choice_does_not_apply_where_the_form_says_so(self, files):
        text = files.text(PATH)
        for kind in ("kind: day\n", "kind: choice\n"):
            text = text.replace(kind, f"{kind}        not_applicable: yes\n")
        files.write(PATH, text)
        form = forms_of(files)["shared_assessment"]

        content = {"decision": "sans objet", "other_operators_told_on": "Sans  objet"}

        assert form.check(content) == {}
        assert form.stored_form(content)["other_operators_told_on"] == "sans objet"
        assert gaps(form, {**ASSESSMENT, **content}) == {}

    def test_answers_a_question_by_yes_or_no(self):
        answers = {word: PROJECT_FORM.check({"continues": word}) for word in ("yes", "no", "oui")}

        assert [bool(messages) for messages in answers.values()] == [False, False, True]

    def test_is_kept_in_one_form_whatever_was_typed(self):
        stored = ASSESSMENT_FORM.stored_form(
            {"request": " •  un\r\n• deux ", "other_operators_told_on": "2020-03-02"}
        )

        assert stored == {"request": "- un\n- deux", "other_operators_told_on": "2020-03-02"}

    def test_of_another_edition_says_how_to_bring_a_text_into_a_table(self):
        messages = PROJECT_FORM.check({"steps": "Étape 1, étape 2."})

        assert messages["steps"].endswith(
            "un tableau est attendu : reporter ce texte ligne par ligne."
        )


class TestTheGaps:
    def test_are_none_when_all_is_written(self):
        assert ASSESSMENT_FORM.gaps(ASSESSMENT) == []

    def test_are_named_in_the_order_of_the_form_r_044(self):
        content = {**ASSESSMENT, "next_steps": " ", "request": ""}
        del content["need"]

        found = ASSESSMENT_FORM.gaps(content)

        assert [(field.name, sentence) for field, sentence in found] == [
            ("request", "« Demande exprimée » (E2) est vide. La remplir."),
            ("need", "« Besoin clarifié » (E3) est vide. La remplir."),
            (
                "next_steps",
                "« Prochaines étapes (opérateur, contenus, objectifs, modalités) » (E6) est vide. "
                "La remplir, ou écrire « sans objet ».",
            ),
        ]

    def test_are_not_where_the_form_accepts_that_there_is_nothing_r_046(self):
        content = {**ASSESSMENT, "next_steps": "Sans objet", "environment": " SANS  OBJET "}

        assert ASSESSMENT_FORM.gaps(content) == []

    def test_are_where_the_form_wants_an_answer_r_044(self):
        found = gaps(ASSESSMENT_FORM, {**ASSESSMENT, "request": "sans objet"})

        assert found == {
            "request": "« Demande exprimée » (E2) ne peut pas être « sans objet ». La remplir."
        }

    @pytest.mark.parametrize("decision", ["", "jamais"])
    def test_include_a_decision_that_was_not_taken_r_045(self, decision):
        found = gaps(ASSESSMENT_FORM, {**ASSESSMENT, "decision": decision})

        assert list(found) == ["decision"]

    def test_include_the_other_operators_that_were_not_named_r_005(self):
        told = {**ASSESSMENT, "other_operators": "", "other_operators_told_on": ""}

        assert set(gaps(ASSESSMENT_FORM, told)) == {"other_operators", "other_operators_told_on"}

    def test_leave_optional_headings_alone(self, files):
        optional = "        required: yes\n        help: Avec les mots"
        files.change(PATH, optional, "        help: Les")
        form = forms_of(files)["shared_assessment"]

        assert gaps(form, {**ASSESSMENT, "request": ""}) == {}
        assert gaps(form, {k: v for k, v in ASSESSMENT.items() if k != "request"}) == {}

    def test_of_a_plain_project_are_the_required_headings_of_its_parts(self):
        found = gaps(PROJECT_FORM, {})

        wanted = [
            field.name
            for part in PROJECT_FORM.sections
            for field in part.fields
            if field.required and part.when is None
        ]
        assert list(found) == wanted
        assert "(P8) est vide" in found["continues"]
        assert "Établir la liste" in found["providers_list"]


class TestAVariant:
    """R-088: the same text is the deliverable and the file for the commission."""

    @pytest.mark.parametrize(
        ("variant", "blocks"),
        [
            ("none", ""),
            ("reconversion", "V1 V2 V3 V4 V5 V7 V8"),
            ("transition", "V1 V2 V3 V4 V5 V7"),
            ("creation", "V1 V2 V6 V7 V8"),
        ],
    )
    def test_has_its_own_parts(self, variant, blocks):
        parts = PROJECT_FORM.parts({"variant": variant})

        assert [part.block for part in parts if part.block[0] == "V"] == blocks.split()

    def test_has_its_own_gaps(self):
        plain = gaps(PROJECT_FORM, {"variant": "none"})
        creation = gaps(PROJECT_FORM, {"variant": "creation"})

        assert "market_study" not in plain
        assert "(V6) est vide" in creation["market_study"]
        assert "target_job" not in creation

    def test_keeps_in_the_draft_what_stands_in_no_part_of_the_document(self):
        content = {"variant": "none", "project": "Créer.", "market_study": "Cent personnes."}

        assert PROJECT_FORM.applicable(content) == {"variant": "none", "project": "Créer."}
        assert PROJECT_FORM.applicable({**content, "variant": "creation"})["market_study"]

    def test_stands_on_paper_before_the_wish_for_support_and_the_mentions(self):
        places = [part.block for part in PROJECT_FORM.parts({"variant": "creation"})]

        assert places.index("V8") < places.index("P8") < places.index("P9")
        assert places[0] == "P1"

    def test_signals_a_resignation_before_the_advice_was_asked_for(self):
        days = {"variant": "creation", "advice_asked_on": "2022-02-01"}

        early = doubts(PROJECT_FORM, {**days, "resigned_on": "2022-01-31"})

        assert early["resigned_on"] == (
            "« Démission donnée le » est avant « Conseil demandé le ». "
            "Vérifier que c'est bien le cas."
        )
        for day in ("2022-02-01", "2022-03-01", "sans objet", ""):
            assert doubts(PROJECT_FORM, {**days, "resigned_on": day}) == {}
        assert doubts(PROJECT_FORM, {"variant": "creation", "resigned_on": "2022-01-31"}) == {}


class TestTheAttestation:
    """R-091."""

    FORM = FORMS["c2p_attestation"]
    YES, NO = ({"conclusion": word} for word in ("yes", "no"))

    def test_is_given_or_answered_with_its_reasons(self):
        given, refused = self.FORM.parts(self.YES), self.FORM.parts(self.NO)

        assert "atteste" in next(part.says for part in given if part.block == "T5")
        assert "T6" not in [part.block for part in given]
        assert "T5" not in [part.block for part in refused]
        assert "refusal_because" in gaps(self.FORM, self.NO)

    def test_is_not_given_without_an_analysis(self):
        assert {"exposures", "reasoning"} <= gaps(self.FORM, self.YES).keys()
        assert "exposures" in gaps(self.FORM, {**self.YES, "exposures": "sans objet"})


class TestAFaultyForm:
    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("form: shared_assessment", "form: assessment", "« form » doit valoir"),
            ("edition: 2020-01\n", "", "« edition » manque"),
            ("        label: Décision\n", "        label: ''\n", "« label » est vide"),
            ("kind: choice", "kind: menu", "mot inconnu : « menu »"),
            ("kind: day", "kind: choice", "« choices » va avec « kind: choice »"),
            ("kind: choice", "kind: text", "« choices » va avec « kind: choice »"),
            ("block: E5", "block: E4", "le bloc « E4 » est déjà dans cette trame"),
            ("block: E5", "block: cinq", "un bloc s'écrit comme E1 ou P8"),
            ("      need:\n", "      request:\n", "« request » est déjà une rubrique"),
            ("          close: clore le service\n", "          close: ''\n", "« close » est vide"),
            ("    computed: identity\n", "", "un seul des trois"),
            ("    block: E2\n", "    block: E2\n    computed: lists\n", "un seul des trois"),
            ("computed: identity", "computed: portrait", "mot inconnu : « portrait »"),
            ("[file_number,", "[file_size,", "mot inconnu : « file_size »"),
            ("quality, surveys,", "quality, survey,", "mot inconnu : « survey »"),
            ("help: Avec les mots", "aide: Avec les mots", "« aide » est inconnu ici"),
            ("    block: E2\n", "    block: E2\n    colour: red\n", "« colour » est inconnu ici"),
            ("{label: Le conseiller}", "{name: Le conseiller}", "« name » est inconnu ici"),
        ],
    )
    def test_is_named(self, files, old, new, sentence):
        files.change(PATH, old, new)

        found = faults_of(files)

        assert any(sentence in fault for fault in found)
        assert all(fault.startswith(f"{PATH}:") for fault in found)

    def test_is_named_with_its_line(self, files):
        line = files.line_of(PATH, "block: E5")
        files.change(PATH, "block: E5", "block: E4")

        assert faults_of(files) == [f"{PATH}:{line}: le bloc « E4 » est déjà dans cette trame."]

    @pytest.mark.parametrize(
        ("old", "new", "where", "sentence"),
        [
            (
                "mentions: [mediator, referent,",
                "mentions: [referent,",
                "sections:",
                "cette trame ne peut pas servir (R-058)",
            ),
            (
                "    block: P9\n",
                "    block: P9\n    when: {variant: [none]}\n",
                "sections:",
                "cette trame ne peut pas servir (R-058)",
            ),
            (
                "when: {variant: [creation]}",
                "when: {variant: [invention]}",
                "when: {variant: [invention]}",
                "mot inconnu : « invention »",
            ),
            (
                "when: {variant: [creation]}",
                "when: {vairant: [creation]}",
                "when: {vairant",
                "« vairant » n'est pas une rubrique obligatoire à réponses fermées",
            ),
            (
                "when: {variant: [creation]}",
                "when: {remainder_acknowledged: [yes]}",
                "when: {remainder_acknowledged",
                "n'est pas une rubrique obligatoire à réponses fermées",
            ),
            (
                "when: {variant: [creation]}",
                "when: {project: [x]}",
                "when: {project",
                "n'est pas une rubrique obligatoire à réponses fermées",
            ),
            (
                "when: {variant: [creation]}",
                "when: {variant: [creation], continues: [yes]}",
                "when: {variant: [creation], continues",
                "« when » nomme une seule rubrique",
            ),
            (
                "acknowledged_by: founding_acknowledged",
                "acknowledged_by: activity",
                "acknowledged_by: activity",
                "« acknowledged_by » nomme une autre rubrique",
            ),
            (
                "after: advice_asked_on",
                "after: motivations",
                "after: motivations",
                "« after » nomme une autre rubrique",
            ),
            (
                "after: training_starts_on",
                "after: training_ends_on",
                "after: training_ends_on",
                "« after » nomme une autre rubrique",
            ),
            (
                "        label: Étude de marché\n        kind: text\n",
                "        label: Étude de marché\n        kind: text\n        after: resigned_on\n",
                "after: resigned_on",
                "« after » va avec « kind: day »",
            ),
            (
                "prefilled_from: shared_assessment.situation",
                "prefilled_from: shared_assessment.site",
                "prefilled_from: shared_assessment.site",
                "« shared_assessment.site » n'est pas une rubrique d'une autre trame",
            ),
            (
                "prefilled_from: shared_assessment.situation",
                "prefilled_from: professional_project.project",
                "prefilled_from: professional_project.project",
                "n'est pas une rubrique d'une autre trame",
            ),
            (
                "prefilled_from: shared_assessment.situation",
                "prefilled_from: shared_assessment.decision",
                "prefilled_from: shared_assessment.decision",
                "n'est pas de même nature",
            ),
        ],
    )
    def test_names_what_is_not_there(self, files, old, new, where, sentence):
        files.change(PROJECT, old, new)

        (fault,) = faults_of(files)

        assert sentence in fault
        assert fault.startswith(f"{PROJECT}:{files.line_of(PROJECT, where)}: ")

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("says: |\n      {operator_name}", "says: |\n      {boss_name}", "{boss_name}"),
            ("    says: |\n", "    says:\n    source: x\n    text: |\n", "« says » est vide"),
        ],
    )
    def test_names_a_slot_of_a_fixed_text_that_nothing_fills(self, files, old, new, sentence):
        path = "templates/cctp-2019/c2p_attestation/form.yaml"
        files.change(path, old, new)

        assert any(sentence in fault for fault in faults_of(files))

    def test_is_read_to_the_end_whatever_line_is_missing(self, files):
        """Nobody gets a traceback for a form that is half written."""
        for other in (files.folder / "templates/cctp-2019").glob("[!s]*/"):
            shutil.rmtree(other, ignore_errors=True)
        lines = files.text(PATH).splitlines(keepends=True)

        for number in range(len(lines)):
            files.write(PATH, "".join(lines[:number] + lines[number + 1 :]))
            faults_of(files)
            files.write(PATH, "".join(lines[:number]))
            faults_of(files)


class TestAnEditionThatWasReplaced:
    """R-052: old documents keep their edition."""

    AGREEMENT = RULES.agreements["cctp-2019"]

    def test_is_still_read_and_is_not_what_one_writes_in_today(self):
        earlier = self.AGREEMENT.form("professional_project", "2020-01")

        assert earlier.field("steps").kind == "text"
        assert earlier.check({"steps": "Étape 1, étape 2."}) == {}
        assert self.AGREEMENT.form("professional_project", "2020-02") is PROJECT_FORM
        assert "professional_project" in self.AGREEMENT.editions
        assert list(FORMS).count("professional_project") == 1

    @pytest.mark.parametrize("name", ["professional_project", "price_list"])
    def test_that_is_not_there_is_said_with_what_is_safe(self, name):
        with pytest.raises(NotPossible, match="Rien de ce qui y a été écrit n'est perdu"):
            self.AGREEMENT.form(name, "1999-01")

    def test_bears_the_name_of_its_folder(self, files):
        path = "templates/cctp-2019/professional_project/editions/2020-01/form.yaml"
        files.change(path, "edition: 2020-01", "edition: 2020-03")

        (fault,) = faults_of(files)

        assert fault.endswith("« edition » doit valoir « 2020-01 », comme le dossier.")
        assert fault.startswith(f"{path}:")

    def test_keeps_the_mediator(self, files):
        path = "templates/cctp-2019/professional_project/editions/2020-01/form.yaml"
        files.change(path, "mentions: [mediator, ", "mentions: [")

        assert any("(R-058)" in fault for fault in faults_of(files))


def test_what_the_program_has_to_know_is_what_the_parts_name():
    attestation = FORMS["c2p_attestation"]
    mentions = around(Reader()).mentions

    given = attestation.facts({"conclusion": "yes"}, mentions)
    refused = attestation.facts({"conclusion": "no"}, mentions)

    assert {"operator_name", "mediator_contact", "referent_contact"} <= set(given)
    assert len(given) == len(set(given))
    assert set(refused) <= set(given)
