"""Beneficiaries: registering them, their sheet, status, demands, consents and mandates."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.attachment import ASSESSMENT
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.facts import Consent, Demand, Mandate, StatusPeriod
from cep_docs.definitions.agreement import Agreement
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.attachments import empty_vault
from cep_docs.lifecycle.places import require_open
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.catalog import last_names
from cep_docs.values.names import sound

ADAPTATIONS = ("large_print", "reader", "interpreter", "easy_read")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is typed at the first contact; `distinct_from` are homonyms told apart (R-106)."""

    sheet: Mapping[str, str]
    status: str
    since: date
    structure: str
    distinct_from: Collection[str] = ()


def register_person(new: NewPerson, actor: Actor, tools: Tools) -> Beneficiary:
    """A new beneficiary, unless she is already there under a name that looks or sounds alike."""
    if new.structure not in tools.site.structures:
        raise Invalid({"structure": "Cette structure n'existe pas. En choisir une de la liste."})
    received = Facet(tools.site.structures[new.structure], "person")
    right = require(tools, actor, "create", received)
    require_open(tools.site.structures[new.structure], tools.hour_in(new.structure).date())
    agreement = tools.rules.agreement_on(tools.hour_in(actor.structure).date())
    sheet = checked({**new.sheet, "status": new.status}, new.since, agreement)
    sheet.pop("status", None)
    _refuse_reserved(sheet, agreement)
    twins = set(possible_duplicates(sheet, tools)) - set(new.distinct_from)
    if twins:
        raise NotPossible(
            f"{len(twins)} personne(s) du même nom et de la même date de naissance sont déjà "
            "connues. Reprendre le dossier existant, ou confirmer qu'il s'agit d'une autre "
            "personne ; rien n'a été enregistré."
        )
    person = Beneficiary(tools.new_id(), sheet)
    person.distinct_from = tuple(sorted(new.distinct_from))
    if new.status:
        person.statuses = (_period(new.status, new.since, actor, tools),)
    tools.site.beneficiaries.add(person.identifier, person)
    record(person, "register", actor, right, tools)
    return person


def possible_duplicates(sheet: Mapping[str, str], tools: Tools) -> list[str]:
    """Persons born the same day whose names sound alike (R-106)."""
    wanted = {sound(name) for name in last_names(sheet)}
    first = sound(sheet.get("first_name", ""))
    found = []
    for identifier in tools.catalog.born_on(sheet.get("birth_date", "")):
        other = tools.site.beneficiaries[identifier].sheet
        if first == sound(other.get("first_name", "")) and wanted & {
            sound(name) for name in last_names(other)
        }:
            found.append(identifier)
    return found


def edit_sheet(
    person: Beneficiary, changes: Mapping[str, str], actor: Actor, tools: Tools
) -> None:
    """Write these fields of her sheet; an empty text takes a value away. The journal names the
    fields, never what stands in them."""
    right = require(tools, actor, "edit", person)
    agreement = tools.rules.agreement_on(tools.hour_in(actor.structure).date())
    if "status" in changes:
        raise Invalid(
            {"status": "Le statut a ses dates : l'enregistrer comme un changement de statut."}
        )
    _require_reserved(person, changes, actor, agreement, tools)
    _require_consents(person, changes, agreement, tools)
    kept = checked({**person.sheet, **changes}, tools.now().date(), agreement)
    person.sheet = kept
    record(person, "edit_sheet", actor, right, tools, {"fields": ",".join(sorted(changes))})


def record_status(
    person: Beneficiary, code: str, since: date, actor: Actor, tools: Tools, motive: str = ""
) -> None:
    """A change of status never closes a unit nor forbids the next one. Dated on or before an
    engagement, it changes what was decided then: a manager records it, with a motive (R-006)."""
    early = precedes_an_engagement(person, since)
    thing = Facet(person, "file") if early else person
    right = require(tools, actor, "override" if early else "edit", thing)
    if early and not motive.strip():
        raise Invalid({"motive": "Écrire pourquoi ce changement précède un engagement."})
    agreement = tools.rules.agreement_on(tools.hour_in(actor.structure).date())
    checked({"status": code}, since, agreement)
    person.statuses = (*person.statuses, _period(code, since, actor, tools))
    details = {"status": code, "since": since.isoformat()}
    if early:
        details["motive"] = motive.strip()
    record(person, "record_status", actor, right, tools, details)


def precedes_an_engagement(person: Beneficiary, since: date) -> bool:
    """Whether something was engaged that day or later."""
    opened = (unit.opened_on for unit in person.engagements() if unit.state != "cancelled")
    return any(since <= day for day in opened)


