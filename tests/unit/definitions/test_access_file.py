"""What `cep-docs check` says of a wrong policies/access.yaml."""

import pytest

from cep_docs.definitions.access import PATH, load_access
from cep_docs.definitions.reading import Reader

GOOD = """\
roles:
  adviser: {label: Conseiller, source: "§ 3.1"}
  manager: {label: Manager, source: "§ 3.1"}
levels:
  internal: interne
  file: dossier
actions:
  view: {label: consulter}
  edit: {label: modifier, motive: yes}
kinds:
  file: {label: le dossier, level: file, actions: [view, edit]}
  rules: {label: les règles, level: internal, actions: [view]}
predicates:
  is_referent: il est le référent
  same_structure: c'est sa structure
prohibitions:
  - id: NO-1
    who_but: [adviser]
    never_but: [view]
    levels: [file]
    unless: [same_structure]
    because: seul le référent écrit (R-035)
rules:
  - id: YES-1
    who: [adviser]
    may: [view, edit]
    on: [file]
    if: [is_referent]
    because: le référent suit la personne (R-035)
  - id: YES-2
    who: [manager]
    may: [view]
    on: [file, rules]
    because: le manager répond de tout (R-131)
"""


@pytest.fixture
def load(tmp_path):
    def load(text: str):
        path = tmp_path / PATH
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        reader = Reader(tmp_path)
        return load_access(reader), list(reader.faults)

    return load


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_good_file_has_no_fault(load):
    policy, faults = load(GOOD)

    assert faults == []
    assert policy.actions["edit"].motive
    assert policy.table["adviser", "edit", "file"].rules[0].id == "YES-1"


def test_a_prohibition_says_all_but(load):
    policy, _ = load(GOOD)

    barrier = policy.prohibitions[0]

    assert (barrier.roles, barrier.actions, barrier.kinds) == (("manager",), ("edit",), ("file",))
    assert not barrier.personal


def test_a_prohibition_of_everything_to_everybody(load):
    text = changed("    who_but: [adviser]\n    never_but: [view]\n    levels: [file]\n", "")
    text = text.replace(
        "  - id: NO-1\n", "  - id: NO-1\n    never: everything\n    on: everything\n"
    )

    policy, faults = load(text)

    assert faults == []
    barrier = policy.prohibitions[0]
    assert barrier.roles == ("adviser", "manager")
    assert barrier.actions == ("view", "edit")
    assert barrier.kinds == ("file", "rules")


def test_a_prohibition_that_names_roles_binds_the_person(load):
    policy, _ = load(changed("who_but: [adviser]", "who: [manager]"))

    assert policy.prohibitions[0].personal
    assert policy.table["manager", "edit", "file"].personal


