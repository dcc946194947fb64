"""The lots: territory, clock, holidays, and the lot their orders name (C-16, R-008, § 2.2)."""

import shutil

import pytest

from cep_docs.definitions.lots import DEPARTMENTS, load_lots
from cep_docs.definitions.reading import FILES, Reader
from cep_docs.values.calendars import zone_of_department

PATH = "policies/cctp-2019/lots.yaml"


@pytest.fixture
def files(tmp_path):
    shutil.copytree(FILES / "policies", tmp_path / "policies")
    return tmp_path


@pytest.fixture(scope="module")
def lots():
    return load_lots(Reader(), "cctp-2019")


def faults_after(files, old, new, path=PATH, agreement="cctp-2019"):
    """The faults of the file once `old` is replaced, and the line where it stood."""
    text = (files / path).read_text()
    assert text.count(old) == 1, old
    (files / path).write_text(text.replace(old, new))
    reader = Reader(files)
    load_lots(reader, agreement)
    return list(reader.faults), text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize("agreement", ["cctp-2019", "marche-2024"])
def test_the_files_of_the_house_hold_no_fault(agreement):
    reader = Reader()

    lots = load_lots(reader, agreement)

    assert reader.faults == []
    assert list(lots) == [f"{number:02}" for number in range(1, 20)]


def test_every_department_has_one_lot(lots):
    served = [department for lot in lots.values() for department in lot.departments]

    assert sorted(served) == sorted(DEPARTMENTS)
    assert len(served) == 101


def test_a_lot_serves_its_departments_only_r_008(lots):
    served = [lots["05"].serves(department) for department in ("68", "51", "75", "00")]

    assert served == [True, True, False, False]


def test_lot_05_has_two_calendars(lots):
    zones = {department: lots["05"].zone_of(department) for department in ("51", "57", "67", "68")}

    assert zones == {
        "51": "Métropole",
        "57": "Alsace-Moselle",
        "67": "Alsace-Moselle",
        "68": "Alsace-Moselle",
    }


def test_the_zone_of_each_place_is_the_one_of_the_calendars(lots):
    zones = {d: lot.zone_of(d) for lot in lots.values() for d in lot.departments}

    assert zones == {department: zone_of_department(department) for department in zones}


def test_overseas_lots_have_their_own_clock(lots):
    clocks = {code: lot.time_zone for code, lot in lots.items() if "Paris" not in lot.time_zone}

    assert clocks == {
        "13": "Indian/Reunion",
        "14": "America/Guadeloupe",
        "15": "America/Martinique",
        "17": "America/Cayenne",
        "18": "Indian/Mayotte",
    }


def test_lot_19_comes_to_the_help_of_the_others_c_16(lots):
    helper = lots["19"]

    assert helper.assists
    assert helper.serves("974")
    assert helper.may_order_as("08")
    assert not helper.may_order_as("19")


def test_the_other_lots_order_under_their_own_name_c_16(lots):
    lot = lots["08"]

    assert not lot.assists
    assert lot.may_order_as("08")
    assert not lot.may_order_as("09")


def test_lot_19_orders_under_its_own_name_when_asked_to_c_16(files):
    faults, _ = faults_after(files, "order_lot: assisted", "order_lot: own")

    lot = load_lots(Reader(files), "cctp-2019")["19"]

    assert faults == []
    assert lot.may_order_as("19")
    assert not lot.may_order_as("08")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("time_zone: Indian/Mayotte", "time_zone: Indian/Dzaoudzi", "fuseau horaire inconnu"),
        ("time_zone: Indian/Mayotte", "time_zone: Indian", "fuseau horaire inconnu"),
        ("holiday_zone: Guyane", "holiday_zone: Corse", "mot inconnu : « Corse »"),
        ("68: Alsace-Moselle}", "68: Alsace}", "mot inconnu : « Alsace »"),
        ("68: Alsace-Moselle}", "69: Métropole}", "le département « 69 » n'est pas dans ce lot"),
        ("[22, 29, 35, 56]", "[22, 29, 35, 56, 20]", "mot inconnu : « 20 »"),
        ("[22, 29, 35, 56]", "[22, 29, 35, 56, 22]", "« 22 » est écrit deux fois"),
        ("[22, 29, 35, 56]", "[22, 29, 35, 56, 44]", "« 44 » est déjà un département du lot 08"),
        ("order_lot: assisted", "order_lot: 08", "« order_lot » vaut own ou assisted"),
        ("order_lot: assisted", "orders: assisted", "« orders » est inconnu ici"),
    ],
)
def test_a_fault_is_named_with_its_line(files, old, new, sentence):
    faults, line = faults_after(files, old, new)

    assert len(faults) == 1
    assert faults[0].startswith(f"{PATH}:{line}: ")
    assert sentence in faults[0]


def test_a_lot_without_holidays_is_named(files):
    faults, line = faults_after(files, "    holiday_zone: Guyane\n", "")

    assert faults == [f"{PATH}:{line - 3}: « holiday_zone » manque."]


def test_a_department_without_a_lot_is_named(files):
    faults, _ = faults_after(files, "[2A, 2B]", "[2B]")

    assert len(faults) == 1
    assert "aucun lot ne dessert le département « 2A »" in faults[0]


def test_the_lots_are_those_of_the_table(files):
    path = files / "policies/cctp-2019/tables/lot.csv"
    path.write_text(path.read_text().replace("18;;Mayotte", "28;;Mayotte"))

    reader = Reader(files)
    load_lots(reader, "cctp-2019")

    assert len(reader.faults) == 2
    assert "le lot « 18 » n'est pas dans la table « lot »" in reader.faults[0]
    assert "il manque le lot « 28 » de la table « lot »" in reader.faults[1]


def test_an_agreement_may_keep_the_lots_of_another_one_r_129(lots):
    kept = load_lots(Reader(), "marche-2024")

    assert kept == lots


@pytest.mark.parametrize("origin", ["nulle-part", "marche-2024"])
def test_lots_are_kept_from_an_agreement_that_has_some(files, origin):
    path = "policies/marche-2024/lots.yaml"

    reader = Reader(files)
    text = (files / path).read_text().replace("lots_of: cctp-2019", f"lots_of: {origin}")
    (files / path).write_text(text)

    assert load_lots(reader, "marche-2024") == {}
    assert reader.faults == [f"{path}:3: aucun lot à reprendre dans « {origin} »."]


def test_lots_are_not_kept_from_an_agreement_that_keeps_them_itself(files):
    path = "policies/marche-2024/lots.yaml"
    with (files / path).open("a") as stream:
        stream.write("lots: {}\n")
    (files / path).write_text((files / path).read_text().replace("cctp-2019", "marche-2024"))
    reader = Reader(files)

    assert load_lots(reader, "marche-2024") == {}
    assert "aucun lot à reprendre dans « marche-2024 »" in reader.faults[-1]
