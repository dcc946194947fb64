"""One thing changed in the rights is seen: by the invariants, or on the reviewed page."""

from collections import Counter
from functools import cache, cached_property, partial

import pytest

from cep_docs.access.matrix import lines
from cep_docs.definitions.access import load_access
from cep_docs.definitions.access_policy import Cell, Policy
from cep_docs.definitions.reading import Reader
from tests.unit.access.invariants import ABSOLUTE, NECESSARY, Invariant, broken
from tests.unit.access.mutants import Mutant, mutants
from tests.unit.access.truth import Truth, narrowed, wide_open, words_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def verdicts() -> Counter[str]:
    jury = Jury(load_access(Reader()))
    return Counter(jury.judge(mutant) for mutant in mutants(jury.policy))


CHANGES = ("added", "guard lowered", "removed", "equivalent")
WITNESSES = ("the invariants", "the page", "nobody")


class Jury:
    """Says of a mutant what it changes, and who notices."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.before = cache(partial(self._about, policy))

    def judge(self, mutant: Mutant) -> str:
        """Kind of thing by kind of thing, until there is nothing more to learn."""
        changes, witnesses = set(), set()
        for kind in sorted(mutant.kinds):
            before = self.before(kind, mutant.actions)
            after = self._about(mutant.policy, kind, mutant.actions)
            change = _change(before, after, mutant.of_prohibition)
            changes.add(change)
            if change != "equivalent":
                witnesses.add(_witness(before, after, mutant.of_prohibition))
            if change == "added" and "the invariants" in witnesses:
                break
        change = next((found for found in CHANGES if found in changes), "equivalent")
        witness = next((found for found in WITNESSES if found in witnesses), "")
        return f"{change}, noticed by {witness}" if witness else change

    def _about(self, policy: Policy, kind: str, actions: frozenset[str]) -> "Rights":
        return Rights(narrowed(policy, self.policy.kinds, {kind}, actions))


class Rights:
    """A policy about one kind of thing, as it is and as prohibitions alone would leave it."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    @cached_property
    def opened(self) -> Policy:
        return wide_open(self.policy)


def _change(before: Rights, after: Rights, guards: bool) -> str:
    change = _difference(before.policy, after.policy)
    if change == "equivalent" and guards:
        lowered = _difference(before.opened, after.opened) == "added"
        return "guard lowered" if lowered else change
    return change


def _witness(before: Rights, after: Rights, guards: bool) -> str:
    if _allowed_breaks(before.policy, after.policy):
        return "the invariants"
    if guards and _opened_breaks(before.opened, after.opened):
        return "the invariants"
    return "the page" if list(lines(before.policy)) != list(lines(after.policy)) else "nobody"


def _difference(before: Policy, after: Policy) -> str:
    """Compared place by place, in every way the words may be true or false."""
    removed = False
    given = {
        place[1:] for table in (before.table, after.table) for place in table if table[place].rules
    }
    for place, old, new in _differences(before, after):
        truth = Truth(words_of(old) | words_of(new))
        more = truth.allowed(new) & ~truth.allowed(old)
        less = truth.allowed(old) & ~truth.allowed(new)
        if place[1:] in given:
            # What binds a person counts also against the rights of her other roles.
            bound, unbound = truth.stopped(new.personal), truth.stopped(old.personal)
            more |= unbound & ~bound
            less |= bound & ~unbound
        if more:
            return "added"
        removed = removed or bool(less)
    return "removed" if removed else "equivalent"


def _differences(before: Policy, after: Policy):
    nothing = Cell()
    for place in {**before.table, **after.table}:
        old, new = before.table.get(place, nothing), after.table.get(place, nothing)
        if old != new:
            yield place, old, new


def _allowed_breaks(before: Policy, after: Policy) -> bool:
    for place, _, new in _differences(before, after):
        for invariant in _concerning(NECESSARY, *place):
            truth = Truth(words_of(new) | set(invariant.words))
            if broken(invariant, truth, truth.allowed(new)):
                return True
    return False


def _opened_breaks(before: Policy, after: Policy) -> bool:
    return any(
        _opens(invariant, new)
        for place, _, new in _differences(before, after)
        for invariant in _concerning(ABSOLUTE, *place)
    )


@cache
def _concerning(
    invariants: tuple[Invariant, ...], role: str, action: str, kind: str
) -> list[Invariant]:
    return [invariant for invariant in invariants if invariant.speaks_of(role, action, kind)]


def _opens(invariant: Invariant, cell: Cell) -> bool:
    truth = Truth(words_of(cell) | set(invariant.words))
    barriers = cell.personal if invariant.personal else (*cell.personal, *cell.forbidden)
    return bool(broken(invariant, truth, truth.all & ~truth.stopped(barriers)))


def test_a_right_added_by_one_change_is_noticed(verdicts):
    added = {what: n for what, n in verdicts.items() if what.startswith("added")}

    unnoticed = added.pop("added, noticed by nobody", 0)

    assert unnoticed <= 0.01 * sum(added.values()), verdicts
    assert sum(added.values()) > 1000, verdicts


def test_the_invariants_alone_notice_nearly_all_of_them(verdicts):
    alone = verdicts["added, noticed by the invariants"]

    assert alone >= 0.99 * (alone + verdicts["added, noticed by the page"]), verdicts


def test_a_guard_lowered_is_noticed_before_any_right_passes_through(verdicts):
    lowered = {what for what in verdicts if what.startswith("guard lowered")}

    assert lowered == {"guard lowered, noticed by the invariants"}, verdicts


def test_a_right_removed_is_noticed_on_the_page(verdicts):
    assert "removed, noticed by nobody" not in verdicts, verdicts
