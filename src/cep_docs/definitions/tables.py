"""policies/<agreement>/tables/*.csv: the reference tables exchanged with France compétences.

A code is never removed: it gets a last day (`valide_au`, included) and stays readable.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cep_docs.definitions.reading import Reader
from cep_docs.values.dates import parse_day

COLUMNS = ("code", "code_fc", "libelle", "parent", "valide_du", "valide_au", "source")
# The CSV gives the code of the parent, not its table.
PARENTS = {"motif_sollicitation_detaille": "motif_sollicitation"}

_CODE = re.compile("[0-9A-Z][0-9A-Z_]*")

NumberedRows = list[tuple[int, "Row"]]


@dataclass(frozen=True, slots=True)
class Row:
    """What one code means during one period."""

    code: str
    code_fc: str
    label: str
    parent: str
    valid_from: date
    valid_to: date | None
    source: str

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def overlaps(self, other: "Row") -> bool:
        later = max(self.valid_from, other.valid_from)
        return self.valid_on(later) and other.valid_on(later)


@dataclass(frozen=True, slots=True)
class Table:
    """A code may have several rows, one after the other in time (R-102)."""

    name: str
    rows: tuple[Row, ...]

    def codes_on(self, day: date) -> tuple[str, ...]:
        return tuple(row.code for row in self.rows if row.valid_on(day))

    def valid(self, code: str, day: date) -> bool:
        return any(row.code == code and row.valid_on(day) for row in self.rows)

    def label(self, code: str, day: date) -> str:
        """Readable outside its period too; an unknown code is its own label."""
        row = self.row(code, day)
        return row.label if row else code

    def sent_value(self, code: str, day: date) -> str:
        """What France compétences receives: its own code as soon as it has given one."""
        row = self.row(code, day)
        return row.code_fc or row.code if row else code

    def row(self, code: str, day: date) -> Row | None:
        """The row of that day, else the last one begun, else the first one to begin."""
        rows = sorted((r for r in self.rows if r.code == code), key=lambda r: r.valid_from)
        begun = [row for row in rows if row.valid_from <= day]
        return begun[-1] if begun else next(iter(rows), None)

    def __contains__(self, code: str) -> bool:
        """At any time."""
        return any(row.code == code for row in self.rows)


def load_tables(reader: Reader, agreement: str) -> dict[str, Table]:
    """Its own tables, and those of the agreement it names in `tables_of` for the rest."""
    own = dict(_numbered(reader, agreement))
    origin = _tables_of(reader, agreement)
    # The faults of another agreement's tables are told where that agreement is loaded.
    numbered = dict(_numbered(reader.quietly(), origin)) if origin else {}
    numbered |= own
    tables = {name: Table(name, tuple(row for _, row in rows)) for name, rows in numbered.items()}
    for name, rows in numbered.items():
        if name in own or PARENTS.get(name) in own:
            path = f"policies/{agreement if name in own else origin}/tables/{name}.csv"
            _check_parents(reader, path, rows, tables.get(PARENTS.get(name, "")))
    return tables


def load_table(reader: Reader, agreement: str, name: str) -> Table:
    """One table only, its faults being told by `load_tables`."""
    return load_tables(reader.quietly(), agreement).get(name, Table(name, ()))


def _tables_of(reader: Reader, agreement: str) -> str:
    """`fields.yaml` is read again by `load_fields`, which tells its faults."""
    header = reader.quietly().read(f"policies/{agreement}/fields.yaml")
    origin = reader.text(header, "tables_of")
    if origin and (origin == agreement or not reader.names(f"policies/{origin}/tables/*.csv")):
        reader.faults.at(header, "tables_of", f"aucune table à reprendre dans « {origin} ».")
        return ""
    return origin


def _numbered(reader: Reader, agreement: str) -> Iterator[tuple[str, NumberedRows]]:
    for path in reader.names(f"policies/{agreement}/tables/*.csv"):
        name = path.rsplit("/", 1)[-1].removesuffix(".csv")
        rows: NumberedRows = []
        for line, cells in reader.rows(path, COLUMNS):
            row = _row(reader, f"{path}:{line}", cells)
            for earlier_line, earlier in rows:
                if row and row.code == earlier.code and row.overlaps(earlier):
                    reader.faults.append(
                        f"{path}:{line}: « {row.code} » est déjà valide à ces dates, "
                        f"ligne {earlier_line}."
                    )
            if row:
                rows.append((line, row))
        yield name, rows


def _row(reader: Reader, place: str, cells: Mapping[str, str]) -> Row | None:
    faults = []
    if not _CODE.fullmatch(cells["code"]):
        faults.append("le code s'écrit en capitales et en chiffres, par exemple SAL_CDI.")
    faults += [f"« {key} » est vide." for key in ("libelle", "source") if not cells[key].strip()]
    days = {}
    for key in ("valide_du", "valide_au"):
        days[key] = _day(cells[key])
        if days[key] is None and (cells[key] or key == "valide_du"):
            faults.append(f"« {key} » doit être une date AAAA-MM-JJ qui existe.")
    start, end = days["valide_du"], days["valide_au"]
    if start and end and end < start:
        faults.append("« valide_au » précède « valide_du ».")
    reader.faults.extend(f"{place}: {fault}" for fault in faults)
    if faults or start is None:
        return None
    return Row(
        code=cells["code"],
        code_fc=cells["code_fc"].strip(),
        label=cells["libelle"].strip(),
        parent=cells["parent"].strip(),
        valid_from=start,
        valid_to=end,
        source=cells["source"].strip(),
    )


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


def _check_parents(reader: Reader, path: str, rows: NumberedRows, parents: Table | None) -> None:
    for line, row in rows:
        if parents is None and row.parent:
            reader.faults.append(f"{path}:{line}: cette table n'a pas de « parent ».")
        elif parents and not parents.valid(row.parent, row.valid_from):
            reader.faults.append(
                f"{path}:{line}: le parent « {row.parent} » n'est pas dans la table "
                f"« {parents.name} » le {row.valid_from}."
            )
