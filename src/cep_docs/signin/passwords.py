"""Passwords: what is kept of them, and which ones are refused (AUT-01, AUT-02)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from cep_docs.errors import Invalid
from cep_docs.signin.common_passwords import COMMON, ROWS
from cep_docs.values.names import folded

SHORTEST, LONGEST = 12, 128
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
TOO_SHORT = f"Choisir au moins {SHORTEST} caractères ; une phrase se retient bien."
TOO_LONG = f"Choisir au plus {LONGEST} caractères."
COMMON_WORD = (
    "Ce mot de passe est trop facile à deviner : il est courant, ou fait d'une suite de touches. "
    "En choisir un autre, par exemple quatre mots sans rapport entre eux."
)
PERSONAL = (
    "Ce mot de passe contient un nom que tout le monde connaît ici (le vôtre, celui du service). "
    "En choisir un autre."
)
DIFFERENT = "Les deux saisies diffèrent. Écrire deux fois le même mot de passe."
# Words of this house, too easily thought of.
CONTEXT = ("cepdocs", "conseil", "evolution", "professionnelle", "france", "competences")
# Beside common words and rows of keys, so many other signs make a password.
LEFT_OVER = 8
SHORTEST_NAME = 4
# The hash of nothing, judged when there is no such account: it takes the same time (AUT-08).
NOBODY = f"$argon2id$v=19$m={19 * 1024},t=2,p=1${'A' * 22}${'A' * 43}"


@dataclass(frozen=True, slots=True)
class Hashed:
    """What is kept of a password."""

    text: str


def hashed(password: str) -> Hashed:
    """Takes a tenth of a second and 19 MiB, on purpose: to be called outside of a transaction."""
    return Hashed(HASHER.hash(_bytes(password)))


def is_right(kept: str, typed: str) -> bool:
    """The same work whether the account exists, has a password, or not."""
    try:
        HASHER.verify(kept or NOBODY, _bytes(typed[: LONGEST * 4]))
    except (Argon2Error, InvalidHashError):
        return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Hashed with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def chosen(password: str, again: str, names: Iterable[str]) -> Hashed:
    """The password, when it may be chosen; `names` are those that anybody would try."""
    if fault := fault_of(password, names):
        raise Invalid({"password": fault})
    if password != again:
        raise Invalid({"again": DIFFERENT})
    return hashed(password)


def fault_of(password: str, names: Iterable[str] = ()) -> str:
    """Why it cannot be chosen, or nothing. No rule says which signs it is made of."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        return TOO_SHORT
    if len(normal) > LONGEST:
        return TOO_LONG
    plain = _letters_and_digits(normal)
    if len(set(normal)) <= 3 or (plain and _easy(plain)):
        return COMMON_WORD
    return PERSONAL if _names_only(plain, names) else ""


def _names_only(plain: str, names: Iterable[str]) -> bool:
    """Little is left of it without the words that anybody here would try."""
    words = [folded(word) for name in names for word in re.split(r"\W+", name)]
    rest = plain
    for word in sorted({*CONTEXT, *words}, key=len, reverse=True):
        if len(word) >= SHORTEST_NAME:
            rest = rest.replace(word, "")
    return rest != plain and len(rest) < LEFT_OVER


def _easy(plain: str) -> bool:
    """One of the common ones, with digits around it or not; one piece repeated; keys in a row."""
    bare = plain.strip("0123456789")
    if {plain, bare} & COMMON or not bare:
        return True
    if re.fullmatch(r"(.{1,6}?)\1+.{0,5}", plain):
        return True
    return len(plain) - max(_longest_walk(plain, row) for row in ROWS) < LEFT_OVER


def _longest_walk(plain: str, row: str) -> int:
    """How many signs in a row are a walk along keys or the alphabet, there or back; not counted
    below six, which a word may well hold."""
    walks = (row * 2, row[::-1] * 2)
    longest, begin = 0, 0
    for end in range(1, len(plain) + 1):
        while begin < end and not any(plain[begin:end] in walk for walk in walks):
            begin += 1
        longest = max(longest, end - begin)
    return longest if longest >= 6 else 0


def _letters_and_digits(text: str) -> str:
    """Without accents, capitals and signs: « Mot-de-Passe » is « motdepasse »."""
    return re.sub(r"[\W_]", "", folded(text))


def _normal(password: str) -> str:
    """The same signs, however the keyboard composed them."""
    return unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    return _normal(password).encode("utf-8", "replace")
