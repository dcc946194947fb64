"""The addresses of a signature: /signer, the link that was received, and /signature, the ceremony.

Neither names the person nor the document: the link says what it is for, and so does the visit it
begins, which opens nothing else.
"""

from typing import ClassVar

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.access.kinds import Thing
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import Site
from cep_docs.errors import NotFound
from cep_docs.lifecycle.own_space import own_deliverable
from cep_docs.web.place import EVERYBODY, SIGNERS, Acl, Place

COMES_BACK = "retour"


class SigningLinkPlace(Place):
    """/signer/<lien>: looking at it changes nothing, however often it is done (R-071)."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site


class SigningLinksPlace(Place):
    """/signer; /signer/retour is where a provider of identities sends back to."""

    __acl__: ClassVar[Acl] = EVERYBODY
    thing: Site

    def __getitem__(self, name: str) -> Place:
        if name == COMES_BACK:
            raise KeyError(name)
        return SigningLinkPlace(self.thing, name, self)


class CeremonyPlace(Place):
    """/signature: the one document this visitor was let in to sign."""

    __acl__: ClassVar[Acl] = SIGNERS
    thing: Site

    def deliverable(self, actor: Actor) -> Deliverable:
        if actor.beneficiary not in self.thing.beneficiaries:
            raise NotFound(NOT_FOUND)
        number, _, name = actor.only.partition("_")
        return own_deliverable(self.thing.beneficiaries[actor.beneficiary], number, name)

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        return self.deliverable(actor)
