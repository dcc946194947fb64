"""A policy with one thing changed in one rule or one prohibition, in every possible way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cep_docs.definitions.access_policy import Policy, Prohibition, Rule

Written = Rule | Prohibition


@dataclass(frozen=True)
class Mutant:
    what: str
    kinds: frozenset[str]
    actions: frozenset[str]
    of_prohibition: bool
    policy: Policy


def mutants(policy: Policy) -> Iterator[Mutant]:
    for index, rule in enumerate(policy.rules):
        for what, changed in _of_rule(policy, rule):
            rules = (*policy.rules[:index], *changed, *policy.rules[index + 1 :])
            yield _mutant(what, rule, changed, replace(policy, kinds={}, rules=rules))
    for index, barrier in enumerate(policy.prohibitions):
        for what, changed in _of_prohibition(policy, barrier):
            barriers = (*policy.prohibitions[:index], *changed, *policy.prohibitions[index + 1 :])
            mutated = replace(policy, kinds={}, prohibitions=barriers)
            yield _mutant(what, barrier, changed, mutated)


def _mutant(what: str, before: Written, after: tuple[Written, ...], mutated: Policy) -> Mutant:
    """Its kinds are given back by who looks at it, only those it touches: it is faster."""
    return Mutant(
        f"{before.id}: {what}",
        _touched("kinds", before, after),
        _touched("actions", before, after),
        isinstance(before, Prohibition),
        mutated,
    )


def _touched(name: str, before: Written, after: tuple[Written, ...]) -> frozenset[str]:
    """What was added to a list or taken from it; the whole list when something else changed."""
    old = set(getattr(before, name))
    new = set(getattr(after[0], name)) if after else old
    return frozenset(old ^ new or old)


def _of_rule(policy: Policy, rule: Rule) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    yield "removed", ()
    yield from _lists(policy, rule)
    yield from _words(policy, rule, "conditions", 1)


def _of_prohibition(
    policy: Policy, barrier: Prohibition
) -> Iterator[tuple[str, tuple[Prohibition, ...]]]:
    yield "removed", ()
    if barrier.personal:
        yield "no longer personal", (replace(barrier, personal=False),)
    yield from _lists(policy, barrier)
    yield from _words(policy, barrier, "conditions", len(policy.predicates))
    yield from _words(policy, barrier, "unless", len(policy.predicates))


def _lists(policy: Policy, entry: Written) -> Iterator[tuple[str, tuple[Written, ...]]]:
    for name in ("roles", "actions", "kinds"):
        written: tuple[str, ...] = getattr(entry, name)
        for word in written:
            if len(written) > 1:
                fewer = tuple(other for other in written if other != word)
                yield f"without {word}", (replace(entry, **{name: fewer}),)
        for word in getattr(policy, name):
            if word not in written:
                yield f"with {word}", (replace(entry, **{name: (*written, word)}),)


def _words(
    policy: Policy, entry: Written, name: str, added: int
) -> Iterator[tuple[str, tuple[Written, ...]]]:
    """A word more in a rule only takes rights away: one such mutant is enough."""
    written: tuple[str, ...] = getattr(entry, name)
    for word in written:
        fewer = tuple(other for other in written if other != word)
        yield f"{name} without {word}", (replace(entry, **{name: fewer}),)
    for word in list(policy.predicates)[:added]:
        if word not in written:
            yield f"{name} with {word}", (replace(entry, **{name: (*written, word)}),)
