"""What waits to leave the house, or to be read by somebody in it."""

from datetime import datetime

from cep_docs.content.folder import Node


class Notice(Node):
    """Something a role in a structure should know about; it names no person (R-124)."""

    def __init__(self, role: str, about: str, thing: str, structure: str, at: datetime) -> None:
        self.role = role
        self.about = about
        self.thing = thing
        self.structure = structure
        self.at = at
        self.done_at: datetime | None = None
