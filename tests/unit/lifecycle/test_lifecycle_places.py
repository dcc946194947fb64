"""Declaring the operator, the organisations of its grouping and its places (R-017, R-131)."""

import pytest

from cep_docs.content.operator import Organisation, Structure
from cep_docs.errors import Invalid, NotAllowed
from cep_docs.lifecycle.places import declare_organisation, declare_structure, describe_operator
from tests.people import actor

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
