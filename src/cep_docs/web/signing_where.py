"""From where a step of a signature is made, and whether that is the device of somebody here.

Two signs, of unequal weight (decision 0023): the mark of a browser where somebody of the house
signed in; the address and the browser of the adviser, which prove little where an address is that
of many.
"""

from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import Any

from cep_docs.content.signing import ON_SITE, SigningRequest
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.ceremony import Where
from cep_docs.lifecycle.signer import (
    ADVISERS_DEVICE,
    LIKE_ADVISERS,
    OWN_DEVICE,
    is_the_advisers,
)
from cep_docs.web.browsers import browser_named

LONGEST = 300
# Addresses of a network of its own: behind a proxy that hides them they are those of everybody.
OF_MANY = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)


def where_of(request: Any) -> Where:
    """The address and the browser as the proof tells them."""
    return Where(request.remote_addr or "", (request.user_agent or "")[:LONGEST])


def where_signed(request: Any, asked: SigningRequest) -> Where:
    """The same, marked when it is the device of the adviser who asks (R-069), or looks like it."""
    where = where_of(request)
    if request.outside.doors.is_marked(request):
        return replace(where, device=ADVISERS_DEVICE)
    if is_the_advisers(asked, where) or _in_a_visit(request, asked.asked_by, where):
        from_afar = asked.mode != ON_SITE and is_of_many(where.address)
        return replace(where, device=LIKE_ADVISERS if from_afar else ADVISERS_DEVICE)
    return where


def refuse_the_advisers(request: Any, asked: SigningRequest, where: Where) -> None:
    """His device serves face to face only. A demonstration is played on one machine: there it is
    marked, and let through."""
    played = request.tools.site.demo_day is not None
    if where.device == ADVISERS_DEVICE and asked.mode != ON_SITE and not played:
        raise NotPossible(OWN_DEVICE)


def is_of_many(address: str) -> bool:
    """Whether this address says nothing of who comes from it."""
    try:
        told = ip_address(address)
    except ValueError:
        return True
    plain = getattr(told, "ipv4_mapped", None) or told
    return any(plain in network for network in OF_MANY)


def _in_a_visit(request: Any, login: str, where: Where) -> bool:
    """He is signed in there at this moment."""
    doors = request.outside.doors
    here = where.address, browser_named(where.browser)
    return bool(where.address) and any(
        (visit.address, visit.browser) == here
        for visit in doors.visits.of_account(login, doors.now())
    )
