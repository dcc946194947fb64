"""The addresses of paper: /…/documents/<nom>/papier, /numerisation and its batches of pages."""

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet, Thing
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.paper import ScanBatch
from cep_docs.content.site import Site
from cep_docs.web.place import Place


class PaperPlace(Place):
    """/dossiers/<personne>/uo/<numéro>/documents/<nom>/papier"""

    thing: Deliverable


class BatchPlace(Place):
    """/numerisation/<lot>: one that somebody may not know of is one that does not exist."""

    hidden = True
    thing: ScanBatch


class ScansPlace(Place):
    """/numerisation: rights are asked about the place where one works."""

    thing: Site

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        known = actor.structure in self.thing.structures
        return Facet(self.thing.structures[actor.structure] if known else self.thing, kind)

    def __getitem__(self, name: str) -> Place:
        return BatchPlace(self.thing.scans[name], name, self)
