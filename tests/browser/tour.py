"""Every page of the site with somebody who may open it: found from what is registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cep_docs.access.actor import Actor, actor_of
from cep_docs.web import tree
from tests.functional.web.doors_of_the_site import Door, address, doors_of, is_open, places

VISITORS = (
    "alice.martin",
    "denis.moreau",
    "gaelle.rio",
    "elise.fontaine",
    "farid.zerrouk",
    "ines.dacosta",
)
# Among so many places one is looked for that somebody may open.
LOOKED_AT = 6000


@dataclass(frozen=True)
class Stop:
    """One page of the tour. `person`: the visitor is the person advised."""

    name: str
    path: str
    login: str = ""
    person: str = ""

    def __str__(self) -> str:
        return self.name


def tour(live: Any) -> list[Stop]:
    """In the order of the doors; a page that nobody could open is missing, and counted so."""
    with live.application.reading() as tools:
        return list(_stops(live.site, tools))


def _stops(site: Any, tools: Any) -> Iterator[Stop]:
    wanted = [door for door in doors_of(site) if door.method == "GET"]
    found: dict[Door, Stop] = {}
    for place in islice(places(tree.RootPlace(tools.site, "", None)), LOOKED_AT):
        for door in [d for d in wanted if d.place is type(place) and d not in found]:
            stop = _for_somebody(door, place, tools)
            if stop is not None:
                found[door] = stop
    yield from (found[door] for door in wanted if door in found)


def _for_somebody(door: Door, place: Any, tools: Any) -> Stop | None:
    path = address(place, door.name)
    name = f"{door.place.__name__.removesuffix('Place').lower()}-{door.name or 'page'}"
    for login in VISITORS:
        if is_open(door, place, actor_of(tools.site.accounts[login]), tools):
            return Stop(name, path, login)
    someone = _somebody_advised(tools)
    if is_open(door, place, someone, tools):
        return Stop(name, path, person=someone.beneficiary)
    return None


def _somebody_advised(tools: Any) -> Actor:
    """Somebody who has a signed document to read."""
    for person in tools.site.beneficiaries:
        for unit in person.engagements():
            document = unit.deliverable
            if document is not None and document.current and document.current.valid_signatures:
                return Actor(
                    f"beneficiary:{person.identifier}",
                    frozenset({"beneficiary"}),
                    beneficiary=person.identifier,
                )
    raise LookupError("nobody has signed anything")
