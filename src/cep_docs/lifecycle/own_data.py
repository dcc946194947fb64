"""Everything kept about a person that is hers to take away, as plain data with French labels."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import course_of, engagement_of
from cep_docs.definitions.field import Field
from cep_docs.definitions.tables import Table
from cep_docs.lifecycle.own_readings import readings
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.shared_fields import is_hers
from cep_docs.lifecycle.tools import Tools

Data = dict[str, Any]
# Names that this program gives to its records and that mean nothing to her.
LEFT_OUT = ("key", "recorded_by", "given_by", "by", "session")


def own_data(person: Beneficiary, actor: Actor, tools: Tools) -> Data:
    """Private notes are their authors'; the NIR is shown to nobody here (R-104, R-123)."""
    return {
        "identifiant": person.identifier,
        "fiche": _sheet(person, actor, tools),
        "statuts": plain(person.statuses),
        "accords": plain(person.consents),
        "mandats": plain(person.mandates),
        "demandes": plain(person.demands),
        "adaptations": list(person.adaptations),
        "rendez_vous": plain(person.appointments),
        "etapes": [_unit(unit, tools) for unit in person.engagements()],
        "ecrit_par_vous": list(_her_words(person, tools)),
        "lectures": [
            {
                "jour": reading.on.isoformat(),
                "fait": reading.says,
                "role": reading.role,
                "lieu": reading.place,
                "raison": reading.because,
                "fois": reading.times,
            }
            for reading in readings(person, actor, tools)
        ],
    }


def plain(value: Any) -> Any:
    """As JSON can say it; who wrote a line down is left out."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(said) for name, said in value.items() if name not in LEFT_OUT}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def _sheet(person: Beneficiary, actor: Actor, tools: Tools) -> list[Data]:
    told = []
    for name, value in person.sheet.items():
        found = _field(name, tools)
        if found is not None and found[0].level == "reserved":
            known = name in tools.rules.access.kinds
            if not known or not decide(tools, actor, "export", Facet(person, name)).allowed:
                continue
        told.append(_told(name, value, tools))
    return told


def _unit(unit: Engagement, tools: Tools) -> Data:
    agreement = tools.agreement_of(unit)
    accounts = tools.site.accounts
    referent = accounts.get(course_of(unit).referent)
    place = tools.site.structures.get(unit.structure)
    return {
        "numero": unit.number,
        "nom": agreement.units[unit.unit].label,
        "etat": agreement.workflows["engagement"].states[unit.state].label,
        "du": unit.opened_on.isoformat(),
        "au": unit.closed_on.isoformat() if unit.closed_on else "",
        "lieu": place.name if place else "",
        "conseiller": referent.full_name if referent else "",
        "fiche": [_told(name, said, tools) for name, said in unit.sheet.items()],
        "echanges": plain(unit.interactions),
        "prestations": plain(unit.services),
        "clotures": plain([_closing(closing) for closing in unit.closings]),
        "listes": [
            {"liste": plain(drawn.drawn), "remises": plain(drawn.deliveries)}
            for drawn in unit.provider_lists
        ],
        "choix": [plain(choice) for drawn in unit.provider_lists for choice in drawn.choices],
    }


def _closing(closing: Any) -> Data:
    return {name: closing[name] for name in ("on", "reason", "motive")}


def _her_words(person: Beneficiary, tools: Tools) -> Iterator[Data]:
    """What she wrote herself in drafts, also where a document is not finished."""
    for unit in person.engagements():
        for deliverable in unit:
            yield from _in_draft(deliverable, tools)


def _in_draft(deliverable: Deliverable, tools: Tools) -> Iterator[Data]:
    unit = engagement_of(deliverable)
    form = tools.agreement_of(unit).forms[deliverable.kind]
    for field in form.fields():
        heading = deliverable.heading(field.name)
        if is_hers(heading.author):
            at = heading.at.isoformat() if heading.at else ""
            yield {
                "document": form.label,
                "numero": unit.number,
                "rubrique": field.label,
                "texte": plain(heading.value),
                "le": at,
            }


def _field(name: str, tools: Tools) -> tuple[Field, Table | None] | None:
    """As the last agreement that has it describes it."""
    for agreement in reversed(list(tools.rules.agreements.values())):
        field = agreement.fields.named(name)
        if field is not None:
            return field, agreement.tables.get(field.table)
    return None


def _told(name: str, value: Any, tools: Tools) -> Data:
    """With its French label, and the words of its codes."""
    found = _field(name, tools)
    if found is None:
        return {"nom": name, "libelle": name, "valeur": plain(value)}
    field, table = found
    codes = [value] if isinstance(value, str) else list(value)
    said: Data = {"nom": name, "libelle": field.label, "valeur": plain(value)}
    if table is not None:
        day = tools.now().date()
        said["en_clair"] = ", ".join(table.label(code, day) for code in codes)
    return said
