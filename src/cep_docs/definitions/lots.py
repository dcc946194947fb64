"""policies/<agreement>/lots.yaml: the lots, their departments, their clock and holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cep_docs.definitions.reading import Reader, Section
from cep_docs.definitions.tables import Table, load_table
from cep_docs.values.calendars import ZONES

DEPARTMENTS = frozenset(
    {f"{number:02}" for number in range(1, 96) if number != 20}
    | {"2A", "2B", "971", "972", "973", "974", "976"}
)
# C-16: the lot that its orders name. Itself, or the one it comes to the help of (lot 19).
ORDER_LOTS = ("own", "assisted")


@dataclass(frozen=True, slots=True)
class Lot:
    """`order_lot` is `own` or `assisted`; a lot without departments assists the others."""

    code: str
    departments: tuple[str, ...]
    time_zone: str
    holiday_zone: str
    zones_by_department: Mapping[str, str]
    order_lot: str
    source: str

    @property
    def assists(self) -> bool:
        """It stands in for other lots and has no territory of its own."""
        return not self.departments

    def serves(self, department: str) -> bool:
        return self.assists or department in self.departments

    def may_order_as(self, code: str) -> bool:
        """Whether an order of this lot may name that lot (C-16)."""
        return (code == self.code) == (self.order_lot == "own")

    def zone_of(self, department: str) -> str:
        """The holidays of a place of work: lot 05 has both Colmar (68) and Reims (51)."""
        return self.zones_by_department.get(department, self.holiday_zone)


def load_lots(reader: Reader, agreement: str) -> dict[str, Lot]:
    data = reader.read(f"policies/{agreement}/lots.yaml")
    if "lots_of" in data:
        return _lots_of(reader, data)
    reader.only(data, ["source", "lots"], [])
    reader.sentence(data, "source")
    listed = reader.section(data, "lots")
    lots = {code: _lot(reader, code, section) for code, section in reader.sections(listed)}
    _check_codes(reader, listed, load_table(reader, agreement, "lot"))
    _check_territory(reader, listed, lots)
    return lots


def _lots_of(reader: Reader, data: Section) -> dict[str, Lot]:
    """The faults of another agreement's lots are told where that agreement is loaded."""
    reader.only(data, ["lots_of", "source"], [])
    reader.sentence(data, "source")
    origin = reader.text(data, "lots_of")
    theirs = reader.quietly().read(f"policies/{origin}/lots.yaml")
    if "lots" not in theirs or "lots_of" in theirs:
        reader.faults.at(data, "lots_of", f"aucun lot à reprendre dans « {origin} ».")
        return {}
    return load_lots(reader.quietly(), origin)


def _lot(reader: Reader, code: str, section: Section) -> Lot:
    required = ["departments", "time_zone", "holiday_zone", "source"]
    reader.only(section, required, ["zones_by_department", "order_lot"])
    departments = reader.words(section, "departments", DEPARTMENTS)
    time_zone = reader.text(section, "time_zone")
    if "time_zone" in section and not _is_time_zone(time_zone):
        reader.faults.at(section, "time_zone", f"fuseau horaire inconnu : « {time_zone} ».")
    zone = reader.text(section, "holiday_zone")
    if "holiday_zone" in section:
        reader.known(section, "holiday_zone", zone, ZONES)
    order_lot = reader.text(section, "order_lot", "own")
    if order_lot not in ORDER_LOTS:
        reader.faults.at(section, "order_lot", "« order_lot » vaut own ou assisted.")
    return Lot(
        code=code,
        departments=departments,
        time_zone=time_zone,
        holiday_zone=zone,
        zones_by_department=_zones(reader, section, departments),
        order_lot=order_lot,
        source=reader.sentence(section, "source"),
    )


def _is_time_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def _zones(reader: Reader, section: Section, departments: tuple[str, ...]) -> dict[str, str]:
    listed = reader.section(section, "zones_by_department")
    zones = {department: reader.text(listed, department) for department in listed}
    for department, zone in zones.items():
        reader.known(listed, department, zone, ZONES)
        if department not in departments:
            sentence = f"le département « {department} » n'est pas dans ce lot."
            reader.faults.at(listed, department, sentence)
    return zones


def _check_codes(reader: Reader, listed: Section, table: Table) -> None:
    for code in listed:
        if code not in table:
            reader.faults.at(listed, code, f"le lot « {code} » n'est pas dans la table « lot ».")
    for row in table.rows:
        if row.code not in listed:
            reader.faults.at(listed, None, f"il manque le lot « {row.code} » de la table « lot ».")


def _check_territory(reader: Reader, listed: Section, lots: Mapping[str, Lot]) -> None:
    """Each department has one lot and one only."""
    seen: dict[str, str] = {}
    for code, lot in lots.items():
        for department in lot.departments:
            if department in seen:
                where = reader.section(listed, code)
                sentence = f"« {department} » est déjà un département du lot {seen[department]}."
                reader.faults.at(where, "departments", sentence)
            seen.setdefault(department, code)
    for department in sorted(DEPARTMENTS - seen.keys()):
        reader.faults.at(listed, None, f"aucun lot ne dessert le département « {department} ».")
