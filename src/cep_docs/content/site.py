"""The root of the tree, and the way up from any object to its beneficiary."""

from datetime import date
from typing import Any, TypeVar

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.directory import DirectoryEdition
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.folder import Folder, LargeFolder, Node, above
from cep_docs.content.operator import Operator, Organisation, Structure
from cep_docs.content.order import PurchaseOrder
from cep_docs.content.outbox import Dispatch, Message, Notice, Post
from cep_docs.content.paper import ScanBatch
from cep_docs.content.session import CollectiveSession
from cep_docs.journal import Journal, Seals

N = TypeVar("N", bound=Node)


FOLDERS = (
    "organisations",
    "structures",
    "accounts",
    "orders",
    "sessions",
    "beneficiaries",
    "contacts",
    "outbox",
)


class Site(Node):
    """Everything one operator keeps.

    `demo_day` is set at the birth of a demonstration, and of nothing else: for those who look at
    it, time stands still at that day. `directories` has every edition ever imported (R-082).
    """

    demo_day: date | None = None
    to_index: Any = None  # what the index of words has still to take in, kept by storage.changes
    directories: tuple[DirectoryEdition, ...] = ()
    # Made with the first one: sites of long ago have no attribute.
    _messages: LargeFolder[Message] | None = None
    _dispatches: LargeFolder[Dispatch] | None = None
    _scans: LargeFolder[ScanBatch] | None = None
    _post: Post | None = None

    def __init__(self, operator_code: str) -> None:
        self.operator = Operator(operator_code)
        self.organisations: Folder[Organisation] = self._own("organisations", Folder())
        self.structures: Folder[Structure] = self._own("structures", Folder())
        self.accounts: Folder[Account] = self._own("accounts", Folder())
        self.orders: Folder[PurchaseOrder] = self._own("orders", Folder())
        self.sessions: LargeFolder[CollectiveSession] = self._own("sessions", LargeFolder())
        self.beneficiaries: LargeFolder[Beneficiary] = self._own("beneficiaries", LargeFolder())
        self.contacts: LargeFolder[LocalContact] = self._own("contacts", LargeFolder())
        self.outbox: LargeFolder[Notice] = self._own("outbox", LargeFolder())
        self.catalog: Any = None  # the indexes, kept by storage.catalog
        self.journal = Journal("operator")
        self.seals = Seals()

    @property
    def messages(self) -> LargeFolder[Message]:
        """What waits to leave for the people advised."""
        if self._messages is None:
            self._messages = self._own("messages", LargeFolder())
        return self._messages

    @property
    def post(self) -> Post:
        """Which of them wait, and which did not arrive."""
        if self._post is None:
            self._post = Post()
        return self._post

    @property
    def dispatches(self) -> LargeFolder[Dispatch]:
        """Signed documents that wait for the next lot to France compétences."""
        if self._dispatches is None:
            self._dispatches = self._own("dispatches", LargeFolder())
        return self._dispatches

    @property
    def scans(self) -> LargeFolder[ScanBatch]:
        """Batches of pages that came back from a scanner (R-072)."""
        if self._scans is None:
            self._scans = self._own("scans", LargeFolder())
        return self._scans

    def _own(self, name: str, child: N) -> N:
        child.__name__, child.__parent__ = name, self
        return child

    def __getitem__(self, name: str) -> Node:
        if name not in FOLDERS:
            raise KeyError(name)
        child: Node = getattr(self, name)
        return child


def beneficiary_of(node: Node) -> Beneficiary:
    """The beneficiary above an object; every confidential object has exactly one."""
    return _owner(node, Beneficiary)


def course_of(node: Node) -> Course:
    """The course above an engagement or a deliverable."""
    return _owner(node, Course)


def engagement_of(node: Node) -> Engagement:
    """The engagement above a deliverable."""
    return _owner(node, Engagement)


def errand_of(document: Node, signatory: str = "") -> str:
    """What a link to sign this document is for: the number of its unit, and its name; and by
    whom, when it is not the person herself."""
    document_only = f"{engagement_of(document).number}_{document.__name__}"
    return f"{document_only}/{signatory}" if signatory else document_only


def split_errand(errand: str) -> tuple[str, str]:
    """The document of an errand, and who signs it: nothing when it is the person herself."""
    document, _, signatory = errand.partition("/")
    return document, signatory


def _owner(node: Node, cls: type[N]) -> N:
    found = above(node, cls)
    if found is None:
        raise LookupError(f"{type(node).__name__} belongs to no {cls.__name__.lower()}")
    return found
