"""What was typed in one heading of a document, and how its value is shown to be typed again."""

from collections.abc import Callable, Sequence
from typing import Any

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.columns import Columns
from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField, Value
from cep_docs.definitions.kinds import same_words
from cep_docs.errors import Invalid
from cep_docs.values.amounts import spoken_amount
from cep_docs.values.dates import parse_day
from cep_docs.web.said import NOT_A_DAY, Said, day_typed

# Names of the form of a heading: its one value, « sans objet », what becomes of a line.
VALUE, ABSENT, LINE = "value", "absent", "ligne"
CELL = "c."
UNEVEN = (
    "Cette rubrique est arrivée incomplète. Rien n'a été enregistré ; ce qui l'était est intact. "
    "Recharger la page, puis reprendre."
)


def value_said(field: FormField, request: Any) -> Value:
    """As the form of a document takes it. Invalid when a day cannot be read, or when the heading
    is not in what was sent: it is not blank then, it is not there."""
    return _read(field, request, _typed)


def as_typed(field: FormField, request: Any) -> Value:
    """The same to be shown again, whatever is wrong with it."""
    try:
        return _read(field, request, lambda cell, text, field, where: text)
    except Invalid:
        return ""


def is_absent(value: Value) -> bool:
    """« Sans objet » stands there."""
    return isinstance(value, str) and same_words(value, NOT_APPLICABLE)


def shown(cell: Cell, value: str) -> str:
    """A day and an amount as people write them; what cannot be read, as it is."""
    try:
        if cell.kind == "day" and value:
            return parse_day(value).strftime("%d/%m/%Y")
        if cell.kind == "amount" and value:
            return spoken_amount(value).removesuffix("€").strip()
    except (ValueError, ArithmeticError):
        return value
    return value


def shown_rows(value: Value) -> Sequence[dict[str, str]]:
    """The lines of a table, and one more to write in."""
    return [*([] if isinstance(value, str) else value), {}]


Reader = Callable[[Cell, str, FormField, str], str]


def _read(field: FormField, request: Any, reader: Reader) -> Value:
    columns = field.columns
    typed = columns is not None and not field.computed
    names = [CELL + cell.name for cell in columns.cells] if columns and typed else [VALUE]
    said = Said(request, several=names if typed else (), about=field.name)
    if said.ticked(ABSENT):
        return NOT_APPLICABLE
    if any(name not in request.POST for name in names):
        raise Invalid({field.name: UNEVEN})
    if field.computed:
        return ""
    if columns is None:
        return reader(field.cell, said.long_text(VALUE), field, "")
    return _moved(_rows(field, columns, request, reader), said.text(LINE))


def _rows(
    field: FormField, columns: Columns, request: Any, reader: Reader
) -> list[dict[str, str]]:
    typed = {cell.name: request.POST.getall(CELL + cell.name) for cell in columns.cells}
    count = max(map(len, typed.values()))
    if any(len(cells) != count for cells in typed.values()):
        raise Invalid({field.name: UNEVEN})
    return [
        {
            cell.name: reader(cell, str(typed[cell.name][at]), field, f"ligne {at + 1}, ")
            for cell in columns.cells
        }
        for at in range(count)
    ]


def _typed(cell: Cell, text: str, field: FormField, where: str) -> str:
    if cell.kind != "day" or not text.strip() or is_absent(text):
        return text.replace("\r\n", "\n")
    try:
        return day_typed(text).isoformat()
    except ValueError:
        what = f"« {field.label} » : {where}" + (f"« {cell.label} » : " if where else "")
        raise Invalid({field.name: what + NOT_A_DAY}) from None


def _moved(rows: list[dict[str, str]], wanted: str) -> list[dict[str, str]]:
    """« monter-2 », « descendre-2 », « retirer-2 »: the buttons of a page without JavaScript."""
    what, _, number = wanted.partition("-")
    at = int(number) - 1 if number.isdecimal() and len(number) < 6 else -1
    if not 0 <= at < len(rows):
        return rows
    row = rows.pop(at)
    if what in ("monter", "descendre"):
        rows.insert(max(0, at + (1 if what == "descendre" else -1)), row)
    elif what != "retirer":
        rows.insert(at, row)
    return rows
