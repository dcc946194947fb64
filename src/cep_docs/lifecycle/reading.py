"""Opening a file: found by its number, allowed, and written down."""

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.content.engagement import Engagement
from cep_docs.errors import NotFound
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.file_number import FileNumber


def open_file(number: str, actor: Actor, tools: Tools) -> Engagement:
    """The unit of that number, as one reads it: every reading is journaled (R-122).

    A number that does not exist, one that is not well formed and one that is not for this actor
    get the same answer, after the same work (I12).
    """
    engagement = engagement_numbered(number, tools)
    right = decide(tools, actor, "view", engagement)
    if not right.allowed:
        raise NotFound(NOT_FOUND)
    record(engagement, "view", actor, right, tools)
    return engagement


def engagement_numbered(number: str, tools: Tools) -> Engagement:
    """The unit of that number, for a step that asks for its own right before it says anything."""
    codes = {
        code for agreement in tools.rules.agreements.values() for code in agreement.file_codes
    }
    try:
        wanted = str(FileNumber.read(number, codes))
    except ValueError:
        wanted = ""
    found = tools.catalog.locate(wanted)
    if found is None:
        raise NotFound(NOT_FOUND)
    person, course = found
    return tools.site.beneficiaries[person][course][wanted]
