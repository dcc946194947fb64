"""The data of annexe 2 as fields of a form: what is asked, in which words, and what was answered.

What may be asked, when it is due and what is wrong with it stands in policies/<agreement>/
fields.yaml; here is only how it looks and how it is read.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.field import Field
from cep_docs.definitions.kinds import CODES
from cep_docs.errors import NotPossible
from cep_docs.values.dates import parse_day
from cep_docs.web.said import Said, day_typed

HINTS = {
    "day": "Jour, mois, année : 17/05/1984 ou 17051984",
    "month": "Mois et année : 09/2016",
    "postcode": "Cinq chiffres",
    "department": "Deux ou trois caractères : 44, 2A, 974 ; 00 à l'étranger",
    "siren": "Neuf chiffres",
    "email": "Une adresse que personne d'autre ne lit",
}
INPUTS = {"postcode": "numeric", "siren": "numeric", "day": "numeric", "month": "numeric"}
TYPES = {"email": "email", "phone": "tel"}
YES_NO = (("yes", "Oui"), ("no", "Non"))
REVISION = "revision"
CHANGED = (
    "Quelqu'un a modifié cette fiche depuis que cette page est ouverte. Rien n'a été enregistré ; "
    "ce qui a été écrit ici est encore là. Vérifier, puis enregistrer de nouveau."
)
_MONTH = re.compile(r"(\d{1,2})[\s/.-]?(\d{4})")

Answer = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as a template shows it; `value` is what is known already."""

    name: str
    label: str
    kind: str
    value: Answer
    choices: Sequence[tuple[str, str]]
    need: bool
    hint: str
    input: str
    type: str


def asked(
    fields: Iterable[Field],
    sheet: Mapping[str, object],
    agreement: Agreement,
    day: date,
    needed: Collection[str] = (),
) -> list[Asked]:
    """Fields as questions, in the order of the file; `needed` names those to be filled."""
    return [_asked(field, sheet, agreement, day, field.name in needed) for field in fields]


def editable(
    fields: Iterable[Field], reserved: Collection[str] = (), hidden: Collection[str] = ()
) -> list[Field]:
    """Those that somebody types; of the reserved ones only those named."""
    return [
        field
        for field in fields
        if not (field.computed or field.off or field.name in hidden)
        and (field.level != "reserved" or field.name in reserved)
    ]


def answers(request: Any, fields: Iterable[Field]) -> dict[str, Answer]:
    """What the form says of these fields; of one that it does not name, nothing."""
    known = [field for field in fields if field.name in request.POST]
    said = Said(request, several=several_codes(request))
    return {field.name: _answer(field, said) for field in known}


def several_codes(request: Any) -> list[str]:
    """The fields that a form may name more than once."""
    agreements = request.tools.rules.agreements.values()
    return [field.name for rules in agreements for field in rules.fields if field.kind == "codes"]


def changed(answered: Mapping[str, Answer], sheet: Mapping[str, object]) -> dict[str, Answer]:
    """Only what is no longer as it was: the journal names what was really changed."""
    return {
        name: value
        for name, value in answered.items()
        if value != (sheet.get(name) or _same(value))
    }


def revision_of(sheet: Mapping[str, object]) -> str:
    """What a form carries, to know that nobody else wrote in between."""
    told = json.dumps(dict(sorted(sheet.items())), default=list)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def require_unchanged(request: Any, sheet: Mapping[str, object]) -> None:
    if request.POST.get(REVISION, "") != revision_of(sheet):
        raise NotPossible(CHANGED)


def _same(value: Answer) -> Answer:
    """Nothing is nothing, as a text or as a list."""
    return () if isinstance(value, tuple) else ""


def _asked(
    field: Field, sheet: Mapping[str, object], agreement: Agreement, day: date, need: bool
) -> Asked:
    hints = [HINTS.get(field.kind, "")]
    if field.absent_as:
        hints.append(f"S'il n'y en a pas, écrire « {field.absent_as[0]} »")
    table = agreement.tables.get(field.table) if field.kind in CODES else None
    choices = [(code, table.label(code, day)) for code in table.codes_on(day)] if table else []
    return Asked(
        name=field.name,
        label=field.label,
        kind=field.kind,
        value=_shown(field, sheet.get(field.name)),
        choices=YES_NO if field.kind == "yes_no" else choices,
        need=need,
        hint=". ".join(filter(None, hints)),
        input=INPUTS.get(field.kind, ""),
        # What may also be words of absence is no address for the browser to judge.
        type="text" if field.absent_as else TYPES.get(field.kind, "text"),
    )


def _shown(field: Field, value: object) -> Answer:
    """As French people write it."""
    if isinstance(value, tuple):
        return value
    text = value if isinstance(value, str) else ""
    if field.kind == "codes":
        return (text,) if text else ()
    if field.kind == "month" and re.fullmatch(r"\d{4}-\d{2}", text):
        return f"{text[5:]}/{text[:4]}"
    if field.kind == "day" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"{parse_day(text):%d/%m/%Y}"
    return text


def _answer(field: Field, said: Said) -> Answer:
    if field.kind == "codes":
        return tuple(said.many(field.name))
    if field.kind == "long_text":
        return said.long_text(field.name).strip()
    text = said.text(field.name)
    if field.kind == "month" and (found := _MONTH.fullmatch(text)):
        return f"{found[2]}-{int(found[1]):02}"
    if field.kind == "day" and text:
        try:
            return day_typed(text).isoformat()
        except ValueError:
            return text  # the field itself says what is wrong with it
    return text
