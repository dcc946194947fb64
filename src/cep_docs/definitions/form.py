"""A form (trame): its parts, its headings, who signs; what a text written in it still lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cep_docs.definitions.form_field import Content, FormField, Value
from cep_docs.definitions.layouts import Layout
from cep_docs.definitions.mentions import Mention, slots_of


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, in the order of the form; `mention` is what this person writes by hand.
    `when_named`: only where the facts of the document name somebody in this role."""

    role: str
    label: str
    mention: str
    required: bool
    when_named: bool = False


@dataclass(frozen=True, slots=True)
class FormSection:
    """`block` is the same for all editions and operators (R-053). `computed` names what the
    program writes there, from `facts` or `mentions`; `says` is a fixed text with slots. `when`:
    the part is there only when the heading named first has one of the answers named second."""

    name: str
    label: str
    block: str
    source: str
    computed: str
    facts: tuple[str, ...]
    mentions: tuple[str, ...]
    says: str
    when: tuple[str, tuple[str, ...]] | None
    fields: tuple[FormField, ...]

    def applies(self, content: Content) -> bool:
        return self.when is None or content.get(self.when[0]) in self.when[1]


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    edition: str
    label: str
    source: str
    sections: tuple[FormSection, ...]
    signatories: tuple[Signatory, ...]
    layout: Layout

    def fields(self) -> Iterator[FormField]:
        for section in self.sections:
            yield from section.fields

    def field(self, name: str) -> FormField | None:
        return next((field for field in self.fields() if field.name == name), None)

    def parts(self, content: Content) -> list[FormSection]:
        """The parts this document has, in the order of its layout."""
        places = [slot.name for slot in self.layout.slots]
        present = [section for section in self.sections if section.applies(content)]
        return sorted(present, key=lambda section: places.index(section.name))

    def applicable(self, content: Content) -> dict[str, Value]:
        """What stands in the document: a text in a part that does not apply stays in the draft."""
        shown = {field.name for part in self.parts(content) for field in part.fields}
        return {name: value for name, value in content.items() if name in shown}

    def facts(self, content: Content, mentions: Mapping[str, Mention]) -> list[str]:
        """What the program has to know to write this document, each once."""
        names: dict[str, None] = {}
        for part in self.parts(content):
            said = [part.says, *(mentions[name].text for name in part.mentions)]
            for name in (*part.facts, *(slot for text in said for slot in slots_of(text))):
                names[name] = None
        return list(names)

    def check(self, content: Mapping[str, object]) -> dict[str, str]:
        """What cannot be kept in a draft: one message a heading. Gaps are allowed there."""
        messages = {name: self._fault(name, value) for name, value in content.items()}
        return {name: message for name, message in messages.items() if message}

    def stored_form(self, content: Mapping[str, object]) -> dict[str, Value]:
        """What `check` finds nothing wrong with, as it is kept."""
        known = {field.name: field for field in self.fields()}
        return {name: known[name].stored_form(value) for name, value in content.items()}

    def gaps(self, content: Content) -> list[tuple[FormField, str]]:
        """In the order of the form: each gap named, so that one can go to the first (R-044)."""
        return [
            (field, sentence)
            for section, field in self._asked(content)
            for sentence in field.gaps(section.block, content)
        ]

    def doubts(self, content: Content) -> list[tuple[FormField, str]]:
        """What is told and stops nothing."""
        return [
            (field, sentence)
            for _, field in self._asked(content)
            for sentence in (*field.doubts(content), *self._too_early(field, content))
        ]

    def _asked(self, content: Content) -> Iterator[tuple[FormSection, FormField]]:
        for section in self.sections:
            if section.applies(content):
                yield from ((section, field) for field in section.fields)

    def _too_early(self, field: FormField, content: Content) -> Iterator[str]:
        """Two days in an order that has to be explained (R-088)."""
        other = self.field(field.after)
        if other is None or "" in (day := field.day(content), first := other.day(content)):
            return
        if day < first:
            yield f"« {field.label} » est avant « {other.label} ». Vérifier que c'est bien le cas."

    def _fault(self, name: str, value: object) -> str:
        field = self.field(name)
        if field is None:
            return f"Cette rubrique n'est pas dans la trame « {self.label} ». La retirer."
        return field.fault(value)
