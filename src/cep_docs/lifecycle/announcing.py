"""Messages for the people advised, put in the outbox in the transaction of what they tell.

Nothing is sent here: see `sending`. A message that tells of something that was refused is refused
with it (decision 0020).
"""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.outbox import Message
from cep_docs.content.representative import Representative
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.discretion import Message as Said
from cep_docs.definitions.mentions import MEDIATOR, MEDIATOR_CONTACT, filled
from cep_docs.errors import NotFound
from cep_docs.lifecycle.discretion import looks_like_work
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.signatories import last_digits as last_digits
from cep_docs.lifecycle.tasks import tell_about, tell_once
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.contacts import masked_email, parse_email, parse_phone

# Somebody who is written to: she herself, or who signs with her.
Reader = Beneficiary | Representative

EMAIL, SMS = "email", "sms"
CODE, COPY = "code", "signed_copy"
# The consent to be written to at an address that may be that of her work.
WORKPLACE = "workplace_address"
# After a day nobody tries any more, and the adviser is told; a code is over before.
TRIED_FOR = timedelta(days=1)
TRIED_FOR_ONLY = {CODE: timedelta(minutes=10)}
NOTICES = {COPY: "copy_on_paper"}
NOT_ARRIVED = "message_failed"


def announce_copy(person: Beneficiary, deliverable: Deliverable, tools: Tools) -> Message | None:
    """Her copy is in her own space; the link to it is drawn when it is sent, and the document
    never leaves by mail. Who cannot be written to has it on paper: her adviser is told (R-056)."""
    unit = engagement_of(deliverable)
    if can_be_written_to(person, tools):
        return put_in_outbox(person, COPY, EMAIL, {}, tools, unit)
    tell_about(unit, "adviser", NOTICES[COPY], tools)
    return None


def copy_goes_to(person: Beneficiary, tools: Tools) -> str:
    """The address where her copy is announced, masked; nothing when she has it on paper."""
    return masked_email(contact_of(person, EMAIL)) if can_be_written_to(person, tools) else ""


def can_be_written_to(person: Beneficiary, tools: Tools) -> bool:
    """By mail, with a code by SMS: at an address that is hers, and did not refuse anything."""
    if any(not contact_of(person, way) or is_doubtful(person, way) for way in (EMAIL, SMS)):
        return False
    email = contact_of(person, EMAIL)
    if is_of_staff(email, contact_of(person, SMS), tools):
        return False
    agreed = person.consents_to(WORKPLACE, tools.now().date())
    return agreed or not looks_like_work(email, "", tools)


def put_in_outbox(
    reader: Reader,
    about: str,
    channel: str,
    slots: Mapping[str, str],
    tools: Tools,
    unit: Engagement | None = None,
) -> Message:
    """What the policy says, with a subject that tells nothing. Secrets are written into it in a
    demonstration only, where nothing is ever sent."""
    person = beneficiary_of(reader)
    unit = unit or _last_unit(person)
    now = tools.now()
    said = tools.rules.discretion.messages[about]
    message = Message(person.identifier, about, channel, now)
    message.subject = said.subject
    message.text = _text(said, channel, unit, tools)
    message.key = tools.new_id()
    message.to = reader.__name__ if isinstance(reader, Representative) else ""
    message.mark = contact_mark(reader, channel)
    message.thing = unit.number if unit else ""
    message.until = now + TRIED_FOR_ONLY.get(about, TRIED_FOR)
    (number,) = tools.numbers.take([("message", None)])
    tools.site.messages.add(f"{number:010}", message)
    if tools.site.demo_day is not None:
        message.text = with_slots(message.text, slots)
        return message
    if slots and tools.secrets is not None:
        message.secret = tools.secrets.keep(slots, now, message.until)
    tools.site.post.waiting[message.__name__] = now
    return message


def tell_not_arrived(message: Message, tools: Tools) -> None:
    """Her adviser has it among his tasks, once for each matter (R-056)."""
    try:
        unit = engagement_numbered(message.thing, tools)
    except NotFound:
        return
    tell_once(unit, "adviser", NOTICES.get(message.about, NOT_ARRIVED), tools)


def with_slots(text: str, slots: Mapping[str, str]) -> str:
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def is_of_staff(email: str, phone: str, tools: Tools) -> bool:
    """Nobody who works here receives what is for her (SIG-10)."""

    def same(account: Account) -> bool:
        number = last_digits(account.phone)
        mail = bool(email) and account.email.lower() == email.lower()
        return mail or (bool(number) and number == last_digits(phone))

    return any(map(same, tools.site.accounts))


def reader_of(message: Message, tools: Tools) -> Reader | None:
    """Whom it is for, while there is somebody."""
    person = tools.site.beneficiaries.get(message.beneficiary)
    return person.representative if person is not None and message.to else person


def contact_of(reader: Reader, channel: str) -> str:
    """As couriers need it; nothing when there is none of the right form."""
    try:
        if channel == EMAIL:
            return parse_email(reader.sheet.get("email", ""))
        return parse_phone(reader.sheet.get("phone", ""))
    except ValueError:
        return ""


def contact_mark(reader: Reader, channel: str) -> str:
    """Tells whether her address is still the same, without repeating it."""
    said = f"{beneficiary_of(reader).identifier} {channel} {contact_of(reader, channel)}"
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def is_doubtful(reader: Reader, channel: str) -> bool:
    """Something did not arrive there; a corrected address is a new one."""
    return contact_mark(reader, channel) in beneficiary_of(reader).doubtful_contacts


def _text(said: Said, channel: str, unit: Engagement | None, tools: Tools) -> str:
    """A mail ends with the mention of the mediator, whatever its text (R-058, I10); an SMS leads
    to a page that bears it."""
    if channel == SMS:
        return (said.sms or said.text).strip()
    mention = _agreement(unit, tools).mentions[MEDIATOR]
    told = filled(mention.text, {MEDIATOR_CONTACT: mention.contact})
    return f"{said.text.strip()}\n\n{told}\n"


def _agreement(unit: Engagement | None, tools: Tools) -> Agreement:
    return tools.agreement_of(unit) if unit else next(iter(tools.rules.agreements.values()))


def _last_unit(person: Beneficiary) -> Engagement | None:
    units = person.engagements()
    return units[-1] if units else None
