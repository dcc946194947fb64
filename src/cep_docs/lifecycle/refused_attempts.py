"""Somebody of the house who tries to take the place of the person who signs: he is refused, and
her journal says so (R-069)."""

from cep_docs.access.actor import CLOCKWORK, Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

# What he tried: her link with his account, her code on his device, her code to a contact of ours.
WITH_HER_LINK, ON_HIS_DEVICE, TO_OUR_CONTACT = ATTEMPTS = (
    "refuse_link_to_staff",
    "refuse_code_on_staff_device",
    "refuse_code_to_staff_contact",
)


def note_attempt(what: str, deliverable: Deliverable, actor: Actor, tools: Tools) -> None:
    """No right of his: the house keeps watch by itself."""
    right = require(tools, CLOCKWORK, "settle", deliverable)
    details: Details = {"deliverable": deliverable.kind}
    record(engagement_of(deliverable), what, actor, right, tools, details)
