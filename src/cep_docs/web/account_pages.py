"""/compte: where one is signed in, how one comes in, and a few habits."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.account import Account
from cep_docs.signin.entering import credentials_of, keep_password, new_password
from cep_docs.signin.factors import new_recovery_codes
from cep_docs.signin.own_account import remove_passkey, remove_totp, show_names_in_titles
from cep_docs.web.factor_pages import recovery_page
from cep_docs.web.pages import act, go, page
from cep_docs.web.said import Said
from cep_docs.web.security import STAFF
from cep_docs.web.tree import OwnAccountPlace

Shown = Mapping[str, Any]
# A piece of the digest is enough to say which of one's own visits is meant.
NAMED_BY = 16


def account_page(place: OwnAccountPlace, request: Any) -> Shown:
    account, doors = _account(request), request.outside.doors
    own, roles = credentials_of(account), request.tools.rules.access.roles
    place_of_work = request.tools.site.structures.get(account.structure)
    local = request.tools.hour_in(account.structure).tzinfo
    return {
        "account": account,
        "roles": [roles[role].label for role in account.roles],
        "where": place_of_work.name if place_of_work else "",
        "has_totp": bool(own.totp),
        "totp_since": own.totp_since.astimezone(local) if own.totp_since else None,
        "recovery_left": len(own.recovery),
        "passkeys": [{**key, "on": key["added_at"].astimezone(local)} for key in own.passkeys],
        "visits": [
            {
                "name": visit.key[:NAMED_BY],
                "browser": visit.browser,
                "address": visit.address,
                "since": visit.begun_at.astimezone(local),
                "this": visit.key == request.identity.visit.key,
            }
            for visit in doors.visits.of_account(account.login, doors.now())
        ],
    }


@page(OwnAccountPlace, needs=STAFF, template="entering/account")
def own_account(place: OwnAccountPlace, request: Any) -> Shown:
    return account_page(place, request)


@act(OwnAccountPlace, "terminer", needs=STAFF)
def end_one(place: OwnAccountPlace, request: Any) -> HTTPSeeOther:
    """One of one's own visits, never that of somebody else."""
    wanted, doors = Said(request).text("visit"), request.outside.doors
    for visit in doors.visits.of_account(request.identity.visit.account, doors.now()):
        if visit.key[:NAMED_BY] == wanted:
            doors.visits.end(visit.key)
    return go(request, place, told="Connexion terminée.")


@act(OwnAccountPlace, "partout", needs=STAFF)
def end_everywhere(place: OwnAccountPlace, request: Any) -> HTTPSeeOther:
    doors, visit = request.outside.doors, request.identity.visit
    ended = doors.visits.end_all(account=visit.account, but=visit.key)
    doors.counter(request).tell("sign_out_everywhere", visit.account, {"ended": ended})
    others = "Aucune autre connexion n'était ouverte."
    told = f"Déconnecté partout ailleurs ({ended})." if ended else others
    return go(request, place, told=told)


def password_form(place: OwnAccountPlace, request: Any) -> Shown:
    return {"account": _account(request)}


@page(OwnAccountPlace, "mot-de-passe", needs=STAFF, template="entering/password")
def password(place: OwnAccountPlace, request: Any) -> Any:
    return _sure(request) or password_form(place, request)


@act(
    OwnAccountPlace,
    "mot-de-passe",
    needs=STAFF,
    again=password_form,
    template="entering/password",
)
def change_password(place: OwnAccountPlace, request: Any) -> HTTPSeeOther:
    """Every visit ends, also this one: another begins in its place (SES-02)."""
    if elsewhere := _sure(request):
        return elsewhere
    said, doors, account = Said(request), request.outside.doors, _account(request)
    wanted = said.long_text("password"), said.long_text("again")
    counter = doors.counter(request)
    new = new_password(account, said.long_text("present"), wanted, counter, request.tools)
    login, now = account.login, doors.now()
    request.application.write(lambda tools: keep_password(login, new, tools, now))
    doors.visits.end_all(account=login)
    doors.enter(request, account=login, strong=True)
    return go(
        request,
        place,
        told="Mot de passe changé. Toutes vos autres connexions sont terminées.",
    )


@act(OwnAccountPlace, "codes", needs=STAFF)
def draw_recovery_codes(place: OwnAccountPlace, request: Any) -> Any:
    if elsewhere := _sure(request):
        return elsewhere
    login = request.identity.visit.account
    codes = request.application.write(lambda tools: new_recovery_codes(login, tools))
    return recovery_page(request, codes, "/compte")


@act(
    OwnAccountPlace,
    "retirer",
    needs=STAFF,
    again=account_page,
    template="entering/account",
)
def remove_factor(place: OwnAccountPlace, request: Any) -> HTTPSeeOther:
    if elsewhere := _sure(request):
        return elsewhere
    login, key = request.identity.visit.account, Said(request).text("passkey")
    if key:
        request.application.write(lambda tools: remove_passkey(login, key, tools))
    else:
        request.application.write(lambda tools: remove_totp(login, tools))
    return go(request, place, told="Second facteur retiré.")


@act(OwnAccountPlace, "titres", needs=STAFF)
def switch_titles(place: OwnAccountPlace, request: Any) -> HTTPSeeOther:
    """R-124: titles of tabs stand on screens that others see."""
    shown, login = Said(request).ticked("shown"), request.identity.visit.account
    show_names_in_titles(login, shown, request.tools)
    told = "Les titres d'onglet nomment les personnes." if shown else "Titres d'onglet discrets."
    return go(request, place, told=told)


def _account(request: Any) -> Account:
    found: Account = request.tools.site.accounts[request.identity.visit.account]
    return found


def _sure(request: Any) -> HTTPSeeOther | None:
    """Changing how one comes in asks for the second factor, if it was not given just now."""
    if request.identity.actor.strong:
        return None
    back = request.path if request.method == "GET" else "/compte"
    return HTTPSeeOther(f"/connexion/confirmer?suite={back}")
