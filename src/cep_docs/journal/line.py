"""One line of a journal: what is recorded, the one text it can become, and that text read."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cep_docs.errors import Damaged, Invalid

Detail = str | int | bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened. Never the content of a document, a NIR or a token (AUD-04)."""

    what: str
    who: str
    role: str
    at: datetime
    object: str = ""
    rule: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


def text_of(entry: Entry, chain: str, number: int, after: str) -> str:
    """The line, or Invalid: what cannot be written down is not done either."""
    if messages := dict(_faults(entry)):
        raise Invalid(messages)
    return canonical(
        {
            "after": after,
            "at": entry.at.astimezone(UTC).isoformat(),
            "chain": chain,
            "details": dict(entry.details),
            "number": number,
            "object": entry.object,
            "role": entry.role,
            "rule": entry.rule,
            "what": entry.what,
            "who": entry.who,
        }
    )


def canonical(value: object) -> str:
    """Always the same text for the same value, and always on one line.

    JSON escapes the controls up to U+001F (CR, LF, the escape of ANSI sequences). Those below it
    leaves alone: a line separator, a C1 control or a change of reading direction could still show
    one line as two, or as another, on the screen of whoever reads an export (AUD-06).
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", _encode(value))


def read(text: str) -> dict[str, Any]:
    """The line as it was recorded, or Damaged when no record can have become that text."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged(_UNREADABLE) from error
    if not isinstance(line, dict) or line.keys() != _TYPES.keys():
        raise Damaged(_UNREADABLE)
    if any(type(line[key]) is not kind for key, kind in _TYPES.items()):
        raise Damaged(_UNREADABLE)
    return line


def digest_of(text: str) -> str:
    # No half character can be recorded, but a damaged line may hold one and has a digest too.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def is_recordable(text: object) -> bool:
    """Whether it is text that UTF-8 can say: no half of a surrogate pair."""
    return isinstance(text, str) and not _HALF.search(text)


def has_time_zone(at: datetime) -> bool:
    return at.utcoffset() is not None


_TYPES: Mapping[str, type] = {
    "after": str,
    "at": str,
    "chain": str,
    "details": dict,
    "number": int,
    "object": str,
    "role": str,
    "rule": str,
    "what": str,
    "who": str,
}
_WORDS = ("what", "who", "role", "object", "rule")
_LARGEST = 2**53  # beyond, another JSON reader than Python's would read another number
_HALF = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_UNREADABLE = (
    "Une ligne du journal est illisible. Les autres lignes sont intactes. "
    "Lancez « cep-docs journal verify » et conservez la base telle quelle."
)
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _faults(entry: Entry) -> Iterator[tuple[str, str]]:
    if not entry.what or not entry.who:
        yield "what", "Une ligne du journal dit toujours ce qui est fait et par qui."
    if not has_time_zone(entry.at):
        yield "at", "L’heure d’une ligne du journal porte toujours son fuseau horaire."
    for name in _WORDS:
        if not is_recordable(getattr(entry, name)):
            yield name, "Ce texte contient un caractère incomplet : ressaisissez-le."
    for name, value in entry.details.items():
        if not is_recordable(name):
            yield "details", "Le nom d’un détail contient un caractère incomplet."
        elif not _is_detail(value):
            yield name, "Ce détail n’est ni un texte complet, ni un nombre entier, ni oui ou non."


def _is_detail(value: object) -> bool:
    if isinstance(value, int):
        return -_LARGEST < value < _LARGEST
    return is_recordable(value)
