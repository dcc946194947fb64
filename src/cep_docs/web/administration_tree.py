"""The addresses of the technical house: /administration, the accounts; no content of files."""

from collections.abc import Mapping

from cep_docs.content.account import Account
from cep_docs.content.operator import Organisation, Structure
from cep_docs.content.site import Site
from cep_docs.web.place import Place


class AccountPlace(Place):
    """/administration/comptes/<identifiant>"""

    hidden = True
    thing: Account


class AccountsPlace(Place):
    """/administration/comptes"""

    hidden = True
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return AccountPlace(self.thing.accounts[name], name, self)


class StructurePlace(Place):
    """/administration/implantations/<code>"""

    hidden = True
    thing: Structure


class StructuresPlace(Place):
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return StructurePlace(self.thing.structures[name], name, self)


class OrganisationPlace(Place):
    """/administration/membres/<siren>"""

    hidden = True
    thing: Organisation


class OrganisationsPlace(Place):
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return OrganisationPlace(self.thing.organisations[name], name, self)


class AdministrationPlace(Place):
    """/administration: accounts, places, rules."""

    hidden = True
    thing: Site

    def __getitem__(self, name: str) -> Place:
        return BELOW[name](self.thing, name, self)


BELOW: Mapping[str, type[Place]] = {
    "comptes": AccountsPlace,
    "implantations": StructuresPlace,
    "membres": OrganisationsPlace,
}
