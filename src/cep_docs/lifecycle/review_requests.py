"""Asking a colleague to read a draft again: the request waits in his day until he has done it."""

from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor, actor_of
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.facts import ReviewRequest
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.errors import Invalid, NotFound
from cep_docs.lifecycle.comments import add_comment, may_comment, spoken_name
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.texts import label_of
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that somebody asks to be read again."""

    person: str
    number: str
    deliverable: str
    label: str
    by: str
    at: datetime


def reviewers(deliverable: Deliverable, actor: Actor, tools: Tools) -> list[tuple[str, str]]:
    """The colleagues who may read this draft and say what they think of it: login and name."""
    require(tools, actor, "edit", deliverable)
    return [
        (account.login, account.full_name)
        for account in tools.site.accounts
        if account.login != actor.account
        and account.active_on(tools.hour_in(account.structure).date())
        and may_comment(deliverable, actor_of(account), tools)
    ]


def ask_review(
    deliverable: Deliverable, colleague: str, message: str, actor: Actor, tools: Tools
) -> None:
    """The request waits in the day of the colleague; what is asked is a comment on the whole."""
    right = require(tools, actor, "edit", deliverable)
    if colleague not in dict(reviewers(deliverable, actor, tools)):
        raise Invalid(
            {"colleague": "Cette personne ne peut pas lire le brouillon. En choisir une autre."}
        )
    account, mine = tools.site.accounts[colleague], _request(deliverable, actor, tools)
    if message.strip():
        add_comment(deliverable, actor, ("", ""), message, tools)
    if not any(_same(mine, kept) for kept in account.review_requests):
        account.review_requests = (*account.review_requests, mine)
    details = {"deliverable": deliverable.kind, "to": colleague}
    record(engagement_of(deliverable), "ask_review", actor, right, tools, details)


def reviews_waiting(actor: Actor, tools: Tools) -> list[Waiting]:
    """What this actor is asked to read again, the first asked first: the drafts he may still
    read. Costs one look at each request, and nothing when there is none."""
    account = tools.site.accounts.get(actor.account)
    requests = account.review_requests if account is not None else ()
    return [found for kept in requests if (found := _waiting(kept, actor, tools)) is not None]


def finish_review(deliverable: Deliverable, actor: Actor, tools: Tools) -> None:
    """He has read it; the requests for this document leave his day."""
    right = require(tools, actor, "view", Facet(deliverable, "comment"))
    account = tools.site.accounts[actor.account]
    mine = _request(deliverable, actor, tools)
    rest = tuple(kept for kept in account.review_requests if not _same(mine, kept))
    if rest == account.review_requests:
        return
    account.review_requests = rest
    details = {"deliverable": deliverable.kind}
    record(engagement_of(deliverable), "finish_review", actor, right, tools, details)


def is_asked_to_review(deliverable: Deliverable, actor: Actor, tools: Tools) -> bool:
    account = tools.site.accounts.get(actor.account)
    mine = _request(deliverable, actor, tools)
    return account is not None and any(_same(mine, kept) for kept in account.review_requests)


def _request(deliverable: Deliverable, actor: Actor, tools: Tools) -> ReviewRequest:
    return {
        "number": engagement_of(deliverable).number,
        "deliverable": deliverable.__name__,
        "by": actor.account,
        "at": tools.now(),
    }


def _same(one: ReviewRequest, other: ReviewRequest) -> bool:
    return (one["number"], one["deliverable"]) == (other["number"], other["deliverable"])


def _waiting(kept: ReviewRequest, actor: Actor, tools: Tools) -> Waiting | None:
    try:
        engagement = engagement_numbered(kept["number"], tools)
    except NotFound:
        return None
    deliverable = engagement.get(kept["deliverable"])
    if deliverable is None or not may_comment(deliverable, actor, tools):
        return None
    return Waiting(
        person=beneficiary_of(engagement).identifier,
        number=kept["number"],
        deliverable=kept["deliverable"],
        label=label_of(deliverable, tools),
        by=spoken_name(kept["by"], tools),
        at=kept["at"].astimezone(tools.hour_in(actor.structure).tzinfo),
    )
