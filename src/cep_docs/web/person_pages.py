"""Who the person is: her sheet, her status, what must be adapted for her (R-006, R-014, R-100)."""

from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.field import Field
from cep_docs.errors import Invalid
from cep_docs.lifecycle.persons import (
    edit_sheet,
    precedes_an_engagement,
    record_status,
    set_adaptations,
)
from cep_docs.lifecycle.rights import decide
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about,
    agreement_today,
    choices_of,
    done_before,
    to_file,
    today_at,
)
from cep_docs.web.confirmations import require_confirmations, ticks_shown
from cep_docs.web.pages import Shown, act, page
from cep_docs.web.said import Said
from cep_docs.web.sheet_fields import (
    answers,
    asked,
    changed,
    editable,
    require_unchanged,
    revision_of,
)
from cep_docs.web.tree import FilePlace

STATUS = "status"  # a dated history of its own
GROUPS = (
    ("Identité", ("birth_name", "usual_name", "first_name", "birth_date", "sex", "disability")),
    ("Adresse", ("street_number", "street_type", "street_name", "postcode", "town")),
    ("Pour la joindre", ("email", "phone")),
)
REST = "Travail et formation"
TOO_EARLY = (
    "Ce jour n'est pas postérieur à un engagement : le changement est validé par le manager de la "
    "structure, qui l'enregistre lui-même (R-006). Rien n'a été changé."
)
NOT_EARLY = (
    "Ce jour est postérieur à tous les engagements : ce changement est noté par le référent, sans "
    "dérogation. Rien n'a été changé."
)
ADAPTATIONS = {
    "large_print": "Gros caractères",
    "reader": "Lecture à voix haute",
    "interpreter": "Interprète",
    "easy_read": "Page de garde facile à lire",
}


@page(FilePlace, "fiche", needs="edit", template="acts/sheet")
def sheet(place: FilePlace, request: Any) -> Shown:
    person, agreement = place.thing, agreement_today(request)
    questions = {
        one.name: one
        for one in asked(
            _fields(person, agreement, request), person.sheet, agreement, today_at(request)
        )
    }
    grouped = [
        (title, [questions.pop(n) for n in names if n in questions]) for title, names in GROUPS
    ]
    typed = (
        answers(request, _fields(person, agreement, request)) if request.method == "POST" else {}
    )
    return about(
        place,
        request,
        groups=[*grouped, (REST, list(questions.values()))],
        revision=revision_of(person.sheet),
        ticks=ticks_shown(changed(typed, person.sheet), agreement, request),
        needs_consent=_waits_for_consent(person, agreement, request),
    )


@act(FilePlace, "fiche", needs="edit", again=sheet, template="acts/sheet")
def write_sheet(place: FilePlace, request: Any) -> HTTPSeeOther:
    person, agreement = place.thing, agreement_today(request)
    answered = answers(request, _fields(person, agreement, request))
    new = {name: str(value) for name, value in changed(answered, person.sheet).items()}
    if not new:
        return to_file(place, request, "Aucun changement : la fiche est comme elle était.")
    require_unchanged(request, person.sheet)
    require_confirmations(new, agreement, request)
    edit_sheet(person, new, request.identity.actor, request.tools)
    return to_file(place, request, "Fiche enregistrée.")


@page(FilePlace, "statut-anterieur", needs="override file", template="acts/status")
def early_status(place: FilePlace, request: Any) -> Shown:
    """For a manager: the status before or at an engagement, which was not known then (R-006)."""
    return {**_statuses(place, request), "early": True}


@act(
    FilePlace,
    "statut-anterieur",
    needs="override file",
    again=early_status,
    template="acts/status",
)
def change_early_status(place: FilePlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    code, since = said.text("status"), said.day("since")
    missing = _missing(code, since, request)
    if since is not None and not precedes_an_engagement(place.thing, since):
        missing.setdefault("since", NOT_EARLY)
    if not said.text("motive"):
        missing["motive"] = "Écrire pourquoi ce changement précède un engagement."
    if missing or since is None:
        raise Invalid(missing)
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    actor, motive = request.identity.actor, said.text("motive")
    record_status(place.thing, code, since, actor, request.tools, motive)
    return to_file(place, request, "Statut enregistré, avec votre motif.")


@page(FilePlace, "statut", needs="edit", template="acts/status")
def status(place: FilePlace, request: Any) -> Shown:
    return {**_statuses(place, request), "early": False}


def _statuses(place: FilePlace, request: Any) -> Shown:
    person, agreement, day = place.thing, agreement_today(request), today_at(request)
    table = agreement.tables["statut"]
    told = sorted(person.statuses, key=lambda one: (one["since"], one["recorded_at"]))
    return about(
        place,
        request,
        today=day,
        choices=choices_of(agreement, "statut", day),
        history=[(one, table.label(one["code"], one["since"])) for one in reversed(told)],
    )


@act(FilePlace, "statut", needs="edit", again=status, template="acts/status")
def change_status(place: FilePlace, request: Any) -> HTTPSeeOther:
    """A change closes no unit and forbids none (R-006)."""
    said = Said(request)
    code, since = said.text("status"), said.day("since")
    missing = _missing(code, since, request)
    if since is not None and precedes_an_engagement(place.thing, since):
        missing.setdefault("since", TOO_EARLY)
    if missing or since is None:
        raise Invalid(missing)
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    record_status(place.thing, code, since, request.identity.actor, request.tools)
    return to_file(place, request, "Statut enregistré. Les unités en cours continuent.")


@page(FilePlace, "adaptations", needs="edit", template="acts/adaptations")
def adaptations(place: FilePlace, request: Any) -> Shown:
    return about(place, request, choices=ADAPTATIONS, chosen=place.thing.adaptations)


@act(FilePlace, "adaptations", needs="edit", again=adaptations, template="acts/adaptations")
def adapt(place: FilePlace, request: Any) -> HTTPSeeOther:
    chosen = Said(request, several=("adaptations",)).many("adaptations")
    set_adaptations(place.thing, chosen, request.identity.actor, request.tools)
    return to_file(place, request, "Adaptations enregistrées.")


def _fields(person: Beneficiary, agreement: Agreement, request: Any) -> list[Field]:
    """Reserved fields only for whom the rules name, and once the person agreed (R-105, C-32)."""
    actor, tools, day = request.identity.actor, request.tools, today_at(request)
    reserved = [
        field.name
        for field in agreement.fields.person
        if field.level == "reserved"
        and field.name in tools.rules.access.kinds
        and decide(tools, actor, "edit", Facet(person, field.name)).allowed
        and (not field.consent or person.consents_to(field.consent, day))
    ]
    return editable(agreement.fields.person, reserved, hidden=(STATUS,))


def _waits_for_consent(person: Beneficiary, agreement: Agreement, request: Any) -> list[str]:
    """What could be written down if the person agreed to it, for whoever may ask her."""
    if not decide(request.tools, request.identity.actor, "consent", person).allowed:
        return []
    return [
        field.label
        for field in agreement.fields.person
        if field.consent
        and not field.off
        and not person.consents_to(field.consent, today_at(request))
    ]


def _missing(code: str, since: date | None, request: Any) -> dict[str, str]:
    missing = {"status": "Choisir un statut."} if not code else {}
    if since is None:
        missing["since"] = "Indiquer depuis quel jour."
    elif since > today_at(request):
        missing["since"] = "Ce jour est dans l'avenir. L'enregistrer quand il sera venu."
    return missing
