"""The rules told in French: everything that is in the files is in the text."""

from dataclasses import replace
from datetime import date

import pytest

from cep_docs.definitions import describing_data, describing_forms, describing_words
from cep_docs.definitions.access_policy import Role
from cep_docs.definitions.cells import CELLS
from cep_docs.definitions.columns import AGREES
from cep_docs.definitions.describing import everything
from cep_docs.definitions.kinds import KINDS
from cep_docs.definitions.layouts import PAPERS
from cep_docs.definitions.tables import Row, Table
from tests.people import RULES


@pytest.fixture(scope="module")
def text():
    return "\n".join(everything(RULES))


def sayings(rules):
    """Every French word of the rules, with what it is."""
    for agreement in rules.agreements.values():
        yield "agreement", agreement.label
        yield from sayings_of_lives(agreement)
        yield from sayings_of_data(agreement)
    for group in (rules.access.roles, rules.access.actions, rules.access.kinds):
        yield from (("access", one.label) for one in group.values())
    for rule in (*rules.access.rules, *rules.access.prohibitions):
        yield "rule", f"{rule.because} | `{rule.id}`"
    yield from (("word", sentence) for sentence in rules.access.predicates.values())
    yield from (("word", sentence) for sentence in rules.words.effects.values())
    yield from (("word", condition.holds) for condition in rules.words.conditions.values())


def sayings_of_lives(agreement):
    for unit in agreement.units.values():
        yield "unit", f"#### {unit.name} – {unit.label}"
    for workflow in agreement.workflows.values():
        yield "workflow", f"### Vie : {workflow.label}"
        yield from (("state", state.label) for state in workflow.states.values())
        for transition in workflow.transitions.values():
            yield "transition", f"#### {transition.label} (`{transition.name}`)"
    yield from (("reason", f"`{code}`") for code in agreement.closing)


def sayings_of_data(agreement):
    yield from (("limit", because) for because in agreement.limits.because.values())
    yield from (("field", field.label) for field in agreement.fields)
    yield from (("mention", mention.text.strip()) for mention in agreement.mentions.values())
    for columns in agreement.columns.values():
        yield from (("column", cell.label) for cell in columns.cells)
    yield from sayings_of_forms(agreement)
    for table in agreement.tables.values():
        yield from (("code", row.label) for row in table.rows)
    yield from (("lot", lot.source) for lot in agreement.lots.values())


def sayings_of_forms(agreement):
    for form in agreement.forms.values():
        yield "form", f"### Trame : {form.label}"
        yield from (("part", section.label) for section in form.sections)
        yield from (("heading", field.label) for field in form.fields())
        yield from (("help", field.help.rstrip(".")) for field in form.fields())
        for field in form.fields():
            yield from (("answer", answer) for answer in field.choices.values())
    for required in agreement.blocks.values():
        yield "required", required.source


def test_nothing_of_the_rules_is_left_untold(text):
    untold = {(where, words) for where, words in sayings(RULES) if words not in text}

    assert untold == set()


def test_a_unit_says_its_deadline_and_what_may_be_let_pass_r_004_r_025(text):
    start = text.index("#### UO2.2 – ")
    unit = text[start : text.index("### Vie", start)]

    assert "- Délai : 18 mois à compter de l'engagement de l'unité UO2.1 du même parcours." in unit
    assert "- Qui l'engage : Conseiller et Manager de structure." in unit
    let_pass = unit.index(
        "Conditions que peut lever une dérogation motivée (Manager de structure)"
    )
    assert unit.index("elle suit une UO2.1 close par un projet professionnel signé") > let_pass
    assert unit.index("la personne a elle-même demandé cette unité") < let_pass


def test_a_transition_says_who_may_make_it(text):
    start = text.index("#### Rectifier la clôture (`rectify`)")

    assert "- Qui : Manager de structure." in text[start : start + 300]
    assert "- De « Close » ou « Close pour abandon » à « Close »." in text[start : start + 300]


def test_what_another_agreement_has_word_for_word_is_only_named(text):
    start = text.index("## Marché 2024-2027")

    assert "Les mêmes que ceux de : Accord-cadre 2019-2023" in text[start:]
    assert "Reprises sans changement de l'accord précédent : aiguillage, " in text[start:]
    assert text.count("Faire le point sur sa situation professionnelle") == 1


def test_every_kind_of_datum_has_a_french_name():
    assert set(KINDS) == describing_data.KINDS.keys()
    assert CELLS.keys() == describing_forms.KINDS.keys()
    assert AGREES.keys() == describing_forms.AGREES.keys()
    assert set(PAPERS) == describing_forms.PAPERS.keys()


def part_of(text, heading):
    """From that heading to the next one."""
    start = text.index(heading)
    return text[start : text.index("\n##", start + 1)]


def test_a_form_says_who_signs_and_what_is_written_by_hand_r_066(text):
    project = part_of(text, "### Trame : Projet professionnel")

    assert project.rstrip().endswith(
        "Signent, dans cet ordre : Le conseiller, Le représentant légal ou le curateur, qui écrit "
        "« lu et approuvé » (quand il y en a un) et Le bénéficiaire, qui écrit « lu et approuvé »."
    )
    assert "Édition remplacée, gardée pour ce qui y a été écrit : 2020-01." in project


