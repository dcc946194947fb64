"""The blocks of a page (see `pdf_page`) in OpenDocument: facts, tables, cards, signatures."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from cep_docs.rendering.odt_pieces import (
    Block,
    Used,
    cell,
    heading,
    lines,
    paragraph,
    plain,
    row,
    table,
    text,
    texts,
)

# Millimetres.
LABELS = 62
NARROWEST, WIDEST, A_SIGN, AROUND = 14, 40, 1.95, 5
LONG = 1200


class Blocks:
    """Writes blocks one after the other. `width`: between the margins; `letter`: no headings."""

    def __init__(self, width: float, letter: bool) -> None:
        self.used = Used()
        self._width = width
        self._letter = letter
        self._names = count(1)
        self._writers: Mapping[str, Callable[[Block, str], str]] = {
            "label": lambda block, _: self._title(2, block["title"]),
            "group": lambda block, _: self._title(block["level"], block["title"]),
            "facts": self._facts,
            "sums": lambda block, _: self._sums(block),
            "table": lambda block, _: self._table(block),
            "sheets": lambda block, _: "".join(map(self._sheet, block["sheets"])),
        }

    def put(self, block: Block, style: str) -> str:
        """`style`: that of the part it is in, as the layout names it."""
        if block["k"] in self._writers:
            return self._writers[block["k"]](block, style)
        named = {"note": "Note", "quote": "Quotations"}.get(style, "Text_20_body")
        return text(block, named, self.used)

    def signatures(self, of: Block) -> str:
        """A column for each who signs: who, then the room for what is expected."""
        boxes = of["boxes"]
        share = self._width / max(len(boxes), 2)
        who = [cell(self._signatory(box), "Sign") for box in boxes]
        room = [
            cell("".join(self._strip(strip) for strip in box["strips"]), "Sign") for box in boxes
        ]
        note = plain("Kept", of["note"], self.used) if of["note"] else ""
        rows = [row(who), row(room)]
        signed = table(of["title"], [share] * len(boxes), rows, self.used, heads=1)
        return heading(1, of["title"]) + note + signed

    def _title(self, level: int, title: str) -> str:
        return plain("Lead", title, self.used) if self._letter else heading(level, title)

    def _signatory(self, box: Block) -> str:
        also = f" ({box['optional']})" if box["optional"] else ""
        return plain("Table_20_Heading", box["label"] + also, self.used) + plain(
            "Table_20_Contents", box["name"] or "\u00a0", self.used
        )

    def _strip(self, strip: Block) -> str:
        return plain("Signature_20_room", strip["caption"], self.used)

    def _facts(self, block: Block, style: str) -> str:
        """A label and what it is worth, side by side."""
        look = "Card" if style == "card" else "Bare"
        return self._pairs(block["items"], look, "Value")

    def _pairs(self, items: Sequence[Block], look: str, style: str) -> str:
        rows = [
            row(
                (
                    cell(plain("Label", item["label"], self.used), look),
                    cell(
                        texts(item["value"], style, self.used), "Bare" if look == "Side" else look
                    ),
                )
            )
            for item in items
        ]
        widths = [LABELS, self._width - LABELS]
        return table(f"Données {next(self._names)}", widths, rows, self.used) if rows else ""

    def _sums(self, block: Block) -> str:
        """The last one is what matters."""
        rows = []
        for number, item in enumerate(block["items"], 1):
            last = "Amount_20_heading" if number == len(block["items"]) else "Amount"
            rows.append(
                row(
                    (
                        cell(plain(last, item["label"], self.used), "Bare"),
                        cell(texts(item["value"], last, self.used), "Bare"),
                    )
                )
            )
        widths = [self._width - 32, 32]
        return table(f"Totaux {next(self._names)}", widths, rows, self.used)

    def _table(self, block: Block) -> str:
        dense = block["dense"]
        body, top = ("Dense", "Dense_20_heading") if dense else ("", "Table_20_Heading")
        sides = [side == "right" for side in block["align"]]
        heads = [
            cell(plain("Amount_20_heading" if right else top, head, self.used), "Head")
            for head, right in zip(block["heads"], sides, strict=True)
        ]
        styles = [body or ("Amount" if right else "Table_20_Contents") for right in sides]
        rows = [self._line(places, styles) for places in block["rows"]]
        widths = self._widths(block)
        name = f"Tableau {next(self._names)}"
        return table(name, widths, [row(heads), *rows], self.used, heads=1)

    def _line(self, places: Sequence[Any], styles: Sequence[str]) -> str:
        cells = [
            cell(self._place(place, style), "Body")
            for place, style in zip(places, styles, strict=True)
        ]
        return row(cells, "Row" if sum(map(_longest_line, places)) < LONG else "LongRow")

    def _place(self, place: Any, style: str) -> str:
        if isinstance(place, Mapping):
            return texts(place["v"], style, self.used) or paragraph(style, "")
        return lines([place], style, self.used)

    def _sheet(self, sheet: Block) -> str:
        title = plain("Lead", sheet["title"], self.used) if sheet["title"] else ""
        return title + self._pairs(sheet["items"], "Side", "Table_20_Contents")

    def _widths(self, block: Block) -> list[float]:
        """Columns without a share are as wide as what stands there."""
        shares = block["shares"]
        fixed = [
            0 if share else _needed(block["heads"][at], [places[at] for places in block["rows"]])
            for at, share in enumerate(shares)
        ]
        rest = max(self._width - sum(fixed), NARROWEST * sum(map(bool, shares)))
        whole = sum(shares) or 1
        widths = [fix or rest * share / whole for fix, share in zip(fixed, shares, strict=True)]
        return [width * self._width / sum(widths) for width in widths]


def _needed(head: str, places: Sequence[Any]) -> float:
    longest = max([max(map(len, head.split())), *map(_longest_line, places)], default=0)
    return min(max(longest * A_SIGN + AROUND, NARROWEST / 2), WIDEST)


def _longest_line(place: Any) -> int:
    blocks = place["v"] if isinstance(place, Mapping) else [{"lines": [place]}]
    found = [line for block in blocks for line in (block.get("lines") or block.get("items") or ())]
    return max((sum(len(run["t"]) for run in line) for line in found), default=0)
