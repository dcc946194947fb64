"""What every part of an address is made of: a place, and who may come near it at all."""

from typing import Any, ClassVar

from pyramid.authorization import ALL_PERMISSIONS, DENY_ALL, Allow, Everyone

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet, Thing
from cep_docs.content.folder import Node

Acl = list[Any]
STAFF: Acl = [(Allow, "staff", ALL_PERMISSIONS), DENY_ALL]
BENEFICIARIES: Acl = [(Allow, "beneficiary", ALL_PERMISSIONS), DENY_ALL]
SIGNERS: Acl = [(Allow, "signer", ALL_PERMISSIONS), DENY_ALL]
EVERYBODY: Acl = [(Allow, Everyone, ALL_PERMISSIONS), DENY_ALL]


class Place:
    """A part of an address. `thing` is what rights are asked about.

    `hidden`: what a visitor may not do here does not exist for him, unless all he lacks is to
    give his second factor again.
    """

    __acl__: ClassVar[Acl] = STAFF
    hidden: ClassVar[bool] = False

    def __init__(self, thing: Node, name: str, parent: "Place | None") -> None:
        self.thing = thing
        self.__name__ = name
        self.__parent__ = parent

    def facet(self, kind: str) -> Thing:
        return Facet(self.thing, kind)

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        """What a right is asked about: a facet of the thing, or the thing itself."""
        return self.facet(kind) if kind else self.thing

    def __getitem__(self, name: str) -> "Place":
        raise KeyError(name)