def test_a_form_says_what_is_asked_of_whom_and_where_it_starts_from(text):
    project = part_of(text, "### Trame : Projet professionnel")
    rows = {row.split(" | ")[1]: row for row in project.splitlines() if row.startswith("|  | ")}

    assert (
        "| tableau « Compétences » | le cas échéant (sinon « sans objet ») |"
        in rows["Formalisation des compétences"]
    )
    assert (
        "part de « Situation professionnelle » (État des lieux partagé)"
        in rows["Analyse de la situation au regard du projet"]
    )
    assert "ce qui reste à payer est su : « La personne connaît" in rows["Plan de financement"]
    assert "signalée si elle vient avant « Conseil demandé le »" in rows["Démission donnée le"]
    assert "| V6 | **Création ou reprise d'entreprise** |" in project
    assert "création ou reprise d'entreprise avec démission |" in project


def test_a_form_says_which_parts_depend_on_yes_or_no(text):
    attestation = part_of(text, "### Trame : Analyse d'une formation")

    assert "non exposé ou moins exposé » : oui |" in attestation
    assert "non exposé ou moins exposé » : non |" in attestation


def test_a_table_says_what_is_required_and_what_is_advised_r_048(text):
    tables = part_of(text, "### Les tableaux des trames")

    steps = next(row for row in tables.splitlines() if row.startswith("| `steps` |"))
    assert "Objectif\\*, Action\\*, Qui\\*\\*, Échéance\\*\\*" in steps
    assert "les financements ne dépassent pas le coût" in tables
    assert "rempli par le programme" in tables


def test_what_every_form_must_contain_is_told_block_by_block_r_052(text):
    wanted = text[text.index("### Ce que toute trame doit contenir") :]

    assert "| E4 | Informations échangées | Acteurs, dispositifs," in wanted
    assert "| Environnement professionnel et évolution des métiers |" in wanted


def test_an_agreement_without_tables_nor_blocks_says_nothing_of_them():
    bare = replace(RULES.agreements["marche-2024"], columns={}, blocks={})

    text = "\n".join(everything(replace(RULES, agreements={"marche-2024": bare})))

    assert "### Trame : Compte rendu de rendez-vous" in text
    assert "Les tableaux des trames" not in text
    assert "Ce que toute trame doit contenir" not in text


def test_the_advice_for_plain_words_is_told_r_060(text):
    advice = text[text.index("## Écrire pour être compris") :]

    assert "| CPF | compte personnel de formation |" in advice
    assert "Ils ne bloquent rien." in advice


def test_a_code_that_comes_or_goes_says_when(text):
    agreement = RULES.agreements["cctp-2019"]
    rows = (
        Row("A", "", "Toujours", "", date(2020, 1, 1), None, "usage"),
        Row("B", "7", "Un temps", "", date(2021, 1, 1), date(2021, 6, 30), "usage"),
        Row("C", "", "Fini", "", date(2020, 1, 1), date(2021, 6, 30), "usage"),
    )
    changed = replace(agreement, tables={**agreement.tables, "sexe": Table("sexe", rows)})

    told = list(everything(replace(RULES, agreements={"cctp-2019": changed})))

    assert "| `A` |  | Toujours |  | usage |" in told
    assert (
        "| `B` | 7 | Un temps | à partir du 1er janvier 2021 jusqu'au 30 juin 2021 | usage |"
        in told
    )
    assert "| `C` |  | Fini | jusqu'au 30 juin 2021 | usage |" in told


def test_a_role_without_right_says_why():
    roles = {**RULES.access.roles, "guest": Role("Invité", "usage", "il attend sa mission")}
    access = replace(RULES.access, roles=roles)

    told = list(everything(replace(RULES, access=access)))

    assert "Aucun droit : il attend sa mission." in told


def test_a_transition_that_may_be_let_pass_says_so():
    agreement = RULES.agreements["cctp-2019"]
    life = agreement.engagement
    close = replace(life.transitions["close"], overridable=("the_person_was_silent",))
    life = replace(life, transitions={**life.transitions, "close": close})
    changed = replace(agreement, workflows={**agreement.workflows, "engagement": life})

    text = "\n".join(everything(replace(RULES, agreements={"cctp-2019": changed})))

    part = text[text.index("(`close`)") : text.index("(`abandon`)")]
    assert "Conditions que peut lever une dérogation motivée" in part


def test_lists_are_written_as_one_speaks():
    assert describing_words.listed([]) == ""
    assert describing_words.listed(["un"]) == "un"
    assert describing_words.listed(["un", "deux", "trois"], "ou") == "un, deux ou trois"
    assert describing_words.labels(["b", "z"], {"a": "A", "b": "B"}) == "B et z"
    assert list(describing_words.titled("Rien", [])) == []
    assert list(describing_words.titled("Deux", ["a", "b"])) == ["", "Deux :", "", "- a ;", "- b."]


def test_a_cell_of_a_table_stays_in_its_cell():
    told = list(describing_words.table(("A", "B", "C"), [("a|b", "", "c\nd")]))

    assert told == ["| A | C |", "| --- | --- |", "| a\\|b | c d |"]
