"""The page of rights."""

from dataclasses import replace

from cep_docs.access.matrix import alternatives, lines
from cep_docs.definitions.access_policy import Rule


def rule(*conditions: str) -> Rule:
    return Rule("R", ("adviser",), ("view",), ("file",), conditions, "parce que (R-001)")


def test_a_condition_that_a_shorter_one_covers_is_not_printed():
    found = alternatives([rule("b", "a"), rule("a"), rule("c"), rule("c")])

    assert found == [("a",), ("c",)]


def test_without_condition_it_is_always():
    assert alternatives([rule(), rule("a")]) == [()]


def test_the_page_does_not_depend_on_how_the_rules_are_cut(policy):
    cut = []
    for whole in policy.rules:
        cut += [replace(whole, id=f"{whole.id}-{role}", roles=(role,)) for role in whole.roles]

    assert list(lines(replace(policy, rules=tuple(reversed(cut))))) == list(lines(policy))


def test_a_prohibition_is_printed_with_whom_it_binds(policy):
    page = "\n".join(lines(policy))

    assert "pour : `systems_officer`, `administrator` (attachée à la personne)" in page
    assert "interdit : toute action sauf `create`, `purge`" in page
    assert "| démasquer * | Conseiller | `is_referent` |" in page
    assert "| consulter | Le programme de nuit | toujours | OUT-1, PROGRAM-1 |" not in page
