"""Agreements side by side: a unit lives and closes by the rules it was engaged under (R-129)."""

from dataclasses import replace
from datetime import date

import pytest

from cep_docs.definitions.rules import load_rules
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.engine import move_deliverable, settle
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.orders import NewOrder, register_order
from cep_docs.lifecycle.unit_sheets import edit_unit_sheet
from cep_docs.storage.catalog import Catalog
from tests.people import CLOSING, RULES, actor, make_tools, met, opening, received

REPORT = {
    "dated_on": "2024-03-04",
    "request": "Faire le point après une réorganisation",
    "exchanged": "Métiers proches, formations courtes",
    "continues": "yes",
    "next_steps": "Revenir avec deux pistes",
}
TRACE = {
    "dated_on": "2024-01-15",
    "channel": "letter",
    "author": "beneficiary",
    "verbatim": "Je souhaite clore, mon projet est lancé.",
    "service_description": "Point d'étape et mise en réseau",
}

FLASH = """
FLASH:
  label: Entretien éclair
  source: invention de ce test
  file_code: "41"
  order_code: FL
  accompaniment: yes
  deliverable: appointment_report
  deadline: {months: 1, from: FLASH}
  requires: [demanded_by_the_person, the_referent_is_active]
"""


def order_of(tools, agreement, code, year=2024):
    new = NewOrder(
        f"{year}-Lot08-UO{code}-01",
        agreement,
        50,
        notified_on=date(year, 1, 2),
        starts_on=date(year, 1, 2),
    )
    return register_order(new, actor(tools, "farid"), tools)


def engaged(person, tools, unit, **changes):
    """Engaged today by alice, who becomes or stays the referent."""
    said = opening(tools, unit, given=Given(referent="alice"), **changes)
    return engage(person, said, actor(tools, "alice"), tools)


def reported(engagement, tools, day):
    """The report of an appointment, written and recorded."""
    alice = actor(tools, "alice")
    edit_unit_sheet(engagement, {"service_types": ("COMP",)}, alice, tools)
    save_draft(engagement.deliverable, alice, {**REPORT, "dated_on": day}, tools)
    move_deliverable(engagement.deliverable, "record_trace", alice, tools)


def test_an_appointment_of_2024_is_engaged_reported_and_closed(clock, tools):
    clock.on("2024-03-04")
    order_of(tools, "marche-2024", "R1")
    engagement = engaged(received(tools), tools, "RDV1")
    met(engagement, tools)

    reported(engagement, tools, "2024-03-04")

    assert engagement.agreement == "marche-2024"
    assert engagement.number == "4G240331000001"
    assert engagement.order_line == "2024-Lot08-UOR1-01-00001"
    assert (engagement.due_on, engagement.due_extended_on) == (None, None)
    assert (engagement.state, engagement.closed_on) == ("closed", date(2024, 3, 4))
    assert engagement.closed_because == "RDV_TENU"
    assert engagement.closings[-1]["statement"] == "2024-Lot08-R1-01-T1"


def test_the_next_appointment_goes_on_with_the_same_course_and_referent(clock, tools):
    clock.on("2024-03-04")
    person = received(tools)
    first = engaged(person, tools, "RDV1")
    met(first, tools)
    reported(first, tools, "2024-03-04")
    clock.on("2024-04-08")

    second = engaged(person, tools, "RDVS", sheet={})

    assert second.__parent__ is first.__parent__
    assert second.__parent__.referent == "alice"
    assert second.sheet["origin"] == first.sheet["origin"]
    assert second.number == "4G240432000001"
    assert second.order_line == ""


def test_an_appointment_without_time_limit_is_never_abandoned(clock, tools):
    clock.on("2024-03-04")
    engagement = engaged(received(tools), tools, "RDV1")
    clock.on("2027-12-30")

    assert settle(engagement, tools) == []
    assert engagement.state == "open"


def test_a_unit_of_the_old_agreement_is_not_engaged_in_2024(clock, tools):
    clock.on("2024-03-04")
    person = received(tools)

    with pytest.raises(Invalid, match=r"Cette unité n'existe pas dans l'accord en vigueur \(RDV1"):
        engaged(person, tools, "UO1")


