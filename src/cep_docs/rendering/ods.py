"""A table as an OpenDocument spreadsheet, written piece by piece: nothing of it is kept.

Text stays text, whatever it looks like: a cell is calculated only when its type says so, and no
cell here has a formula (OUT-01).
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
Cell = str | int | date | None

_NAMED = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in (
        *((name, f"{OASIS}:{name}:1.0") for name in ("office", "style", "text", "table")),
        ("fo", f"{OASIS}:xsl-fo-compatible:1.0"),
        ("number", f"{OASIS}:datastyle:1.0"),
    )
)
# How days are shown, and the heads of columns.
_STYLES = (
    '<office:automatic-styles><number:date-style style:name="D"><number:day number:style="long"/>'
    '<number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="4.2cm"/></style:style>'
    "</office:automatic-styles>"
)
_MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
# What XML cannot hold becomes a sign that says so.
_FORBIDDEN = (*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
_UNWRITABLE = dict.fromkeys(_FORBIDDEN, "\ufffd")
_ENOUGH = 32768  # bytes given out at once


def spreadsheet(title: str, rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The bytes of the file; the first row holds the heads of the columns."""
    package = _Package()
    yield package.stored("mimetype", MEDIA_TYPE.encode())
    yield from package.deflated("content.xml", _content(title, rows))
    yield from package.deflated("META-INF/manifest.xml", [_MANIFEST])
    yield package.end()


def _content(title: str, rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield f'{HEAD}<office:document-content {_NAMED} office:version="1.3">{_STYLES}'
    yield f"<office:body><office:spreadsheet><table:table table:name={quoteattr(title)}>"
    for number, row in enumerate(rows):
        if number == 0:
            yield (
                f'<table:table-column table:style-name="wide" '
                f'table:number-columns-repeated="{len(row)}"/>'
            )
        style = ' table:style-name="head"' if number == 0 else ""
        yield f"<table:table-row>{''.join(_cell(cell, style) for cell in row)}</table:table-row>"
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _cell(value: Cell, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        day = value.isoformat()
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" '
            f'office:date-value="{day}"><text:p>{value:%d/%m/%Y}</text:p></table:table-cell>'
        )
    if isinstance(value, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    text = escape(value.translate(_UNWRITABLE))
    return (
        f'<table:table-cell{style} office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int


@dataclass(slots=True)
class _Package:
    """A zip whose sizes are told after each file, so that nobody has to go back."""

    offset: int = 0
    entries: list[_Entry] = field(default_factory=list)

    def stored(self, name: str, data: bytes) -> bytes:
        """As it is, its size first: what looks at the first bytes only finds the type there."""
        crc, size = zlib.crc32(data), len(data)
        return self._count(name, 0, 0, (crc, size, size), data)

    def deflated(self, name: str, texts: Iterable[str]) -> Iterator[bytes]:
        began, crc, size = self.offset, 0, 0
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        head = _local(name.encode(), 8, 8, (0, 0, 0))
        pending, packed = bytearray(head), -len(head)
        for text in texts:
            data = text.encode()
            crc, size = zlib.crc32(data, crc), size + len(data)
            pending += packer.compress(data)
            if len(pending) >= _ENOUGH:
                packed += len(pending)
                yield bytes(pending)
                pending.clear()
        pending += packer.flush()
        packed += len(pending)
        pending += struct.pack("<4sIII", b"PK\x07\x08", crc, packed, size)
        yield bytes(pending)
        self.offset = began + len(head) + packed + 16
        self.entries.append(_Entry(name.encode(), 8, 8, crc, packed, size, began))

    def end(self) -> bytes:
        directory = b"".join(map(_central, self.entries))
        count = len(self.entries)
        tail = struct.pack(
            "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), self.offset, 0
        )
        return directory + tail

    def _count(
        self, name: str, method: int, flags: int, sums: tuple[int, int, int], data: bytes
    ) -> bytes:
        written = _local(name.encode(), method, flags, sums) + data
        self.entries.append(_Entry(name.encode(), method, flags, *sums, self.offset))
        self.offset += len(written)
        return written


_DOS_DATE = 0x21  # the first of January 1980: a package says nothing of when it was made


def _local(name: bytes, method: int, flags: int, sums: tuple[int, int, int]) -> bytes:
    return (
        struct.pack(
            "<4sHHHHHIIIHH", b"PK\x03\x04", 20, flags, method, 0, _DOS_DATE, *sums, len(name), 0
        )
        + name
    )


def _central(entry: _Entry) -> bytes:
    head = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        b"PK\x01\x02",
        20,
        20,
        entry.flags,
        entry.method,
        0,
        _DOS_DATE,
        entry.crc,
        entry.packed,
        entry.size,
        len(entry.name),
        0,
        0,
        0,
        0,
        0,
        entry.offset,
    )
    return head + entry.name
