"""The line by which a working copy is recognised: which draft it was made from, and of what."""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from cep_docs.definitions.form_field import Value

# Half a digest of 16 signs is enough to see that something changed.
DIGEST = 16
_PIECES = 9
_LINE = re.compile(r"CEP1(?:\|[\w%.~/,=-]*){8}\|[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class CopyOf:
    """`document` names the deliverable among all those of the house, `version` counts its frozen
    versions, `revisions` says which writing of each heading was copied."""

    document: str
    form: str
    edition: str
    version: int
    revisions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reference:
    """What the line says. `parts`: a bit for each part of the form that is in the copy; `shape`
    stands for its anchors. `revisions` follow the headings, `digests` the anchors: of what stood
    behind each of them, a value as it is stored or words of the program."""

    document: str
    form: str
    edition: str
    version: int
    parts: int
    shape: str
    revisions: tuple[int, ...]
    digests: tuple[str, ...]


def written_line(reference: Reference) -> str:
    line = "|".join(
        (
            "CEP1",
            *(quote(text, safe="/") for text in _names(reference)),
            str(reference.version),
            f"{reference.parts:x}",
            reference.shape,
            ",".join(map(str, reference.revisions)),
            _short("".join(reference.digests)),
        )
    )
    return f"{line}|{_check(line)}"


def line_in(text: str) -> Reference | None:
    """What the line in this text says; None when there is none, or not as it was written."""
    found = _LINE.search("".join(text.split()))
    line, _, check = found[0].rpartition("|") if found else ("", "", "")
    pieces = line.split("|")
    if len(pieces) != _PIECES or check != _check(line):
        return None
    document, form, edition, version, parts, shape, revisions, digests = pieces[1:]
    try:
        return Reference(
            document=unquote(document),
            form=unquote(form),
            edition=unquote(edition),
            version=int(version),
            parts=int(parts, 16),
            shape=shape,
            revisions=tuple(int(number) for number in filter(None, revisions.split(","))),
            digests=_long(digests),
        )
    except ValueError:
        return None


def digest_of_value(value: Value) -> str:
    return _digest(json.dumps(value or "", ensure_ascii=False, sort_keys=True))


def digest_of_words(text: str) -> str:
    """Spaces and ends of lines do not count: programs move them."""
    return _digest("".join(text.split()))


def shape_of(names: Sequence[str]) -> str:
    """Stands for the anchors of a form, in their order."""
    return _digest("\n".join(names))


def _names(reference: Reference) -> tuple[str, str, str]:
    return reference.document, reference.form, reference.edition


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:DIGEST]


def _short(digests: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(digests)).decode().rstrip("=")


def _long(short: str) -> tuple[str, ...]:
    whole = base64.urlsafe_b64decode(short + "=" * (-len(short) % 4)).hex()
    return tuple(whole[at : at + DIGEST] for at in range(0, len(whole), DIGEST))


def _check(line: str) -> str:
    return f"{zlib.crc32(line.encode()):08x}"