@pytest.fixture
def supported(clock, house):
    """A person whose project was signed in 2022 and whose UO2.2 runs into 2024."""
    clock.on("2022-11-02")
    person = received(house)
    alice = actor(house, "alice")
    project = engaged(person, house, "UO2.1")
    met(project, house)
    written = RULES.agreements["cctp-2019"].samples["professional_project"].content
    save_draft(project.deliverable, alice, written, house)
    project.sheet = {**project.sheet, **CLOSING}
    move_deliverable(project.deliverable, "propose", alice, house)
    move_deliverable(project.deliverable, "sign_as_adviser", alice, house)
    move_deliverable(project.deliverable, "note_paper_signature", alice, house)
    assert (project.state, project.closed_because) == ("closed", "VOL_SIGNE")
    clock.on("2022-11-21")
    return engaged(person, house, "UO2.2")


def test_a_unit_of_2022_closes_in_2024_by_its_own_rules_r_129_i20(clock, house, supported):
    clock.on("2024-01-15")
    alice = actor(house, "alice")
    met(supported, house)
    supported.sheet = {**supported.sheet, **CLOSING}

    save_draft(supported.deliverable, alice, TRACE, house)
    move_deliverable(supported.deliverable, "record_trace", alice, house)

    assert supported.agreement == "cctp-2019"
    assert supported.due_on == date(2024, 5, 2)
    assert (supported.state, supported.closed_because) == ("closed", "VOL_ECRIT")
    assert supported.closed_on == date(2024, 1, 15)


def test_a_unit_of_2022_is_abandoned_in_2024_by_its_own_time_limit_r_032(clock, house, supported):
    clock.on("2024-05-20")

    made = settle(supported, house)

    assert made == ["abandon"]
    assert (supported.state, supported.closed_on) == ("abandoned", date(2024, 5, 2))


def test_both_agreements_run_side_by_side_but_not_for_one_person_r_028(clock, house, supported):
    clock.on("2024-03-04")
    other = received(house, birth_name="Marchand", birth_date="1979-01-30")

    appointment = engaged(other, house, "RDV1")

    assert {supported.agreement, appointment.agreement} == {"cctp-2019", "marche-2024"}
    with pytest.raises(NotPossible, match="une unité d'accompagnement est déjà ouverte"):
        engaged(supported.__parent__.__parent__, house, "RDV1")


def test_a_third_agreement_is_only_files(clock, files):
    write_essai_2028(files)
    rules = load_rules(files.folder)
    clock.on("2028-02-01")
    tools = make_tools(clock)
    tools = replace(tools, rules=rules, catalog=Catalog(tools.site.catalog, rules))
    order_of(tools, "essai-2028", "FL", year=2028)

    engagement = engaged(received(tools), tools, "FLASH")

    assert (engagement.agreement, engagement.state) == ("essai-2028", "open")
    assert engagement.number == "4G280241000001"
    assert engagement.order_line == "2028-Lot08-UOFL-01-00001"
    assert (engagement.due_on, engagement.due_extended_on) == (date(2028, 3, 1), date(2028, 3, 1))


def write_essai_2028(files):
    """The files of marche-2024 under another name and other dates, with one more unit: FLASH."""
    changes = {"marche-2024": "essai-2028", "2024-01-01": "2028-01-01", "2027-12-31": "2030-12-31"}
    changes["[RDV1, RDVS]"] = "[RDV1, RDVS, FLASH]"
    changes["      RDVS: [motive]\n"] = "      RDVS: [motive]\n      FLASH: [motive]\n"
    for path in sorted(files.folder.glob("*/marche-2024/**/*.*")):
        name = str(path.relative_to(files.folder))
        text = files.text(name)
        for old, new in changes.items():
            text = text.replace(old, new)
        files.write(name.replace("marche-2024", "essai-2028"), text)
    files.change(
        "policies/essai-2028/closing.yaml",
        "      RDVS: [written_trace, complete_sheet]\n",
        "      RDVS: [written_trace, complete_sheet]\n      FLASH: [written_trace]\n",
    )
    files.change(
        "workflows/essai-2028/engagement.yaml",
        "draw_on_the_order,",
        "draw_on_the_order, set_the_deadline,",
    )
    units = "workflows/essai-2028/service_units.yaml"
    files.write(units, files.text(units) + FLASH)
