"""templates/<agreement>/columns.yaml: the tables people fill in forms, column by column.

What holds between several lines (sums) is a word of `AGREES`; everything else is in the file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cep_docs.definitions.cells import Cell, read_cell
from cep_docs.definitions.reading import Reader, Section
from cep_docs.values.amounts import spoken_amount, total

MOST_ROWS = 500

Row = Mapping[str, str]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Columns:
    """One kind of table: action steps, financing lines, competences… `computed`: the program
    fills it from what it knows, nobody types it."""

    name: str
    label: str
    source: str
    computed: bool
    agrees: str
    cells: tuple[Cell, ...]

    def stored_rows(self, rows: object) -> list[dict[str, str]]:
        """Without blank lines; ValueError says which line and which column."""
        if isinstance(rows, str):
            raise ValueError("un tableau est attendu : reporter ce texte ligne par ligne.")
        if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
            raise ValueError("des lignes sont attendues ici, chacune avec ses colonnes.")
        if len(rows) > MOST_ROWS:
            raise ValueError(f"au plus {MOST_ROWS} lignes ; répartir sur plusieurs versions.")
        stored = [self._stored_row(number, row) for number, row in enumerate(rows, 1)]
        return [row for row in stored if any(row.values())]

    def faults(self, rows: Rows) -> list[str]:
        """Why these lines cannot be frozen, each naming its line."""
        lacking = [
            f"ligne {number}, « {cell.label} » est vide"
            for number, row in enumerate(rows, 1)
            for cell in self.cells
            if cell.required and not row.get(cell.name, "").strip()
        ]
        return [*lacking, *(AGREES[self.agrees](rows) if self.agrees else [])]

    def doubts(self, rows: Rows) -> list[str]:
        """What would be better written; nothing waits for it (R-047, R-048)."""
        return [
            f"ligne {number}, « {cell.label} » n'est pas précisé"
            for number, row in enumerate(rows, 1)
            for cell in self.cells
            if cell.advised and not row.get(cell.name, "").strip()
        ]

    def _stored_row(self, number: int, row: Row) -> dict[str, str]:
        known = {cell.name: cell for cell in self.cells}
        stored = {}
        for name, value in row.items():
            if name not in known or not isinstance(value, str):
                raise ValueError(f"ligne {number} : une colonne n'est pas dans la trame.")
            try:
                stored[name] = known[name].stored_form(value)
            except ValueError as error:
                raise ValueError(f"ligne {number}, « {known[name].label} » : {error}") from error
        return {cell.name: stored.get(cell.name, "") for cell in self.cells}


def financing_totals(rows: Rows) -> dict[str, str]:
    """What it costs, what is funded, what remains to be paid: of what was not refused (R-049)."""
    cost = total([row.get("cost", "") for row in rows])
    funded = total([row.get("amount", "") for row in rows if row.get("state") != "refused"])
    return {"cost": cost, "funded": funded, "remains": f"{Decimal(cost) - Decimal(funded):.2f}"}


def the_sums_agree(rows: Rows) -> list[str]:
    faults = [
        f"ligne {number}, un montant est financé sans financeur"
        for number, row in enumerate(rows, 1)
        if row.get("amount") and not row.get("funder")
    ]
    totals = financing_totals(rows)
    if Decimal(totals["remains"]) < 0:
        cost, funded = spoken_amount(totals["cost"]), spoken_amount(totals["funded"])
        says = f"les financements ({funded}) dépassent le coût ({cost})"
        faults.append(f"{says} ; corriger l'un ou l'autre")
    return faults


AGREES: Mapping[str, Callable[[Rows], list[str]]] = {"the_sums_agree": the_sums_agree}


def load_columns(reader: Reader, agreement: str) -> dict[str, Columns]:
    """Nothing when the agreement has no such table."""
    tables = {}
    for path in reader.names(f"templates/{agreement}/columns.yaml"):
        for name, section in reader.sections(reader.read(path)):
            tables[name] = _columns(reader, name, section)
    return tables


def _columns(reader: Reader, name: str, section: Section) -> Columns:
    reader.only(section, ["label", "source", "columns"], ["computed", "agrees"])
    agrees = reader.text(section, "agrees")
    if agrees:
        reader.known(section, "agrees", agrees, AGREES)
    listed = reader.section(section, "columns")
    return Columns(
        name=name,
        label=reader.sentence(section, "label"),
        source=reader.sentence(section, "source"),
        computed=reader.yes(section, "computed"),
        agrees=agrees if agrees in AGREES else "",
        cells=tuple(read_cell(reader, key, of) for key, of in reader.sections(listed)),
    )
