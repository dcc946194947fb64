"""What may be written in one place of a form: a text, a line, a choice, a day, an amount."""

from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.definitions.kinds import STORED_FORMS
from cep_docs.definitions.reading import Reader, Section

LONGEST_TEXT = 20_000
LONGEST_LINE = 300
# The kinds of places, and the stored form of what is written there.
CELLS = {
    "text": "rich_text",
    "line": "text",
    "choice": "text",
    "yes_no": "yes_no",
    "day": "day",
    "amount": "amount",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """`required`: what it stands in is not complete without it. `advised`: one is told it lacks,
    nothing more (R-048)."""

    name: str
    label: str
    kind: str
    required: bool
    advised: bool
    choices: Mapping[str, str]
    help: str

    def stored_form(self, value: str) -> str:
        """Blank stays blank; ValueError says in French what is wrong, without repeating it."""
        if not value.strip():
            return ""
        stored = STORED_FORMS[CELLS[self.kind]](value)
        longest = LONGEST_TEXT if self.kind == "text" else LONGEST_LINE
        if len(stored) > longest:
            raise ValueError(
                f"ce texte est trop long : au plus {longest} signes. Le raccourcir ou le "
                "répartir ; rien de ce qui était enregistré n'est perdu."
            )
        if self.kind == "choice" and stored not in self.choices:
            known = ", ".join(f"{word} ({label})" for word, label in self.choices.items())
            raise ValueError(f"la réponse attendue est l'une de : {known}.")
        return stored


def read_cell(reader: Reader, name: str, section: Section) -> Cell:
    reader.only(section, ["label", "kind"], ["required", "advised", "choices", "help"])
    kind = reader.text(section, "kind", "text")
    reader.known(section, "kind", kind, CELLS)
    return Cell(
        name=name,
        label=reader.sentence(section, "label"),
        kind=kind if kind in CELLS else "text",
        required=reader.yes(section, "required"),
        advised=reader.yes(section, "advised"),
        choices=read_choices(reader, section, kind),
        help=reader.text(section, "help"),
    )


def read_choices(reader: Reader, section: Section, kind: str) -> dict[str, str]:
    choices = reader.section(section, "choices")
    if (kind == "choice") != bool(choices):
        reader.faults.at(section, "choices", "« choices » va avec « kind: choice ».")
    return {word: reader.sentence(choices, word) for word in choices}
