"""Coming in: the password, the second factor, the invitation, and going out again."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.errors import NotFound
from cep_docs.signin.demonstration import MOST_SHOWN, PASSWORD
from cep_docs.signin.entering import credentials_of, names_around, right_password
from cep_docs.signin.factors import give_factor
from cep_docs.signin.invitations import accept, invited
from cep_docs.signin.local_path import is_own, local_path
from cep_docs.signin.passwords import chosen
from cep_docs.web.doors import cookie_name, is_here
from cep_docs.web.entering import back_from, come_in, halfway, here_with, onward
from cep_docs.web.pages import act, page
from cep_docs.web.said import Said
from cep_docs.web.security import PUBLIC, STAFF
from cep_docs.web.tree import EntrancePlace, RootPlace

Shown = Mapping[str, Any]


def sign_in_form(place: EntrancePlace, request: Any) -> Shown:
    site, back = request.tools.site, back_from(request)
    provider = request.outside.doors.openid
    return {
        "back": back,
        "own": is_own(back),
        "in_clear": not cookie_name(request),
        "provider": provider.settings.label if provider else "",
        "cast": _cast(request) if site.demo_day and is_here(request) else [],
        "password": PASSWORD,
    }


@page(EntrancePlace, needs=PUBLIC, template="entering/sign_in")
def sign_in(place: EntrancePlace, request: Any) -> Any:
    if request.identity is not None:
        return HTTPSeeOther(local_path(back_from(request)))
    account = halfway(request)
    return onward(request, account) if account else sign_in_form(place, request)


@act(EntrancePlace, needs=PUBLIC, again=sign_in_form, template="entering/sign_in")
def give_password(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    said, doors = Said(request), request.outside.doors
    account = right_password(
        said.text("login"), said.long_text("password"), doors.counter(request), request.tools
    )
    doors.enter(request, account=account.login, strong=False)
    return onward(request, account)


def code_form(place: EntrancePlace, request: Any) -> Shown:
    return here_with(request, halfway(request))


@page(EntrancePlace, "code", needs=PUBLIC, template="entering/code")
def code(place: EntrancePlace, request: Any) -> Any:
    account = halfway(request)
    if account is None or not credentials_of(account).has_factor:
        return onward(request, account)
    return code_form(place, request)


@act(EntrancePlace, "code", needs=PUBLIC, again=code_form, template="entering/code")
def give_code(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    account = halfway(request)
    if account is None or not credentials_of(account).has_factor:
        return onward(request, account)
    return come_in(request, account.login, _factor_typed(request, account))


def confirm_form(place: EntrancePlace, request: Any) -> Shown:
    login = request.identity.visit.account
    return here_with(request, request.tools.site.accounts[login])


@page(EntrancePlace, "confirmer", needs=STAFF, template="entering/confirm")
def confirm(place: EntrancePlace, request: Any) -> Shown:
    """Give a second factor again before an act that engages (AUT-10)."""
    return confirm_form(place, request)


@act(EntrancePlace, "confirmer", needs=STAFF, again=confirm_form, template="entering/confirm")
def give_confirmation(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    account = request.tools.site.accounts[request.identity.visit.account]
    how = _factor_typed(request, account)
    return come_in(request, account.login, how, "confirm_identity")


def invitation_form(place: EntrancePlace, request: Any) -> Shown:
    account = invited(_invitation(request), request.tools, request.outside.doors.now())
    return {"account": account}


@page(EntrancePlace, "invitation", needs=PUBLIC, template="entering/invitation")
def invitation(place: EntrancePlace, request: Any) -> Any:
    """Looking changes nothing: machines open the links of mails (AUT-07)."""
    if not _invitation(request):
        return HTTPSeeOther("/connexion")
    return invitation_form(place, request)


@act(
    EntrancePlace,
    "invitation",
    needs=PUBLIC,
    again=invitation_form,
    template="entering/invitation",
)
def use_invitation(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    said, doors, token = Said(request), request.outside.doors, _invitation(request)
    account = invited(token, request.tools, doors.now())
    new = chosen(
        said.long_text("password"), said.long_text("again"), names_around(account, request.tools)
    )
    request.application.write(lambda tools: accept(token, new, tools, doors.now()))
    doors.visits.end_all(account=account.login)
    doors.enter(request, account=account.login, strong=False)
    return HTTPSeeOther("/connexion/code")


@act(EntrancePlace, "demonstration", needs=PUBLIC)
def enter_the_play(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    """As one of the invented people of a demonstration, on this machine only."""
    said, doors, site = Said(request), request.outside.doors, request.tools.site
    who = {"account": said.text("login"), "beneficiary": said.text("person")}
    known = who["account"] in site.accounts or who["beneficiary"] in site.beneficiaries
    if not (site.demo_day and is_here(request) and known and not all(who.values())):
        raise NotFound("Il n'y a pas de démonstration ici. Rien n'a été modifié.")
    doors.enter(request, **who, strong=True)
    return HTTPSeeOther(local_path(back_from(request)))


@act(RootPlace, "deconnexion", needs=PUBLIC)
def leave(place: RootPlace, request: Any) -> HTTPSeeOther:
    doors = request.outside.doors
    visit = doors.visit_of(request)
    if visit is not None and visit.account:
        doors.counter(request).tell("sign_out", visit.account)
    doors.leave(request)
    return HTTPSeeOther("/connexion/sortie")


@page(EntrancePlace, "sortie", needs=PUBLIC, template="entering/gone")
def gone(place: EntrancePlace, request: Any) -> Shown:
    return {}


def _factor_typed(request: Any, account: Any) -> str:
    said, doors = Said(request), request.outside.doors
    typed = said.text("code") or said.text("recovery")
    return give_factor(account, typed, doors.counter(request))


def _invitation(request: Any) -> str:
    return request.subpath[0] if len(request.subpath) == 1 else ""


def _cast(request: Any) -> list[dict[str, str]]:
    """The invented people, each with what he may be."""
    site, roles = request.tools.site, request.tools.rules.access.roles
    people = [
        {
            "field": "login",
            "value": account.login,
            "name": account.full_name,
            "what": ", ".join(roles[role].label for role in account.roles),
            "where": site.structures[account.structure].name if account.structure else "",
        }
        for account in site.accounts
        if account.disabled_on is None
    ][:MOST_SHOWN]
    someone = next(iter(site.beneficiaries), None)
    if someone is not None:
        name = f"{someone.sheet.get('first_name', '')} {someone.sheet.get('birth_name', '')}"
        herself = {"field": "person", "value": someone.identifier, "name": name.strip()}
        people.append({**herself, "what": roles["beneficiary"].label, "where": ""})
    return people
