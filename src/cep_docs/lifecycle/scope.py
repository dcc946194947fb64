"""Whose files somebody's rights may open at all: where a search looks, before anything is decided.

Every rule asks for all its words. Where one of them can only be true of people whom the catalog
can name, those are the people of the rule; where none can, it is everybody. What is drawn from
here is never too small, and never a right: each thing found is decided on.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from cep_docs.access.actor import Actor
from cep_docs.lifecycle.tools import Tools

Source = Callable[[Actor, Tools], Iterable[str] | None]


def scope_of(
    actor: Actor,
    actions: Collection[str],
    kinds: Collection[str],
    tools: Tools,
    untrue: Collection[str] = (),
) -> frozenset[str] | None:
    """Identifiers of the people about whom a rule may let him do this; None: everybody. `untrue`
    are words that do not hold of what is looked for."""
    people: set[str] = set()
    for word in _first_words(actor, actions, kinds, tools, untrue):
        found = SOURCES[word](actor, tools) if word else None
        if found is None:
            return None
        people.update(found)
    return frozenset(people)


def reach_of(
    actor: Actor, actions: Collection[str], kinds: Collection[str], tools: Tools
) -> Callable[[str], bool]:
    """Whether somebody is in that scope, asked one by one: in a large structure it would take
    long to gather them all."""
    words = _first_words(actor, actions, kinds, tools, ())
    if "" in words:
        return lambda person: True
    few = {p for word in words - ASKED.keys() for p in SOURCES[word](actor, tools) or ()}
    asked = [ASKED[word] for word in words & ASKED.keys()]
    return lambda person: person in few or any(ask(person, actor, tools) for ask in asked)


def _first_words(
    actor: Actor,
    actions: Collection[str],
    kinds: Collection[str],
    tools: Tools,
    untrue: Collection[str],
) -> set[str]:
    """The word by which each rule is looked up; an empty one for a rule that names nobody."""
    table = tools.rules.access.table
    places = [(role, act, kind) for role in actor.roles for act in actions for kind in kinds]
    wordings = {
        rule.conditions for place in places if place in table for rule in table[place].rules
    }
    return {
        next((word for word in SOURCES if word in wording), "")
        for wording in wordings
        if not set(untrue) & set(wording)
    }


def _named_in_the_file(actor: Actor, tools: Tools) -> Iterable[str]:
    return tools.catalog.involving(actor.account)


def _named_by_the_person(actor: Actor, tools: Tools) -> Iterable[str]:
    for name in {actor.account, actor.organisation} - {""}:
        yield from tools.catalog.involving(name)


def _himself(actor: Actor, tools: Tools) -> Iterable[str]:
    return {actor.beneficiary} - {""}


def _sampled(actor: Actor, tools: Tools) -> Iterable[str]:
    found = map(tools.catalog.locate, actor.sample)
    return {place[0] for place in found if place is not None}


def _referred(actor: Actor, tools: Tools) -> Iterable[str]:
    return actor.referrals


def _handed_over(actor: Actor, tools: Tools) -> Iterable[str]:
    return actor.handed_over


def _arrived(actor: Actor, tools: Tools) -> Iterable[str]:
    return tools.catalog.arrived()


def _of_the_structure(actor: Actor, tools: Tools) -> Iterable[str]:
    return tools.catalog.received_in(actor.structure) if actor.structure else ()


def _of_the_organisation(actor: Actor, tools: Tools) -> Iterable[str] | None:
    if actor.organisation not in tools.site.organisations:
        return ()
    if tools.site.organisations[actor.organisation].part == "lead":
        return None
    places = [s.code for s in tools.site.structures if s.organisation == actor.organisation]
    return (person for place in places for person in tools.catalog.received_in(place))


def _is_named(person: str, actor: Actor, tools: Tools) -> bool:
    return tools.catalog.is_involved(person, actor.account)


def _is_mandated(person: str, actor: Actor, tools: Tools) -> bool:
    names = {actor.account, actor.organisation} - {""}
    return any(tools.catalog.is_involved(person, name) for name in names)


def _has_arrived(person: str, actor: Actor, tools: Tools) -> bool:
    return tools.catalog.has_arrived(person)


def _is_of_the_structure(person: str, actor: Actor, tools: Tools) -> bool:
    return bool(actor.structure) and tools.catalog.is_received_in(person, actor.structure)


def _is_of_the_organisation(person: str, actor: Actor, tools: Tools) -> bool:
    if actor.organisation not in tools.site.organisations:
        return False
    if tools.site.organisations[actor.organisation].part == "lead":
        return True
    places = [s.code for s in tools.site.structures if s.organisation == actor.organisation]
    return any(tools.catalog.is_received_in(person, place) for place in places)


# The fewest people first: a rule with several of these words is looked up by the first.
SOURCES: Mapping[str, Source] = {
    "is_self": _himself,
    "in_sample": _sampled,
    "referred_to_them": _referred,
    "handed_over_to_them": _handed_over,
    "is_referent": _named_in_the_file,
    "is_deputy": _named_in_the_file,
    "is_expert": _named_in_the_file,
    "glass_is_broken": _named_in_the_file,
    "complaint_is_shared": _named_in_the_file,
    "opened_by_them_today": _named_in_the_file,
    "mandated_by_the_person": _named_by_the_person,
    "newly_met": _arrived,
    "same_structure": _of_the_structure,
    "within_their_organisation": _of_the_organisation,
}
# The same words asked about one person; of the others, all the people are few.
ASKED: Mapping[str, Callable[[str, Actor, Tools], bool]] = {
    "is_referent": _is_named,
    "is_deputy": _is_named,
    "is_expert": _is_named,
    "glass_is_broken": _is_named,
    "complaint_is_shared": _is_named,
    "opened_by_them_today": _is_named,
    "mandated_by_the_person": _is_mandated,
    "newly_met": _has_arrived,
    "same_structure": _is_of_the_structure,
    "within_their_organisation": _is_of_the_organisation,
}
