"""The screen of the counter: nine inputs typed in a row, codes by a number or a few letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cep_docs.definitions.agreement import Agreement
from cep_docs.errors import Invalid
from cep_docs.lifecycle.persons import NewPerson
from cep_docs.lifecycle.welcoming import OFFERS, FirstContact, welcoming_unit
from cep_docs.values.typed_codes import Choices, code_typed
from cep_docs.web.act_pages import choices_of
from cep_docs.web.said import NOT_A_DAY, Said, day_typed

MODE_TABLE, USUAL_MODE = "mode_contact", "TEL"
ON_SITE = "PRES"
NAMES = ("birth_name", "first_name", "birth_date")
MORE = ("usual_name", "phone", "email")  # folded away: nobody is asked for them at the counter
SURE = "sure"


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A code to be typed; `choices` in the order of their numbers."""

    name: str
    label: str
    choices: Choices
    need: bool
    value: str = ""

    @property
    def options(self) -> list[str]:
        return [f"{rank} {label}" for rank, (_, label) in enumerate(self.choices, 1)]

    @property
    def shown(self) -> str:
        """The value as it is typed: its number and its label."""
        known = [
            f"{n} {label}" for n, (code, label) in enumerate(self.choices, 1) if code == self.value
        ]
        return known[0] if known else ""


def codes_asked(
    agreement: Agreement, day: date, known: Mapping[str, str] | None = None
) -> list[CodeAsked]:
    """Status, the codes of the unit, how she came, and what she was offered (R-003)."""
    kept = known or {}
    unit = welcoming_unit(agreement)
    of_unit = agreement.fields.sheet_of(unit.name) if unit else ()
    status = [field for field in agreement.fields.person if field.name == "status"]
    found = [
        CodeAsked(
            field.name,
            field.label,
            choices_of(agreement, field.table, day),
            bool(field.due),
            kept.get(field.name, ""),
        )
        for field in (*status, *of_unit)
        if field.kind == "code"
    ]
    modes = CodeAsked("mode", "Mode de contact", _modes(agreement, unit, day), True)
    offers = CodeAsked("offer", "Accueil sur place", tuple(OFFERS.items()), False)
    return [
        *found,
        CodeAsked(modes.name, modes.label, modes.choices, True, kept.get("mode", USUAL_MODE)),
        CodeAsked(offers.name, offers.label, offers.choices, False, kept.get("offer", "")),
    ]


def codes_typed(said: Said, asked: Sequence[CodeAsked]) -> tuple[dict[str, str], dict[str, str]]:
    """The codes that are meant, and a message for each that says nothing clear."""
    codes, faults = {}, {}
    for one in asked:
        try:
            codes[one.name] = code_typed(said.text(one.name), one.choices)
        except ValueError as error:
            faults[one.name] = str(error)
    return codes, faults


def person_typed(said: Said) -> tuple[dict[str, str], dict[str, str]]:
    """What was said of her, and what is unreadable in it."""
    sheet = {name: text for name in (*NAMES, *MORE) if (text := said.text(name))}
    try:
        if "birth_date" in sheet:
            sheet["birth_date"] = day_typed(sheet["birth_date"]).isoformat()
    except ValueError:
        return {**sheet, "birth_date": ""}, {"birth_date": NOT_A_DAY}
    return sheet, {}


def arrival(request: Any, agreement: Agreement, day: date) -> tuple[NewPerson, FirstContact]:
    """The whole screen, or Invalid with a message at every field that needs one."""
    said = Said(request, several=("distinct",))
    asked = codes_asked(agreement, day)
    codes, faults = codes_typed(said, asked)
    sheet, unreadable = person_typed(said)
    faults |= unreadable | _missing(sheet, codes, asked, faults)
    fill_motive(codes, agreement, day)
    if not faults and not said.ticked(SURE):
        doubts = agreement.fields.doubts(sheet, day)
        faults |= {name: text for name, text in doubts.items() if name in sheet}
    if faults:
        raise Invalid(faults)
    status, mode, offer = (codes.pop(name, "") for name in ("status", "mode", "offer"))
    structure = request.identity.actor.structure
    new = NewPerson(sheet, status, day, structure, tuple(said.many("distinct")))
    return new, FirstContact(mode, codes, "" if mode == ON_SITE else offer)


def _missing(
    sheet: Mapping[str, str],
    codes: Mapping[str, str],
    asked: Sequence[CodeAsked],
    faults: Mapping[str, str],
) -> dict[str, str]:
    labels = dict(zip(NAMES, ("Le nom", "Le prénom", "La date de naissance"), strict=True))
    names = {name: f"{label} manque." for name, label in labels.items() if not sheet.get(name)}
    if sheet.get("usual_name"):
        names.pop("birth_name", None)  # one of the two is enough
    if codes.get("detailed_motive"):
        codes = {**codes, "motive": codes.get("motive") or "said by its detail"}
    chosen = {
        one.name: f"« {one.label} » manque : taper un numéro, ou le début d'un mot."
        for one in asked
        if one.need and not codes.get(one.name)
    }
    return {name: text for name, text in {**names, **chosen}.items() if name not in faults}


def fill_motive(codes: dict[str, str], agreement: Agreement, day: date) -> None:
    """The detail says of which motive it is a detail: it need not be typed."""
    table = agreement.tables.get("motif_sollicitation_detaille")
    if table and not codes.get("motive") and codes.get("detailed_motive"):
        row = table.row(codes["detailed_motive"], day)
        codes["motive"] = row.parent if row else ""


def _modes(agreement: Agreement, unit: Any, day: date) -> Choices:
    """Those of the table that this unit does not refuse: nobody is welcomed in a workshop."""
    field = agreement.fields.named("contact_modes")
    refused = field.refused_in.get(unit.name, ()) if field and unit else ()
    if MODE_TABLE not in agreement.tables:
        return ()
    return [one for one in choices_of(agreement, MODE_TABLE, day) if one[0] not in refused]
