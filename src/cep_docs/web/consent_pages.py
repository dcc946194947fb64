"""What the person asks, agrees to, and lets others know: demands, consents, mandates (R-010,
R-087, R-095, R-105)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.attachment import ASSESSMENT
from cep_docs.content.facts import Demand
from cep_docs.errors import Invalid
from cep_docs.lifecycle.persons import (
    record_consent,
    record_demand,
    record_mandate,
    revoke_consent,
)
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about,
    agreement_today,
    choices_of,
    done_before,
    to_file,
    today_at,
)
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import FilePlace

AUTHORS = (("person", "La personne elle-même"), ("employer", "Son employeur, ou un autre tiers"))
SUBJECTS = {
    "disability": "Écrire sa situation de handicap",
    ASSESSMENT: "Garder la synthèse de son bilan de compétences",
}
# Of a consent with one meaning only.
WHOLE = "accompagnement"
MANDATED = {
    "deliverable": "Ses livrables signés",
    "plan": "Son plan d'actions et sa synthèse des compétences",
    "attachment": "Ses pièces jointes",
}
USUAL_MANDATE = timedelta(days=183)


@page(FilePlace, "demande", needs="declare_demand file", template="acts/demand")
def demand(place: FilePlace, request: Any) -> Shown:
    agreement, day = agreement_today(request), today_at(request)
    units = [(name, f"{name}, {unit.label}") for name, unit in agreement.units.items()]
    return about(
        place,
        request,
        units=units,
        channels=choices_of(agreement, "mode_contact", day),
        authors=AUTHORS,
        today=day,
        demands=list(reversed(place.thing.demands)),
    )


@act(FilePlace, "demande", needs="declare_demand file", again=demand, template="acts/demand")
def note_demand(place: FilePlace, request: Any) -> HTTPSeeOther:
    said, actor, tools = Said(request), request.identity.actor, request.tools
    on, agreement = said.day("on"), agreement_today(request)
    codes = dict(choices_of(agreement, "mode_contact", today_at(request)))
    faults = _unless(
        {
            "unit": (said.text("unit") in agreement.units, "Choisir l'unité demandée."),
            "on": (on is not None, "Indiquer le jour de la demande."),
            "channel": (said.text("channel") in codes, "Dire comment la demande est venue."),
        }
    )
    if faults or on is None:
        raise Invalid(faults)
    asked: Demand = {
        "unit": said.text("unit"),
        "on": on,
        "channel": said.text("channel"),
        "author": said.text("author"),
        "recorded_at": tools.now(),
        "recorded_by": actor.account,
    }
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    record_demand(place.thing, asked, actor, tools)
    return to_file(place, request, "Demande enregistrée.")


@page(FilePlace, "consentements", needs="consent", template="acts/consents")
def consents(place: FilePlace, request: Any) -> Shown:
    day = today_at(request)
    running = {subject for subject in SUBJECTS if place.thing.consents_to(subject, day)}
    return about(
        place,
        request,
        subjects=SUBJECTS,
        running=running,
        scopes=request.tools.rules.attachments.vault.scopes,
        given=list(reversed(place.thing.consents)),
        channels=choices_of(agreement_today(request), "mode_contact", day),
        today=day,
        scoped=ASSESSMENT,
        chosen=request.POST.getall("scopes") if request.method == "POST" else ("keep",),
    )


@act(FilePlace, "consentements", needs="consent", again=consents, template="acts/consents")
def give_consent(place: FilePlace, request: Any) -> HTTPSeeOther:
    said, actor, tools = Said(request, several=("scopes",)), request.identity.actor, request.tools
    subject, on = said.text("subject"), said.day("given_on")
    known = tools.rules.attachments.vault.scopes
    scopes = [one for one in said.many("scopes") if one in known]
    codes = dict(choices_of(agreement_today(request), "mode_contact", today_at(request)))
    faults = _unless(
        {
            "subject": (subject in SUBJECTS, "Dire à quoi la personne consent."),
            "given_on": (
                on is not None and on <= today_at(request),
                "Indiquer le jour, passé ou présent, où elle l'a dit.",
            ),
            "channel": (said.text("channel") in codes, "Dire comment elle l'a dit."),
            "scopes": (subject != ASSESSMENT or bool(scopes), "Dire jusqu'où va cet accord."),
        }
    )
    if faults or on is None:
        raise Invalid(faults)
    if done_before(place, request):
        return go(request, place, "consentements", told=DONE_BEFORE)
    record_consent(
        place.thing,
        {
            "subject": subject,
            "scope": " ".join(scopes) if subject == ASSESSMENT else WHOLE,
            "given_on": on,
            "channel": said.text("channel"),
            "recorded_by": actor.account,
            "revoked_on": None,
        },
        actor,
        tools,
    )
    told = "Consentement enregistré. Il se retire ici, aussi simplement."
    undo = (place, f"consentements#retirer-{subject}", "Le retirer")
    return go(request, place, "consentements", told=told, undo=undo)


@act(FilePlace, "retirer-consentement", needs="consent", again=consents, template="acts/consents")
def take_consent_back(place: FilePlace, request: Any) -> HTTPSeeOther:
    """Withdrawn as easily as it was given; what it kept in the vault is erased (R-087)."""
    subject = Said(request, several=("scopes",)).text("subject")
    revoke_consent(place.thing, subject, today_at(request), request.identity.actor, request.tools)
    told = "Consentement retiré ce jour. Ce qu'il permettait ne l'est plus."
    return go(request, place, "consentements", told=told)


@page(FilePlace, "mandats", needs="consent", template="acts/mandates")
def mandates(place: FilePlace, request: Any) -> Shown:
    day = today_at(request)
    return about(
        place,
        request,
        scopes=MANDATED,
        given=list(reversed(place.thing.mandates)),
        today=day,
        until=day + USUAL_MANDATE,
        chosen=request.POST.getall("scopes") if request.method == "POST" else (),
    )


@act(FilePlace, "mandats", needs="consent", again=mandates, template="acts/mandates")
def give_mandate(place: FilePlace, request: Any) -> HTTPSeeOther:
    said = Said(request, several=("scopes",))
    scopes = [one for one in said.many("scopes") if one in MANDATED]
    since, until, third_party = said.day("given_on"), said.day("until"), said.text("third_party")
    faults = _unless(
        {
            "third_party": (
                0 < len(third_party) <= 120,
                "Nommer le tiers : son compte, ou son SIREN.",
            ),
            "scopes": (bool(scopes), "Dire ce que le tiers peut recevoir."),
            "given_on": (since is not None, "Indiquer le premier jour du mandat."),
            "until": (until is not None, "Indiquer le dernier jour : un mandat a une fin."),
        }
    )
    if faults or since is None or until is None:
        raise Invalid(faults)
    if done_before(place, request):
        return go(request, place, "mandats", told=DONE_BEFORE)
    actor = request.identity.actor
    record_mandate(
        place.thing,
        {
            "third_party": third_party,
            "scope": " ".join(scopes),
            "given_on": since,
            "until": until,
            "recorded_by": actor.account,
        },
        actor,
        request.tools,
    )
    return go(request, place, "mandats", told="Mandat enregistré.")


def _unless(conditions: Mapping[str, tuple[bool, str]]) -> dict[str, str]:
    """The sentence of each condition that does not hold."""
    return {name: sentence for name, (holds, sentence) in conditions.items() if not holds}
