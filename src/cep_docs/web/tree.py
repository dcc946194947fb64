"""What addresses name: each part of a path is one class here, and shows one thing of content.

Nothing of content is reached that is not named here. Rights are never inherited from above: every
place says by itself who may come near it, and `security` then asks what the rules say of its
thing.
"""

from typing import Any, ClassVar

from pyramid.authorization import ALL_PERMISSIONS, DENY_ALL, Allow, Everyone

from cep_docs.access.kinds import Facet, Thing
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.engagement import Engagement
from cep_docs.content.folder import Node
from cep_docs.content.site import Site

Acl = list[Any]
STAFF: Acl = [(Allow, "staff", ALL_PERMISSIONS), DENY_ALL]
BENEFICIARIES: Acl = [(Allow, "beneficiary", ALL_PERMISSIONS), DENY_ALL]
EVERYBODY: Acl = [(Allow, Everyone, ALL_PERMISSIONS), DENY_ALL]


class Place:
    """A part of an address. `thing` is what rights are asked about."""

    __acl__: ClassVar[Acl] = STAFF

    def __init__(self, thing: Node, name: str, parent: "Place | None") -> None:
        self.thing = thing
        self.__name__ = name
        self.__parent__ = parent

    def facet(self, kind: str) -> Thing:
        return Facet(self.thing, kind)

    def __getitem__(self, name: str) -> "Place":
        raise KeyError(name)


class VersionPlace(Place):
    """/…/documents/<nom>/versions/<numéro>"""

    thing: Version


class VersionsPlace(Place):
    thing: Deliverable

    def __getitem__(self, name: str) -> Place:
        return VersionPlace(self.thing[name], name, self)


class DocumentPlace(Place):
    """/dossiers/<personne>/uo/<numéro>/documents/<nom>"""

    thing: Deliverable

    def __getitem__(self, name: str) -> Place:
        if name == "versions":
            return VersionsPlace(self.thing, name, self)
        raise KeyError(name)


class DocumentsPlace(Place):
    thing: Engagement

    def __getitem__(self, name: str) -> Place:
        return DocumentPlace(self.thing[name], name, self)


class UnitPlace(Place):
    """/dossiers/<personne>/uo/<numéro>"""

    thing: Engagement

    def __getitem__(self, name: str) -> Place:
        if name == "documents":
            return DocumentsPlace(self.thing, name, self)
        raise KeyError(name)


class UnitsPlace(Place):
    thing: Beneficiary

    def __getitem__(self, name: str) -> Place:
        for course in self.thing:
            if name in course:
                return UnitPlace(course[name], name, self)
        raise KeyError(name)


class FilePlace(Place):
    """/dossiers/<personne>: everything about one person."""

    thing: Beneficiary

    def __getitem__(self, name: str) -> Place:
        if name == "uo":
            return UnitsPlace(self.thing, name, self)
        raise KeyError(name)


class FilesPlace(Place):
    """/dossiers"""

    thing: Site

    def __getitem__(self, name: str) -> Place:
        return FilePlace(self.thing.beneficiaries[name], name, self)


class SteeringPlace(Place):
    """/pilotage: what a manager looks after."""

    thing: Site


class AdministrationPlace(Place):
    """/administration: accounts, places, orders, rules; no content of files."""

    thing: Site


class OwnSpacePlace(Place):
    """/mon-espace: the file of the person herself."""

    __acl__: ClassVar[Acl] = BENEFICIARIES
    thing: Site


class EntrancePlace(Place):
    """/connexion: how one comes in."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site


class RootPlace(Place):
    """/"""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return BELOW[name](self.thing, name, self)


BELOW: dict[str, type[Place]] = {
    "dossiers": FilesPlace,
    "pilotage": SteeringPlace,
    "administration": AdministrationPlace,
    "mon-espace": OwnSpacePlace,
    "connexion": EntrancePlace,
}


def root_of(request: Any) -> Place:
    """The tree of one request, in its transaction; without one, only the root."""
    return RootPlace(request.tools.site if request.tools else Node(), "", None)
