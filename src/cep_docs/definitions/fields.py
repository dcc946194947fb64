"""policies/<agreement>/fields.yaml: the data of annexe 2, of the person and of the unit."""

from collections.abc import Collection, Mapping

from cep_docs.definitions.field import EVENTS, Field
from cep_docs.definitions.kinds import CODES, COMPUTED, KINDS, TEXTS
from cep_docs.definitions.reading import Reader, Section
from cep_docs.definitions.sheets import Fields, Sheet
from cep_docs.definitions.tables import PARENTS, Table

__all__ = ("Field", "Fields", "Sheet", "load_fields")

LEVELS = ("file", "reserved")
REQUIRED = ("label", "kind", "source")
OPTIONAL = (
    "table",
    "max",
    "due",
    "optional",
    "instead",
    "absent_as",
    "absent_when",
    "child_of",
    "prefilled_from",
    "alone",
    "refused_in",
    "ages",
    "level",
    "consent",
    "off",
    "carried",
    "transmitted",
)


def load_fields(
    reader: Reader, agreement: str, tables: Mapping[str, Table], units: Collection[str]
) -> Fields:
    data = reader.read(f"policies/{agreement}/fields.yaml")
    reader.only(data, ["source", "person", "engagement"], ["tables_of", "forbidden_mail_domains"])
    reader.sentence(data, "source")
    groups = {group: reader.section(data, group) for group in ("person", "engagement")}
    found = {
        group: tuple(_field(reader, name, section, units) for name, section in reader.sections(of))
        for group, of in groups.items()
    }
    fields = Fields(
        found["person"],
        found["engagement"],
        reader.words(data, "forbidden_mail_domains", None),
    )
    for field in fields:
        of = groups["person" if field in fields.person else "engagement"]
        if isinstance(of[field.name], Section):
            _check_links(reader, of[field.name], field, fields, tables)
    for name in groups["engagement"]:
        if name in groups["person"]:
            line = groups["person"].lines[name]
            sentence = f"« {name} » est déjà une donnée de la personne, ligne {line}."
            reader.faults.at(groups["engagement"], name, sentence)
    return fields


def _field(reader: Reader, name: str, section: Section, units: Collection[str]) -> Field:
    reader.only(section, REQUIRED, OPTIONAL)
    kind = reader.text(section, "kind", "text")
    if "kind" in section:
        reader.known(section, "kind", kind, KINDS)
    level = reader.text(section, "level", "file")
    reader.known(section, "level", level, LEVELS)
    return Field(
        name=name,
        label=reader.sentence(section, "label"),
        source=reader.sentence(section, "source"),
        kind=kind if kind in KINDS else COMPUTED,
        table=reader.text(section, "table"),
        longest=reader.number(section, "max"),
        due=_due(reader, section, units),
        optional=reader.words(section, "optional", units),
        instead=reader.text(section, "instead"),
        absent_as=reader.words(section, "absent_as", None),
        absent_when=_lists(reader, section, "absent_when"),
        child_of=reader.text(section, "child_of"),
        prefilled_from=reader.text(section, "prefilled_from"),
        alone=reader.text(section, "alone"),
        refused_in=_lists(reader, section, "refused_in"),
        ages=_ages(reader, section),
        level=level,
        consent=reader.text(section, "consent"),
        off=reader.yes(section, "off"),
        carried=reader.yes(section, "carried"),
        transmitted="transmitted" not in section or reader.yes(section, "transmitted"),
    )


def _due(reader: Reader, section: Section, units: Collection[str]) -> dict[str, str]:
    events = reader.section(section, "due")
    due: dict[str, str] = {}
    for event in events:
        reader.known(events, event, event, EVENTS)
        for unit in reader.words(events, event, units):
            if unit in due:
                reader.faults.at(events, event, f"« {unit} » est déjà donnée plus haut.")
            if event in EVENTS:
                due.setdefault(unit, event)
    return due


def _lists(reader: Reader, section: Section, key: str) -> dict[str, tuple[str, ...]]:
    listed = reader.section(section, key)
    return {word: reader.words(listed, word, None) for word in listed}


def _ages(reader: Reader, section: Section) -> tuple[int, int] | None:
    if "ages" not in section:
        return None
    ages = reader.section(section, "ages")
    reader.only(ages, ["from", "to"], [])
    return reader.number(ages, "from"), reader.number(ages, "to")


def _check_links(
    reader: Reader, section: Section, field: Field, fields: Fields, tables: Mapping[str, Table]
) -> None:
    """What a field says of tables and of other fields must exist."""
    coded = field.kind in CODES
    if coded and "table" not in section:
        reader.faults.at(section, None, "« table » manque : quels codes sont permis ?")
    if "table" in section:
        reader.known(section, "table", field.table, tables)
    if field.kind in TEXTS and field.longest == 0:
        reader.faults.at(section, "max", "« max » manque : combien de signes au plus ?")
    for key in ("instead", "child_of", "prefilled_from"):
        if key in section and fields.named(reader.text(section, key)) is None:
            reader.faults.at(section, key, f"donnée inconnue : « {section[key]} ».")
    parent = fields.named(field.child_of)
    if parent and PARENTS.get(field.table, "") != parent.table:
        sentence = f"la table « {field.table} » ne détaille pas celle de « {field.child_of} »."
        reader.faults.at(section, "child_of", sentence)
    if "absent_when" in section and not field.absent_as:
        reader.faults.at(section, "absent_when", "« absent_when » demande « absent_as ».")
    _check_codes(reader, section, field, fields, tables)


def _check_codes(
    reader: Reader, section: Section, field: Field, fields: Fields, tables: Mapping[str, Table]
) -> None:
    """Every code a field names is in its table."""
    table = tables.get(field.table, Table(field.table, ()))
    if field.alone and field.alone not in table:
        reader.faults.at(section, "alone", _absent_code(field.alone, table))
    for unit, codes in field.refused_in.items():
        refused = reader.section(section, "refused_in")
        if not field.belongs_to(unit):
            reader.faults.at(refused, unit, f"« {unit} » n'a pas cette donnée.")
        _check_each(reader, refused, unit, codes, table)
    for name, codes in field.absent_when.items():
        conditions = reader.section(section, "absent_when")
        other = fields.named(name)
        if other is None or other.table not in tables:
            reader.faults.at(conditions, name, f"donnée sans table de codes : « {name} ».")
        else:
            _check_each(reader, conditions, name, codes, tables[other.table])


def _check_each(
    reader: Reader, section: Section, key: str, codes: Collection[str], table: Table
) -> None:
    for index, code in enumerate(codes):
        if code not in table:
            reader.faults.at(reader.items(section, key), index, _absent_code(code, table))


def _absent_code(code: str, table: Table) -> str:
    return f"le code « {code} » n'est pas dans la table « {table.name} »."
