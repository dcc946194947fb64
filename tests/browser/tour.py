"""Every page of the site with somebody who may open it: found from what is registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cep_docs.access.actor import Actor, actor_of
from cep_docs.web import tree
from tests.browser.under_way import ADVISER, ASSISTANT, UnderWay
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
    """One page of the tour. `person`: the visitor is the person advised; with an `errand`, she
    was let in to sign one document."""

    name: str
    path: str
    login: str = ""
    person: str = ""
    errand: str = ""

    def __str__(self) -> str:
        return self.name


def tour(live: Any) -> list[Stop]:
    """In the order of the doors; a page that nobody could open is missing, and counted so."""
    with live.application.reading() as tools:
        return list(_stops(live.site, tools))


def tour_of_signatures(under_way: UnderWay) -> Iterator[Stop]:
    """The steps of a signature, each where somebody stands there."""
    for path in ("", "/lire", "/mention", "/pages", "/choix"):
        yield _of_signer(path, under_way.reads)
    yield _of_signer("/signer", under_way.signs)
    yield _of_signer("", under_way.has_signed, "signed")
    for path in ("", "/lire", "/mention", "/signer", "/choix"):
        yield _of_signer(path, under_way.represents, f"representative{path}")
    for name, path in (
        ("sign-first", f"{under_way.to_sign}/signer"),
        ("ask-to-sign", f"{under_way.to_ask}/faire-signer"),
        ("asked-to-sign", f"{under_way.asked}/faire-signer"),
        ("print-to-sign", f"{under_way.to_sign}/papier"),
        ("asked-her-representative", f"{under_way.asked_with_her}/faire-signer"),
        ("representative-noted", f"{under_way.represented}/representant"),
        ("file-of-represented", under_way.represented),
        ("to-sign", "/a-signer"),
        ("paper-came-back", under_way.to_check),
        ("paper-check", f"{under_way.to_check}/controle"),
        ("proof-of-adviser", f"{under_way.asked}/versions/1/preuves/conseiller"),
    ):
        yield Stop(name, path, ADVISER)
    yield Stop("batch", under_way.batch, ASSISTANT)
    person, errand = under_way.has_signed
    yield Stop("own-proof", f"/mon-espace/documents/{errand}_v1/preuve", person=person)


def _of_signer(path: str, whose: tuple[str, str], name: str = "") -> Stop:
    person, errand = whose
    return Stop(f"signature-{name or path[1:]}", f"/signature{path}", person=person, errand=errand)


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