FAULTS = [
    ("who: [adviser]", "who: [counsellor]", "mot inconnu : « counsellor »"),
    ("may: [view, edit]", "may: [view, paint]", "mot inconnu : « paint »"),
    ("on: [file]", "on: [fil]", "mot inconnu : « fil »"),
    ("if: [is_referent]", "if: [is_nice]", "mot inconnu : « is_nice »"),
    ("unless: [same_structure]", "unless: [is_nice]", "mot inconnu : « is_nice »"),
    ("level: internal", "level: secret", "mot inconnu : « secret »"),
    ("level: internal, ", "", "« level » manque"),
    ("levels: [file]", "levels: [files]", "mot inconnu : « files »"),
    ("label: consulter", 'label: ""', "« label » est vide"),
    ("{label: consulter}", "{}", "« label » manque"),
    ("is_referent: il est le référent", 'is_referent: ""', "« is_referent » est vide"),
    ("    because: seul le référent écrit (R-035)\n", "", "« because » manque"),
    ("    because: le référent suit la personne (R-035)\n", "", "« because » manque"),
    ("id: YES-2", "id: YES-1", "« YES-1 » est écrit deux fois (déjà ligne"),
    ("id: YES-2", "id: NO-1", "« NO-1 » est écrit deux fois (déjà ligne"),
    ("may: [view, edit]", "may: [view]", "personne ne peut « edit » sur « file »"),
    ("may: [view, edit]", "may: [view]", "« edit » n'est permis à personne"),
    ("on: [file, rules]", "on: [file]", "personne ne peut « view » sur « rules »"),
    ("may: [view]\n", "may: [view, edit]\n", "« edit » n'est pas prévu pour « rules »"),
    ("who: [manager]", "who: [adviser]", "« YES-1 » n'ajoute rien pour « adviser », « view »"),
    ("who: [manager]", "who: [adviser]", "« manager » n'a aucun droit"),
    ("unless: [same_structure]", "if: [same_structure]", None),
    ("    unless: [same_structure]\n", "", "« same_structure » ne sert nulle part"),
    (
        "  internal: interne\n",
        "  internal: interne\n  high: haut\n",
        "« high » n'est le niveau de rien",
    ),
    ('{label: Manager, source: "§ 3.1"}', "{label: M, source: x, none: y}", "a des droits malgré"),
    ("never_but: [view]", "nope: [view]", "« nope » est inconnu ici"),
    ("    never_but: [view]\n", "", "« never » ou « never_but » manque"),
    ("    levels: [file]\n", "", "« on » ou « levels » manque"),
    (
        "    levels: [file]\n",
        "    levels: [file]\n    on: [file]\n",
        "« on » et « levels » s'excluent",
    ),
    ("who_but: [adviser]", "who_but: [adviser]\n    who: [adviser]", "s'excluent"),
    ("who_but: [adviser]", "who_but: [adviser, manager]", "« NO-1 » ne vise personne"),
    (
        "    if: [is_referent]\n",
        "    if: [is_referent]\n    then: x\n",
        "« then » est inconnu ici",
    ),
    ("predicates:", "predicats:", "« predicats » est inconnu ici"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS)
def test_a_fault_is_named_with_its_line(load, old, new, sentence):
    _, faults = load(changed(old, new))

    if sentence is None:
        assert faults == []
        return
    [named] = [fault for fault in faults if sentence in fault][:1]
    line = named.split(":")[1]
    assert named.startswith(f"{PATH}:")
    assert 1 <= int(line) <= len(GOOD.splitlines()) + 3


def test_the_line_is_that_of_the_word(load):
    _, faults = load(changed("if: [is_referent]", "if: [is_nice]"))

    line = 1 + changed("if: [is_referent]", "if: [is_nice]").splitlines().index(
        "    if: [is_nice]"
    )
    assert f"{PATH}:{line}: mot inconnu : « is_nice »." in faults


def test_a_rule_that_an_unconditional_prohibition_kills_is_named(load):
    text = changed("    unless: [same_structure]\n", "")
    text = text.replace(
        "who: [manager]\n    may: [view]\n    on: [file, rules]",
        "who: [manager]\n    may: [view, edit]\n    on: [file]",
    )

    _, faults = load(text)

    assert any("« YES-2 » n'ajoute rien" in fault and "« NO-1 »" in fault for fault in faults)


def test_a_rule_written_twice_is_named_once(load):
    text = GOOD.replace("may: [view]\n    on: [file, rules]", "may: [view]\n    on: [rules]")
    again = """\
  - id: YES-3
    who: [adviser]
    may: [view]
    on: [file]
    if: [is_referent]
    because: la même chose (R-035)
"""

    _, faults = load(text + again)

    assert [fault.split(": ", 1)[1] for fault in faults] == [
        "« YES-3 » n'ajoute rien pour « adviser », « view », « file » : « YES-1 » en décide déjà."
    ]


def test_what_a_kind_does_not_foresee_is_given_to_nobody(load):
    policy, faults = load(changed("may: [view]\n", "may: [view, edit]\n"))

    assert faults
    assert ("manager", "edit", "rules") not in policy.table


def test_a_list_that_is_no_list_of_sections_is_named(load):
    _, faults = load(GOOD + "  - quoi\n")

    assert any("« rules » est une liste de « clé: valeur »" in fault for fault in faults)


def test_a_role_without_right_that_says_why_is_no_fault(load):
    text = changed(
        'manager: {label: Manager, source: "§ 3.1"}',
        """manager: {label: M, source: "§"}
  guest: {label: Invité, source: "§ 3.1", none: il n'a pas de compte}""",
    )

    _, faults = load(text)

    assert faults == []


def test_a_missing_file_is_a_fault_and_still_a_policy(tmp_path):
    reader = Reader(tmp_path)

    policy = load_access(reader)

    assert policy.table == {}
    assert f"{PATH}:1: ce fichier manque." in reader.faults
