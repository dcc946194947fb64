"""A deliverable as a document to be rendered: what was written, and what the program knows."""

from collections.abc import Mapping
from datetime import date

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.directory import ProviderList
from cep_docs.content.engagement import Engagement
from cep_docs.content.operator import Structure
from cep_docs.content.site import beneficiary_of, course_of, engagement_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.form import Form
from cep_docs.definitions.form_field import Value
from cep_docs.definitions.mentions import MEDIATOR
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.provider_tables import (
    order_label,
    organisations,
    region_label,
    service_label,
)
from cep_docs.lifecycle.signatories import representative_facts
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.document import EASY_READ, LARGE_PRINT, Annex, Document
from cep_docs.values.dates import french_day, parse_day
from cep_docs.values.local_time import local_day


def document_of(deliverable: Deliverable, version: Version | None, tools: Tools) -> Document:
    """The version as it was frozen, or the draft as it stands."""
    engagement = engagement_of(deliverable)
    agreement = tools.agreement_of(engagement)
    zone = agreement.lots[engagement.lot].time_zone
    today = tools.today(agreement, engagement.lot)
    person = beneficiary_of(engagement)
    return Document(
        form=_form(agreement, deliverable.kind, version),
        agreement=agreement.name,
        content=content_of(deliverable, tools) if version is None else version.content,
        facts=(version and version.facts) or facts_of(deliverable, tools),
        labels=agreement.facts,
        mentions=agreement.mentions,
        day=today if version is None else local_day(version.frozen_at, zone),
        version=0 if version is None else int(version.__name__),
        digest="" if version is None else version.digest,
        annexes=_annexes(deliverable, version, engagement, tools),
        adaptations=frozenset({LARGE_PRINT, EASY_READ} & set(person.adaptations)),
        logo=tools.site.operator.logo,
    )


def _form(agreement: Agreement, kind: str, version: Version | None) -> Form:
    """The edition a version was written in, were it replaced since (R-052)."""
    return agreement.forms[kind] if version is None else agreement.form(kind, version.edition)


def facts_of(deliverable: Deliverable, tools: Tools, motive: str = "") -> Mapping[str, str]:
    """What stands in a document without anybody typing it: the words of templates/facts.yaml."""
    engagement = engagement_of(deliverable)
    agreement = tools.agreement_of(engagement)
    today = tools.today(agreement, engagement.lot)
    facts = {
        "file_number": engagement.number,
        "reference": f"{engagement.number} – {agreement.forms[deliverable.kind].label}",
        "unit": agreement.units[engagement.unit].label,
        "operator_name": tools.site.operator.name,
        "lot": engagement.lot,
        "region": _label(agreement, "lot", engagement.lot, today),
        "opened_on": french_day(engagement.opened_on),
        "asked_on": _spoken_day(_asked_on(engagement)),
        "due_on": _spoken_day(engagement.due_on),
        "closed_on": _spoken_day(engagement.closed_on),
        "orientation": _label(agreement, "aiguillage", _orientation(engagement), today),
        "revised_because": motive,
        "mediator_contact": agreement.mentions[MEDIATOR].contact,
        "written_on": french_day(today),
        "meetings": str(len({said["on"] for said in engagement.interactions})),
        **_person_facts(beneficiary_of(engagement), agreement, today),
        **representative_facts(deliverable, agreement),
        **_place_facts(engagement, tools),
    }
    return {name: said for name, said in facts.items() if name in agreement.facts}


def _asked_on(engagement: Engagement) -> date | None:
    """The latest demand for this unit that its engagement answers."""
    person = beneficiary_of(engagement)
    demands = [said["on"] for said in person.demands if said["unit"] == engagement.unit]
    return max((day for day in demands if day <= engagement.opened_on), default=None)


def _orientation(engagement: Engagement) -> str:
    """Where a first contact of the course told the person to go."""
    units = [engagement, *course_of(engagement)]
    return next((str(u.sheet["orientation"]) for u in units if u.sheet.get("orientation")), "")


def _spoken_day(day: date | None) -> str:
    return french_day(day) if day else ""


