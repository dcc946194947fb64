"""What the styles and lists of a Word document make of its runs and paragraphs."""

from dataclasses import dataclass

from lxml.etree import _Element as Element

from cep_docs.sandbox.xml_trees import attribute, local_name

OFF = ("0", "false", "off", "none")
PROMPT = "placeholder text"
HEADINGS = ("heading ", "titre ")
MARKS = {"i": "i", "u": "u", "strike": "s", "dstrike": "s"}
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Look:
    """`marks` as in `word_flow`."""

    bold: bool
    hidden: bool
    marks: str


class Styles:
    """Of one document; either part may be missing."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {
            attribute(style, "styleId"): style
            for style in (styles if styles is not None else ())
            if local_name(style) == "style"
        }
        self._formats = _formats(numbering)

    def look_of(self, run: Element) -> Look:
        said = child(run, "rPr")
        style = self._named(said, "rStyle")
        prompt = "p" if style is not None and _name(style).casefold() == PROMPT else ""
        if said is None:
            return Look(False, False, "")
        marks = {mark for name, mark in MARKS.items() if is_on(child(said, name))}
        return Look(
            bold=self._is_bold(said, style),
            hidden=is_on(child(said, "vanish")),
            marks="".join(sorted(marks)) + prompt,
        )

    def list_of(self, paragraph: Element) -> tuple[str, bool]:
        """The list it is in, and whether it is numbered; said by itself or by its style."""
        said = child(paragraph, "pPr")
        number = child(said, "numPr", "numId")
        level = child(said, "numPr", "ilvl")
        style = self._named(said, "pStyle")
        for _ in range(DEEPEST):
            if number is not None or style is None:
                break
            number = child(style, "pPr", "numPr", "numId")
            style = self._named(style, "basedOn")
        found = "" if number is None else attribute(number, "val")
        depth = "0" if level is None else attribute(level, "val")
        form = self._formats.get((found, depth), "none")
        return ("", False) if form == "none" else (found, form != "bullet")

    def is_heading(self, paragraph: Element) -> bool:
        style = self._named(child(paragraph, "pPr"), "pStyle")
        return style is not None and _name(style).casefold().startswith(HEADINGS)

    def _is_bold(self, said: Element, style: Element | None) -> bool:
        """Letters written from right to left have a weight of their own."""
        own = [weight for name in ("b", "bCs") if (weight := child(said, name)) is not None]
        for _ in range(DEEPEST):
            if own or style is None:
                break
            weight = child(style, "rPr", "b")
            own = [weight] if weight is not None else []
            style = self._named(style, "basedOn")
        return any(map(is_on, own))

    def _named(self, element: Element | None, name: str) -> Element | None:
        found = child(element, name)
        return None if found is None else self._styles.get(attribute(found, "val"))


def child(element: Element | None, *names: str) -> Element | None:
    """The child of that name, and its child of the next name…; None where there is none."""
    found = element
    for name in names:
        if found is None:
            return None
        found = next((inner for inner in found if local_name(inner) == name), None)
    return found


def is_on(element: Element | None) -> bool:
    return element is not None and attribute(element, "val") not in OFF


def _name(style: Element) -> str:
    found = child(style, "name")
    return "" if found is None else attribute(found, "val")


def _formats(numbering: Element | None) -> dict[tuple[str, str], str]:
    """How each level of each list is numbered; « bullet » when it is not."""
    if numbering is None:
        return {}
    kinds = {
        attribute(kind, "abstractNumId"): kind
        for kind in numbering
        if local_name(kind) == "abstractNum"
    }
    formats = {}
    for number in numbering:
        named = child(number, "abstractNumId") if local_name(number) == "num" else None
        kind = kinds.get(attribute(named, "val")) if named is not None else None
        for level in kind if kind is not None else ():
            if local_name(level) == "lvl":
                form = child(level, "numFmt")
                key = (attribute(number, "numId"), attribute(level, "ilvl"))
                formats[key] = "decimal" if form is None else attribute(form, "val")
    return formats
