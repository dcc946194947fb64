"""Instants as pages tell them: by the clock of the place; overseas it is another one (§ 2.2)."""

from datetime import datetime
from typing import Any

from cep_docs.lifecycle.local_hours import told_in


def local(request: Any, instant: datetime, structure: str = "") -> datetime:
    """By the clock of that structure, that of a file; else of the one where the visitor works, or
    is followed."""
    visitor = request.identity
    own = visitor.actor.structure if visitor is not None else ""
    return told_in(structure or own, instant, request.tools)
