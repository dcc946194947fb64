"""Lists of providers, drawn whole and in a neutral order.

Nothing here takes a preference: a list is every provider of the region that offers the service,
and there is no way to ask for some of them (R-082).
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from string import ascii_uppercase

from cep_docs.access.actor import Actor
from cep_docs.content.directory import (
    DirectoryEdition,
    DrawnList,
    Provider,
    ProviderList,
    digest_of_providers,
)
from cep_docs.content.engagement import Engagement
from cep_docs.content.folder import above
from cep_docs.content.site import Site
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.kinds import STORED_FORMS
from cep_docs.definitions.provider_lists import TABLE
from cep_docs.errors import Damaged, Invalid, NotPossible
from cep_docs.lifecycle.directories import edition_named, present_edition, regions
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.names import folded

LONGEST_WISH = 120


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wishes: a service, in her words too, in which region and order.

    `words` say what is meant (« CAP pâtissier »); they take nothing out of the list. Without a
    region it is that of her unit."""

    service: str
    words: str = ""
    order: str = "alphabetical"
    region: str = ""


def draw_list(engagement: Engagement, wish: Wish, actor: Actor, tools: Tools) -> ProviderList:
    """The complete list for a wish; drawn again, it is the same list and not another letter."""
    right = require(tools, actor, "edit", engagement)
    agreement = tools.agreement_of(engagement)
    _require_running(engagement, agreement)
    today = tools.today(agreement, engagement.lot)
    said = _checked(wish, engagement, agreement, today)
    edition = present_edition(tools.site, said.region, said.service)
    if edition is None:
        raise NotPossible(
            "Aucun annuaire importé ne couvre cette prestation dans cette région. Rien n'a été "
            "changé. Faire importer l'annuaire de la région, avec sa source et sa date."
        )
    known = _already_drawn(engagement, said, edition)
    if known is not None:
        return known
    name = tools.new_id()
    facts = _drawn(said, edition, _letter(engagement, said, edition) or letter_of(name), today)
    drawn = ProviderList(facts, tools.now(), actor.account)
    drawn.__name__, drawn.__parent__ = name, engagement
    engagement.provider_lists = (*engagement.provider_lists, drawn)
    details: Details = {
        "list": name,
        "service": facts["service"],
        "region": facts["region"],
        "directory": facts["edition"],
        "order": facts["order"],
        "letter": facts["letter"],
        "count": facts["count"],
        "digest": facts["digest"],
    }
    record(engagement, "draw_list", actor, right, tools, details)
    return drawn


def letter_of(name: str) -> str:
    """The letter a list begins with, drawn with its opaque name: anybody can check it."""
    return ascii_uppercase[int(sha256(name.encode()).hexdigest(), 16) % len(ascii_uppercase)]


def list_named(engagement: Engagement, name: str) -> ProviderList:
    for drawn in engagement.provider_lists:
        if drawn.__name__ == name:
            return drawn
    raise NotPossible("Cette liste n'existe pas dans cette unité. Vérifier son identifiant.")


def providers_of(drawn: ProviderList) -> list[Provider]:
    """The providers of a list, in its order: those it was drawn with, or Damaged."""
    facts, site = drawn.drawn, above(drawn, Site)
    edition = edition_named(site, facts["edition"]) if site is not None else None
    found = [] if edition is None else edition.offering(facts["service"])
    rows = in_order(found, facts["order"], facts["letter"])
    if (len(rows), digest_of_providers(rows)) != (facts["count"], facts["digest"]):
        raise Damaged(
            "L'annuaire d'où cette liste a été tirée n'est plus le même. Rien n'a été montré ni "
            "modifié. Prévenir l'administrateur : « cep-docs scrub » puis « cep-docs restore »."
        )
    return rows


def in_order(rows: list[Provider], order: str, letter: str) -> list[Provider]:
    """From that letter to Z, then what begins with no letter, then from A (R-082)."""

    def by_name(row: Provider) -> tuple[int, str, str, str, str]:
        return (*_turned(row["name"], letter), row["siren"], row["siret"], row["postcode"])

    if order == "alphabetical":
        return sorted(rows, key=by_name)
    return sorted(rows, key=lambda row: (*_turned(row["commune"], letter), by_name(row)))


def _turned(text: str, letter: str) -> tuple[int, str]:
    key = folded(text)
    place = ascii_uppercase.find(key[:1].upper()) if key else -1
    turns = len(ascii_uppercase) + 1
    rank = place if place >= 0 else len(ascii_uppercase)
    return (rank - ascii_uppercase.index(letter)) % turns, key


def _require_running(engagement: Engagement, agreement: Agreement) -> None:
    if not agreement.engagement.states[engagement.state].open:
        raise NotPossible(
            "Cette unité n'est plus en cours : rien n'y est plus tiré. Rien n'a été changé. "
            "Le faire dans l'unité qui la suit."
        )


def _checked(wish: Wish, engagement: Engagement, agreement: Agreement, today: date) -> Wish:
    """The wish as it is kept, its region known; Invalid says all that is wrong with it."""
    lists, table = agreement.provider_lists, agreement.tables.get(TABLE)
    messages = {}
    if table is None or wish.service not in lists.services or not table.valid(wish.service, today):
        messages["service"] = (
            f"Aucune liste n'existe pour cette prestation. Choisir : {', '.join(lists.services)}."
        )
    if wish.order not in lists.orders:
        messages["order"] = (
            "Cet ordre n'est pas proposé (la distance non plus : un code postal ne la donne pas). "
            f"Choisir : {', '.join(lists.orders)}."
        )
    region = wish.region or engagement.lot
    if region not in regions(agreement, today):
        messages["region"] = "Cette région n'existe pas. Indiquer la région souhaitée."
    words = ""
    try:
        words = STORED_FORMS["text"](wish.words)
    except ValueError as error:
        messages["words"] = str(error)
    if len(words) > LONGEST_WISH:
        messages["words"] = f"Le souhait compte au plus {LONGEST_WISH} signes. Le raccourcir."
    if messages:
        raise Invalid(messages)
    return Wish(wish.service, words, wish.order, region)


def _drawn(wish: Wish, edition: DirectoryEdition, letter: str, day: date) -> DrawnList:
    rows = in_order(edition.offering(wish.service), wish.order, letter)
    return {
        "service": wish.service,
        "wish": wish.words,
        "region": wish.region,
        "edition": edition.__name__,
        "source": edition.source,
        "source_on": edition.source_on,
        "order": wish.order,
        "letter": letter,
        "count": len(rows),
        "digest": digest_of_providers(rows),
        "drawn_on": day,
    }


def _already_drawn(
    engagement: Engagement, wish: Wish, edition: DirectoryEdition
) -> ProviderList | None:
    wanted = (wish.service, wish.words, wish.order, edition.__name__)
    for drawn in engagement.provider_lists:
        facts = drawn.drawn
        if wanted == (facts["service"], facts["wish"], facts["order"], facts["edition"]):
            return drawn
    return None


def _letter(engagement: Engagement, wish: Wish, edition: DirectoryEdition) -> str:
    """The letter already drawn for this service: changing the order gives no second chance."""
    for drawn in engagement.provider_lists:
        facts = drawn.drawn
        if (facts["service"], facts["edition"]) == (wish.service, edition.__name__):
            return facts["letter"]
    return ""
