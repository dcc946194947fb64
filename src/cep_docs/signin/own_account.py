"""What somebody does with his own account: factors taken away, habits."""

from cep_docs.errors import NotPossible
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.events import happened
from cep_docs.signin.invitations import own_credentials

LAST_FACTOR = (
    "C'est votre seul second facteur : sans lui, vous ne pourriez plus entrer. Rien n'a été "
    "modifié. En ajouter d'abord un autre."
)
GONE = "Ce second facteur n'existe plus. Rien n'a été modifié."


def remove_totp(login: str, tools: Tools) -> None:
    """The codes for a bad day go with it, unless a passkey remains for which they stand in."""
    account = tools.site.accounts[login]
    own = own_credentials(account)
    if not own.totp:
        raise NotPossible(GONE)
    if not own.passkeys:
        raise NotPossible(LAST_FACTOR)
    own.totp = ""
    happened("remove_factor", account, tools, {"factor": "totp"})


def remove_passkey(login: str, identifier: str, tools: Tools) -> None:
    account = tools.site.accounts[login]
    own = own_credentials(account)
    rest = tuple(key for key in own.passkeys if key["id"] != identifier)
    if rest == own.passkeys:
        raise NotPossible(GONE)
    if not rest and not own.totp:
        raise NotPossible(LAST_FACTOR)
    own.passkeys = rest
    happened("remove_factor", account, tools, {"factor": "passkey"})


def show_names_in_titles(login: str, shown: bool, tools: Tools) -> None:
    """R-124: whether the titles of tabs, which stand on shared screens, may name people."""
    tools.site.accounts[login].personal_titles = shown
