"""Opens a Word file from outside and tells what it says; done in a process apart (FIC-06)."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element as Element

from cep_docs.rendering.word_flow import Flow, words_of
from cep_docs.rendering.word_styles import Styles, child
from cep_docs.sandbox.office import open_docx
from cep_docs.sandbox.packages import MEBIBYTE, Package, PackageLimits
from cep_docs.sandbox.xml_trees import attribute, parsed

# FIC-02; a working copy is text.
LIMITS = PackageLimits(unpacked=100 * MEBIBYTE, ratio=100, entries=1000)
# What is said beside the text, by the element that refers to it there.
NOTES = {
    "footnotes": "footnoteReference",
    "endnotes": "endnoteReference",
    "comments": "commentReference",
}
AROUND = ("header", "footer")


@dataclass(slots=True)
class _Parts:
    """The parts of a package, by the end of the type of the relationship that leads there."""

    package: Package
    of: dict[str, list[Element]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def first(self, kind: str) -> Element | None:
        return next(iter(self.of.get(kind, [])), None)

    def follow(self, source: str) -> None:
        folder, name = posixpath.split(source)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        for relation in parsed(self.package.read(where)) if where in self.package else ():
            kind = attribute(relation, "Type").rpartition("/")[2]
            target = attribute(relation, "Target")
            if attribute(relation, "TargetMode") == "External":
                self.links[f"link:{attribute(relation, 'Id')}"] = target
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if path.endswith(".xml") and path in self.package:
                self.of.setdefault(kind, []).append(parsed(self.package.read(path)))
                if kind == "officeDocument":
                    self.follow(path)


def tell(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    """`flow`: as in `word_flow`; `beside`: the words of the properties; `around`: those of the
    heads and feet of pages."""
    parts = _Parts(open_docx(data, LIMITS))
    parts.follow("")
    document = parts.first("officeDocument")
    body = child(document, "body")
    flow = _flow(parts).of(body) if body is not None else []
    custom = parts.first("custom-properties")
    properties = "".join(custom.itertext()) if custom is not None else ""
    around = around_of([root for kind in AROUND for root in parts.of.get(kind, [])])
    return {"flow": flow, "properties": properties, "around": around}, []


def around_of(roots: Iterable[Element]) -> list[str]:
    """Each head and foot once, without its numbers: they change from page to page."""
    flow = Flow(Styles(None, None), {})
    said = {words_of(flow.of(root)) for root in roots}
    bare = {"".join(sign for sign in words if not sign.isdigit()).strip() for words in said}
    return sorted(filter(None, bare))


def _flow(parts: _Parts) -> Flow:
    styles = Styles(parts.first("styles"), parts.first("numbering"))
    return Flow(styles, {**parts.links, **dict(_notes(parts, styles))})


def _notes(parts: _Parts, styles: Styles) -> Iterator[tuple[str, str]]:
    for kind, refers in NOTES.items():
        root = parts.first(kind)
        for note in root if root is not None else ():
            words = words_of(Flow(styles, {}).of(note))
            yield f"{refers}:{attribute(note, 'id')}", words
