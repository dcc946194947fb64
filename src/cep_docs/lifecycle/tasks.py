"""Telling somebody that something waits for him: entries of the outbox, written in the same
transaction as what they tell; sending them comes with the messages."""

from itertools import islice

from cep_docs.content.engagement import Engagement
from cep_docs.content.outbox import Notice
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.tools import Tools

# Whoever runs the house: told what fails in it, whatever the place.
ADMINISTRATOR, STAMP_MISSING = "administrator", "stamp_missing"
# So many of those that wait are looked at, the last ones first.
ALREADY_TOLD_OF = 200


def tell(move: Move, role: str, about: str) -> None:
    tell_about(move.engagement, role, about, move.tools)


def tell_about(engagement: Engagement, role: str, about: str, tools: Tools) -> None:
    """A notice names a file by its number only: no personal data leaves by this way (R-124)."""
    notice = Notice(role, about, engagement.number, engagement.structure, tools.now())
    tools.catalog.keep_notice(tools.site.outbox.add(tools.new_id(), notice))


def tell_the_house(engagement: Engagement, about: str, tools: Tools) -> None:
    """Something that no adviser can mend, met while this file was worked on."""
    notice = Notice(ADMINISTRATOR, about, engagement.number, "", tools.now())
    tools.catalog.keep_notice(tools.site.outbox.add(tools.new_id(), notice))


def tell_once(engagement: Engagement, role: str, about: str, tools: Tools) -> None:
    """Unless the same waits already to be read."""
    waiting = islice(tools.catalog.notices(role, engagement.structure), ALREADY_TOLD_OF)
    told = (tools.site.outbox[key] for _, key in waiting)
    if not any((one.about, one.thing) == (about, engagement.number) for one in told):
        tell_about(engagement, role, about, tools)
