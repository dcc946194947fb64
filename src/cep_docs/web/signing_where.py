"""From where a step of a signature is made, and whether that is the device of somebody here."""

from dataclasses import replace
from typing import Any

from cep_docs.content.signing import ON_SITE, SigningRequest
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.ceremony import Where
from cep_docs.lifecycle.signer import ADVISERS_DEVICE, OWN_DEVICE, is_the_advisers
from cep_docs.web.browsers import browser_named

LONGEST = 300


def where_of(request: Any) -> Where:
    """The address and the browser as the proof tells them."""
    return Where(request.remote_addr or "", (request.user_agent or "")[:LONGEST])


def where_signed(request: Any, asked: SigningRequest) -> Where:
    """The same, marked when it is the device of the adviser who asks (R-069)."""
    where = where_of(request)
    if is_the_advisers(asked, where) or _in_a_visit(request, asked.asked_by, where):
        return replace(where, device=ADVISERS_DEVICE)
    return where


def refuse_the_advisers(request: Any, asked: SigningRequest, where: Where) -> None:
    """His device serves face to face only. A demonstration is played on one machine: there it is
    marked, and let through."""
    played = request.tools.site.demo_day is not None
    if where.device and asked.mode != ON_SITE and not played:
        raise NotPossible(OWN_DEVICE)


def _in_a_visit(request: Any, login: str, where: Where) -> bool:
    """He is signed in there at this moment."""
    doors = request.outside.doors
    here = where.address, browser_named(where.browser)
    return bool(where.address) and any(
        (visit.address, visit.browser) == here
        for visit in doors.visits.of_account(login, doors.now())
    )
