"""The complete list of a region for a wish, in a neutral order nobody chooses (R-082)."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.content.directory import ProviderRows, digest_of_providers
from cep_docs.definitions.tables import Table
from cep_docs.errors import Damaged, Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.provider_lists import (
    LONGEST_WISH,
    Wish,
    draw_list,
    in_order,
    letter_of,
    list_named,
    providers_of,
)
from cep_docs.values.names import folded
from tests.people import actor
from tests.unit.lifecycle.courses import engaged, signed
from tests.unit.lifecycle.directory_rows import SOURCE_ON, imported, provider

NAMES = ("Zénith", "Alpha", "Étape", "Mistral", "7 Lieues", "Escale", "« Cap »")


@pytest.fixture
def edition(house):
    offers = [
        provider(name, commune=commune) for name, commune in zip(NAMES, NAMES[::-1], strict=True)
    ]
    return imported(house, *offers, provider("Ailleurs", "VAE")).edition


@pytest.fixture
def unit(house):
    return engaged(house, "UO2.1")


def drawn(unit, tools, service="BILAN", login="alice", **wish):
    return draw_list(unit, Wish(service, **wish), actor(tools, login), tools)


def test_a_list_says_what_it_is_where_it_comes_from_and_how_many_it_counts_r_082(
    house, edition, unit
):
    found = drawn(unit, house, words="  faire le   point ")

    letter = found.drawn["letter"]
    assert found.drawn == {
        "service": "BILAN",
        "wish": "faire le point",
        "region": "08",
        "edition": edition.__name__,
        "source": "Annuaire inventé",
        "source_on": SOURCE_ON,
        "order": "alphabetical",
        "letter": letter,
        "count": len(NAMES),
        "digest": digest_of_providers(in_order(edition.offering("BILAN"), "alphabetical", letter)),
        "drawn_on": date(2020, 2, 3),
    }
    assert (found.drawn_by, found.drawn_at) == ("alice", house.now())
    assert unit.provider_lists == (found,)
    assert found.__parent__ is unit


def test_a_list_has_every_provider_of_the_region_that_offers_the_service_r_082(
    house, edition, unit
):
    names = [row["name"] for row in providers_of(drawn(unit, house))]

    assert sorted(names) == sorted(NAMES)


def test_nobody_can_ask_for_some_of_them_only_r_082():
    """A wish has no parameter for a preference, and its words take nothing out."""
    assert [field.name for field in fields(Wish)] == ["service", "words", "order", "region"]


def test_words_take_nothing_out_of_a_list_r_082(house, edition, unit):
    said = drawn(unit, house, words="Alpha seulement, rien que Alpha")

    assert said.drawn["count"] == len(NAMES)


def test_a_drawing_is_written_in_the_journal_without_the_words_of_the_person(house, edition, unit):
    found = drawn(unit, house, words="après mon burn-out")

    line = list(unit.__parent__.__parent__.journal)[-1]
    assert (line["what"], line["object"]) == ("draw_list", f"engagement {unit.number}")
    assert line["details"]["list"] == found.__name__
    assert line["details"]["count"] == len(NAMES)
    assert line["details"]["digest"] == found.drawn["digest"]
    assert "burn-out" not in str(line)


def test_drawn_again_it_is_the_same_list_and_not_another_letter_r_082(house, edition, unit):
    first = drawn(unit, house)

    assert drawn(unit, house) is first
    assert unit.provider_lists == (first,)


def test_another_order_or_other_words_keep_the_letter_r_082(house, edition, unit):
    first = drawn(unit, house)

    by_commune, in_words = drawn(unit, house, order="commune"), drawn(unit, house, words="vite")

    assert len(unit.provider_lists) == 3
    assert {one.drawn["letter"] for one in (by_commune, in_words)} == {first.drawn["letter"]}


def test_a_new_edition_gives_a_new_list_with_a_letter_of_its_own(house, edition, unit):
    first = drawn(unit, house)
    imported(house, provider("Alpha"), source_on=date(2020, 2, 1))

    second = drawn(unit, house)

    assert second is not first
    assert second.drawn["count"] == 1
    assert second.drawn["letter"] == letter_of(second.__name__)
    assert [row["name"] for row in providers_of(first)] != ["Alpha"]


def test_each_service_has_its_own_letter(house, edition, unit):
    first, second = drawn(unit, house), drawn(unit, house, "VAE")

    assert first.drawn["letter"] == letter_of(first.__name__) != letter_of(second.__name__)
    assert second.drawn["letter"] == letter_of(second.__name__)


def test_every_letter_can_be_drawn():
    drawn_letters = {letter_of(f"{number:020d}") for number in range(500)}

    assert len(drawn_letters) == 26


def test_the_order_begins_at_the_letter_turns_and_puts_what_has_no_letter_after_z():
    rows = [provider(name) for name in NAMES]

    assert [row["name"] for row in in_order(rows, "alphabetical", "E")] == [
        "Escale",
        "Étape",
        "Mistral",
        "Zénith",
        "7 Lieues",
        "Alpha",
        "« Cap »",
    ]


def test_by_commune_it_is_the_commune_first_then_the_name():
    rows = [
        provider(name, commune=commune)
        for name, commune in (("Beta", "Nantes"), ("Alpha", "Nantes"), ("Zeta", "Angers"))
    ]

    assert [row["name"] for row in in_order(rows, "commune", "A")] == ["Zeta", "Alpha", "Beta"]
    assert [row["name"] for row in in_order(rows, "commune", "B")] == ["Beta", "Alpha", "Zeta"]


named = st.lists(
    st.builds(
        provider,
        st.text(st.characters(codec="utf-8"), max_size=12),
        commune=st.text(st.characters(codec="utf-8"), max_size=6),
    ),
    max_size=12,
)


@given(named, st.sampled_from(["alphabetical", "commune"]), st.sampled_from("AEMZ"), st.randoms())
def test_whatever_the_names_nobody_is_lost_and_the_order_depends_on_nothing_else_r_082(
    rows, order, letter, chance
):
    shuffled = list(rows)
    chance.shuffle(shuffled)

    found = in_order(rows, order, letter)

    assert sorted(map(str, found)) == sorted(map(str, rows))
    assert [folded(r["name"]) for r in in_order(shuffled, order, letter)] == [
        folded(r["name"]) for r in found
    ]


def test_a_list_whose_edition_is_no_longer_the_same_is_not_shown(house, edition, unit):
    found = drawn(unit, house)
    kept = list(edition)
    edition._chunks = (ProviderRows([{**kept[0], "name": "Autre"}, *kept[1:]]),)

    with pytest.raises(Damaged, match="n'est plus le même"):
        providers_of(found)


def test_a_list_whose_edition_has_gone_is_not_shown_as_an_empty_one(house, edition, unit):
    found = drawn(unit, house)
    house.site.directories = ()

    with pytest.raises(Damaged):
        providers_of(found)


def test_what_a_list_is_cannot_be_changed_through_what_it_shows(house, edition, unit):
    found = drawn(unit, house)

    found.drawn["count"] = 2

    assert found.drawn["count"] == len(NAMES)


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"service": "AUCUNE"}, "Aucune liste n'existe pour cette prestation. Choisir : FORM_Q"),
        ({"service": "YOGA"}, "Aucune liste n'existe pour cette prestation"),
        ({"order": "distance"}, "la distance non plus : un code postal ne la donne pas"),
        ({"region": "19"}, "Cette région n'existe pas"),
        ({"words": "m" * (LONGEST_WISH + 1)}, "au plus 120 signes"),
        ({"words": "invi\x07sible"}, "signe invisible"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_what_can(house, edition, unit, wish, told):
    with pytest.raises(Invalid, match=told):
        drawn(unit, house, **wish)

    assert unit.provider_lists == ()


def test_a_service_that_is_no_longer_given_has_no_list_any_more_r_102(house, edition, unit):
    agreement = house.rules.agreements["cctp-2019"]
    table = agreement.tables["prestation_complementaire"]
    ended = Table(table.name, tuple(replace(r, valid_to=date(2020, 2, 2)) for r in table.rows))
    tables = {**agreement.tables, table.name: ended}
    rules = replace(house.rules, agreements={"cctp-2019": replace(agreement, tables=tables)})

    with pytest.raises(Invalid, match="Aucune liste n'existe pour cette prestation"):
        drawn(unit, replace(house, rules=rules))


def test_the_person_may_wish_for_another_region(house, edition, unit):
    imported(house, provider("Breton"), region="10")

    found = drawn(unit, house, region="10")

    assert [row["name"] for row in providers_of(found)] == ["Breton"]


def test_without_a_directory_there_is_no_list_and_it_is_said_what_to_do(house, unit):
    with pytest.raises(NotPossible, match="Faire importer l'annuaire de la région"):
        drawn(unit, house)


def test_neither_a_colleague_nor_a_manager_nor_the_administrator_draws_a_list(
    house, edition, unit
):
    for login in ("bruno", "denis"):
        with pytest.raises(NotAllowed):
            drawn(unit, house, login=login)
    with pytest.raises((NotAllowed, NotFound)):
        drawn(unit, house, login="gaelle")

    assert unit.provider_lists == ()


def test_nothing_is_drawn_in_a_unit_that_is_over(house, edition):
    unit = signed(engaged(house, "UO1"), house)

    with pytest.raises(NotPossible, match="n'est plus en cours"):
        drawn(unit, house)


def test_a_list_is_found_by_its_identifier_in_its_unit(house, edition, unit):
    found = drawn(unit, house)

    assert list_named(unit, found.__name__) is found
    with pytest.raises(NotPossible, match="n'existe pas dans cette unité"):
        list_named(unit, "autre")
