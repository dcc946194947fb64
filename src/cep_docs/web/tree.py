"""What addresses name: each part of a path is one class here, and shows one thing of content.

Nothing of content is reached that is not named here. Rights are never inherited from above: every
place says by itself who may come near it, and `security` then asks what the rules say of its
thing.
"""

from typing import Any, ClassVar, cast

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet, Thing
from cep_docs.content.attachment import Attachment
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.directory import ProviderList
from cep_docs.content.engagement import Engagement
from cep_docs.content.folder import Node
from cep_docs.content.phrase import Phrase
from cep_docs.content.site import Site
from cep_docs.lifecycle.comparing import NOW
from cep_docs.lifecycle.versions import least_open, thing_of
from cep_docs.web.administration_tree import AccountPlace as AccountPlace
from cep_docs.web.administration_tree import AccountsPlace as AccountsPlace
from cep_docs.web.administration_tree import AdministrationPlace as AdministrationPlace
from cep_docs.web.day_tree import CalendarsPlace, NoticesPlace
from cep_docs.web.own_tree import DemonstrationPlace, OwnLinksPlace, OwnSpacePlace
from cep_docs.web.paper_tree import PaperPlace, ScansPlace
from cep_docs.web.place import BENEFICIARIES as BENEFICIARIES
from cep_docs.web.place import EVERYBODY as EVERYBODY
from cep_docs.web.place import STAFF as STAFF
from cep_docs.web.place import Acl as Acl
from cep_docs.web.place import Place as Place
from cep_docs.web.proof_tree import ProofsPlace
from cep_docs.web.signing_tree import CeremonyPlace, SigningLinksPlace
from cep_docs.web.steering_tree import HousePlace as HousePlace
from cep_docs.web.steering_tree import OrdersPlace as OrdersPlace
from cep_docs.web.steering_tree import SteeringPlace as SteeringPlace
from cep_docs.web.steering_tree import TeamPlace as TeamPlace
from cep_docs.web.steering_tree import TeamsPlace as TeamsPlace

# What the draft is called in addresses.
DRAFT = "brouillon"


class VersionPlace(Place):
    """/…/documents/<nom>/versions/<numéro>"""

    thing: Version

    def __getitem__(self, name: str) -> Place:
        if name == "preuves":
            return ProofsPlace(self.thing, name, self)
        raise KeyError(name)


class DraftPlace(Place):
    """/…/documents/<nom>/versions/brouillon: what is being written, to be read.

    Its right is that of a document nobody froze yet."""

    thing: Any


class ComparisonPlace(Place):
    """/…/documents/<nom>/versions/<une>..<autre>: whoever may read the less open of the two."""

    thing: Any

    def sides(self) -> list[str]:
        return [{DRAFT: NOW}.get(name, name) for name in self.__name__.split("..")]


class VersionsPlace(Place):
    thing: Deliverable

    def __getitem__(self, name: str) -> Place:
        if name == DRAFT:
            return DraftPlace(cast(Node, thing_of(self.thing, NOW)), name, self)
        if name.count("..") == 1:
            pair = ComparisonPlace(self.thing, name, self)
            pair.thing = least_open(self.thing, *pair.sides())
            return pair
        return VersionPlace(self.thing[name], name, self)


class HeadingPlace(Place):
    """/…/documents/<nom>/rubriques/<rubrique>: rights are asked about the document."""

    thing: Deliverable


class HeadingsPlace(Place):
    thing: Deliverable

    def __getitem__(self, name: str) -> Place:
        return HeadingPlace(self.thing, name, self)


class DocumentPlace(Place):
    """/dossiers/<personne>/uo/<numéro>/documents/<nom>"""

    thing: Deliverable

    def __getitem__(self, name: str) -> Place:
        if name == "versions":
            return VersionsPlace(self.thing, name, self)
        if name == "rubriques":
            return HeadingsPlace(self.thing, name, self)
        if name == "papier":
            return PaperPlace(self.thing, name, self)
        raise KeyError(name)


