"""Telling somebody that something waits for him: entries of the outbox, written in the same
transaction as what they tell; sending them comes with the messages."""

from cep_docs.content.engagement import Engagement
from cep_docs.content.outbox import Notice
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.tools import Tools


def tell(move: Move, role: str, about: str) -> None:
    tell_about(move.engagement, role, about, move.tools)


def tell_about(engagement: Engagement, role: str, about: str, tools: Tools) -> None:
    """A notice names a file by its number only: no personal data leaves by this way (R-124)."""
    notice = Notice(role, about, engagement.number, engagement.structure, tools.now())
    tools.catalog.keep_notice(tools.site.outbox.add(tools.new_id(), notice))
