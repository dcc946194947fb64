"""The first way in: a link that an administrator gives, and that lets choose a password.

Looking at the link changes nothing, since machines open the links of mails; sending the form uses
it up (AUT-07).
"""

import hmac
import secrets
from datetime import datetime, timedelta

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account, Credentials
from cep_docs.content.facts import Invitation
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.events import happened
from cep_docs.signin.passwords import Hashed
from cep_docs.storage.attempts import digest_of

VALID_FOR = timedelta(days=7)
MOST_A_DAY = 5
PATH = "/connexion/invitation/"
OVER = (
    "Ce lien d'invitation n'est plus valable : il a servi, il a plus de sept jours, ou il a été "
    "remplacé. Rien n'a été modifié. Demander un nouveau lien à l'administrateur."
)
TOO_MANY = (
    "Cinq invitations ont déjà été faites pour ce compte depuis hier. Rien n'a été modifié. "
    "Vérifier à qui elles sont parvenues, puis recommencer demain."
)


def invite(
    login: str, actor: Actor, tools: Tools, now: datetime, *, lost_factor: bool = False
) -> str:
    """The path of a new link for this account, to be given to its owner; any earlier one ends.

    `now` is the hour on the wall. The second factors of the account stay, and are asked for after
    the link, unless `lost_factor` says that its owner proved who he is in another way (AUT-11)."""
    if login not in tools.site.accounts:
        raise Invalid({"login": "Ce compte n'existe pas. Vérifier l'identifiant."})
    account = tools.site.accounts[login]
    right = require(tools, actor, "manage", account)
    if account.disabled_on is not None:
        raise NotPossible("Ce compte est désactivé. Rien n'a été modifié.")
    own = own_credentials(account)
    lately = tuple(at for at in own.invited_at if now - at < timedelta(days=1))
    if len(lately) >= MOST_A_DAY:
        raise NotPossible(TOO_MANY)
    token = secrets.token_urlsafe(32)
    own.invited_at = (*lately, now)
    own.invitation = Invitation(
        digest=digest_of(token), until=now + VALID_FOR, by=actor.account, lost_factor=lost_factor
    )
    details: Details = {"thing": f"account {login}", "lost_factor": lost_factor}
    write(tools.site.journal, "invite", actor, right, tools, details)
    return PATH + token


def invited(token: str, tools: Tools, now: datetime) -> Account:
    """Whose link this is, or NotPossible; nothing is changed."""
    digest = digest_of(token)
    for account in tools.site.accounts:
        own = account.credentials
        if own is None or own.invitation is None:
            continue
        right = hmac.compare_digest(own.invitation["digest"], digest)
        if right and now < own.invitation["until"] and account.disabled_on is None:
            return account
    raise NotPossible(OVER)


def accept(token: str, password: Hashed, tools: Tools, now: datetime) -> Account:
    """Use the link up: the account has this password, and its lost factors are forgotten."""
    account = invited(token, tools, now)
    own = own_credentials(account)
    lost = own.invitation is not None and own.invitation["lost_factor"]
    own.password, own.password_since, own.invitation = password.text, now, None
    if lost:
        own.totp, own.recovery, own.passkeys = "", (), ()
    happened("accept_invitation", account, tools, {"lost_factor": lost})
    return account


def own_credentials(account: Account) -> Credentials:
    """Those of the account, to be written in."""
    if account.credentials is None:
        account.credentials = Credentials()
    return account.credentials
