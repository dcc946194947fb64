"""Whom a certificate names, and whether that is whom a document says (R-076)."""

import re
import unicodedata
from collections.abc import Iterator

from asn1crypto import x509

_WORD = re.compile(r"[^\W_]+")


def is_named(certificate: x509.Certificate, name: str) -> bool:
    """Whether every word of the name is in a name of the certificate: whatever their order, their
    accents, capitals, and other given names. Nobody is named by nothing."""
    wanted = _words(name)
    return bool(wanted) and any(wanted <= _words(one) for one in _names(certificate.subject))


def _names(subject: x509.Name) -> Iterator[str]:
    said = subject.native
    yield _text(said.get("common_name", ""))
    yield _text(said.get("organization_name", ""))
    yield f"{_text(said.get('given_name', ''))} {_text(said.get('surname', ''))}"


def _text(said: str | list[str]) -> str:
    return said if isinstance(said, str) else " ".join(said)


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(_WORD.findall(bare))
