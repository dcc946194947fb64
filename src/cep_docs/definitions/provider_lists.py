"""policies/<agreement>/provider_lists.yaml: directories of providers, and the lists drawn."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section
from cep_docs.definitions.tables import Table
from cep_docs.values.names import folded

TABLE = "prestation_complementaire"
COLUMNS = (
    "name",
    "siren",
    "siret",
    "services",
    "address",
    "postcode",
    "commune",
    "phone",
    "mail",
    "web",
    "certification",
    "certification_source",
    "certification_on",
    "remote",
    "region",
)
ORDERS = ("alphabetical", "commune")
DELIVERIES = ("paper", "sent", "shown")


@dataclass(frozen=True, slots=True)
class DirectoryColumn:
    name: str
    label: str
    required: bool
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProviderLists:
    """`services` has, for each code that may be wished, the words that mean it; `because` has
    the reason for the age of sources, for each order and for each way of delivering."""

    source: str
    old_after_days: int
    services: Mapping[str, tuple[str, ...]]
    orders: Mapping[str, str]
    deliveries: Mapping[str, str]
    columns: Mapping[str, DirectoryColumn]
    because: Mapping[str, str]

    def column_of(self, heading: str) -> str:
        """The column of that heading, whatever its case, accents and hyphens; else nothing."""
        return self.known_headings().get(folded(heading), "")

    def known_headings(self) -> dict[str, str]:
        return {
            folded(heading): column.name
            for column in self.columns.values()
            for heading in column.headings
        }


NO_LISTS = ProviderLists("", 0, {}, {}, {}, {}, {})


def load_provider_lists(
    reader: Reader, agreement: str, tables: Mapping[str, Table]
) -> ProviderLists:
    """An agreement without this file hands over no list."""
    path = f"policies/{agreement}/provider_lists.yaml"
    if not reader.names(path):
        return NO_LISTS
    data = reader.read(path)
    if "lists_of" in data:
        return _lists_of(reader, data, tables)
    parts = ["source", "old_after_days", "services", "orders", "deliveries", "columns"]
    reader.only(data, parts, [])
    age = reader.section(data, "old_after_days")
    reader.only(age, ["value", "because"], [])
    orders, deliveries = reader.section(data, "orders"), reader.section(data, "deliveries")
    for section, known in ((orders, ORDERS), (deliveries, DELIVERIES)):
        for name in section:
            reader.known(section, name, name, known)
    because = {"old_after_days": reader.sentence(age, "because")}
    because |= dict(_reasons(reader, orders)) | dict(_reasons(reader, deliveries))
    return ProviderLists(
        source=reader.sentence(data, "source"),
        old_after_days=reader.number(age, "value"),
        services=_services(reader, reader.section(data, "services"), tables),
        orders={name: reader.sentence(of, "label") for name, of in reader.sections(orders)},
        deliveries={n: reader.sentence(of, "label") for n, of in reader.sections(deliveries)},
        columns=_columns(reader, reader.section(data, "columns")),
        because=because,
    )


def words_of(lists: ProviderLists, table: Table) -> dict[str, str]:
    """Every word that means a service, folded, with its code: code, labels, words of the file."""
    known: dict[str, str] = {}
    for code, words in lists.services.items():
        labels = [row.label for row in table.rows if row.code == code]
        known |= {folded(word): code for word in (code, *labels, *words)}
    return known


def _lists_of(reader: Reader, data: Section, tables: Mapping[str, Table]) -> ProviderLists:
    """The faults of another agreement's file are told where that agreement is loaded."""
    reader.only(data, ["lists_of", "source"], [])
    reader.sentence(data, "source")
    origin = reader.text(data, "lists_of")
    theirs = f"policies/{origin}/provider_lists.yaml"
    if not reader.names(theirs) or "lists_of" in reader.quietly().read(theirs):
        reader.faults.at(data, "lists_of", f"aucune règle à reprendre dans « {origin} ».")
        return NO_LISTS
    return load_provider_lists(reader.quietly(), origin, tables)


def _reasons(reader: Reader, listed: Section) -> Iterator[tuple[str, str]]:
    for name, section in reader.sections(listed):
        reader.only(section, ["label", "because"], [])
        yield name, reader.sentence(section, "because")


def _services(
    reader: Reader, listed: Section, tables: Mapping[str, Table]
) -> dict[str, tuple[str, ...]]:
    table = tables.get(TABLE, Table(TABLE, ()))
    seen: dict[str, str] = {}
    services = {}
    for code in listed:
        if code not in table:
            sentence = f"le code « {code} » n'est pas dans la table « {TABLE} »."
            reader.faults.at(listed, code, sentence)
        services[code] = reader.words(listed, code, None)
        _told_apart(reader, listed, code, services[code], seen)
    return services


def _columns(reader: Reader, listed: Section) -> dict[str, DirectoryColumn]:
    seen: dict[str, str] = {}
    columns = {}
    for name, section in reader.sections(listed):
        reader.known(listed, name, name, COLUMNS)
        reader.only(section, ["label", "headings"], ["required"])
        headings = reader.words(section, "headings", None)
        _told_apart(reader, listed, name, headings, seen)
        columns[name] = DirectoryColumn(
            name=name,
            label=reader.sentence(section, "label"),
            required=reader.yes(section, "required"),
            headings=headings,
        )
    for name in COLUMNS:
        if name not in columns:
            reader.faults.at(listed, None, f"la colonne « {name} » manque.")
    return columns


def _told_apart(
    reader: Reader, place: Section, name: str, words: Collection[str], seen: dict[str, str]
) -> None:
    """A word that means two things would fill the wrong column, or the wrong list."""
    for word in words:
        other = seen.setdefault(folded(word), name)
        if other != name:
            reader.faults.at(place, name, f"« {word} » désigne déjà « {other} ».")
