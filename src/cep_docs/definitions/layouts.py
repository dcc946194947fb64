"""templates/<agreement>/<deliverable>/layout.yaml: how a form looks on paper, slot by slot.

A layout is data, not code: whoever replaces a form cannot make a document that loses its mentions,
its tags or its signature areas (R-052, C-38).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section

PAPERS = ("document", "letter")
STYLES = ("prose", "quote", "card", "table", "sheets", "note")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a part of the form stands. `style` is how its headings are set; `widths` are those of
    the columns of its tables, in shares of the page: heading, column, share."""

    name: str
    style: str
    break_before: bool
    widths: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Layout:
    """`paper`: « document » with a title and parts, or « letter » with an address and a body.
    `cover`: an easy-read first page may be put before it (R-014)."""

    paper: str
    cover: bool
    slots: tuple[Slot, ...]


def load_layout(reader: Reader, folder: str) -> Layout:
    data = reader.read(f"{folder}/layout.yaml")
    reader.only(data, ["paper", "slots"], ["cover"])
    paper = reader.text(data, "paper", "document")
    reader.known(data, "paper", paper, PAPERS)
    listed = reader.section(data, "slots")
    return Layout(
        paper=paper,
        cover=reader.yes(data, "cover"),
        slots=tuple(_slot(reader, key, of) for key, of in reader.sections(listed)),
    )


def _slot(reader: Reader, name: str, section: Section) -> Slot:
    reader.only(section, ["style"], ["break_before", "widths"])
    style = reader.text(section, "style", "prose")
    reader.known(section, "style", style, STYLES)
    widths = reader.section(section, "widths")
    return Slot(
        name=name,
        style=style,
        break_before=reader.yes(section, "break_before"),
        widths={
            table: {key: reader.number(of, key, 1) for key in of}
            for table, of in reader.sections(widths)
        },
    )
