"""What there is to do before a document can be signed: the parts of its form, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from cep_docs.lifecycle.documents import DocumentLine, Gap
from cep_docs.lifecycle.next_act import NextAct

# So many gaps are named one by one; the editor shows the others.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Checklist:
    """`missing` headings first, the `parts` that are done after; `lacks` are data of the unit
    without which it could not close; `signed`: people sign the document."""

    label: str
    number: str
    document: str
    signed: bool
    missing: Sequence[Gap]
    more: int
    parts: Sequence[str]
    lacks: Sequence[str]
    done: int
    asked: int


def checklist_of(act: NextAct, documents: Sequence[DocumentLine]) -> Checklist | None:
    """For the document that the running unit waits for; None when none is being written, or when
    this actor may not read it (R-044)."""
    written = [
        line for line in documents if (line.number, line.name) == (act.number, act.document)
    ]
    line = next((line for line in written if line.parts), None)
    if line is None:
        return None
    done = [part.label for part in line.parts if part.done]
    data = 1 if act.lacks else 0
    return Checklist(
        label=line.label,
        number=line.number,
        document=line.name,
        signed=line.signed,
        missing=line.gaps[:SHOWN],
        more=max(0, len(line.gaps) - SHOWN),
        parts=done,
        lacks=act.lacks,
        done=len(done) + 1 - data,
        asked=len(line.parts) + 1,
    )