def record_demand(person: Beneficiary, demand: Demand, actor: Actor, tools: Tools) -> None:
    """The person asks; an employer's request on her behalf is refused (R-010)."""
    file = Facet(person, "file")
    right = require(tools, actor, "declare_demand", file)
    if demand["author"] != "person":
        raise NotPossible(
            "Le CEP se fait à la demande de la personne (CCTP § 1.2.6). La demande d'un tiers "
            "n'est pas enregistrée ; inviter la personne à le demander elle-même."
        )
    if demand["on"] > tools.hour_in(actor.structure).date():
        raise Invalid({"on": "La date de la demande est dans l'avenir. Corriger la date."})
    person.demands = (*person.demands, demand)
    details = {"unit": demand["unit"], "on": demand["on"].isoformat()}
    record(person, "record_demand", actor, right, tools, details)


def record_consent(person: Beneficiary, consent: Consent, actor: Actor, tools: Tools) -> None:
    right = require(tools, actor, "consent", person)
    person.consents = (*person.consents, consent)
    details = {"subject": consent["subject"], "scope": consent["scope"]}
    record(person, "record_consent", actor, right, tools, details)


def revoke_consent(
    person: Beneficiary, subject: str, on: date, actor: Actor, tools: Tools
) -> None:
    """Consent is withdrawn as easily as it is given; it stays in the history."""
    right = require(tools, actor, "consent", person)
    if subject == ASSESSMENT and on > tools.hour_in(actor.structure).date():
        raise Invalid({"on": "Un accord ne se retire pas d'avance. Indiquer la date du jour."})
    if not person.consents_to(subject, on):
        raise NotPossible("Aucun consentement en cours à ce sujet. Rien n'a été changé.")
    person.consents = tuple(
        {**consent, "revoked_on": on} if _given(consent, subject, on) else consent
        for consent in person.consents
    )
    record(person, "revoke_consent", actor, right, tools, {"subject": subject})
    if subject == ASSESSMENT:
        empty_vault(person, actor, right, tools)


def record_mandate(person: Beneficiary, mandate: Mandate, actor: Actor, tools: Tools) -> None:
    """Who may be told what, until when (R-095)."""
    right = require(tools, actor, "consent", person)
    if mandate["until"] < mandate["given_on"]:
        raise Invalid({"until": "La fin du mandat précède son début. Corriger les dates."})
    person.mandates = (*person.mandates, mandate)
    details = {"scope": mandate["scope"], "until": mandate["until"].isoformat()}
    record(person, "record_mandate", actor, right, tools, details)


def set_adaptations(
    person: Beneficiary, adaptations: Collection[str], actor: Actor, tools: Tools
) -> None:
    """What every document and page for this person takes into account (R-014)."""
    right = require(tools, actor, "edit", person)
    if unknown := sorted(set(adaptations) - set(ADAPTATIONS)):
        raise Invalid({"adaptations": f"Adaptation inconnue : {', '.join(unknown)}."})
    person.adaptations = tuple(name for name in ADAPTATIONS if name in adaptations)
    record(person, "set_adaptations", actor, right, tools)


def checked(sheet: Mapping[str, str], day: date, agreement: Agreement) -> dict[str, str]:
    """The sheet in its stored form, or Invalid with a message per field."""
    if messages := agreement.fields.check(sheet, day, agreement.tables):
        raise Invalid(messages)
    return {name: str(value) for name, value in agreement.fields.stored_forms(sheet).items()}


def _refuse_reserved(sheet: Mapping[str, str], agreement: Agreement) -> None:
    """Nobody agreed to anything before there is a file."""
    wanted = [field for field in agreement.fields.person if field.level == "reserved"]
    if messages := {
        field.name: f"« {field.label} » ne s'enregistre qu'une fois le dossier ouvert, par le "
        "référent et avec l'accord de la personne. Laisser ce champ vide."
        for field in wanted
        if sheet.get(field.name)
    }:
        raise Invalid(messages)


def _require_reserved(
    person: Beneficiary,
    changes: Mapping[str, str],
    actor: Actor,
    agreement: Agreement,
    tools: Tools,
) -> None:
    """What is reserved has a right of its own, which the right to edit the sheet does not give
    (R-104, R-105)."""
    for field in agreement.fields.person:
        if field.name in changes and field.level == "reserved":
            require(tools, actor, "edit", Facet(person, field.name))


def _require_consents(
    person: Beneficiary, changes: Mapping[str, str], agreement: Agreement, tools: Tools
) -> None:
    """Data on health are written down only when the person agreed to it (R-105, C-32)."""
    for field in agreement.fields.person:
        wanted = field.consent and changes.get(field.name)
        if wanted and not person.consents_to(field.consent, tools.now().date()):
            raise Invalid(
                {
                    field.name: f"« {field.label} » ne s'enregistre qu'avec le consentement de "
                    "la personne. Recueillir d'abord son consentement."
                }
            )


def _given(consent: Consent, subject: str, on: date) -> bool:
    """Given that day at the latest, and not withdrawn since: a later consent is another one."""
    return (
        consent["subject"] == subject
        and consent["given_on"] <= on
        and consent["revoked_on"] is None
    )


def _period(code: str, since: date, actor: Actor, tools: Tools) -> StatusPeriod:
    return {
        "since": since,
        "code": code,
        "recorded_at": tools.now(),
        "recorded_by": actor.account,
    }
