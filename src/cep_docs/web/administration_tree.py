"""The addresses of the technical house: /administration, the accounts; no content of files."""

from cep_docs.content.account import Account
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


class AdministrationPlace(Place):
    """/administration: accounts, places, rules."""

    hidden = True
    thing: Site

    def __getitem__(self, name: str) -> Place:
        if name == "comptes":
            return AccountsPlace(self.thing, name, self)
        raise KeyError(name)
