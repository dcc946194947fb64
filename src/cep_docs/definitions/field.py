"""One datum of annexe 2: what it is, when it is due, and what may be written in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cep_docs.definitions.kinds import CODES, COMPUTED, STORED_FORMS, same_words
from cep_docs.definitions.tables import Table

Value = str | tuple[str, ...]

EVENTS = ("engagement", "closing")


@dataclass(frozen=True, slots=True)
class Field:
    """`due` says at which event of which unit it must be there; `optional` names the other units
    whose sheet has it. `instead`: another field that does as well. `absent_as`: what is written
    when there is nothing to write, and `absent_when`: for which codes of another field only.
    `alone`: the code that excludes the others. `off`: the agreement does not collect it yet."""

    name: str
    label: str
    source: str
    kind: str
    table: str
    longest: int
    due: Mapping[str, str]
    optional: tuple[str, ...]
    instead: str
    absent_as: tuple[str, ...]
    absent_when: Mapping[str, tuple[str, ...]]
    child_of: str
    prefilled_from: str
    alone: str
    refused_in: Mapping[str, tuple[str, ...]]
    ages: tuple[int, int] | None
    level: str
    consent: str
    off: bool
    carried: bool
    transmitted: bool

    @property
    def computed(self) -> bool:
        """The program fills it: nobody types it, nobody forgets it."""
        return self.kind == COMPUTED

    def belongs_to(self, unit: str) -> bool:
        return unit in self.due or unit in self.optional

    def due_at(self, unit: str, event: str) -> bool:
        """What is due at the engagement is still due at the closing."""
        due = self.due.get(unit)
        return not self.off and due is not None and EVENTS.index(due) <= EVENTS.index(event)

    def absence(self, value: object) -> str:
        """The words of absence that this value stands for, if it does."""
        if not self.absent_as or not isinstance(value, str):
            return ""
        return next((words for words in self.absent_as if same_words(words, value)), "")

    def stored_form(self, value: object) -> Value:
        """ValueError says what is wrong; codes are checked against their table elsewhere."""
        if self.kind == "codes":
            return _codes(value)
        if not isinstance(value, str):
            raise ValueError("Une seule valeur est attendue ici, pas une liste.")
        if words := self.absence(value):
            return words
        if self.kind == "code":
            return value.strip()
        text = STORED_FORMS[self.kind](value)
        if self.longest and len(text) > self.longest:
            raise ValueError(
                f"Ce texte est trop long : au plus {self.longest} signes. Le raccourcir ; "
                "rien de ce qui était enregistré n'est perdu."
            )
        return text

    def fault(self, value: object, day: date, tables: Mapping[str, Table]) -> str:
        """What is wrong with this value alone that day, in French; nothing when it is right."""
        if self.computed:
            return "Cette donnée est remplie par le programme ; elle ne se saisit pas."
        if self.off:
            return "Cette donnée n'est pas recueillie dans cet accord. La laisser vide."
        try:
            stored = self.stored_form(value)
        except ValueError as error:
            return str(error)
        if self.absence(stored):
            return ""
        if self.kind in CODES:
            return self._code_fault(stored, day, tables[self.table])
        return self._future_fault(str(stored), day)

    def _future_fault(self, stored: str, day: date) -> str:
        """Whatever is typed in a sheet has already happened (R-109)."""
        if self.kind == "day" and stored > day.isoformat():
            return f"Cette date est dans l'avenir. Une date passée est attendue, {_PAST_DAY}."
        if self.kind == "month" and stored > day.isoformat()[:7]:
            return f"Ce mois est dans l'avenir. Un mois passé est attendu, {_PAST_MONTH}."
        return ""

    def _code_fault(self, stored: Value, day: date, table: Table) -> str:
        codes = (stored,) if isinstance(stored, str) else stored
        if not all(table.valid(code, day) for code in codes):
            return (
                f"Ce code n'est pas dans la table « {table.name} » à cette date. En choisir un "
                f"de la liste{_example(table, day)}."
            )
        if self.alone in codes and len(codes) > 1:
            return (
                f"« {table.label(self.alone, day)} » exclut les autres réponses. "
                f"Choisir {self.alone} seul, ou les autres sans lui."
            )
        return ""


_PAST_DAY = "par exemple 2019-03-01"
_PAST_MONTH = "par exemple 2019-03"


def _codes(value: object) -> tuple[str, ...]:
    """Ordered, no duplicates (R-103)."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError("Une liste de codes est attendue ici, même d'un seul.")
    codes = tuple(code.strip() for code in value if isinstance(code, str))
    if len(codes) != len(value):
        raise ValueError("Une liste de codes est attendue ici, et rien d'autre.")
    if len(set(codes)) != len(codes):
        raise ValueError("Un même code est choisi deux fois. Le garder une seule fois.")
    return codes


def _example(table: Table, day: date) -> str:
    code = next(iter(table.codes_on(day)), "")
    return f", par exemple {code} ({table.label(code, day)})" if code else ""
