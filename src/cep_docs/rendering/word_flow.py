"""What the body of a Word document says, in its order, whatever program wrote it.

The answer is plain data, fit to cross the border of a process: a list of what is met.

    ["open", name], ["close", name]     a bookmark begins, or ends
    ["paragraph", list, numbered, heading]      `list` is empty outside of lists
    ["text", words, bold, marks]        marks: what our texts cannot say, « i », « u », « s »,
                                        and « p » for what a program shows until one types
    ["break"]                           a new line in the same paragraph
    ["table", rows]                     a row is a list of cells, each a list like this one
    ["lost", what, words]               what a form has no place for: an image, a note…

Tracked changes are read as accepted: what was inserted is there, what was deleted is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from lxml.etree import _Element as Element

from cep_docs.rendering.word_styles import Styles, child, is_on
from cep_docs.sandbox.xml_trees import attribute, local_name

Event = list[Any]

# What was deleted, what describes rather than says, what stands in for something read elsewhere.
SILENT = frozenset(
    (
        *("del", "moveFrom", "delText", "delInstrText", "instrText", "Fallback", "rt"),
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr"),
        *("annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator"),
    )
)
SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
LOST = {
    "drawing": "image",
    "pict": "image",
    "footnoteReference": "note",
    "endnoteReference": "note",
    "commentReference": "comment",
    "oMath": "formula",
    "sym": "symbol",
}


class Flow:
    """`beside`: the words of notes, comments and addresses, by what refers to them."""

    def __init__(self, styles: Styles, beside: Mapping[str, str]) -> None:
        self._styles = styles
        self._beside = beside
        self._names: dict[str, str] = {}
        self._joined = False
        self._readers: Mapping[str, Callable[[Element], Iterable[Event]]] = {
            "p": self._paragraph,
            "r": self._run,
            "tbl": self._table,
            "sdt": self._control,
            "hyperlink": self._link,
            "bookmarkStart": self._begin,
            "bookmarkEnd": self._end,
        }

    def of(self, element: Element) -> list[Event]:
        return [event for inner in element for event in self._met(inner)]

    def _met(self, element: Element) -> Iterable[Event]:
        name = local_name(element)
        if name in SILENT:
            return ()
        if name in LOST:
            return (self._lost(element, name),)
        return self._readers.get(name, self.of)(element)

    def _paragraph(self, element: Element) -> Iterator[Event]:
        """One whose end was deleted goes on in the next."""
        if not self._joined:
            heading = self._styles.is_heading(element)
            yield ["paragraph", *self._styles.list_of(element), heading]
        self._joined = child(element, "pPr", "rPr", "del") is not None
        yield from self.of(element)

    def _begin(self, bookmark: Element) -> Iterator[Event]:
        name = attribute(bookmark, "name")
        self._names[attribute(bookmark, "id")] = name
        yield ["open", name]

    def _end(self, bookmark: Element) -> Iterator[Event]:
        if name := self._names.get(attribute(bookmark, "id")):
            yield ["close", name]

    def _control(self, element: Element) -> Iterator[Event]:
        prompt = child(element, "sdtPr", "showingPlcHdr")
        for event in self.of(element):
            if is_on(prompt) and event[0] == "text":
                yield [*event[:3], event[3] + "p"]
            else:
                yield event

    def _link(self, element: Element) -> Iterator[Event]:
        events = self.of(element)
        yield from events
        address = self._beside.get(f"link:{attribute(element, 'id')}", "")
        bare = address.removeprefix("mailto:").rpartition("://")[2].rstrip("/")
        if bare and bare not in words_of(events):
            yield ["lost", "link", address]

    def _table(self, table: Element) -> Iterator[Event]:
        rows = (row for row in _inside(table, "tr") if child(row, "trPr", "del") is None)
        yield ["table", [[self._cell(cell) for cell in _inside(row, "tc")] for row in rows]]

    def _cell(self, cell: Element) -> list[Event]:
        self._joined = False
        span = child(cell, "tcPr", "gridSpan")
        merged = child(cell, "tcPr", "vMerge") is not None or (
            span is not None and attribute(span, "val") != "1"
        )
        return [*([["lost", "merged", ""]] if merged else []), *self.of(cell)]

    def _run(self, run: Element) -> Iterator[Event]:
        look = self._styles.look_of(run)
        for element in run:
            name = local_name(element)
            if name == "t":
                said = element.text or ""
                mark = ["lost", "hidden", said]
                yield mark if look.hidden else ["text", said, look.bold, look.marks]
            elif name in SIGNS:
                yield ["text", SIGNS[name], look.bold, look.marks]
            elif name in ("cr", "br"):
                yield ["break"]
            else:
                yield from self._met(element)

    def _lost(self, element: Element, name: str) -> Event:
        beside = self._beside.get(f"{name}:{attribute(element, 'id')}", "")
        own = " ".join(text.text or "" for text in element.iter() if local_name(text) == "t")
        return ["lost", LOST[name], own or beside]


def words_of(events: Sequence[Event]) -> str:
    """All the words, those of tables too, with a space where something ends."""
    said = []
    for event in events:
        if event[0] == "text":
            said.append(event[1])
        elif event[0] == "table":
            said += [" ", *(words_of(cell) + " " for row in event[1] for cell in row)]
        elif event[0] in ("paragraph", "break"):
            said.append(" ")
    return " ".join("".join(said).split())


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, the cells of a row: maybe within a control or a change."""
    for inner in element:
        found = local_name(inner)
        if found == name:
            yield inner
        elif found in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _inside(inner, name)
