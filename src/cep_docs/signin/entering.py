"""Coming in: the password judged, what is counted and written down around it."""

from datetime import datetime, timedelta

from cep_docs.access.actor import actor_of
from cep_docs.content.account import Account, Credentials
from cep_docs.errors import Invalid
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin import limits
from cep_docs.signin.counter import Counter
from cep_docs.signin.events import happened
from cep_docs.signin.invitations import own_credentials
from cep_docs.signin.passwords import Hashed, chosen, hashed, is_outdated, is_right

WRONG = (
    "L'identifiant ou le mot de passe n'est pas le bon. Vérifier les majuscules, puis "
    "recommencer ; si vous l'avez oublié, demander un nouveau lien à l'administrateur."
)
WRONG_PRESENT = "Ce n'est pas votre mot de passe actuel. Rien n'a été modifié."
LONGEST_LOGIN = 100


def right_password(login: str, password: str, counter: Counter, tools: Tools) -> Account:
    """Whose login and password these are; every refusal is the same one, and takes as long."""
    login = login.strip()[:LONGEST_LOGIN]
    account = tools.site.accounts.get(login) or tools.site.accounts.get(login.lower())
    attempt = counter.enter(limits.of_password(login, counter.address, counter.office), login)
    kept = credentials_of(account).password
    if not is_right(kept, password) or account is None or not is_active(account, tools):
        counter.tell("sign_in_refused", account.login if account else "")
        raise Invalid({"password": WRONG})
    counter.attempts.forgive(attempt)
    if is_outdated(kept):
        again = hashed(password)
        counter.write(lambda tools: _hash_again(account.login, kept, again, tools))
    return account


def new_password(
    account: Account, present: str, wanted: tuple[str, str], counter: Counter, tools: Tools
) -> Hashed:
    """What an account asks for itself: the present password first, then the new one twice."""
    attempt = counter.enter(
        limits.of_password(account.login, counter.address, counter.office), account.login
    )
    if not is_right(credentials_of(account).password, present):
        counter.tell("password_refused", account.login)
        raise Invalid({"present": WRONG_PRESENT})
    counter.attempts.forgive(attempt)
    return chosen(*wanted, names_around(account, tools))


def keep_password(login: str, new: Hashed, tools: Tools, now: datetime) -> None:
    account = tools.site.accounts[login]
    own = own_credentials(account)
    own.password, own.password_since = new.text, now
    happened("change_password", account, tools)


def names_around(account: Account, tools: Tools) -> tuple[str, ...]:
    """What anybody would try first for this account."""
    place = tools.site.structures.get(account.structure)
    town = f"{place.name} {place.town}" if place else ""
    return (account.login, account.full_name, tools.site.operator.name, town)


def is_active(account: Account, tools: Tools) -> bool:
    """By the day of the place where it works."""
    return account.active_on(tools.hour_in(actor_of(account).structure).date())


def credentials_of(account: Account | None) -> Credentials:
    """Those of the account, to be read."""
    return (account.credentials if account else None) or Credentials()


def still_strong(factor_at: datetime | None, now: datetime, lasts: timedelta) -> bool:
    return factor_at is not None and timedelta(0) <= now - factor_at <= lasts


def _hash_again(login: str, kept: str, new: Hashed, tools: Tools) -> None:
    own = own_credentials(tools.site.accounts[login])
    if own.password == kept:
        own.password = new.text
