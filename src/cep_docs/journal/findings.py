"""What can be wrong with a chain, where, and the sentence that says so."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ZODB.POSException import POSKeyError

from cep_docs.errors import Damaged
from cep_docs.journal.line import digest_of, read

Kind = Literal[
    "changed",
    "missing",
    "reordered",
    "repeated",
    "foreign",
    "unreadable",
    "truncated",
    "added",
    "disappeared",
    "seal_changed",
    "seal_missing",
    "cover_changed",
]
Lines = Callable[[], Iterable[str]]
Line = dict[str, Any]
Numbers = Callable[[], Counter[int]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One damage. `line` is a line of `chain`, or the number of a seal when `chain` is empty."""

    chain: str
    line: int
    kind: Kind
    sentence: str


def finding(chain: str, line: int, kind: Kind) -> Finding:
    where = f"Journal « {chain} »" if chain else "Scellés du journal"
    return Finding(chain, line, kind, f"{where} : {_SENTENCES[kind].format(line)}")


def raise_first(found: Iterable[Finding]) -> None:
    """Raise Damaged with the first of them, if there is one."""
    for damage in found:
        raise Damaged(f"{damage.sentence} {_WHAT_TO_DO}")


def chain_findings(name: str, lines: Lines, count: int, head: str) -> Iterator[Finding]:
    """Everything wrong between the first line and the `count` and `head` of the journal.

    Lines are read once, one at a time; a second reading, to tell a line that is missing from one
    that is elsewhere, happens only when there is damage.
    """
    numbers = cache(lambda: _numbers(name, lines))
    number, digest = 0, ""
    for text in _readable(lines):
        line = _line(text)
        if line is None:
            yield finding(name, number + 1, "unreadable")
        elif kind := _misplaced(line, name, number, numbers):
            yield finding(name, line["number"], kind)
        else:
            yield from _join(line, name, number, digest, numbers)
            number, digest = line["number"], digest_of(text)
    yield from _end(name, number, digest, count, head)


_WHAT_TO_DO = (
    "Ne modifiez rien, conservez la base telle quelle "
    "et comparez-la à la dernière sauvegarde ou au dernier export."
)
_SENTENCES: Mapping[Kind, str] = {
    "changed": "la ligne {} n’est plus celle qui a été écrite.",
    "missing": "il manque une ou plusieurs lignes à partir de la ligne {}.",
    "reordered": "la ligne {} n’est plus à sa place.",
    "repeated": "la ligne {} figure plusieurs fois.",
    "foreign": "la ligne {} vient d’un autre journal.",
    "unreadable": "la ligne {} est illisible.",
    "truncated": "la fin manque, à partir de la ligne {}.",
    "added": "la ligne {} a été ajoutée sans passer par l’application.",
    "disappeared": "tout le journal a disparu ; il était scellé jusqu’à la ligne {}.",
    "seal_changed": "le scellé n° {} n’est plus celui qui a été posé.",
    "seal_missing": "le scellé n° {} manque.",
    "cover_changed": "la liste que couvre le scellé n° {} a été modifiée ou a disparu.",
}


def _readable(lines: Lines) -> Iterator[str]:
    """Up to the first page that the database has lost: what follows is then found missing."""
    try:
        yield from lines()
    except POSKeyError:
        return


def _line(text: str) -> Line | None:
    try:
        return read(text)
    except Damaged:
        return None


def _misplaced(line: Line, name: str, number: int, numbers: Numbers) -> Kind | None:
    """Why this line cannot stand after line `number`, if it cannot.

    It is then passed over: where it is one too many, the chain goes on without it.
    """
    if line["chain"] != name:
        return "foreign"
    if line["number"] > number:
        return None
    return "repeated" if numbers()[line["number"]] > 1 else "reordered"


def _join(line: Line, name: str, number: int, digest: str, numbers: Numbers) -> Iterator[Finding]:
    """What is wrong between line `number` and the line that stands next."""
    if line["number"] == number + 1:
        if line["after"] != digest:
            yield finding(name, max(number, 1), "changed")
        return
    for absent in range(number + 1, line["number"]):
        if not numbers()[absent]:  # those that stand elsewhere are found there, out of order
            yield finding(name, absent, "missing")
            return


def _end(name: str, number: int, digest: str, count: int, head: str) -> Iterator[Finding]:
    if number < count:
        yield finding(name, number + 1, "truncated")
    elif number > count:
        yield finding(name, count + 1, "added")
    elif digest != head:
        yield finding(name, number, "changed")


def _numbers(name: str, lines: Lines) -> Counter[int]:
    read_lines = (_line(text) for text in _readable(lines))
    return Counter(line["number"] for line in read_lines if line and line["chain"] == name)
