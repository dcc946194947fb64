"""The addresses of those who steer: /pilotage, a team, the whole house, the purchase orders."""

from typing import ClassVar

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet, Thing
from cep_docs.content.operator import Structure
from cep_docs.content.site import Site
from cep_docs.web.place import Place


class TeamPlace(Place):
    """/pilotage/equipes/<lieu>: the people who work in one place, and their files."""

    hidden = True
    thing: Structure


class TeamsPlace(Place):
    hidden = True
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return TeamPlace(self.thing.structures[name], name, self)


class HousePlace(Place):
    """/pilotage/ensemble: all places together."""

    hidden = True
    thing: Site


class OrdersPlace(Place):
    """/pilotage/commandes"""

    hidden = True
    thing: Site


class SteeringPlace(Place):
    """/pilotage: to each what he steers, his own place when he works in one."""

    hidden = True
    thing: Site
    parts: ClassVar[dict[str, type[Place]]] = {
        "equipes": TeamsPlace,
        "ensemble": HousePlace,
        "commandes": OrdersPlace,
    }

    def seen_by(self, actor: Actor, kind: str) -> Thing:
        return Facet(self.thing.structures.get(actor.structure) or self.thing, kind)

    def __getitem__(self, name: str) -> Place:
        return self.parts[name](self.thing, name, self)
