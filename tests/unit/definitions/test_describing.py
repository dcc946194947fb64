"""The rules told in French: everything that is in the files is in the text."""

from dataclasses import replace
from datetime import date

import pytest

from cep_docs.definitions import describing_data, describing_words
from cep_docs.definitions.access_policy import Role
from cep_docs.definitions.describing import everything
from cep_docs.definitions.forms import KINDS as FORM_KINDS
from cep_docs.definitions.kinds import KINDS
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
    for form in agreement.forms.values():
        yield from (("heading", field.label) for field in form.fields())
    for table in agreement.tables.values():
        yield from (("code", row.label) for row in table.rows)
    yield from (("lot", lot.source) for lot in agreement.lots.values())


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
    assert {*KINDS, *FORM_KINDS} == describing_data.KINDS.keys()


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
