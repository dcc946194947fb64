"""How to come in where everybody is invented: one password for all, codes drawn from logins."""

import base64
import hashlib
from collections.abc import Iterable, Mapping

import argon2.low_level

from cep_docs.content.account import Account
from cep_docs.definitions.access_policy import Role
from cep_docs.signin.invitations import own_credentials
from cep_docs.signin.passwords import HASHER

MOST_SHOWN = 14
PASSWORD = "tout est invente ici"  # noqa: S105 - no secret: it is printed


def furnish_credentials(accounts: Iterable[Account]) -> None:
    """Equal demonstrations have equal data, so that even the salt is known."""
    text = argon2.low_level.hash_secret(
        PASSWORD.encode(),
        b"cep_docs, salt of demonstrations",
        HASHER.time_cost,
        HASHER.memory_cost,
        HASHER.parallelism,
        HASHER.hash_len,
        HASHER.type,
    ).decode()
    for account in accounts:
        own = own_credentials(account)
        own.password, own.totp = text, totp_secret(account.login)


def how_to_enter(accounts: Iterable[Account], roles: Mapping[str, Role]) -> str:
    """Who there is, and what to type."""
    people = [one for one in accounts if one.disabled_on is None][:MOST_SHOWN]
    widest = max((len(one.login) for one in people), default=0)
    lines = [
        f"  {one.login:{widest}}  {one.full_name}, "
        f"{', '.join(roles[role].label for role in one.roles)}"
        for one in people
    ]
    return (
        "Pour entrer dans les pages : choisir une personne sur la page de connexion, ou taper son "
        f"identifiant\net le mot de passe « {PASSWORD} » ; le code est écrit à l'étape suivante.\n"
        + "\n".join(lines)
    )


def totp_secret(login: str) -> str:
    drawn = hashlib.sha256(f"cep_docs demonstration {login}".encode()).digest()
    return base64.b32encode(drawn[:20]).decode()
