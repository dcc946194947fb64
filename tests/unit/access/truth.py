"""Rights as truth tables: every way the words can be true or false, one bit each."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from cep_docs.definitions.access_policy import Cell, Kind, Policy, Prohibition, Rule

Written = TypeVar("Written", Rule, Prohibition)


class Truth:
    """The truth tables of some words, all of the same length."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(set(words))
        self.size = 2 ** len(self.words)
        self.all = 2**self.size - 1
        self.tables = {word: self._column(rank) for rank, word in enumerate(self.words)}

    def __call__(self, word: str) -> int:
        return self.tables[word]

    def true(self, row: int) -> set[str]:
        return {word for rank, word in enumerate(self.words) if row >> rank & 1}

    def rule(self, rule: Rule) -> int:
        found = self.all
        for word in rule.conditions:
            found &= self(word)
        return found

    def rules(self, cell: Cell) -> int:
        found = 0
        for rule in cell.rules:
            found |= self.rule(rule)
        return found

    def stopped(self, barriers: Iterable[Prohibition]) -> int:
        found = 0
        for barrier in barriers:
            stops = self.all
            for word in barrier.conditions:
                stops &= self(word)
            for word in barrier.unless:
                stops &= ~self(word)
            found |= stops
        return found & self.all

    def allowed(self, cell: Cell) -> int:
        """When somebody who has this role only is allowed to."""
        return self.rules(cell) & ~self.stopped((*cell.personal, *cell.forbidden))

    def _column(self, rank: int) -> int:
        """2**rank bits at 0, then as many at 1, and so on."""
        half = 2**rank
        block = (2**half - 1) << half
        times = self.size // (2 * half)
        return sum(block << (2 * half * turn) for turn in range(times))


def words_of(cell: Cell) -> set[str]:
    found = {word for rule in cell.rules for word in rule.conditions}
    for barrier in (*cell.personal, *cell.forbidden):
        found |= {*barrier.conditions, *barrier.unless}
    return found


def narrowed(
    policy: Policy, things: Mapping[str, Kind], kinds: Container[str], actions: Container[str]
) -> Policy:
    """The same rules about fewer of these things: their table is made faster."""
    kept = {
        name: replace(kind, actions=tuple(word for word in kind.actions if word in actions))
        for name, kind in things.items()
        if name in kinds
    }
    rules = (_within(rule, kinds, actions) for rule in policy.rules)
    barriers = (_within(barrier, kinds, actions) for barrier in policy.prohibitions)
    return replace(
        policy,
        kinds=kept,
        rules=tuple(rule for rule in rules if rule.kinds and rule.actions),
        prohibitions=tuple(entry for entry in barriers if entry.kinds and entry.actions),
    )


def _within(entry: Written, kinds: Container[str], actions: Container[str]) -> Written:
    return replace(
        entry,
        kinds=tuple(kind for kind in entry.kinds if kind in kinds),
        actions=tuple(action for action in entry.actions if action in actions),
    )


def wide_open(policy: Policy) -> Policy:
    """Somebody wrote a rule that gives everything to everybody: only prohibitions are left."""
    wild = Rule(
        "WILD", tuple(policy.roles), tuple(policy.actions), tuple(policy.kinds), (), "par erreur"
    )
    return replace(policy, rules=(*policy.rules, wild))
