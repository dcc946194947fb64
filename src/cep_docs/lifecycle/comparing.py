"""Two versions of a deliverable side by side, heading by heading (R-050, R-054)."""

from collections.abc import Sequence
from dataclasses import dataclass

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form_field import Content, FormField, Value
from cep_docs.definitions.forms import Form
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.pdf_values import spoken
from cep_docs.values.differences import Piece, RowChange, row_changes, text_changes
from cep_docs.values.markup import plain

NOW = "now"


@dataclass(frozen=True, slots=True)
class HeadingChange:
    """What changed in one heading: `pieces` of its text, or `rows` of its table."""

    name: str
    label: str
    pieces: Sequence[Piece]
    rows: Sequence[RowChange]


def compare(deliverable: Deliverable, one: str, other: str, tools: Tools) -> list[HeadingChange]:
    """What the second says otherwise than the first, in the order of the form; each is the number
    of a version, or « now » for the draft. Whoever opens the file asks for the right to read."""
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    return compare_contents(_content(deliverable, one), _content(deliverable, other), form)


def compare_contents(before: Content, after: Content, form: Form) -> list[HeadingChange]:
    known = {field.name: field for field in form.fields()}
    names = [*known, *sorted({*before, *after} - set(known))]
    return [
        _change(name, before.get(name, ""), after.get(name, ""), known.get(name))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def words_of(value: Value, field: FormField | None) -> str:
    """What stands in a heading as one text; a table line by line."""
    if isinstance(value, str):
        return plain(_spoken(value, field))
    rows = (filter(None, row.values()) for row in _spoken_rows(value, field))
    return "\n".join(" – ".join(plain(text) for text in row) for row in rows)


def _change(name: str, before: Value, after: Value, field: FormField | None) -> HeadingChange:
    label = field.label if field else name
    if isinstance(before, str) and isinstance(after, str):
        spoken = [_spoken(value, field) for value in (before, after)]
        return HeadingChange(name, label, text_changes(*spoken), ())
    tables = [_spoken_rows(value, field) for value in (before, after)]
    said = [value if isinstance(value, str) else "" for value in (before, after)]
    return HeadingChange(name, label, text_changes(*said), row_changes(*tables))


def _spoken(value: str, field: FormField | None) -> str:
    """Compared as people read it: a choice, a day, an amount."""
    return spoken(field.cell, value) if field else value


def _spoken_rows(value: Value, field: FormField | None) -> list[dict[str, str]]:
    if isinstance(value, str):
        return []
    cells = {cell.name: cell for cell in field.columns.cells} if field and field.columns else {}
    return [
        {name: spoken(cells[name], text) if name in cells else text for name, text in row.items()}
        for row in value
    ]


def _content(deliverable: Deliverable, which: str) -> Content:
    if which == NOW:
        return deliverable.draft
    if which not in deliverable:
        raise NotPossible("Cette version n'existe pas. Choisir une des versions du livrable.")
    return deliverable[which].content
