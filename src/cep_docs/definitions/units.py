"""workflows/<agreement>/service_units.yaml: the service units (unités d'œuvre, UO)."""

import re
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section
from cep_docs.definitions.vocabulary import Vocabulary

REQUIRED = ("label", "source", "file_code", "order_code", "accompaniment", "requires")
OPTIONAL = (
    "right",
    "estimated_minutes",
    "deliverable",
    "also",
    "deadline",
    "follows",
    "continues",
    "return_after",
    "statuses",
    "overridable",
)


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """So many months from the engagement of `counted_from` in the same course (R-023…R-025)."""

    months: int
    counted_from: str


@dataclass(frozen=True, slots=True)
class ServiceUnit:
    """`right`: the action of policies/access.yaml that lets somebody engage it;
    `also`: the documents that may be opened besides its deliverable;
    `follows`: the units whose course it goes on with; `continues`: those that make it the
    continuation of an accompaniment (a change of status does not matter then, R-006, and it is
    no return, R-034); `return_after`: the units whose recent closing makes it one."""

    name: str
    label: str
    source: str
    file_code: str
    order_code: str
    right: str
    accompaniment: bool
    estimated_minutes: int
    deliverable: str
    also: tuple[str, ...]
    time_limit: TimeLimit | None
    follows: tuple[str, ...]
    continues: tuple[str, ...]
    return_after: tuple[str, ...]
    statuses: tuple[str, ...]
    requires: tuple[str, ...]
    overridable: tuple[str, ...]


def load_units(reader: Reader, agreement: str, words: Vocabulary) -> dict[str, ServiceUnit]:
    data = reader.read(f"workflows/{agreement}/service_units.yaml")
    units = {name: _unit(reader, data, name, words) for name in data}
    for name, unit in units.items():
        section = reader.section(data, name)
        for key in ("follows", "continues", "return_after"):
            for index, other in enumerate(getattr(unit, key)):
                reader.known(reader.items(section, key), index, other, units)
        if unit.time_limit is not None:
            deadline = reader.section(section, "deadline")
            reader.known(deadline, "from", unit.time_limit.counted_from, units)
    _refuse_shared_codes(reader, data, units)
    return units


def _unit(reader: Reader, data: Section, name: str, words: Vocabulary) -> ServiceUnit:
    section = reader.section(data, name)
    reader.only(section, REQUIRED, OPTIONAL)
    code = reader.text(section, "file_code")
    if "file_code" in section and not re.fullmatch(r"\d{2}", code):
        reader.faults.at(section, "file_code", "« file_code » a deux chiffres.")
    return ServiceUnit(
        name=name,
        label=reader.sentence(section, "label"),
        source=reader.sentence(section, "source"),
        file_code=code,
        order_code=reader.sentence(section, "order_code"),
        right=reader.text(section, "right", "engage"),
        accompaniment=reader.yes(section, "accompaniment"),
        estimated_minutes=reader.number(section, "estimated_minutes"),
        deliverable=reader.text(section, "deliverable"),
        also=reader.words(section, "also", None),
        time_limit=_time_limit(reader, section),
        follows=reader.words(section, "follows", None),
        continues=reader.words(section, "continues", None),
        return_after=reader.words(section, "return_after", None),
        statuses=reader.words(section, "statuses", None),
        requires=reader.words(section, "requires", words.conditions),
        overridable=reader.words(section, "overridable", words.conditions),
    )


def _time_limit(reader: Reader, section: Section) -> TimeLimit | None:
    if "deadline" not in section:
        return None
    deadline = reader.section(section, "deadline")
    reader.only(deadline, ["months", "from"], [])
    months = reader.number(deadline, "months")
    if deadline.get("months") == "0":
        reader.faults.at(deadline, "months", "« months » vaut au moins 1 ; sans délai, l'ôter.")
    return TimeLimit(months, reader.text(deadline, "from"))


def _refuse_shared_codes(reader: Reader, data: Section, units: dict[str, ServiceUnit]) -> None:
    """Two units with one code could not be told apart in a file number (R-018, C-19)."""
    for key in ("file_code", "order_code"):
        seen: dict[str, str] = {}
        for name, unit in units.items():
            code = getattr(unit, key)
            if code in seen:
                sentence = f"« {code} » est déjà le code de {seen[code]}."
                reader.faults.at(reader.section(data, name), key, sentence)
            seen.setdefault(code, name)
