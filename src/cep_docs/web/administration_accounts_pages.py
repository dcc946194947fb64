"""Accounts: the list, a new one, what one may do, when it ends, how its owner comes in."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response

from cep_docs.access.kinds import Facet
from cep_docs.content.account import Account
from cep_docs.errors import Invalid
from cep_docs.lifecycle.accounts import create_account, disable_account, set_roles
from cep_docs.lifecycle.habilitations import record_habilitation
from cep_docs.lifecycle.reassigning import successors
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.staff import (
    ACCOUNTS,
    accounts_found,
    files_followed,
    roles_given,
    what_opens,
)
from cep_docs.signin.invitations import invite
from cep_docs.web.administration_tree import AccountPlace, AccountsPlace
from cep_docs.web.pages import act, go, page
from cep_docs.web.said import Said

LIST, NEW, ONE = (
    "administration/accounts",
    "administration/new_account",
    "administration/account",
)
LONGEST = 200


@page(AccountsPlace, needs="list account", template=LIST)
def accounts(place: AccountsPlace, request: Any) -> dict[str, Any]:
    actor, tools, asked = request.identity.actor, request.tools, request.GET
    start = asked.get("debut", "")
    first = int(start) if start.isdecimal() and len(start) < 6 else 0
    text, role = asked.get("nom", "")[:LONGEST], asked.get("role", "")
    lines, total = accounts_found(text, role, actor, tools, first)
    return {
        "lines": lines,
        "total": total,
        "first": first,
        "by_page": ACCOUNTS,
        "text": text,
        "role": role,
        "roles": roles_given(tools.rules.access),
        "creates": decide(tools, actor, "manage", place.facet("account")).allowed,
    }


@page(AccountsPlace, "nouveau", needs="manage account", template=NEW)
def new_account(place: AccountsPlace, request: Any) -> dict[str, Any]:
    return _roles_and_places(request)


@act(AccountsPlace, "nouveau", needs="manage account", again=new_account, template=NEW)
def create(place: AccountsPlace, request: Any) -> HTTPSeeOther:
    said = Said(request, several=("roles",))
    name = said.text("full_name")
    if not 0 < len(name) <= LONGEST:
        raise Invalid({"full_name": "Indiquer le prénom et le nom."})
    new = Account(said.text("login"), name, tuple(said.many("roles")))
    new.structure, new.email = said.text("structure"), said.text("email")
    new.phone = said.text("phone")
    site = request.tools.site
    lead = next((one.siren for one in site.organisations if one.part == "lead"), "")
    own = site.structures.get(new.structure)
    new.organisation = own.organisation if own else lead
    create_account(new, request.identity.actor, request.tools)
    told = f"Compte {new.login} créé. L'inviter pour que {name} puisse entrer."
    return go(request, place, new.login, told=told)


@page(AccountPlace, needs="view", template=ONE)
def account(place: AccountPlace, request: Any) -> dict[str, Any]:
    """Nobody manages his own: he reads it, and no form is there (SELF-2)."""
    actor, tools, known = request.identity.actor, request.tools, place.thing
    kinds = tools.rules.attachments.kinds.values()
    site = tools.site
    return {
        "account": known,
        "here": request.resource_path(place).rstrip("/"),
        "own": known.login == actor.account,
        "manages": decide(tools, actor, "manage", known).allowed,
        "habilitates": decide(tools, actor, "habilitate", known).allowed,
        "lists": decide(tools, actor, "list", Facet(tools.site, "account")).allowed,
        "followed": files_followed(known, tools),
        "successors": successors(known.structure, known.login, tools),
        "organisation": site.organisations.get(known.organisation),
        "structure": site.structures.get(known.structure),
        "what": {kind.habilitation: kind.label for kind in kinds if kind.habilitation},
        "link": "",
        **_roles_and_places(request),
    }


@act(AccountPlace, "roles", needs="manage", again=account, template=ONE)
def give_roles(place: AccountPlace, request: Any) -> HTTPSeeOther:
    said = Said(request, several=("roles",))
    set_roles(place.thing.login, said.many("roles"), request.identity.actor, request.tools)
    return go(request, place, told="Rôles enregistrés. Ils valent dès la prochaine page.")


@act(AccountPlace, "desactiver", needs="manage", again=account, template=ONE)
def disable(place: AccountPlace, request: Any) -> HTTPSeeOther:
    """Somebody leaves: the files first, then the account (R-131)."""
    said, tools, known = Said(request), request.tools, place.thing
    because = said.text("because")
    if not because:
        raise Invalid({"because": "Écrire le motif : il est lu dans les dossiers confiés."})
    today = tools.hour_in(known.structure).date()
    moved = disable_account(
        known.login,
        said.text("successor"),
        because,
        said.day("on") or today,
        request.identity.actor,
        tools,
    )
    passed = {0: "", 1: ", un dossier confié"}.get(moved, f", {moved} dossiers confiés")
    return go(request, place, told=f"Compte désactivé{passed}.")


@act(AccountPlace, "habiliter", needs="habilitate", again=account, template=ONE)
def habilitate(place: AccountPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    since, until = said.day("since"), said.day("until")
    if since is None or until is None:
        missing = "since" if since is None else "until"
        raise Invalid({missing: "Indiquer cette date, telle qu'elle est sur l'attestation."})
    record_habilitation(
        place.thing.login,
        said.text("what"),
        (since, until),
        request.identity.actor,
        request.tools,
    )
    return go(request, place, told="Habilitation enregistrée.")


@act(AccountPlace, "inviter", needs="manage", again=account, template=ONE)
def send_invitation(place: AccountPlace, request: Any) -> Response:
    """The link is shown once, to be given by hand: it is kept nowhere in clear."""
    now = request.outside.doors.now()
    lost = Said(request).ticked("lost_factor")
    path = invite(place.thing.login, request.identity.actor, request.tools, now, lost_factor=lost)
    shown = {**account(place, request), "link": request.application_url + path}
    return render_to_response(f"{ONE}.jinja2", shown, request)


def _roles_and_places(request: Any) -> dict[str, Any]:
    policy, site = request.tools.rules.access, request.tools.site
    today = request.tools.hour_in("").date()
    return {
        "roles": [(n, label, what_opens(n, policy)) for n, label in roles_given(policy).items()],
        "structures": [(one.code, one.name) for one in site.structures if one.open_on(today)],
    }
