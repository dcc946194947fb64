"""What an access policy is made of: roles, kinds of things, prohibitions and rules."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Place = tuple[str, str, str]
"""A role, an action, a kind of thing."""


@dataclass(frozen=True, slots=True)
class Role:
    """`none` says why a role has no right at all."""

    label: str
    source: str
    none: str


@dataclass(frozen=True, slots=True)
class Action:
    """`motive`: whoever does it writes down why."""

    label: str
    motive: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: how confidential it is, and the closed list of what is done with it."""

    label: str
    level: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Each of these roles may do each of this with each of these, when all the words hold."""

    id: str
    roles: tuple[str, ...]
    actions: tuple[str, ...]
    kinds: tuple[str, ...]
    conditions: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Prohibition:
    """Stops whatever rules give, when all `conditions` hold and no word of `unless` does.

    A personal one binds who holds one of its roles, whatever other roles he holds; another only
    stops the rights that its roles give.
    """

    id: str
    roles: tuple[str, ...]
    personal: bool
    actions: tuple[str, ...]
    kinds: tuple[str, ...]
    conditions: tuple[str, ...]
    unless: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Cell:
    """Everything written about one role, one action and one kind."""

    personal: tuple[Prohibition, ...] = ()
    forbidden: tuple[Prohibition, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """`table` is made from the rest, so that a decision looks in one cell only."""

    roles: Mapping[str, Role]
    levels: Mapping[str, str]
    actions: Mapping[str, Action]
    kinds: Mapping[str, Kind]
    predicates: Mapping[str, str]
    prohibitions: tuple[Prohibition, ...]
    rules: tuple[Rule, ...]
    table: Mapping[Place, Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", _table(self))


def _table(policy: Policy) -> dict[Place, Cell]:
    rules: dict[Place, list[Rule]] = {}
    for rule in policy.rules:
        for place in _places(policy, rule.roles, rule.actions, rule.kinds):
            rules.setdefault(place, []).append(rule)
    personal: dict[Place, list[Prohibition]] = {}
    forbidden: dict[Place, list[Prohibition]] = {}
    for barrier in policy.prohibitions:
        found = personal if barrier.personal else forbidden
        for place in _places(policy, barrier.roles, barrier.actions, barrier.kinds):
            if barrier.personal or place in rules:
                found.setdefault(place, []).append(barrier)
    return {
        place: Cell(
            tuple(personal.get(place, ())),
            tuple(forbidden.get(place, ())),
            tuple(rules.get(place, ())),
        )
        for place in {**rules, **personal}
    }


def _places(
    policy: Policy, roles: Collection[str], actions: Collection[str], kinds: Collection[str]
) -> list[Place]:
    """Only what a kind declares can be done with it."""
    return [
        (role, action, kind)
        for kind in kinds
        if kind in policy.kinds
        for action in actions
        if action in policy.kinds[kind].actions
        for role in roles
    ]
