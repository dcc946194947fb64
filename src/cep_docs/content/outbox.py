"""What waits to leave the house, or to be read by somebody in it."""

from datetime import datetime

from cep_docs.content.folder import Node


class Notice(Node):
    """Something a role in a structure should know about; it names no person (R-124)."""

    catalogued: tuple[tuple[str, str, str], ...] = ()

    def __init__(self, role: str, about: str, thing: str, structure: str, at: datetime) -> None:
        self.role = role
        self.about = about
        self.thing = thing
        self.structure = structure
        self.at = at
        self.done_at: datetime | None = None


class Message(Node):
    """Something that leaves for a person by mail or SMS; its subject tells nothing (R-124).

    It names nobody: her address is in her sheet. No secret is kept here either: the link or the
    code stands as `{link}` or `{code}` until somebody sends it. In a demonstration nobody does,
    and they are shown.
    """

    def __init__(self, beneficiary: str, about: str, channel: str, at: datetime) -> None:
        self.beneficiary = beneficiary
        self.about = about
        self.channel = channel
        self.at = at
        self.subject = ""
        self.text = ""
        self.sent_at: datetime | None = None
