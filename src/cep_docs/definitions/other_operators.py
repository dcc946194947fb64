"""policies/<agreement>/other_operators.yaml: to whom people are sent who are not advised here."""

from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section
from cep_docs.definitions.tables import Table

ORIENTATIONS, STATUSES = "aiguillage", "statut"


@dataclass(frozen=True, slots=True)
class OtherOperator:
    """A contact sheet; `code` says the same in the table of orientations, `statuses` are those
    for whom it comes first."""

    code: str
    label: str
    receives: str
    statuses: tuple[str, ...]
    site: str
    phone: str
    advice: str


def load_other_operators(
    reader: Reader, agreement: str, tables: Mapping[str, Table]
) -> dict[str, OtherOperator]:
    """Those of the agreement, or of the one whose tables it uses; none where neither says any."""
    path = f"policies/{agreement}/other_operators.yaml"
    if not reader.names(path):
        header = reader.quietly().read(f"policies/{agreement}/fields.yaml")
        origin = reader.text(header, "tables_of")
        path, reader = f"policies/{origin}/other_operators.yaml", reader.quietly()
        if not origin or not reader.names(path):
            return {}
    data = reader.read(path)
    reader.only(data, ["source", "operators"], [])
    reader.sentence(data, "source")
    listed = reader.section(data, "operators")
    for code in listed:
        _check(reader, listed, code, code, tables.get(ORIENTATIONS))
    return {code: _operator(reader, code, of, tables) for code, of in reader.sections(listed)}


def _operator(
    reader: Reader, code: str, section: Section, tables: Mapping[str, Table]
) -> OtherOperator:
    reader.only(section, ["label", "receives", "site", "advice"], ["statuses", "phone"])
    statuses = reader.words(section, "statuses", None)
    for status in statuses:
        _check(reader, section, "statuses", status, tables.get(STATUSES))
    return OtherOperator(
        code=code,
        label=reader.sentence(section, "label"),
        receives=reader.sentence(section, "receives"),
        statuses=statuses,
        site=reader.sentence(section, "site"),
        phone=reader.text(section, "phone"),
        advice=reader.sentence(section, "advice"),
    )


def _check(reader: Reader, section: Section, key: str, code: str, table: Table | None) -> None:
    if table is not None and code not in table:
        sentence = f"le code « {code} » n'est pas dans la table « {table.name} »."
        reader.faults.at(section, key, sentence)
