"""Declaring the operator, the organisations of its grouping and its places (R-017, R-131)."""

from datetime import date

import pytest

from cep_docs.content.operator import Organisation, Structure
from cep_docs.errors import Invalid, NotAllowed
from cep_docs.lifecycle.contacts import count_contact
from cep_docs.lifecycle.places import (
    SaidOfPlace,
    close_structure,
    declare_organisation,
    declare_structure,
    describe_operator,
    describe_organisation,
    describe_structure,
)
from tests.people import actor, received
from tests.unit.lifecycle.courses import engaged

OTHER = "999100019"


def structure(**changes):
    said = {"code": "LEM", "organisation": "732829320", "lot": "08", "postcode": "72000"}
    said |= {key: value for key, value in changes.items() if key != "holiday_zone"}
    made = Structure(said["code"], "Le Mans", said["organisation"], said["lot"], said["postcode"])
    made.holiday_zone = changes.get("holiday_zone", "Métropole")
    return made


def test_an_organisation_is_declared_under_its_siren(tools):
    made = declare_organisation(
        Organisation("999 100 019", "Institut", "partner"), actor(tools, "gaelle"), tools
    )

    assert tools.site.organisations[OTHER] is made
    assert tools.site.journal.recent(1)[0]["details"] == {"part": "partner"}


@pytest.mark.parametrize(
    ("siren", "part", "sentence"),
    [
        ("999100018", "partner", "SIREN n'est pas juste"),
        ("732829320", "partner", "déjà déclarée"),
        (OTHER, "cousin", "lead, partner, subcontractor"),
    ],
)
def test_an_organisation_that_cannot_be_is_refused(tools, siren, part, sentence):
    with pytest.raises(Invalid, match=sentence):
        declare_organisation(Organisation(siren, "X", part), actor(tools, "gaelle"), tools)

    assert OTHER not in tools.site.organisations


def test_a_place_is_declared_in_a_lot_of_the_operator(tools):
    made = declare_structure(structure(), actor(tools, "gaelle"), tools)

    assert tools.site.structures["LEM"] is made
    assert tools.site.journal.recent(1)[0]["object"] == "structure LEM"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "NTE"}, "code"),
        ({"organisation": OTHER}, "organisation"),
        ({"lot": "09"}, "lot"),
        ({"postcode": "7200"}, "postcode"),
        ({"holiday_zone": "Bretagne"}, "holiday_zone"),
    ],
)
def test_a_place_that_cannot_be_is_refused(tools, changes, field):
    with pytest.raises(Invalid) as refused:
        declare_structure(structure(**changes), actor(tools, "gaelle"), tools)

    assert list(refused.value.messages) == [field]
    assert "LEM" not in tools.site.structures


def test_the_operator_gets_its_name_and_its_lots(tools):
    describe_operator("Cap Horizon", ("08", "10"), actor(tools, "gaelle"), tools)

    assert (tools.site.operator.name, tools.site.operator.lots) == ("Cap Horizon", ("08", "10"))


def test_a_lot_that_no_agreement_has_is_refused(tools):
    with pytest.raises(Invalid, match="Lot inconnu : 44"):
        describe_operator("Cap Horizon", ("08", "44"), actor(tools, "gaelle"), tools)

    assert tools.site.operator.lots == ("08",)


@pytest.mark.parametrize("login", ["alice", "denis", "farid"])
def test_places_are_declared_by_those_who_install(tools, login):
    with pytest.raises(NotAllowed):
        declare_structure(structure(), actor(tools, login), tools)
    with pytest.raises(NotAllowed):
        declare_organisation(Organisation(OTHER, "X", "partner"), actor(tools, login), tools)
    with pytest.raises(NotAllowed):
        describe_operator("X", ("08",), actor(tools, login), tools)


def last(tools):
    return tools.site.journal.recent(1)[0]


def test_a_place_is_described_again_r_017(tools):
    nantes = tools.site.structures["NTE"]
    said = SaidOfPlace("Nantes Erdre", "44100", "Nantes", "2 quai", "le matin", "", False)

    describe_structure(nantes, said, actor(tools, "gaelle"), tools)

    assert (nantes.name, nantes.postcode, nantes.accessible) == ("Nantes Erdre", "44100", False)
    assert (nantes.code, nantes.lot, nantes.organisation) == ("NTE", "08", "732829320")
    assert (last(tools)["what"], last(tools)["object"]) == ("describe_structure", "structure NTE")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": " "}, "name"), ({"postcode": "44"}, "postcode"), ({"holiday_zone": "X"}, None)],
)
def test_a_place_is_not_described_with_faults(tools, changes, field):
    said = SaidOfPlace(**{"name": "Nantes", "postcode": "44000", **changes})

    with pytest.raises(Invalid) as refused:
        describe_structure(tools.site.structures["NTE"], said, actor(tools, "gaelle"), tools)

    assert list(refused.value.messages) == [field or "holiday_zone"]


def test_an_organisation_is_described_again_under_the_same_siren_r_131(tools):
    partner = tools.site.organisations["404833048"]

    describe_organisation(partner, " Atlantique ", "subcontractor", actor(tools, "gaelle"), tools)

    assert (partner.siren, partner.name, partner.part) == (
        "404833048",
        "Atlantique",
        "subcontractor",
    )
    assert last(tools)["what"] == "describe_organisation"
    with pytest.raises(Invalid) as refused:
        describe_organisation(partner, "", "cousin", actor(tools, "gaelle"), tools)
    assert sorted(refused.value.messages) == ["name", "part"]


def test_a_place_closes_from_a_day_and_nobody_is_received_there_any_more_r_017(house, clock):
    nantes, gaelle = house.site.structures["NTE"], actor(house, "gaelle")
    known = received(house)
    close_structure(nantes, date(2020, 2, 10), gaelle, house)
    engaged(house, "UO1", known)
    clock.on("2020-02-10")

    with pytest.raises(Invalid, match="« Nantes » est fermé"):
        received(house, first_name="Ana")
    with pytest.raises(Invalid, match="est fermé"):
        count_contact("anonymous", "NTE", {}, actor(house, "elise"), house)
    with pytest.raises(Invalid, match="est fermé"):
        engaged(house, "UO2.1", known)
    close_structure(nantes, None, gaelle, house)

    assert received(house, first_name="Ana").sheet["first_name"] == "Ana"
    assert [line["what"] for line in house.site.journal.recent(2)] == [
        "open_structure",
        "close_structure",
    ]


def test_a_place_does_not_close_in_the_past(tools):
    with pytest.raises(Invalid, match="Ce jour est passé"):
        close_structure(
            tools.site.structures["NTE"], date(2020, 2, 2), actor(tools, "gaelle"), tools
        )


@pytest.mark.parametrize("login", ["alice", "denis", "farid"])
def test_places_are_described_and_closed_by_those_who_install(tools, login):
    who, nantes = actor(tools, login), tools.site.structures["NTE"]

    with pytest.raises(NotAllowed):
        close_structure(nantes, date(2020, 2, 10), who, tools)
    with pytest.raises(NotAllowed):
        describe_structure(nantes, SaidOfPlace("X", "44000"), who, tools)
    with pytest.raises(NotAllowed):
        describe_organisation(tools.site.organisations["404833048"], "X", "lead", who, tools)