class DocumentsPlace(Place):
    thing: Engagement

    def __getitem__(self, name: str) -> Place:
        return DocumentPlace(self.thing[name], name, self)


class ProviderListPlace(Place):
    """/dossiers/<personne>/uo/<numéro>/organismes/<liste>"""

    thing: ProviderList


class ProviderListsPlace(Place):
    thing: Engagement

    def __getitem__(self, name: str) -> Place:
        for drawn in self.thing.provider_lists:
            if drawn.__name__ == name:
                return ProviderListPlace(drawn, name, self)
        raise KeyError(name)


class PiecePlace(Place):
    """/dossiers/<personne>/pieces/<pièce>"""

    thing: Attachment


class PiecesPlace(Place):
    thing: Beneficiary

    def __getitem__(self, name: str) -> Place:
        folder = self.thing.vault if name in self.thing.vault else self.thing.attachments
        piece: Attachment = folder[name]
        if piece.file is None:
            raise KeyError(name)
        return PiecePlace(piece, name, self)


class UnitPlace(Place):
    """/dossiers/<personne>/uo/<numéro>"""

    thing: Engagement

    def __getitem__(self, name: str) -> Place:
        if name == "documents":
            return DocumentsPlace(self.thing, name, self)
        if name == "organismes":
            return ProviderListsPlace(self.thing, name, self)
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
        if name == "pieces":
            return PiecesPlace(self.thing, name, self)
        raise KeyError(name)


class FilesPlace(Place):
    """/dossiers"""

    thing: Site

    def __getitem__(self, name: str) -> Place:
        return FilePlace(self.thing.beneficiaries[name], name, self)


class ReceptionPlace(Place):
    """Where people are received: rights are asked about the structure of whoever receives."""

    thing: Site

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        known = actor.structure in self.thing.structures
        return Facet(self.thing.structures[actor.structure] if known else self.thing, kind)


class ContactPlace(Place):
    """/nouveau/<contact>: somebody unknown, counted today, who gives her name after all."""

    thing: LocalContact


class WelcomePlace(ReceptionPlace):
    """/nouveau: somebody has just come in."""

    def __getitem__(self, name: str) -> Place:
        return ContactPlace(self.thing.contacts[name], name, self)


class WorkshopPlace(ReceptionPlace):
    """/atelier: several people at once."""


class PhrasePlace(Place):
    """/extraits/<extrait>"""

    thing: Phrase


class PhrasesPlace(ReceptionPlace):
    """/extraits: what the advisers of a place write often."""

    def __getitem__(self, name: str) -> Place:
        for structure in self.thing.structures:
            if name in structure.phrases:
                return PhrasePlace(structure.phrases[name], name, self)
        raise KeyError(name)


class EntrancePlace(Place):
    """/connexion: how one comes in."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site


class VerifyPlace(Place):
    """/verifier: whether a file somebody holds is authentic."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site


class OwnAccountPlace(Place):
    """/compte: how one comes in oneself, and where one is signed in."""

    thing: Site


class RootPlace(Place):
    """/"""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return BELOW[name](self.thing, name, self)


BELOW: dict[str, type[Place]] = {
    "dossiers": FilesPlace,
    "nouveau": WelcomePlace,
    "atelier": WorkshopPlace,
    "extraits": PhrasesPlace,
    "pilotage": SteeringPlace,
    "administration": AdministrationPlace,
    "mon-espace": OwnSpacePlace,
    "acces": OwnLinksPlace,
    "signer": SigningLinksPlace,
    "signature": CeremonyPlace,
    "demonstration": DemonstrationPlace,
    "connexion": EntrancePlace,
    "verifier": VerifyPlace,
    "compte": OwnAccountPlace,
    "avis": NoticesPlace,
    "agenda": CalendarsPlace,
    "numerisation": ScansPlace,
}


def root_of(request: Any) -> Place:
    """The tree of one request, in its transaction; without one, only the root."""
    return RootPlace(request.tools.site if request.tools else Node(), "", None)
