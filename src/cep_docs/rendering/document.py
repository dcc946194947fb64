"""What a document says, whatever it is written on: everything a renderer is given, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cep_docs.definitions.form import Signatory
from cep_docs.definitions.form_field import Content, FormField, Value
from cep_docs.definitions.forms import Form, FormSection
from cep_docs.definitions.mentions import Mention, filled

LARGE_PRINT = "large_print"
EASY_READ = "easy_read"


@dataclass(frozen=True, slots=True)
class Annex:
    """A table set apart at the end: the complete list of the providers of a region (R-082)."""

    title: str
    says: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Document:
    """`facts` are the words of templates/facts.yaml, `labels` their French names. `version` is 0
    for a draft, which says so on every page; `digest` is that of the version's content."""

    form: Form
    agreement: str
    content: Content
    facts: Mapping[str, str]
    labels: Mapping[str, str]
    mentions: Mapping[str, Mention]
    day: date
    version: int = 0
    digest: str = ""
    annexes: Sequence[Annex] = ()
    adaptations: frozenset[str] = frozenset()
    logo: bytes = b""

    @property
    def is_draft(self) -> bool:
        return self.version == 0

    @property
    def signatories(self) -> list[Signatory]:
        """Who signs this one, in the order of the form."""
        return [of for of in self.form.signatories if not of.when_named or self._name(of)]

    @property
    def names(self) -> list[str]:
        """Of those who sign; blank when nobody knows."""
        return [self._name(of) for of in self.signatories]

    def parts(self) -> list[FormSection]:
        return self.form.parts(self.content)

    def value(self, field: FormField) -> Value:
        return self.content.get(field.name, "")

    def mention(self, name: str) -> str:
        """The text of a mention, with its facts, in the markup of texts."""
        return filled(self.mentions[name].text, self.facts)

    def said(self, part: FormSection) -> str:
        return filled(part.says, self.facts)

    def _name(self, signatory: Signatory) -> str:
        return self.facts.get(f"{signatory.role}_name", "")
