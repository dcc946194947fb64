"""What a signature shows in its area. It is part of the signature: nothing is written on the page
itself once somebody signed (R-076)."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from cep_docs.rendering.ink_lines import ink_lines
from cep_docs.rendering.pdf_fields import DATE_HEIGHT, MENTION_HEIGHT, SIGNATURE_HEIGHT
from cep_docs.rendering.pdf_press import press
from cep_docs.rendering.pdf_signs import Signs
from cep_docs.values.ink import Ink

SIZE = 8.6
# Around a mention that was drawn: as around one that was typed, in points.
LEFT, RIGHT, ABOVE, BELOW = 6.0, 2.0, 3.0, 3.0


@dataclass(frozen=True, slots=True)
class Stamp:
    """`mention`: what the signer wrote himself; `ink` when it was drawn, and then it is what is
    shown; `lines` stand below the name."""

    name: str
    date: str
    mention: str = ""
    lines: Sequence[str] = ()
    ink: Ink | None = None


def draw_stamp(stamp: Stamp, width: float, height: float) -> bytes:
    """A PDF page of this size, in the strips that were ruled there."""
    larger = (height - SIGNATURE_HEIGHT) / (MENTION_HEIGHT + DATE_HEIGHT)
    mention, date = MENTION_HEIGHT * larger, DATE_HEIGHT * larger
    heights = {"mention": mention, "date": date, "signature": SIGNATURE_HEIGHT}
    if not stamp.mention and stamp.ink is None:
        heights["signature"] += mention
    page = {
        "width": width,
        "height": height,
        "heights": heights,
        "size": SIZE * max(larger, 1),
        "name": stamp.name,
        "date": stamp.date,
        "mention": " " if stamp.ink else stamp.mention,
        "lines": list(stamp.lines),
    }
    drawn = press().stamp(Signs(press().signs).shown(page))
    if stamp.ink is None:
        return drawn
    return _with_lines(drawn, ink_lines(stamp.ink, _room(width, height, mention)))


def _room(width: float, height: float, strip: float) -> tuple[float, float, float, float]:
    return LEFT, height - strip + BELOW, width - RIGHT, height - ABOVE


def _with_lines(page: bytes, lines: bytes) -> bytes:
    """The same page, with something more drawn on it."""
    made = BytesIO()
    with pikepdf.open(BytesIO(page)) as pdf:
        pdf.pages[0].contents_add(b"q\n", prepend=True)
        pdf.pages[0].contents_add(b"\nQ\n" + lines)
        pdf.save(made, deterministic_id=True)
    return made.getvalue()
