"""What changes in a PDF, written after it: its own bytes stay as they were printed.

It is how signatures are added too, and much quicker than writing the whole file again.
"""

import hashlib
from io import BytesIO
from itertools import groupby

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, StreamDecodeLevel


class Update:
    """The objects of an open PDF that are new or not what they were."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._changed: dict[int, pikepdf.Object] = {}

    def added(self, new: pikepdf.Object) -> pikepdf.Object:
        made = self.pdf.make_indirect(new)
        self.changed(made)
        return made

    def added_drawing(self, width: object, height: object) -> pikepdf.Object:
        """With nothing on it."""
        drawing = self.pdf.make_stream(b"")
        drawing.Type, drawing.Subtype = Name.XObject, Name.Form
        drawing.BBox = Array([0, 0, width, height])
        drawing.Resources = Dictionary()
        self.changed(drawing)
        return drawing

    def changed(self, *changed: pikepdf.Object) -> None:
        self._changed.update((one.objgen[0], one) for one in changed)

    def after(self, printed: bytes) -> bytes:
        """The whole file. What it is written with is a table of places, as Typst does."""
        made = bytearray(printed)
        places = {}
        for number, one in sorted(self._changed.items()):
            places[number] = len(made)
            made += b"%d 0 obj\n%s\nendobj\n" % (number, _unparsed(one))
        table = len(made)
        made += b"xref\n"
        for _, together in groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
            numbers = [number for _, number in together]
            made += b"%d %d\n" % (numbers[0], len(numbers))
            made += b"".join(b"%010d 00000 n \n" % places[number] for number in numbers)
        return bytes(made + self._trailer(printed, made, table))

    def whole(self) -> bytes:
        """The whole file, written again and packed."""
        made = BytesIO()
        self.pdf.save(
            made,
            object_stream_mode=ObjectStreamMode.generate,
            stream_decode_level=StreamDecodeLevel.none,
            deterministic_id=True,
        )
        return made.getvalue()

    def _trailer(self, printed: bytes, made: bytes | bytearray, table: int) -> bytes:
        old = self.pdf.trailer
        before = int(printed[printed.rindex(b"startxref") :].split()[1])
        trailer = Dictionary(
            Size=max(int(old.Size), max(self._changed) + 1),
            Root=old.Root,
            Info=old.Info,
            Prev=before,
            ID=Array(
                [old.ID[0], pikepdf.String(hashlib.md5(made, usedforsecurity=False).digest())]
            ),
        )
        return b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer.unparse(), table)


def _unparsed(one: pikepdf.Object) -> bytes:
    if isinstance(one, pikepdf.Stream):
        one.stream_dict.Length = 0
        return one.stream_dict.unparse() + b"\nstream\n\nendstream"
    return one.unparse(resolved=True)
