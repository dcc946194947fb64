"""The data of an agreement, and what they say of a sheet: what is missing, wrong or unlikely."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from cep_docs.definitions.field import Field, Value
from cep_docs.definitions.tables import Table
from cep_docs.values.dates import parse_day
from cep_docs.values.places import department_of_postcode

Sheet = Mapping[str, object]
Kept = TypeVar("Kept")
Messages = dict[str, str]  # a French sentence for each field at fault, without personal data


@dataclass(frozen=True, slots=True)
class Fields:
    """A sheet is a mapping from names of fields to what was typed; names are unique in both
    groups, so that the sheet of a person and that of an engagement can be looked at together."""

    person: tuple[Field, ...]
    engagement: tuple[Field, ...]
    forbidden_mail_domains: tuple[str, ...]

    def __iter__(self) -> Iterator[Field]:
        yield from self.person
        yield from self.engagement

    def named(self, name: str) -> Field | None:
        return next((field for field in self if field.name == name), None)

    def sheet_of(self, unit: str) -> tuple[Field, ...]:
        """The sheet of one unit, as annexe 2 § 2 lists it."""
        return tuple(field for field in self.engagement if field.belongs_to(unit))

    def due(self, unit: str, event: str) -> tuple[Field, ...]:
        return tuple(field for field in self if field.due_at(unit, event))

    def missing(self, sheet: Sheet, unit: str, event: str) -> list[Field]:
        """What somebody still has to type; nothing is said of what the program fills."""
        return [
            field
            for field in self.due(unit, event)
            if not field.computed
            and _blank(sheet.get(field.name))
            and _blank(sheet.get(field.instead))
        ]

    def stored_forms(self, sheet: Sheet) -> dict[str, Value]:
        """The sheet as it is kept, blanks left out; only when nothing was found wrong in it."""
        return {
            field.name: field.stored_form(sheet[field.name])
            for field in self
            if not (_blank(sheet.get(field.name)) or field.computed)
        }

    def carried(self, sheet: Mapping[str, Kept]) -> dict[str, Kept]:
        """What the next unit takes over from the sheet of this one."""
        names = [field.name for field in self if field.carried]
        return {name: sheet[name] for name in names if not _blank(sheet.get(name))}

    def check(self, sheet: Sheet, day: date, tables: Mapping[str, Table]) -> Messages:
        """What was typed wrong, as things stand that day."""
        known = {field.name: field for field in self}
        messages: Messages = {}
        for name, value in sheet.items():
            field = known.get(name)
            if field is None:
                messages[name] = "Cette donnée n'existe pas dans cet accord. La retirer."
            elif not _blank(value):
                fault = field.fault(value, day, tables) or self._clash(field, sheet, day, tables)
                messages |= {name: fault} if fault else {}
        return messages

    def doubts(self, sheet: Sheet, day: date) -> Messages:
        """What is unlikely but possible: to be confirmed, not refused."""
        messages: Messages = {}
        for field in self:
            if field.ages and not _age_within(field.ages, sheet.get(field.name), day):
                youngest, oldest = field.ages
                messages[field.name] = (
                    f"L'âge calculé n'est pas entre {youngest} et {oldest} ans. "
                    "Corriger la date, ou confirmer qu'elle est juste."
                )
            if field.kind == "postcode" and not _names_a_department(sheet.get(field.name)):
                messages[field.name] = (
                    "Ce code postal ne désigne aucun département français. "
                    "Le corriger, ou confirmer qu'il est juste."
                )
        return messages

    def _clash(self, field: Field, sheet: Sheet, day: date, tables: Mapping[str, Table]) -> str:
        """What is wrong with a value because of another one, or of the rules of the agreement."""
        if not (field.child_of or field.absent_as or field.kind == "email"):
            return ""  # nothing else has a say in it
        value = field.stored_form(sheet[field.name])
        if field.child_of and not _blank(parent := sheet.get(field.child_of)):
            row = tables[field.table].row(str(value), day)
            above = self.named(field.child_of)
            if row and above and row.parent != parent:
                return (
                    f"Ce choix ne va pas avec « {above.label} ». Choisir un détail de "
                    f"ce motif, ou changer le motif en {row.parent}."
                )
        if field.absence(value):
            return self._absence_fault(field, sheet)
        domain = str(value).rpartition("@")[2]
        if field.kind == "email" and domain in self.forbidden_mail_domains:
            return (
                "Cette adresse mail est une adresse d'emprunt. Écrire la vraie, ou "
                f"« {next(iter(field.absent_as), 'rien')} »."
            )
        return ""

    def _absence_fault(self, field: Field, sheet: Sheet) -> str:
        for name, codes in field.absent_when.items():
            other = self.named(name)
            if other and not _blank(sheet.get(name)) and sheet[name] not in codes:
                return (
                    f"« {field.absent_as[0]} » n'est permis que si « {other.label} » vaut "
                    f"{', '.join(codes)}. Écrire une valeur."
                )
        return ""


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [])


def _age_within(ages: tuple[int, int], born_on: object, today: date) -> bool:
    """An unreadable date is a fault, not a doubt."""
    try:
        day = parse_day(str(born_on).strip())
    except ValueError:
        return True
    before_birthday = (today.month, today.day) < (day.month, day.day)
    return ages[0] <= today.year - day.year - before_birthday <= ages[1]


def _names_a_department(postcode: object) -> bool:
    try:
        return _blank(postcode) or bool(department_of_postcode(str(postcode)))
    except ValueError:
        return False
