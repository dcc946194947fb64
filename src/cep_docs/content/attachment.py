"""Attachments (pièces jointes): documents that came from outside, some of them in a vault."""

from dataclasses import dataclass
from datetime import datetime

from cep_docs.content.folder import Node
from cep_docs.content.stored_file import StoredFile

# The subject of the consent that opens the vault, and the scope without which nothing is kept.
ASSESSMENT = "skills_assessment"
KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Origin:
    """The file as it came: its digest and size, and what was taken out of it, in French."""

    sha256: str
    size: int
    removed: tuple[str, ...]
    pages: int


class Attachment(Node):
    """A piece of a person's file, of a kind of policies/attachments.yaml.

    `about` is the number of the unit it was added for, if it was for one. `file` is what may be
    read; the original is kept only when nothing had to be taken out of it, its digest always.
    What is set aside stays, with the motive; its last word counts.
    """

    def __init__(
        self, kind: str, title: str, about: str, file: StoredFile, origin: Origin
    ) -> None:
        self.kind = kind
        self.title = title
        self.about = about
        self.file: StoredFile | None = file
        self.original_sha256 = origin.sha256
        self.original_size = origin.size
        self.removed = origin.removed
        self.pages = origin.pages
        self.set_aside_because = ""
        self.erased_at: datetime | None = None


class VaultedAttachment(Attachment):
    """The synthesis of a skills assessment: kept as long as the person agrees (R-087)."""

    def erase(self, at: datetime) -> None:
        """Let go of the copy; its bytes are gone when the database is packed."""
        self.file, self.title, self.erased_at = None, "", at
