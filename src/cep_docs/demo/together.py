"""What several people write: a list of providers, a comment, a phrase, a heading asked of her."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from cep_docs.access.actor import Actor, actor_of
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.errors import Invalid, Refused
from cep_docs.lifecycle.comments import add_comment
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.own_invitations import Assured, invite
from cep_docs.lifecycle.phrases import place_of, share_phrase
from cep_docs.lifecycle.provider_lists import Wish, draw_list
from cep_docs.lifecycle.shared_fields import fields_to_offer, invite_to_answer
from cep_docs.lifecycle.tools import Tools

WHO = "alice.martin"
LOOKED_AT = 30
SERVICE = "BILAN"
TITLE, PHRASE = (
    "Suite de l'entretien",
    "Nous nous revoyons pour faire le point. D'ici là, {prénom} note ses questions et ce qui "
    "compte pour sa décision.",
)
COMMENT = "À relire avec elle au prochain rendez-vous, avant de proposer à la signature."
# Links live for days of the calendar on the wall: in a demonstration they are over.
USED = "(lien de la démonstration, qui ne vaut plus)"


def work_together(tools: Tools) -> Counter[str]:
    """The evening before: in the most urgent files of one adviser, each where it is possible."""
    told = Counter[str]()
    account = tools.site.accounts.get(WHO)
    if account is None:
        return told
    alice = actor_of(account)
    share_phrase(place_of(alice, tools), TITLE, PHRASE, alice, tools)
    told["phrases"] += 1
    drafts = list(_drafts(tools))
    for document in drafts[:1]:
        names = [field.name for field in fields_to_offer(document, tools)]
        add_comment(document, alice, (names[0], ""), COMMENT, tools)
        invite_to_answer(document, names[1:2], alice, tools)
        told += Counter(comments=1, asked=1)
    told["lists"] += any(_draws(engagement_of(draft), alice, tools) for draft in drafts)
    told["invitations"] += any(_invites(draft, alice, tools) for draft in drafts)
    return told


def _drafts(tools: Tools) -> Iterator[Deliverable]:
    """The documents being written in the files she follows, the most urgent first."""
    for _, number in islice(tools.catalog.caseload(WHO), LOOKED_AT):
        document = engagement_numbered(number, tools).deliverable
        if document is not None and document.state == "draft":
            yield document


def _draws(unit: Engagement, alice: Actor, tools: Tools) -> bool:
    try:
        draw_list(unit, Wish(SERVICE), alice, tools)
    except (Refused, Invalid):
        return False
    return True


def _invites(document: Deliverable, alice: Actor, tools: Tools) -> bool:
    """The first who can be written to; whose address others may read is not asked here."""
    try:
        invite(beneficiary_of(document), Assured(verified=True), USED, alice, tools)
    except (Refused, Invalid):
        return False
    return True
