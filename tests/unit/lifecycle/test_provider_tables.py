"""Lists as documents show them: computed, complete, certification shown when it is not (R-085)."""

from datetime import date

import pytest

from cep_docs.definitions.provider_lists import COLUMNS
from cep_docs.lifecycle.provider_choices import Choice, choose, deliver
from cep_docs.lifecycle.provider_lists import Wish, draw_list
from cep_docs.lifecycle.provider_tables import (
    SHOWN,
    headings,
    organisations,
    rows_for,
    warnings_of,
)
from tests.people import RULES, actor
from tests.unit.lifecycle.courses import engaged
from tests.unit.lifecycle.directory_rows import imported, provider


@pytest.fixture
def unit(house):
    imported(
        house,
        provider("Alpha", certification="Qualiopi", remote="yes"),
        provider("Béta", certification="Qualiopi", certification_source="Certificateur A"),
        provider("Gamma", "BILAN VAE", certification="non", remote="no"),
    )
    return engaged(house, "UO2.1")


def draw(unit, tools, service="BILAN", **wish):
    return draw_list(unit, Wish(service, **wish), actor(tools, "alice"), tools)


def give(drawn, tools):
    deliver(drawn, "paper", actor(tools, "alice"), tools)


def test_a_list_is_one_row_of_texts_r_082(house, unit):
    drawn = draw(unit, house, words="faire le point")

    letter = drawn.drawn["letter"]
    assert rows_for(unit, house) == [
        {
            "service": "Bilan de compétences (faire le point)",
            "region": "Pays de la Loire",
            "source": "Annuaire inventé",
            "source_on": "2020-01-15",
            "count": "3",
            "order": f"alphabétique, à partir de la lettre {letter}",
            "list": drawn.__name__,
            "digest": drawn.drawn["digest"],
            "delivered_on": "",
            "delivered_how": "",
            "choice": "",
            "choice_siren": "",
            "chosen_on": "",
        }
    ]


def test_delivery_and_choice_come_into_the_row_r_083(house, unit):
    drawn = draw(unit, house)
    give(drawn, house)
    choose(drawn, Choice(name="Autre", siren="999100019"), actor(house, "alice"), house)

    (row,) = rows_for(unit, house)
    assert (row["delivered_on"], row["delivered_how"]) == ("2020-02-03", "remise sur papier")
    assert (row["choice"], row["choice_siren"]) == ("Autre", "999100019")
    assert row["chosen_on"] == "2020-02-03"


def test_to_choose_nobody_is_a_choice_and_is_written(house, unit):
    drawn = draw(unit, house)
    give(drawn, house)
    choose(drawn, Choice(), actor(house, "alice"), house)

    assert rows_for(unit, house)[0]["choice"] == "aucun organisme retenu"


def test_a_unit_without_a_list_has_no_row(house, unit):
    assert rows_for(unit, house) == []


def test_each_wish_has_its_row(house, unit):
    for said in ({}, {"words": "court"}, {"service": "VAE"}):
        draw(unit, house, **said)

    assert [row["service"] for row in rows_for(unit, house)] == [
        "Bilan de compétences",
        "Bilan de compétences (court)",
        "Accompagnement VAE",
    ]


def test_a_list_replaced_before_anybody_received_it_is_left_out(house, unit):
    draw(unit, house)
    second = draw(unit, house, order="commune")

    assert [row["list"] for row in rows_for(unit, house)] == [second.__name__]


def test_a_list_that_was_delivered_stays_whatever_came_after_r_082(house, unit):
    first = draw(unit, house)
    give(first, house)
    second = draw(unit, house, order="commune")

    assert [row["list"] for row in rows_for(unit, house)] == [first.__name__, second.__name__]


def test_the_annex_has_every_provider_in_the_order_of_the_list_r_082(house, unit):
    drawn = draw(unit, house)

    found = organisations(drawn)

    assert [row["rank"] for row in found] == ["1", "2", "3"]
    assert {row["name"] for row in found} == {"Alpha", "Béta", "Gamma"}
    assert all(isinstance(value, str) for row in found for value in row.values())


def test_certification_is_shown_with_its_source_or_as_not_said_r_085(house):
    imported(
        house,
        provider("Alpha", certification="Qualiopi"),
        provider("Béta", certification="Qualiopi", certification_source="Certificateur A"),
        provider("Gamma"),
    )
    unit = engaged(house, "UO2.1")

    said = {
        row["name"]: (row["certification"], row["certification_source"], row["remote"])
        for row in organisations(draw(unit, house))
    }

    assert said == {
        "Alpha": ("Qualiopi", "Annuaire inventé, 15 janvier 2020", "non renseigné"),
        "Béta": ("Qualiopi", "Certificateur A", "non renseigné"),
        "Gamma": ("non renseignée", "", "non renseigné"),
    }


def test_the_annex_has_a_french_heading_for_each_of_its_columns():
    found = headings(RULES.agreements["cctp-2019"])

    assert tuple(found) == SHOWN
    assert set(SHOWN) == set(COLUMNS) - {"services", "region"}
    assert found["certification"] == "Certification qualité"


@pytest.mark.parametrize(("day", "count"), [("2020-04-14", 0), ("2020-04-15", 1)])
def test_a_source_older_than_ninety_days_is_told_r_082(house, clock, day, count):
    imported(house, provider("Alpha"), source_on=date(2020, 1, 15))
    clock.on(day)
    drawn = draw(engaged(house, "UO2.1"), house)

    warnings = warnings_of(drawn, house)

    assert len(warnings) == count
    assert all("La source a 91 jours le jour du tirage, plus de 90" in said for said in warnings)


def test_lines_that_were_left_out_of_the_directory_are_told_with_every_list_r_082(house):
    imported(house, provider("Alpha"), faults=3, keep_good_rows=True)

    drawn = draw(engaged(house, "UO2.1"), house)

    assert "3 ligne(s) de l'annuaire n'ont pas pu être reprises" in warnings_of(drawn, house)[0]


def test_the_age_of_a_source_is_that_of_the_day_the_list_was_drawn(house, unit, clock):
    drawn = draw(unit, house)
    clock.on("2020-12-01")

    assert warnings_of(drawn, house) == []
