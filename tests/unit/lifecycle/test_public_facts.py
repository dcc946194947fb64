"""What an operator tells everybody: never a conformity that nobody found."""

import pytest

from cep_docs.errors import Invalid, NotAllowed
from cep_docs.lifecycle.public_facts import describe_to_everybody, public_facts
from tests.people import actor


def test_a_site_that_nobody_audited_says_so(tools):
    facts = public_facts(tools)

    assert (facts.accessibility, facts.audited_by) == ("non audité", "")
    assert facts.mediator == "formulaire de médiation du site francecompetences.fr"


def test_an_audit_is_told_with_who_made_it(tools):
    said = ("dpo@cap.example", "partly_conformant", "Atelier Accès, mars 2020")

    describe_to_everybody(*said, actor(tools, "gaelle"), tools)

    facts = public_facts(tools)
    assert facts.accessibility == "partiellement conforme"
    assert (facts.dpo_contact, facts.audited_by) == (said[0], said[2])


@pytest.mark.parametrize(("state", "by"), [("conformant", " "), ("perfect", "Moi")])
def test_no_conformity_is_claimed_without_an_audit(tools, state, by):
    with pytest.raises(Invalid):
        describe_to_everybody("", state, by, actor(tools, "gaelle"), tools)

    assert public_facts(tools).accessibility == "non audité"


def test_an_audit_that_is_withdrawn_is_not_quoted(tools):
    who = actor(tools, "gaelle")
    describe_to_everybody("", "conformant", "Atelier Accès", who, tools)

    describe_to_everybody("", "unaudited", "Atelier Accès", who, tools)

    assert public_facts(tools).audited_by == ""


def test_it_is_said_by_who_answers_for_the_places(tools):
    with pytest.raises(NotAllowed):
        describe_to_everybody("", "unaudited", "", actor(tools, "alice"), tools)
