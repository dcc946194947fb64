"""The addresses of the person herself: /mon-espace, all of it hers, and /acces, which lets her in.

No identifier of hers stands in them: what a right is asked about is found in the file of whoever
asks, so that nothing of somebody else's can even be named.
"""

from typing import ClassVar

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.access.kinds import Facet, Thing
from cep_docs.content.attachment import Attachment
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.site import Site
from cep_docs.errors import NotFound
from cep_docs.lifecycle.own_space import own_deliverable, own_piece, own_version
from cep_docs.web.place import BENEFICIARIES, EVERYBODY, Acl, Place


class Hers:
    """What every part of her own space is. `thing` is the site: who asks says whose file it is."""

    __acl__: ClassVar[Acl] = BENEFICIARIES
    thing: Site

    def herself(self, actor: Actor) -> Beneficiary:
        if actor.beneficiary not in self.thing.beneficiaries:
            raise NotFound(NOT_FOUND)
        return self.thing.beneficiaries[actor.beneficiary]

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        person = self.herself(actor)
        return Facet(person, kind) if kind else person


class OwnVersionPlace(Hers, Place):
    """/mon-espace/documents/<numéro>_<nom>_v<version>"""

    @property
    def parts(self) -> tuple[str, str, str]:
        """The number of the unit, the name of the document, the version."""
        rest, _, version = self.__name__.rpartition("_v")
        number, _, name = rest.partition("_")
        return number, name, version

    def version(self, actor: Actor) -> Version:
        return own_version(self.herself(actor), *self.parts)

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        version = self.version(actor)
        return Facet(version, kind) if kind else version


class OwnVersionsPlace(Hers, Place):
    def __getitem__(self, name: str) -> Place:
        return OwnVersionPlace(self.thing, name, self)


class OwnDraftPlace(Hers, Place):
    """/mon-espace/a-completer/<numéro>_<nom>: the headings she was invited to fill in."""

    def deliverable(self, actor: Actor) -> Deliverable:
        unit, _, name = self.__name__.partition("_")
        return own_deliverable(self.herself(actor), unit, name)

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        return self.deliverable(actor)


class OwnDraftsPlace(Hers, Place):
    def __getitem__(self, name: str) -> Place:
        return OwnDraftPlace(self.thing, name, self)


class OwnPiecePlace(Hers, Place):
    """/mon-espace/pieces/<pièce>"""

    def piece(self, actor: Actor) -> Attachment:
        return own_piece(self.herself(actor), self.__name__)

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        return self.piece(actor)


class OwnPiecesPlace(Hers, Place):
    def __getitem__(self, name: str) -> Place:
        return OwnPiecePlace(self.thing, name, self)


class OwnSpacePlace(Hers, Place):
    """/mon-espace: the file of the person herself."""

    def __getitem__(self, name: str) -> Place:
        return OWN_BELOW[name](self.thing, name, self)


OWN_BELOW: dict[str, type[Place]] = {
    "documents": OwnVersionsPlace,
    "a-completer": OwnDraftsPlace,
    "pieces": OwnPiecesPlace,
}


class OwnLinkPlace(Place):
    """/acces/<lien>: a link she received. Looking at it changes nothing."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site


class OwnLinksPlace(Place):
    """/acces"""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return OwnLinkPlace(self.thing, name, self)


class DemonstrationPlace(Place):
    """/demonstration: what a demonstration alone has to show."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site
