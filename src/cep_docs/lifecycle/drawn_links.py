"""Links that are drawn when their message leaves: nothing of them waits before, and one that
nobody needs any more is never drawn (R-071, R-074, decision 0020)."""

from dataclasses import dataclass
from datetime import datetime

from cep_docs.content.outbox import Message
from cep_docs.content.signing import REMOTE, SigningRequest
from cep_docs.content.site import errand_of, split_errand
from cep_docs.errors import NotFound
from cep_docs.lifecycle.ceremony import Ceremony
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.signatories import PERSON
from cep_docs.lifecycle.signing_state import running_request
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose link, and to what: one document until that instant, or her own space."""

    beneficiary: str
    errand: str = ""
    until: datetime | None = None


def lead_to(ceremony: Ceremony, message: Message) -> None:
    """The link of this message will be one more of the same demand, with the same end."""
    asked = ceremony.request.signatory
    message.errand = errand_of(ceremony.deliverable, "" if asked == PERSON else asked)


def link_wanted(message: Message, tools: Tools) -> Wanted | None:
    """None when what it leads to is not asked any more, or was asked again since: the link of an
    earlier demand says what became of it, and that is enough."""
    if not message.errand:
        return Wanted(message.beneficiary)
    asked = _demand(message.errand, tools)
    if asked is None or asked.mode != REMOTE:
        return None
    if any(one["what"] == "link_sent" and one["at"] > message.at for one in asked.events):
        return None
    return Wanted(message.beneficiary, message.errand, asked.until)


def _demand(errand: str, tools: Tools) -> SigningRequest | None:
    document, signatory = split_errand(errand)
    number, _, name = document.partition("_")
    try:
        running = running_request(engagement_numbered(number, tools)[name], tools)
    except (NotFound, KeyError):
        return None
    return running if running and running.signatory == (signatory or PERSON) else None
