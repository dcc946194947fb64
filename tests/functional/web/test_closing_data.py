"""A document that closes its unit says before it is frozen what the closing lacks, and where to
write it (R-044, R-100)."""

import pytest

from tests.functional.web.act_forms import followed, form_of, looked_up, sent
from tests.people import met
from tests.unit.lifecycle.courses import write


@pytest.fixture
def first_meeting(town):
    """The first appointment of a person whose sheet is short, its report written: two paths."""
    town.clock.on("2024-02-08")
    person, unit = followed(town, "RDV1", education_level="", email="")

    town.write(lambda tools: write(last_unit(tools, person), tools))
    return person, unit


def last_unit(tools, person):
    return tools.site.beneficiaries[person.split("/")[2]].engagements()[-1]


def freezing(town, unit):
    return town.browser("alice").get(f"{unit}/documents/appointment_report/figer")


def test_what_the_closing_lacks_is_said_before_the_act_with_the_way_to_it_r_044(
    town, first_meeting
):
    _, unit = first_meeting

    page = freezing(town, unit)

    assert "Niveau de formation" in page.html.find("main").get_text()
    assert page.html.find("a", href=f"{unit}/donnees").get_text() == "Compléter les données"
    assert page.html.find("input", attrs={"name": "acte"}) is None


def test_one_form_takes_what_is_missing_of_the_person_and_of_the_unit_r_100(town, first_meeting):
    person, unit = first_meeting
    form = form_of(town.browser("alice").get(f"{unit}/donnees"))
    form["education_level"], form["email"] = "NIV4", "zoe.lefevre@laposte.net"
    form.set("service_types", True, index=1)

    form.submit(status=303)

    sheet = looked_up(town, person, lambda one: dict(one.sheet))
    assert (sheet["education_level"], sheet["email"]) == ("NIV4", "zoe.lefevre@laposte.net")
    assert looked_up(town, person, lambda one: one.engagements()[-1].sheet["service_types"])


def test_what_is_known_is_saved_before_the_rest_is(town, first_meeting):
    person, unit = first_meeting

    sent(town.browser("alice"), f"{unit}/donnees", education_level="NIV4")

    page = town.browser("alice").get(f"{unit}/donnees")
    assert looked_up(town, person, lambda one: one.sheet["education_level"]) == "NIV4"
    assert "education_level" not in form_of(page).fields
    assert page.html.find(id="email").has_attr("autofocus")


def test_an_exchange_that_is_missing_has_its_way_too_r_012(town, first_meeting):
    person, unit = first_meeting

    page = town.browser("alice").get(f"{unit}/donnees")

    assert page.html.find("a", href=f"{person}/echange")


def test_a_wrong_answer_saves_nothing_of_either_sheet(town, first_meeting):
    person, unit = first_meeting

    answer = sent(
        town.browser("alice"), f"{unit}/donnees", 422, education_level="NIV4", email="pas une"
    )

    assert 'id="email-faute"' in answer.text
    assert not looked_up(town, person, lambda one: one.sheet.get("education_level"))


def test_an_address_of_the_place_of_work_is_confirmed_here_too_r_124(town, first_meeting):
    _, unit = first_meeting

    answer = sent(
        town.browser("alice"), f"{unit}/donnees", 422, email="zoe.lefevre@mairie-nantes.fr"
    )

    assert "address_agreed" in form_of(answer).fields


def test_when_nothing_lacks_the_act_is_there_and_closes_the_unit(town, first_meeting):
    person, unit = first_meeting
    town.write(lambda tools: met(last_unit(tools, person), tools))
    form = form_of(town.browser("alice").get(f"{unit}/donnees"))
    form["education_level"], form["email"] = "NIV4", "zoe.lefevre@laposte.net"
    form.set("service_types", True, index=1)
    form.submit(status=303)

    form_of(freezing(town, unit)).submit(status=303)

    assert looked_up(town, person, lambda one: one.engagements()[-1].state) == "closed"
