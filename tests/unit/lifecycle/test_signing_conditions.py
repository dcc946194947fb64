"""Nobody signs for another, nor before the ceremony, whatever page asks (R-065, R-069)."""

from dataclasses import replace

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.signing import REMOTE
from cep_docs.errors import Refused
from cep_docs.lifecycle.ceremony import ask_to_sign
from cep_docs.lifecycle.engine import move_deliverable
from tests.people import actor
from tests.unit.lifecycle import courses


@pytest.fixture
def unit(house):
    return courses.proposed(courses.engaged(house, "UO1"), house)


@pytest.fixture
def asked(unit, house):
    """Signed by the adviser, asked of her, and nothing else done."""
    courses.act(unit, "sign_as_adviser", house)
    return ask_to_sign(unit.deliverable, REMOTE, actor(house, "alice"), house)


def herself(unit):
    person = unit.__parent__.__parent__.identifier
    return Actor(f"beneficiary:{person}", frozenset({"beneficiary"}), beneficiary=person)


def test_she_does_not_sign_in_the_place_of_the_adviser(unit, house):
    with pytest.raises(Refused, match="cette signature est celle du conseiller"):
        move_deliverable(unit.deliverable, "sign_as_adviser", herself(unit), house)

    assert unit.deliverable.state == "proposed"


def test_the_adviser_does_not_sign_in_her_place(unit, asked, house):
    with pytest.raises(Refused, match="personne ne signe ni ne refuse à sa place"):
        move_deliverable(unit.deliverable, "sign_as_beneficiary", actor(house, "alice"), house)

    assert unit.deliverable.state == "signed_by_adviser"


def test_the_adviser_does_not_refuse_in_her_place(unit, asked, house):
    with pytest.raises(Refused, match="personne ne signe ni ne refuse à sa place"):
        move_deliverable(unit.deliverable, "decline", actor(house, "alice"), house)

    assert unit.deliverable.state == "signed_by_adviser"


@pytest.mark.parametrize("lacks", ["identified", "read", "mention"])
def test_each_step_of_the_ceremony_is_needed(unit, asked, house, lacks):
    steps = {"identified": "un code", "read": True, "mention": "lu et approuvé"}
    for name, value in steps.items():
        setattr(asked.request, name, value if name != lacks else type(value)())

    with pytest.raises(Refused, match="il manque une étape"):
        move_deliverable(unit.deliverable, "sign_as_beneficiary", herself(unit), house)

    assert unit.closed_on is None


def test_who_comes_for_one_document_does_nothing_else(unit, asked, house):
    stranger = replace(herself(unit), only="4G20020100000099_autre")

    with pytest.raises(Refused):
        move_deliverable(unit.deliverable, "decline", stranger, house)

    assert asked.request.runs
