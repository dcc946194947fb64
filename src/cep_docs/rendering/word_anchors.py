"""The anchors of a working copy: a bookmark around each label, and what belongs behind it.

A bookmark around a text goes with the text when somebody empties it or pastes over it. Labels
stay: what stands between one label and the next is the answer, whatever happened to it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField
from cep_docs.definitions.forms import Form, FormSection
from cep_docs.definitions.kinds import same_words
from cep_docs.definitions.layouts import Slot
from cep_docs.rendering.word_cells import hint

LONGEST_BOOKMARK = 40
LABEL, NOTE = "cep_", "cepn_"
REFERENCE = "cep__reference"
BY_THE_PROGRAM = "Rempli par le programme : ce qui serait changé ici n'est pas repris."


@dataclass(frozen=True, slots=True)
class Anchor:
    """`level` is that of the heading; `note` stands under it, discreetly."""

    bookmark: str
    label: str
    note: str
    level: int
    section: FormSection
    slot: Slot
    field: FormField | None

    @property
    def by_the_program(self) -> bool:
        if self.field is not None:
            return self.field.computed
        return bool(self.section.computed or self.section.says)

    @property
    def widths(self) -> Mapping[str, int]:
        """Of the columns of its table, in shares of the page."""
        return self.slot.widths.get(self.field.name, {}) if self.field is not None else {}

    @property
    def note_bookmark(self) -> str:
        return bookmark(self.bookmark.removeprefix(LABEL), NOTE)


def anchors_of(form: Form, parts: Sequence[FormSection]) -> list[Anchor]:
    """In the order of the copy. A part of one heading that has its name is not told twice."""
    anchors: list[Anchor] = []
    slots = {slot.name: slot for slot in form.layout.slots}
    for part in parts:
        slot = slots[part.name]
        alone = len(part.fields) == 1 and same_words(part.fields[0].label, part.label)
        if not alone:
            note = BY_THE_PROGRAM if part.computed or part.says else ""
            name = bookmark(f"_{part.name}")
            anchors.append(Anchor(name, part.label, note, 1, part, slot, None))
        level = 1 if alone else 2
        anchors += [
            Anchor(bookmark(field.name), field.label, _note(field), level, part, slot, field)
            for field in part.fields
        ]
    return anchors


def parts_in(form: Form, mask: int) -> list[FormSection]:
    """The parts whose bit is set, in the order of the layout."""
    places = [slot.name for slot in form.layout.slots]
    chosen = [part for number, part in enumerate(form.sections) if mask >> number & 1]
    return sorted(chosen, key=lambda part: places.index(part.name))


def mask_of(form: Form, parts: Sequence[FormSection]) -> int:
    names = {part.name for part in parts}
    return sum(1 << number for number, part in enumerate(form.sections) if part.name in names)


def bookmark(name: str, kind: str = LABEL) -> str:
    """Word knows letters, digits and low lines, 40 of them at most."""
    wanted = f"{kind}{name}"
    if len(wanted) <= LONGEST_BOOKMARK:
        return wanted
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{wanted[: LONGEST_BOOKMARK - 9]}_{digest}"


def _note(field: FormField) -> str:
    if field.computed:
        return BY_THE_PROGRAM
    absence = f"« {NOT_APPLICABLE} » est une réponse." if field.not_applicable else ""
    said = [field.help.strip(), *_hints(field), absence]
    return " ".join(filter(None, said))


def _hints(field: FormField) -> list[str]:
    if field.columns is None:
        return [hint(field.cell)]
    return [
        "Une ligne par élément ; en ajouter ou en supprimer autant que nécessaire.",
        *(
            f"{cell.label} : {said[:1].lower()}{said[1:]}"
            for cell in field.columns.cells
            if (said := " ".join(filter(None, [cell.help, hint(cell)])))
        ),
    ]
