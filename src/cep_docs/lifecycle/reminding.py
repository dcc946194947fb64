"""Reminds those who were asked to sign at a distance, a few times and no more, each time with a
link of the same demand, drawn when the message leaves; ends what was asked
in vain, and tells the adviser, who may propose paper (R-074, § 8.2). Twice the same night does
nothing twice."""

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import PAPER, REMOTE
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.lifecycle.announcing import put_in_outbox
from cep_docs.lifecycle.asking import way_of_the_link
from cep_docs.lifecycle.ceremony import NOWHERE, Ceremony, note_step
from cep_docs.lifecycle.drawn_links import lead_to
from cep_docs.lifecycle.foreseeing import tell_what_lacks
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.own_invitations import can_be_reached
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signatories import reader_if_any
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.catalog_lines import PERSON
from cep_docs.values.local_time import local_day

REMINDED, EXPIRED = "reminded", "expired"


def documents_asked_for(tools: Tools) -> list[str]:
    """« number name » of those she was asked to sign, electronically."""
    found = {
        f"{number} {name}"
        for account in tools.site.accounts
        for _, number, name in tools.catalog.documents_of(account.login, PERSON)
    }
    return sorted(one for one in found if _ceremony(one, tools) is not None)


def remind_of_signatures(documents: list[str], tools: Tools) -> list[str]:
    """« reminded number » or « expired number » for each where something was done."""
    done = []
    for named in documents:
        ceremony = _ceremony(named, tools)
        if ceremony is None:
            continue
        number = named.partition(" ")[0]
        if ceremony.request.until <= tools.now():
            _end(ceremony, tools)
            done.append(f"{EXPIRED} {number}")
        elif not tell_what_lacks(ceremony.deliverable, tools) and _remind(ceremony, tools):
            done.append(f"{REMINDED} {number}")
    return done


def _ceremony(named: str, tools: Tools) -> Ceremony | None:
    """The demand that runs, unless it runs on paper, which has reminders of its own."""
    number, _, name = named.partition(" ")
    deliverable: Deliverable = engagement_numbered(number, tools)[name]
    version = deliverable.current
    running = version.request if version is not None else None
    if version is None or running is None or running.mode == PAPER:
        return None
    return Ceremony(deliverable, version, running)


def _remind(ceremony: Ceremony, tools: Tools) -> bool:
    """Once for each day that was passed; several passed at once are told once, so that two
    messages never leave the same day."""
    request = ceremony.request
    reader = reader_if_any(beneficiary_of(ceremony.deliverable), request.signatory)
    engagement = engagement_of(ceremony.deliverable)
    agreement = tools.agreement_of(engagement)
    zone = agreement.lots[engagement.lot].time_zone
    today = local_day(tools.now(), zone)
    since = (today - local_day(request.asked_at, zone)).days
    passed = [day for day in agreement.limits.signing_reminder_days if day <= since]
    told = [event for event in request.events if event["what"] == REMINDED]
    latest = max((int(event["said"]["day"]) for event in told), default=0)
    if request.mode != REMOTE or max(passed, default=0) <= latest:
        return False
    if reader is None or not can_be_reached(reader, today, tools):
        return False
    way = way_of_the_link(request)
    lead_to(ceremony, put_in_outbox(reader, "signing_reminder", way, {}, tools, engagement))
    note_step(ceremony, REMINDED, CLOCKWORK, tools, NOWHERE, {"day": str(max(passed))})
    _record(ceremony, "remind_signing", tools)
    return True


def _end(ceremony: Ceremony, tools: Tools) -> None:
    note_step(ceremony, EXPIRED, CLOCKWORK, tools, NOWHERE)
    ceremony.request.end(EXPIRED)
    tell_about(engagement_of(ceremony.deliverable), "adviser", "signature_expired", tools)
    _record(ceremony, "signing_expired", tools)


def _record(ceremony: Ceremony, what: str, tools: Tools) -> None:
    engagement = engagement_of(ceremony.deliverable)
    right = require(tools, CLOCKWORK, "settle", engagement)
    details: Details = {"deliverable": ceremony.deliverable.kind}
    record(engagement, what, CLOCKWORK, right, tools, details)
