"""What a form says of its own parts, of its layout and of other forms must hold."""

from collections.abc import Mapping

from cep_docs.definitions.form import Form, FormSection
from cep_docs.definitions.form_field import FormField
from cep_docs.definitions.layouts import Slot
from cep_docs.definitions.mentions import MEDIATOR
from cep_docs.definitions.reading import Reader, Section

ANSWERS = {"yes_no": ("yes", "no")}


def check_names(reader: Reader, data: Section, form: Form) -> None:
    """The faults of one form; `data` is its file."""
    quiet = reader.quietly()
    listed = quiet.section(data, "sections")
    _refuse_twins(reader, listed, form)
    for section in form.sections:
        place = quiet.section(listed, section.name)
        _check_when(reader, place, form, section)
        for field in section.fields:
            _check_field(reader, _place(quiet, listed, section, field), form, field)
    _check_mediator(reader, data, form)


def check_prefills(reader: Reader, agreement: str, forms: Mapping[str, Form]) -> None:
    """What is taken from an earlier unit exists there, and is of the same nature (R-061)."""
    for form in forms.values():
        quiet = reader.quietly()
        data = quiet.read(f"templates/{agreement}/{form.name}/form.yaml")
        listed = quiet.section(data, "sections")
        for section in form.sections:
            for field in section.fields:
                if field.prefilled_from:
                    place = _place(quiet, listed, section, field)
                    _check_prefill(reader, place, forms, field, form)


def check_places(reader: Reader, folder: str, form: Form) -> None:
    """Each part of the form has its place, and no place waits for a part that is not there."""
    quiet = reader.quietly()
    listed = quiet.section(quiet.read(f"{folder}/layout.yaml"), "slots")
    parts = {part.name: part for part in form.sections}
    for name in parts:
        if name not in listed:
            sentence = f"la partie « {name} » de la trame n'a pas de place ici."
            reader.faults.at(listed, None, sentence)
    for slot in form.layout.slots:
        if slot.name not in parts:
            sentence = f"« {slot.name} » n'est pas une partie de la trame."
            reader.faults.at(listed, slot.name, sentence)
        else:
            _check_widths(reader, quiet.section(listed, slot.name), slot, parts[slot.name])


def _check_widths(reader: Reader, place: Section, slot: Slot, part: FormSection) -> None:
    tables = {field.name: field.columns for field in part.fields if field.columns is not None}
    for name, widths in slot.widths.items():
        if name not in tables:
            sentence = f"« {name} » n'est pas un tableau de cette partie."
            reader.faults.at(place, "widths", sentence)
        elif {*widths} != {cell.name for cell in tables[name].cells} or not all(widths.values()):
            sentence = f"« {name} » : une largeur, au moins 1, pour chaque colonne et pas d'autre."
            reader.faults.at(place, "widths", sentence)


def _check_prefill(
    reader: Reader, place: Section, forms: Mapping[str, Form], field: FormField, form: Form
) -> None:
    name, _, heading = field.prefilled_from.partition(".")
    origin = forms[name].field(heading) if name in forms and name != form.name else None
    if origin is None:
        sentence = f"« {field.prefilled_from} » n'est pas une rubrique d'une autre trame."
        reader.faults.at(place, "prefilled_from", sentence)
    elif (origin.kind, [*origin.choices]) != (field.kind, [*field.choices]):
        sentence = f"« {field.prefilled_from} » n'est pas de même nature que cette rubrique."
        reader.faults.at(place, "prefilled_from", sentence)


def _place(quiet: Reader, listed: Section, section: FormSection, field: FormField) -> Section:
    """Where a heading stands in the file."""
    fields = quiet.section(quiet.section(listed, section.name), "fields")
    return quiet.section(fields, field.name)


def _refuse_twins(reader: Reader, listed: Section, form: Form) -> None:
    """A block or a heading named twice would hide what was written in the first one."""
    blocks: set[str] = set()
    names: set[str] = set()
    for section in form.sections:
        if section.block and section.block in blocks:
            sentence = f"le bloc « {section.block} » est déjà dans cette trame."
            reader.faults.at(listed[section.name], "block", sentence)
        blocks.add(section.block)
        for field in section.fields:
            if field.name in names:
                sentence = f"« {field.name} » est déjà une rubrique de cette trame."
                reader.faults.at(listed[section.name]["fields"], field.name, sentence)
            names.add(field.name)


def _check_when(reader: Reader, place: Section, form: Form, section: FormSection) -> None:
    if section.when is None:
        return
    name, words = section.when
    asked = form.field(name)
    known = [*asked.choices, *ANSWERS.get(asked.kind, ())] if asked else []
    if not known or not asked or not asked.required:
        sentence = f"« {name} » n'est pas une rubrique obligatoire à réponses fermées."
        reader.faults.at(place, "when", sentence)
        return
    for word in words:
        reader.known(place, "when", word, known)


def _check_field(reader: Reader, place: Section, form: Form, field: FormField) -> None:
    """What a heading says of another heading."""
    for key, name, kind in (
        ("acknowledged_by", field.acknowledged_by, "yes_no"),
        ("after", field.after, "day"),
    ):
        other = form.field(name)
        if name and (other is None or other.kind != kind or name == field.name):
            sentence = f"« {key} » nomme une autre rubrique de cette trame, « kind: {kind} »."
            reader.faults.at(place, key, sentence)
    if field.after and field.kind != "day":
        reader.faults.at(place, "after", "« after » va avec « kind: day ».")


def _check_mediator(reader: Reader, data: Section, form: Form) -> None:
    """On every document, whatever is answered in it: not in a part that may be absent (C-38)."""
    always = (part for part in form.sections if part.computed == "mentions" and not part.when)
    if not any(MEDIATOR in part.mentions for part in always):
        sentence = (
            f"la mention « {MEDIATOR} » (médiateur) n'est dans aucune partie toujours présente : "
            "cette trame ne peut pas servir (R-058)."
        )
        reader.faults.at(data, "sections", sentence)
