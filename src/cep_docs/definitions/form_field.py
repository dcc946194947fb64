"""One heading (rubrique) of a form: what may be written in it, and what it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cep_docs.definitions.cells import CELLS, Cell, read_choices
from cep_docs.definitions.columns import Columns, Rows, financing_totals
from cep_docs.definitions.kinds import same_words
from cep_docs.definitions.reading import Reader, Section
from cep_docs.values.amounts import spoken_amount

NOT_APPLICABLE = "sans objet"

Value = str | list[dict[str, str]]
Content = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FormField:
    """A cell, or a whole table when it has columns. `not_applicable`: « sans objet » is an answer
    (le cas échéant, R-046). `prefilled_from`: the « form.heading » of an earlier unit that it
    starts from (R-061). `acknowledged_by`: the heading that says that the person knows what
    remains to be paid (R-049). `after`: the heading with a day that should come first (R-088)."""

    cell: Cell
    columns: Columns | None
    not_applicable: bool
    source: str
    prefilled_from: str
    acknowledged_by: str
    after: str = ""

    @property
    def name(self) -> str:
        return self.cell.name

    @property
    def label(self) -> str:
        return self.cell.label

    @property
    def kind(self) -> str:
        return self.columns.name if self.columns else self.cell.kind

    @property
    def required(self) -> bool:
        return self.cell.required

    @property
    def choices(self) -> Mapping[str, str]:
        return self.cell.choices

    @property
    def help(self) -> str:
        return self.cell.help

    @property
    def computed(self) -> bool:
        return self.columns is not None and self.columns.computed

    def stored_form(self, value: object) -> Value:
        """How this value is kept; ValueError says in French why it cannot be."""
        if self._is_absence(value):
            return NOT_APPLICABLE
        if self.columns is not None:
            return self.columns.stored_rows([] if value == "" else value)
        if not isinstance(value, str):
            raise ValueError("un texte est attendu.")
        return self.cell.stored_form(value)

    def fault(self, value: object) -> str:
        """What is wrong with what was written, in French; nothing when it is right or blank."""
        try:
            self.stored_form(value)
        except ValueError as error:
            return f"« {self.label} » : {error}"
        return ""

    def gaps(self, block: str, content: Content) -> list[str]:
        """Why the deliverable cannot be frozen yet because of this heading (R-044)."""
        value = content.get(self.name, "")
        if not (value.strip() if isinstance(value, str) else value):
            return [f"« {self.label} » ({block}) est vide. {self._way_out()}"] * self.required
        if isinstance(value, str) and same_words(value, NOT_APPLICABLE):
            refused = f"« {self.label} » ({block}) ne peut pas être « {NOT_APPLICABLE} »."
            return [] if self.not_applicable else [f"{refused} La remplir."]
        if fault := self.fault(value):
            return [fault]
        return [f"« {self.label} » ({block}) : {said}." for said in self._row_gaps(value, content)]

    def doubts(self, content: Content) -> list[str]:
        """What would be better written; it stops nothing."""
        value = content.get(self.name, "")
        if self.columns is None or isinstance(value, str):
            return []
        return [f"« {self.label} » : {doubt}." for doubt in self.columns.doubts(value)]

    def day(self, content: Content) -> str:
        """The day that stands there, as it is stored; nothing when no day does."""
        value = content.get(self.name, "")
        return "" if self.kind != "day" or value == NOT_APPLICABLE else str(value)

    def _way_out(self) -> str:
        what = "Établir la liste des organismes" if self.computed else "La remplir"
        return f"{what}, ou écrire « {NOT_APPLICABLE} »." if self.not_applicable else f"{what}."

    def _row_gaps(self, value: Value, content: Content) -> list[str]:
        if self.columns is None or isinstance(value, str):
            return []
        return [*self.columns.faults(value), *self._unacknowledged(value, content)]

    def _unacknowledged(self, rows: Rows, content: Content) -> list[str]:
        if not self.acknowledged_by or content.get(self.acknowledged_by) == "yes":
            return []
        remains = financing_totals(rows)["remains"]
        if Decimal(remains) <= 0:
            return []
        return [
            f"il reste {spoken_amount(remains)} à payer ; "
            "dire que la personne le sait, ou compléter le financement"
        ]

    def _is_absence(self, value: object) -> bool:
        return isinstance(value, str) and self.not_applicable and same_words(value, NOT_APPLICABLE)


OPTIONAL = (
    "required",
    "not_applicable",
    "choices",
    "help",
    "source",
    "prefilled_from",
    "acknowledged_by",
    "after",
)


def read_field(
    reader: Reader, name: str, section: Section, tables: Mapping[str, Columns]
) -> FormField:
    reader.only(section, ["label", "kind"], OPTIONAL)
    kind = reader.text(section, "kind", "text")
    reader.known(section, "kind", kind, [*CELLS, *tables])
    cell = Cell(
        name=name,
        label=reader.sentence(section, "label"),
        kind=kind if kind in CELLS else "text",
        required=reader.yes(section, "required"),
        advised=False,
        choices=read_choices(reader, section, kind),
        help=reader.text(section, "help"),
    )
    return FormField(
        cell=cell,
        columns=tables.get(kind),
        not_applicable=reader.yes(section, "not_applicable"),
        source=reader.text(section, "source"),
        prefilled_from=reader.text(section, "prefilled_from"),
        acknowledged_by=reader.text(section, "acknowledged_by"),
        after=reader.text(section, "after"),
    )
