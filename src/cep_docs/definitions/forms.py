"""templates/<agreement>/<deliverable>/form.yaml: forms and their earlier editions, as read.

An edition that was replaced stays in editions/<edition>/, for what was written in it (R-052).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cep_docs.definitions.columns import Columns
from cep_docs.definitions.form import Form, FormSection, Signatory
from cep_docs.definitions.form_field import (
    NOT_APPLICABLE,
    Content,
    FormField,
    Value,
    read_field,
)
from cep_docs.definitions.form_names import check_names, check_places
from cep_docs.definitions.layouts import load_layout
from cep_docs.definitions.mentions import Mention, read_text_with_slots
from cep_docs.definitions.reading import Reader, Section

__all__ = (
    "COMPUTED",
    "NOT_APPLICABLE",
    "Around",
    "Content",
    "Form",
    "FormField",
    "FormSection",
    "Signatory",
    "Value",
    "load_editions",
    "load_forms",
)

# The parts the program writes by itself.
COMPUTED = ("identity", "mentions", "recipient", "lists")
_BLOCK = re.compile("[A-Z][1-9]")


@dataclass(frozen=True, slots=True)
class Around:
    """What a form may name."""

    tables: Mapping[str, Columns]
    mentions: Mapping[str, Mention]
    facts: Collection[str]


def load_forms(reader: Reader, agreement: str, around: Around) -> dict[str, Form]:
    """The forms in which one writes today."""
    folders = {
        path.split("/")[-2]: path.removesuffix("/form.yaml")
        for path in reader.names(f"templates/{agreement}/*/form.yaml")
    }
    return {name: _load(reader, folder, name, around) for name, folder in folders.items()}


def load_editions(reader: Reader, agreement: str, around: Around) -> dict[str, dict[str, Form]]:
    """The forms in which one wrote before: form, edition."""
    editions: dict[str, dict[str, Form]] = {}
    for path in reader.names(f"templates/{agreement}/*/editions/*/form.yaml"):
        folder = path.removesuffix("/form.yaml")
        name, _, edition = folder.split("/")[-3:]
        form = _load(reader, folder, name, around)
        editions.setdefault(name, {})[edition] = form
        if form.edition != edition:
            data = reader.quietly().read(path)
            sentence = f"« edition » doit valoir « {edition} », comme le dossier."
            reader.faults.at(data, "edition", sentence)
    return editions


def _load(reader: Reader, folder: str, name: str, around: Around) -> Form:
    data = reader.read(f"{folder}/form.yaml")
    reader.only(data, ["form", "edition", "label", "source", "sections"], ["signatures"])
    if reader.text(data, "form", name) != name:
        reader.faults.at(data, "form", f"« form » doit valoir « {name} », comme le dossier.")
    listed = reader.section(data, "sections")
    signed = reader.section(data, "signatures")
    form = Form(
        name=name,
        edition=reader.sentence(data, "edition"),
        label=reader.sentence(data, "label"),
        source=reader.sentence(data, "source"),
        sections=tuple(_section(reader, key, of, around) for key, of in reader.sections(listed)),
        signatories=tuple(_signatory(reader, key, of) for key, of in reader.sections(signed)),
        layout=load_layout(reader, folder),
    )
    check_names(reader, data, form)
    check_places(reader, folder, form)
    return form


def _section(reader: Reader, name: str, section: Section, around: Around) -> FormSection:
    optional = ["computed", "facts", "mentions", "says", "when", "fields"]
    reader.only(section, ["label", "block", "source"], optional)
    if sum(key in section for key in ("computed", "fields", "says")) != 1:
        sentence = "une partie a des « fields », ou « computed », ou « says » ; un seul des trois."
        reader.faults.at(section, None, sentence)
    listed = reader.section(section, "fields")
    return FormSection(
        name=name,
        label=reader.sentence(section, "label"),
        block=_block(reader, section),
        source=reader.sentence(section, "source"),
        computed=_computed(reader, section),
        facts=reader.words(section, "facts", around.facts),
        mentions=reader.words(section, "mentions", around.mentions),
        says=_says(reader, section, around),
        when=_when(reader, section),
        fields=tuple(
            read_field(reader, key, of, around.tables) for key, of in reader.sections(listed)
        ),
    )


def _block(reader: Reader, section: Section) -> str:
    block = reader.text(section, "block")
    if "block" in section and not _BLOCK.fullmatch(block):
        reader.faults.at(section, "block", "un bloc s'écrit comme E1 ou P8.")
    return block


def _computed(reader: Reader, section: Section) -> str:
    computed = reader.text(section, "computed")
    if computed:
        reader.known(section, "computed", computed, COMPUTED)
    return computed if computed in COMPUTED else ""


def _says(reader: Reader, section: Section, around: Around) -> str:
    if "says" not in section:
        return ""
    return read_text_with_slots(reader, section, "says", around.facts)


def _when(reader: Reader, section: Section) -> tuple[str, tuple[str, ...]] | None:
    condition = reader.section(section, "when")
    if len(condition) > 1:
        reader.faults.at(section, "when", "« when » nomme une seule rubrique.")
    for name in condition:
        return name, reader.words(condition, name, None)
    return None


def _signatory(reader: Reader, role: str, section: Section) -> Signatory:
    reader.only(section, ["label"], ["mention", "required", "when_named"])
    return Signatory(
        role=role,
        label=reader.sentence(section, "label"),
        mention=reader.text(section, "mention"),
        required="required" not in section or reader.yes(section, "required"),
        when_named="when_named" in section and reader.yes(section, "when_named"),
    )
