"""What a signature shows in its area. It is part of the signature: nothing is written on the page
itself once somebody signed (R-076)."""

from collections.abc import Sequence
from dataclasses import dataclass

from cep_docs.rendering.pdf_fields import DATE_HEIGHT, MENTION_HEIGHT, SIGNATURE_HEIGHT
from cep_docs.rendering.pdf_press import press
from cep_docs.rendering.pdf_signs import Signs

SIZE = 8.6


@dataclass(frozen=True, slots=True)
class Stamp:
    """`mention`: what the signer wrote himself; `lines` stand below the name."""

    name: str
    date: str
    mention: str = ""
    lines: Sequence[str] = ()


def draw_stamp(stamp: Stamp, width: float, height: float) -> bytes:
    """A PDF page of this size, in the strips that were ruled there."""
    larger = (height - SIGNATURE_HEIGHT) / (MENTION_HEIGHT + DATE_HEIGHT)
    mention, date = MENTION_HEIGHT * larger, DATE_HEIGHT * larger
    heights = {"mention": mention, "date": date, "signature": SIGNATURE_HEIGHT}
    if not stamp.mention:
        heights["signature"] += mention
    page = {
        "width": width,
        "height": height,
        "heights": heights,
        "size": SIZE * max(larger, 1),
        "name": stamp.name,
        "date": stamp.date,
        "mention": stamp.mention,
        "lines": list(stamp.lines),
    }
    return press().stamp(Signs(press().signs).shown(page))
