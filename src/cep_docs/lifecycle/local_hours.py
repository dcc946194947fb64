"""An instant as the clock of a place tells it: overseas it may be another day (§ 2.2)."""

from datetime import datetime

from cep_docs.lifecycle.tools import Tools


def told_in(structure: str, instant: datetime, tools: Tools) -> datetime:
    """By the clock of that structure; by that of the operator's first lot for none."""
    return instant.astimezone(tools.hour_in(structure).tzinfo)
