"""The invented directory: nobody real, the same every time, as a publisher would send it."""

from datetime import date

from cep_docs.demo.cast import ORGANISATIONS
from cep_docs.demo.directory import (
    HEADINGS,
    SIZE,
    import_invented_directory,
    invented_directory,
    invented_siren,
)
from cep_docs.lifecycle.unit_sheets import provider_kind
from cep_docs.values.companies import parse_siren

DAY = date(2024, 1, 15)


def test_the_same_day_gives_the_same_file():
    assert invented_directory(DAY) == invented_directory(DAY)
    assert invented_directory(DAY) != invented_directory(date(2024, 1, 16))


def test_it_has_sixty_providers_under_headings_of_a_publisher():
    lines = invented_directory(DAY).decode("utf-8-sig").splitlines()

    assert lines[0].split(";") == list(HEADINGS)
    assert len(lines) == SIZE + 1 == len(set(lines))


def test_it_is_imported_without_fault_and_has_those_of_the_grouping_r_084(tools):
    done = import_invented_directory(tools)

    rows = list(done.edition)
    assert (done.edition.count, done.edition.rejected, done.warnings) == (SIZE, 0, ())
    assert {row["siren"] for row in rows} >= {siren for siren, *_ in ORGANISATIONS}
    assert provider_kind(rows[-1]["siren"], tools.site) == "elsewhere"


def test_some_are_certified_and_some_do_not_say_r_085(tools):
    said = {row["certification"] for row in import_invented_directory(tools).edition}

    assert said == {"Qualiopi", ""}


def test_nobody_can_be_called_or_written_to(tools):
    rows = list(import_invented_directory(tools).edition)

    assert all(row["phone"].startswith("02 61 91 ") for row in rows)
    assert all(row["mail"].endswith(".example") for row in rows)
    assert all(row["web"].endswith(".example") for row in rows)


def test_an_invented_siren_is_a_right_one_that_nobody_has():
    sirens = [invented_siren(number) for number in range(200)]

    assert [parse_siren(siren) for siren in sirens] == sirens
    assert all(siren.startswith("9995") for siren in sirens)
    assert len(set(sirens)) == 200
