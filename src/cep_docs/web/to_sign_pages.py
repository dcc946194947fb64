"""/a-signer: what waits for a signature, his or hers, and signing several at once (R-081)."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.actor import Actor
from cep_docs.errors import CepDocsError, Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.asking import MOST_AT_ONCE, sign_one_of_several, to_sign_first
from cep_docs.lifecycle.foreseeing import Lack, lacks_to_close
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.waiting_documents import PREPARE, ToSign, to_sign
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.security import STAFF
from cep_docs.web.signing_where import where_of
from cep_docs.web.tree import RootPlace

SEVERAL = "asking/to_sign"
WAITING = 50  # documents on one page
TICKED = "ticked"
NOTHING_TICKED = "Cocher au moins un document que vous avez lu. Rien n'a été signé."
TOO_MANY = f"Cocher {MOST_AT_ONCE} documents au plus à la fois. Rien n'a été signé."
NOT_THAT_ONE = "Le document du dossier {number} n'a pas été trouvé : il n'est pas signé."


@page(RootPlace, "a-signer", needs=STAFF, template=SEVERAL)
def waiting(place: RootPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    first = _whole(request.GET.get("debut", ""))
    found = list(islice(to_sign(actor, tools), first, first + WAITING + 1))
    his = islice(to_sign_first(actor, tools), first + WAITING)
    return {
        "lines": found[:WAITING],
        "first": first,
        "next": first + WAITING if len(found) > WAITING else 0,
        "follows": "adviser" in actor.roles,
        "lacks": _lacking(found[:WAITING], tools),
        "his": {_key(one.line.subject.number, one.line.document): one.displayed for one in his},
        "strong": actor.strong,
        "key": _key,
        "most": MOST_AT_ONCE,
        "scans": decide(
            tools, actor, "create", place["numerisation"].seen_by(actor, "paper")
        ).allowed,
    }


@act(RootPlace, "a-signer", needs=STAFF, again=waiting, template=SEVERAL)
def sign_several(place: RootPlace, request: Any) -> HTTPSeeOther:
    """Each in a transaction of its own: what is signed stays signed, whatever comes after."""
    ticked = list(dict.fromkeys(Said(request, several=(TICKED,)).many(TICKED)))
    if not ticked or len(ticked) > MOST_AT_ONCE:
        raise Invalid({TICKED: TOO_MANY if ticked else NOTHING_TICKED})
    actor = request.identity.actor
    refused = [said for said in (_refusal(name, actor, request) for name in ticked) if said]
    signed = len(ticked) - len(refused)
    told = f"{signed} document{'s' if signed > 1 else ''} signé{'s' if signed > 1 else ''}."
    if refused:
        raise NotPossible(" ".join([told, *refused]))
    return go(request, place, "a-signer", told=told)


def _refusal(ticked: str, actor: Actor, request: Any) -> str:
    """What stood in the way of one of several; nothing when it is signed. A request that runs
    again because of somebody else does not sign twice."""
    number, _, name = ticked.partition("_")
    try:
        where = where_of(request)
        request.application.write(
            lambda tools: sign_one_of_several(number, name, actor, tools, where)
        )
    except (NotAllowed, NotFound, KeyError):
        if not actor.strong:
            raise
        return NOT_THAT_ONE.format(number=number)
    except CepDocsError as error:
        return str(error) if number in str(error) else f"Dossier {number} : {error}"
    return ""


def _lacking(lines: Iterable[ToSign], tools: Tools) -> dict[str, tuple[Lack, ...]]:
    """Of those that he can do something about."""
    return {
        _key(line.subject.number, line.document): lacks_to_close(
            engagement_numbered(line.subject.number, tools)[line.document], tools
        )
        for line in lines
        if line.may == PREPARE
    }


def _key(number: str, name: str) -> str:
    return f"{number}_{name}"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
