"""Deliverables (livrables) and their versions."""

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from types import MappingProxyType
from typing import Any

from BTrees.OOBTree import OOBTree

from cep_docs.content.comment import Comment
from cep_docs.content.draft import Heading
from cep_docs.content.facts import Asked, Signature
from cep_docs.content.folder import Folder, Node
from cep_docs.content.paper import PaperCopy
from cep_docs.content.signing import SigningEvent, SigningRequest
from cep_docs.content.stored_file import StoredFile
from cep_docs.definitions.form_field import Content, Value


class Version(Node):
    """A numbered text that never changes again; only signatures and files are added to it.

    `because`: why it was written, when it revises one that was in force (R-050). `facts`: what the
    program knew of it then, in the words of templates/facts.yaml. `requests`: who was asked to
    sign it, and what became of that; `paper`: the copies that were printed to be signed by hand;
    `adviser_events`: what happened when the adviser signed.
    """

    because: str = ""
    facts: Mapping[str, str] = MappingProxyType({})
    requests: tuple[SigningRequest, ...] = ()
    adviser_events: tuple[SigningEvent, ...] = ()
    paper: PaperCopy | None = None

    def __init__(self, content: Content, edition: str, author: str, frozen_at: datetime) -> None:
        self.content = deepcopy(dict(content))
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

    @property
    def request(self) -> SigningRequest | None:
        """The one that runs."""
        return next((request for request in self.requests if request.runs), None)

    def add_request(self, request: SigningRequest) -> None:
        if self.request is not None:
            raise KeyError("a request runs already")
        self.requests = (*self.requests, request)

    def add_signature(self, signatory: str, signature: Signature) -> None:
        if signatory in self.signatures:
            raise KeyError(f"{signatory} already signed")
        self.signatures = {**self.signatures, signatory: signature}

    def complete_signatures(self, level: str) -> None:
        """What the newest file proves of those that were made in it; they stay as they were."""
        signed = self.signatures.items()
        self.signatures = {
            name: {**one, "completed": level} if one.get("proven") else one for name, one in signed
        }

    def add_file(self, name: str, file: StoredFile) -> None:
        if name in self.files:
            raise KeyError(f"{name} is written once")
        self.files = {**self.files, name: file}


class Deliverable(Folder[Version]):
    """A document in the making: one draft, heading by heading, and the versions that were frozen
    out of it. `asked` are the headings that the person was invited to fill in (R-062)."""

    asked: tuple[Asked, ...] = ()
    comments: Any = None  # OOBTree of Comment; none before the first one

    def __init__(self, kind: str, state: str) -> None:
        super().__init__()
        self.kind = kind
        self.state = state
        self.headings: Any = None  # OOBTree of Heading; none before the first word

    @property
    def draft(self) -> dict[str, Value]:
        """What is written, without the headings that are blank."""
        written = self.headings.items() if self.headings else ()
        return {name: deepcopy(kept.value) for name, kept in written if kept.value}

    @property
    def current(self) -> Version | None:
        """The latest version."""
        return self[str(len(self))] if len(self) else None

    def heading(self, name: str) -> Heading:
        """The heading as it stands; a new one when nobody wrote there yet."""
        found: Heading | None = self.headings.get(name) if self.headings else None
        return found or Heading()

    def heading_to_write(self, name: str) -> Heading:
        if self.headings is None:
            self.headings = OOBTree()
        if name not in self.headings:
            self.headings[name] = Heading()
        kept: Heading = self.headings[name]
        return kept

    def comment(self, name: str, comment: Comment) -> None:
        """What is said about a document stays beside it, and goes into none of its versions."""
        if self.comments is None:
            self.comments = OOBTree()
        self.comments[name] = comment

    def freeze(self, content: Content, edition: str, author: str, now: datetime) -> Version:
        return self.add(str(len(self) + 1), Version(content, edition, author, now))


def digest_of(content: Content, edition: str) -> str:
    """The digest of what was written, and of the form it was written in."""
    text = json.dumps([edition, dict(content)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
