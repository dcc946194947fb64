"""Telling the index of words what changed, and what it has to take in then.

A change is marked in the transaction that makes it; one indexer takes it in a moment later. A
text is kept under `<beneficiary>/<course>/<file number>/<deliverable>/<part>`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.folder import Node, above
from cep_docs.lifecycle.texts import PARTS, texts_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.search.engine import Entry, entry
from cep_docs.storage.changes import add


def mark(node: Node, tools: Tools, *parts: str) -> None:
    """The index has to look at it again; of a unit, at all its deliverables. `parts`: the headings
    that were written, so that whoever writes in two of them at once do not meet here."""
    changes = tools.site.to_index
    if changes is None or above(node, Beneficiary) is None:
        return
    for thing in _begun(node) if isinstance(node, Engagement) else (node,):
        for part in parts or ("",):
            add(changes, path_of(thing), part)


def path_of(node: Node) -> str:
    """The names from the beneficiary down."""
    names: list[str] = []
    found: Node | None = node
    while found is not None and not isinstance(found, Beneficiary):
        names.append(found.__name__)
        found = found.__parent__
    person = above(node, Beneficiary)
    return "/".join(reversed([*names, person.identifier if person is not None else ""]))


def node_at(path: str, tools: Tools) -> Node | None:
    """What stands there; nothing when it is gone."""
    found: Any = tools.site.beneficiaries
    try:
        for name in path.split("/"):
            found = found[name]
    except (KeyError, TypeError):
        return None
    return found if isinstance(found, Node) else None


def entries_at(paths: Iterable[str], tools: Tools) -> tuple[list[Entry], list[str]]:
    """What the index has to hold of these things, and what it must not hold any more."""
    entries, gone = [], []
    for path in paths:
        node = node_at(path, tools)
        texts = texts_of(node, tools) if node is not None else {}
        entries += [entry(f"{path}/{part}", text) for part, text in texts.items()]
        gone += [f"{path}/{part}" for part in PARTS if part not in texts]
    return entries, gone


def entries_of(person: Beneficiary, tools: Tools) -> Iterator[Entry]:
    """Everything the index holds of one person."""
    for unit in person.engagements():
        for deliverable in unit:
            for part, text in texts_of(deliverable, tools).items():
                yield entry(f"{path_of(deliverable)}/{part}", text)


def _begun(unit: Engagement) -> list[Deliverable]:
    """Those in which somebody wrote."""
    return [one for one in unit if one.headings is not None or len(one)]
