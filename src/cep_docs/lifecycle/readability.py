"""How long a document takes to read, and how plainly it is written (R-060, R-063): told to whoever
writes, it stops nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cep_docs.definitions.form_field import FormField, Value
from cep_docs.definitions.plain_words import ACRONYM, Hint
from cep_docs.lifecycle.editing import EditedDocument
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.markup import plain

WORDS_A_MINUTE = 200
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True, slots=True)
class FieldHint:
    """A hint, and the heading it is about."""

    name: str
    label: str
    hint: Hint


@dataclass(frozen=True, slots=True)
class Readability:
    words: int
    hints: Sequence[FieldHint]

    @property
    def minutes(self) -> int:
        return -(-self.words // WORDS_A_MINUTE)

    def count(self, kind: str) -> int:
        return sum(of.hint.kind == kind for of in self.hints)


def readability(edited: EditedDocument, tools: Tools) -> Readability:
    """An acronym is told of once, where it stands first."""
    words, hints, told = 0, [], set()
    for of in edited.fields():
        for text in _texts(of.field, of.value):
            words += _words(text)
            for hint in tools.rules.plain_words.hints(text):
                if hint.kind == ACRONYM and hint.words in told:
                    continue
                told.add(hint.words)
                hints.append(FieldHint(of.name, of.field.label, hint))
    return Readability(words, hints)


def _texts(field: FormField, value: Value) -> Iterator[str]:
    """What people write themselves: no choice, no date, no table the program fills."""
    if field.computed or field.kind in ("choice", "yes_no", "day", "amount"):
        return
    if isinstance(value, str):
        yield value
        return
    cells = field.columns.cells if field.columns else ()
    written = [of.name for of in cells if of.kind in ("text", "line")]
    for row in value:
        yield from (row[name] for name in written if row.get(name))


def _words(text: str) -> int:
    return len(_WORD.findall(plain(text)))
