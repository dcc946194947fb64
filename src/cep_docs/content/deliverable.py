"""Deliverables (livrables) and their versions."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from cep_docs.content.facts import Signature
from cep_docs.content.folder import Folder, Node
from cep_docs.content.stored_file import StoredFile

Content = Mapping[str, object]


class Version(Node):
    """A numbered text that never changes again; only signatures and files are added to it."""

    def __init__(self, content: Content, edition: str, author: str, frozen_at: datetime) -> None:
        self.content = dict(content)
        self.edition = edition
        self.author = author
        self.frozen_at = frozen_at
        self.digest = digest_of(content, edition)
        self.signatures: dict[str, Signature] = {}
        self.withdrawn_because = ""
        self.files: dict[str, StoredFile] = {}

    @property
    def valid_signatures(self) -> Mapping[str, Signature]:
        """Signatures stay on a withdrawn version, as evidence, but no longer count."""
        return {} if self.withdrawn_because else self.signatures

    def add_signature(self, signatory: str, signature: Signature) -> None:
        if signatory in self.signatures:
            raise KeyError(f"{signatory} already signed")
        self.signatures = {**self.signatures, signatory: signature}


class Deliverable(Folder[Version]):
    """A document in the making: one draft, and the versions that were frozen out of it."""

    def __init__(self, kind: str, state: str) -> None:
        super().__init__()
        self.kind = kind
        self.state = state
        self.draft: dict[str, object] = {}

    @property
    def current(self) -> Version | None:
        """The latest version."""
        return self[str(len(self))] if len(self) else None

    def freeze(self, edition: str, author: str, now: datetime) -> Version:
        return self.add(str(len(self) + 1), Version(self.draft, edition, author, now))


def digest_of(content: Content, edition: str) -> str:
    """The digest of what was written, and of the form it was written in."""
    text = json.dumps([edition, dict(content)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
