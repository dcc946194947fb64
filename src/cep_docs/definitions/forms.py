"""templates/<agreement>/<deliverable>/form.yaml: the headings of a deliverable, block by block."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cep_docs.definitions.kinds import STORED_FORMS, same_words
from cep_docs.definitions.reading import Reader, Section

NOT_APPLICABLE = "sans objet"
KINDS = ("text", "yes_no", "choice", "day")
_BLOCK = re.compile("[A-Z][1-9]")

Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FormField:
    """`not_applicable`: « sans objet » is an answer here (le cas échéant, R-046)."""

    name: str
    label: str
    kind: str
    required: bool
    not_applicable: bool
    choices: Mapping[str, str]
    help: str
    source: str

    def fault(self, value: object) -> str:
        """What is wrong with what was written, in French; nothing when it is right or blank."""
        if not isinstance(value, str):
            return f"« {self.label} » attend un texte."
        if not value.strip() or self.kind == "text" or self._is_absence(value):
            return ""
        if self.kind == "choice":
            known = ", ".join(f"{word} ({label})" for word, label in self.choices.items())
            return "" if value in self.choices else f"« {self.label} » attend l'un de : {known}."
        try:
            STORED_FORMS[self.kind](value)
        except ValueError as error:
            return f"« {self.label} » : {error}"
        return ""

    def gap(self, block: str, value: object) -> str:
        """Why the deliverable cannot be frozen yet because of this heading (R-044)."""
        if isinstance(value, str) and same_words(value, NOT_APPLICABLE):
            refused = f"« {self.label} » ({block}) ne peut pas être « {NOT_APPLICABLE} »."
            return "" if self.not_applicable else f"{refused} La remplir."
        if self.required and not (isinstance(value, str) and value.strip()):
            way_out = f", ou écrire « {NOT_APPLICABLE} »" if self.not_applicable else ""
            return f"« {self.label} » ({block}) est vide. La remplir{way_out}."
        return self.fault(value) if value is not None else ""

    def _is_absence(self, value: str) -> bool:
        return self.not_applicable and same_words(value, NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class FormSection:
    """`block` is the same for all editions and operators (R-053); a computed one has no fields:
    the program writes it."""

    name: str
    label: str
    block: str
    computed: bool
    source: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    edition: str
    label: str
    source: str
    sections: tuple[FormSection, ...]

    def fields(self) -> Iterator[FormField]:
        for section in self.sections:
            yield from section.fields

    def check(self, content: Content) -> dict[str, str]:
        """What cannot be kept in a draft: one message a heading. Gaps are allowed there."""
        known = {field.name: field for field in self.fields()}
        messages = {
            name: known[name].fault(value)
            if name in known
            else f"Cette rubrique n'est pas dans la trame « {self.label} ». La retirer."
            for name, value in content.items()
        }
        return {name: message for name, message in messages.items() if message}

    def gaps(self, content: Content) -> list[tuple[FormField, str]]:
        """In the order of the form: each gap named, so that one can go to the first (R-044)."""
        asked = [
            (field, field.gap(section.block, content.get(field.name)))
            for section in self.sections
            for field in section.fields
        ]
        return [(field, sentence) for field, sentence in asked if sentence]


def load_forms(reader: Reader, agreement: str) -> dict[str, Form]:
    forms = {}
    for path in reader.names(f"templates/{agreement}/*/form.yaml"):
        name = path.split("/")[-2]
        forms[name] = _form(reader, reader.read(path), name)
    return forms


def _form(reader: Reader, data: Section, name: str) -> Form:
    reader.only(data, ["form", "edition", "label", "source", "sections"], [])
    if reader.text(data, "form", name) != name:
        reader.faults.at(data, "form", f"« form » doit valoir « {name} », comme le dossier.")
    listed = reader.section(data, "sections")
    form = Form(
        name=name,
        edition=reader.sentence(data, "edition"),
        label=reader.sentence(data, "label"),
        source=reader.sentence(data, "source"),
        sections=tuple(_section(reader, key, of) for key, of in reader.sections(listed)),
    )
    _refuse_twins(reader, listed, form)
    return form


def _section(reader: Reader, name: str, section: Section) -> FormSection:
    reader.only(section, ["label", "block", "source"], ["computed", "fields"])
    computed = reader.yes(section, "computed")
    if computed == ("fields" in section):
        sentence = "une partie a des « fields », ou « computed: yes » ; pas les deux."
        reader.faults.at(section, "fields", sentence)
    block = reader.text(section, "block")
    if "block" in section and not _BLOCK.fullmatch(block):
        reader.faults.at(section, "block", "un bloc s'écrit comme E1 ou P8.")
    listed = reader.section(section, "fields")
    return FormSection(
        name=name,
        label=reader.sentence(section, "label"),
        block=block,
        computed=computed,
        source=reader.sentence(section, "source"),
        fields=tuple(_field(reader, key, of) for key, of in reader.sections(listed)),
    )


def _field(reader: Reader, name: str, section: Section) -> FormField:
    optional = ["required", "not_applicable", "choices", "help", "source"]
    reader.only(section, ["label", "kind"], optional)
    kind = reader.text(section, "kind", "text")
    reader.known(section, "kind", kind, KINDS)
    choices = reader.section(section, "choices")
    if kind in KINDS and (kind == "choice") != bool(choices):
        reader.faults.at(section, "choices", "« choices » va avec « kind: choice ».")
    return FormField(
        name=name,
        label=reader.sentence(section, "label"),
        kind=kind if kind in KINDS else "text",
        required=reader.yes(section, "required"),
        not_applicable=reader.yes(section, "not_applicable"),
        choices={word: reader.sentence(choices, word) for word in choices},
        help=reader.text(section, "help"),
        source=reader.text(section, "source"),
    )


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
