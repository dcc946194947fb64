"""What may be written in a field of each kind: a value comes in, the form that is stored goes out.

A ValueError says in French what is wrong and how to write it, without repeating what was written.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from cep_docs.values import markup
from cep_docs.values.amounts import parse_amount
from cep_docs.values.companies import parse_siren
from cep_docs.values.contacts import parse_email, parse_phone
from cep_docs.values.dates import parse_day, parse_month
from cep_docs.values.names import clean_name
from cep_docs.values.nir import parse_nir
from cep_docs.values.places import parse_department, parse_postcode

CODES = ("code", "codes")
TEXTS = ("text", "long_text")
COMPUTED = "computed"

HIDDEN_SIGNS = (
    "Ce texte contient un signe invisible, sans doute collé depuis un autre document. "
    "Retapez la phrase, par exemple dans un éditeur simple."
)
_NO_SIGNS = ("\ufffe", "\uffff")  # which no document can hold
_SPACES = re.compile(r"[^\S\n]+")


def same_words(one: str, other: str) -> bool:
    """Whatever the capitals, the spaces and the shape of the apostrophes."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").casefold().split())


def _line(text: str) -> str:
    cleaned = " ".join(_lines(text).split("\n"))
    return _SPACES.sub(" ", cleaned)


def _lines(text: str) -> str:
    """Several lines; the ends of lines are those of this system, whatever was pasted."""
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if has_hidden_signs(normal):
        raise ValueError(HIDDEN_SIGNS)
    return normal


def has_hidden_signs(text: str) -> bool:
    """Controls, halves of characters, and what no document can hold (OUT-02)."""
    strange = (sign for sign in text if not sign.isprintable() and sign not in "\r\n\t")
    return any(unicodedata.category(sign) in ("Cc", "Cs") or sign in _NO_SIGNS for sign in strange)


def rich_text(text: str) -> str:
    """Paragraphs, lists and bold: the form in which a text with markup is stored."""
    return markup.normal(_lines(text))


def _day(text: str) -> str:
    return parse_day(text.strip()).isoformat()


def _month(text: str) -> str:
    year, month = parse_month(text.strip())
    return f"{year:04}-{month:02}"


def _yes_no(text: str) -> str:
    if text not in ("yes", "no"):
        raise ValueError("La réponse est oui ou non (yes ou no), par exemple yes.")
    return text


STORED_FORMS: Mapping[str, Callable[[str], str]] = {
    "text": _line,
    "long_text": _lines,
    "name": clean_name,
    "day": _day,
    "month": _month,
    "email": parse_email,
    "phone": parse_phone,
    "postcode": parse_postcode,
    "department": parse_department,
    "nir": parse_nir,
    "siren": parse_siren,
    "yes_no": _yes_no,
    "amount": parse_amount,
    "rich_text": rich_text,
}
KINDS = (*(kind for kind in STORED_FORMS if kind not in ("amount", "rich_text")), *CODES, COMPUTED)
