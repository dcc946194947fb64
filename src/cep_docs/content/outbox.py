"""What waits to leave the house, or to be read by somebody in it."""

from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

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

    It names nobody: her address is in her sheet, and `mark` tells whether it is still the one
    that was meant. No secret is kept here either: the link or the code stands as `{link}` or
    `{code}`, and `secret` is the key by which the sender finds it. In a demonstration nobody
    sends, and they are shown. `key` is the same each time it is tried; `thing` the number of the
    unit it is about; `held_until` the time that whoever sends it now, `held_by`, has for it.
    `to` says that it is for her representative, and not for her; `errand` what its link leads to,
    when that is drawn as it leaves and is not her own space.
    """

    to: str = ""
    errand: str = ""
    key: str = ""
    mark: str = ""
    secret: str = ""
    thing: str = ""
    until: datetime | None = None
    tries: int = 0
    next_at: datetime | None = None
    held_by: str = ""
    held_until: datetime | None = None
    failed_at: datetime | None = None
    bounced_at: datetime | None = None
    trouble: str = ""

    def __init__(self, beneficiary: str, about: str, channel: str, at: datetime) -> None:
        self.beneficiary = beneficiary
        self.about = about
        self.channel = channel
        self.at = at
        self.subject = ""
        self.text = ""
        self.sent_at: datetime | None = None


class Post(Persistent):  # type: ignore[misc]
    """The names of the messages that wait to be sent, and of those that did not arrive."""

    def __init__(self) -> None:
        self.waiting: Any = OOBTree()
        self.failed: Any = OOBTree()


class Dispatch(Node):
    """A signed document that waits for the next daily lot to France compétences (R-057)."""

    def __init__(self, number: str, kind: str, sha256: str, at: datetime) -> None:
        self.number = number
        self.kind = kind
        self.sha256 = sha256
        self.at = at
        self.sent_at: datetime | None = None