def _person_facts(person: Beneficiary, agreement: Agreement, today: date) -> dict[str, str]:
    sheet = person.sheet
    names = [sheet.get("first_name", ""), sheet.get("usual_name") or sheet.get("birth_name", "")]
    street = [sheet.get(name, "") for name in ("street_number", "street_type", "street_name")]
    town = [sheet.get(name, "") for name in ("postcode", "town")]
    born = sheet.get("birth_date", "")
    return {
        "beneficiary_name": _joined(names),
        "beneficiary_address": "\n".join(
            line for line in (_joined(street), _joined(town)) if line
        ),
        "birth_day": french_day(parse_day(born)) if born else "",
        "status": _label(agreement, "statut", person.status_on(today), today),
    }


def _place_facts(engagement: Engagement, tools: Tools) -> dict[str, str]:
    accounts, structures = tools.site.accounts, tools.site.structures
    login = course_of(engagement).referent or engagement.opened_by
    referent = accounts.get(login)
    place = structures.get(engagement.structure)
    return {
        "adviser_name": _name(referent),
        "referent_name": _name(referent),
        "referent_contact": _contact(referent),
        "structure_name": place.name if place else "",
        "structure_address": _address(place),
        "return_address": _address(place),
    }


def _annexes(
    deliverable: Deliverable, version: Version | None, engagement: Engagement, tools: Tools
) -> list[Annex]:
    """The complete lists, where the form speaks of them; never truncated (R-082)."""
    agreement = tools.agreement_of(engagement)
    content = content_of(deliverable, tools) if version is None else version.content
    named = {
        row.get("list")
        for field in agreement.forms[deliverable.kind].fields()
        if field.computed
        for row in _rows(content.get(field.name, ""))
    }
    lists = [drawn for drawn in engagement.provider_lists if drawn.__name__ in named]
    return [_annex(drawn, agreement) for drawn in lists]


def _rows(value: Value) -> list[dict[str, str]]:
    return [] if isinstance(value, str) else value


def _annex(drawn: ProviderList, agreement: Agreement) -> Annex:
    facts = drawn.drawn
    says = [
        f"Liste complète de la région {region_label(drawn, agreement)} : "
        f"{facts['count']} organismes. Aucun n'est recommandé : le choix est le vôtre.",
        f"Source : {facts['source']}, {french_day(facts['source_on'])}. "
        f"Ordre {order_label(drawn, agreement)}.",
        f"Empreinte de la liste : {facts['digest']}",
    ]
    return Annex(
        title=f"Organismes de la région : {service_label(drawn, agreement)}",
        says=says,
        heads=("N°", "Organisme", "Adresse", "Contact", "Certification qualité"),
        rows=[_provider(row) for row in organisations(drawn)],
    )


def _provider(row: Mapping[str, str]) -> tuple[str, ...]:
    """What a person needs to choose and to call; no certification is said too (R-085)."""
    certified = [row["certification"], row["certification_source"], row["certification_on"]]
    place = [row["address"], _joined([row["postcode"], row["commune"]])]
    ways = [row["phone"], row["mail"], row["web"], f"À distance : {row['remote']}"]
    return (
        row["rank"],
        _lines([row["name"], f"SIREN {row['siren']}" if row["siren"] else ""]),
        _lines(place),
        _lines(ways),
        _lines(certified),
    )


def _lines(texts: list[str]) -> str:
    return "\n".join(filter(None, texts))


def _name(account: Account | None) -> str:
    return account.full_name if account else ""


def _contact(account: Account | None) -> str:
    said = (account.phone, account.email) if account else ()
    return ", ".join(filter(None, said))


def _address(place: Structure | None) -> str:
    lines = (place.address, _joined([place.postcode, place.town])) if place else ()
    return "\n".join(filter(None, lines))


def _joined(words: list[str]) -> str:
    return " ".join(filter(None, words))


def _label(agreement: Agreement, table: str, code: str, day: date) -> str:
    known = agreement.tables.get(table)
    return known.label(code, day) if known is not None and code else ""
