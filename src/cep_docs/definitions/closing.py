"""policies/<agreement>/closing.yaml: why a unit may close, by whom, with what, and is it paid."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section
from cep_docs.definitions.tables import Table

TABLE = "motif_cloture"
# Who closes with this reason; `clockwork` is the nightly job alone.
BY = {
    "person": "la personne",
    "adviser": "le conseiller",
    "manager": "le responsable",
    "clockwork": "le traitement de nuit",
}
NEEDS = {
    "signed_deliverable": "le livrable signé par les deux",
    "written_trace": "la trace écrite de la personne",
    "complete_sheet": "les données exigées à la clôture",
    "description": "la description du service rendu",
    "proof": "une pièce justificative",
    "motive": "un motif écrit",
}
BILLABLE = {"yes": "facturable", "no": "non facturable", "unknown": "à préciser"}


@dataclass(frozen=True, slots=True)
class ClosingReason:
    """`needs` gives, for each unit that may close so, what has to be there."""

    code: str
    voluntary: bool
    by: tuple[str, ...]
    billable: str
    needs: Mapping[str, tuple[str, ...]]
    source: str
    because: str

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(self.needs)

    def fits(self, unit: str, by: str) -> bool:
        return unit in self.needs and by in self.by


def load_closing(
    reader: Reader, agreement: str, tables: Mapping[str, Table], units: Collection[str]
) -> dict[str, ClosingReason]:
    data = reader.read(f"policies/{agreement}/closing.yaml")
    reader.only(data, ["source", "reasons"], [])
    reader.sentence(data, "source")
    listed = reader.section(data, "reasons")
    table = tables.get(TABLE, Table(TABLE, ()))
    for code in listed:
        if code not in table:
            sentence = f"le code « {code} » n'est pas dans la table « {TABLE} »."
            reader.faults.at(listed, code, sentence)
    for code in dict.fromkeys(row.code for row in table.rows):
        if code not in listed:
            sentence = f"le code « {code} » de la table « {TABLE} » n'a pas de règle ici."
            reader.faults.at(listed, None, sentence)
    return {code: _reason(reader, code, of, units) for code, of in reader.sections(listed)}


def _reason(reader: Reader, code: str, section: Section, units: Collection[str]) -> ClosingReason:
    reader.only(section, ["voluntary", "by", "billable", "units"], ["source", "because"])
    if "source" not in section and "because" not in section:
        reader.faults.at(section, None, "« source » ou « because » manque : d'où vient la règle ?")
    billable = reader.text(section, "billable", "unknown")
    if billable not in BILLABLE:
        reader.faults.at(section, "billable", "« billable » vaut yes, no ou unknown.")
    by = reader.words(section, "by", BY)
    if "by" in section and not by:
        reader.faults.at(section, "by", "« by » est vide : personne ne peut clore ainsi.")
    needs = reader.section(section, "units")
    if "units" in section and not needs:
        reader.faults.at(section, "units", "« units » est vide : aucune unité ne se clôt ainsi.")
    for unit in needs:
        reader.known(needs, unit, unit, units)
    return ClosingReason(
        code=code,
        voluntary=reader.yes(section, "voluntary"),
        by=by,
        billable=billable if billable in BILLABLE else "unknown",
        needs={unit: reader.words(needs, unit, NEEDS) for unit in needs},
        source=reader.sentence(section, "source"),
        because=reader.sentence(section, "because"),
    )
