"""What kind of thing, in the words of policies/access.yaml, an object is."""

from dataclasses import dataclass
from typing import TypeVar

from cep_docs.content import folder
from cep_docs.content.account import Account
from cep_docs.content.attachment import Attachment, VaultedAttachment
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.directory import DirectoryEdition, ProviderList
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.folder import Node
from cep_docs.content.note import PrivateNote
from cep_docs.content.operator import Operator, Organisation, Structure
from cep_docs.content.order import PurchaseOrder
from cep_docs.content.outbox import Dispatch, Message, Notice
from cep_docs.content.paper import ScanBatch
from cep_docs.content.phrase import Phrase
from cep_docs.content.representative import Representative
from cep_docs.content.session import CollectiveSession
from cep_docs.content.site import Site

N = TypeVar("N", bound=Node)

KINDS = {
    Account: "account",
    Attachment: "attachment",
    Beneficiary: "person",
    CollectiveSession: "session",
    Course: "file",
    DirectoryEdition: "directory",
    Dispatch: "outbox",
    Engagement: "file",
    LocalContact: "contact",
    Message: "outbox",
    Notice: "outbox",
    Operator: "structure",
    Organisation: "structure",
    Phrase: "phrase",
    PrivateNote: "note",
    ProviderList: "file",
    PurchaseOrder: "order",
    Representative: "person",
    ScanBatch: "paper",
    Site: "structure",
    Structure: "structure",
    VaultedAttachment: "vault",
}
PLANS = ("action_plan", "competence_summary")


@dataclass(frozen=True, slots=True)
class Facet:
    """A thing without an object of its own, seen from the object that holds it, or will hold it.

    `Facet(beneficiary, "nir")`, her `"file"` as a whole; `Facet(structure, "person")`, somebody
    to be received there; `Facet(deliverable, "proof")`; `Facet(site, "rules")`.
    """

    owner: Node
    kind: str


Thing = Node | Facet


def kind_of(thing: Thing) -> str:
    if isinstance(thing, Facet):
        return thing.kind
    if isinstance(thing, Version | Deliverable):
        deliverable = above(thing, Deliverable)
        return "plan" if deliverable is not None and deliverable.kind in PLANS else "deliverable"
    if type(thing) in KINDS:
        return KINDS[type(thing)]
    raise LookupError(f"{type(thing).__name__} has no rights of its own: ask about what holds it")


def above(thing: Thing, cls: type[N]) -> N | None:
    """The thing itself, or the nearest one above it, of that class."""
    return folder.above(thing.owner if isinstance(thing, Facet) else thing, cls)
