"""What the closing signature will lack, known before it is asked (R-029, R-074, R-100)."""

from datetime import date

import pytest

from cep_docs.content.signing import REMOTE
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.asking import Sending, ask_at_a_distance, ask_on_site, send_new_link
from cep_docs.lifecycle.ceremony import ask_to_sign
from cep_docs.lifecycle.foreseeing import lacks_to_close, require_nothing_lacks, tell_what_lacks
from cep_docs.lifecycle.own_invitations import Assured
from cep_docs.lifecycle.reminding import documents_asked_for, remind_of_signatures
from tests.people import CLOSING, actor, received
from tests.unit.lifecycle import courses

MAIL = Sending("email", Assured(), "https://cep.example/signer/un-jeton")


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def unit(house):
    person = received(house, email="zoe.lefevre@laposte.net", phone="06 12 34 56 78")
    return courses.proposed(courses.engaged(house, "UO1", person), house)


def signed_first(unit, house):
    courses.act(unit, "sign_as_adviser", house)
    return unit.deliverable


def empty(unit, *names):
    """As if somebody had taken them away."""
    unit.sheet = {name: value for name, value in unit.sheet.items() if name not in names}


def told(house):
    return [(one.role, one.about) for one in house.site.outbox]


def test_nothing_lacks_while_the_data_are_complete(unit, house):
    assert lacks_to_close(unit.deliverable, house) == ()
    require_nothing_lacks(unit.deliverable, house)
    assert not tell_what_lacks(unit.deliverable, house)
    assert told(house) == []


def test_what_lacks_is_told_from_the_moment_it_is_proposed(unit, house):
    empty(unit, "origin")

    (before,) = lacks_to_close(unit.deliverable, house)
    (after,) = lacks_to_close(signed_first(unit, house), house)

    assert before == after
    assert before.sentence.startswith("Des données exigées à la clôture manquent")
    assert before.gaps == ("« Origine de la démarche » manque.",)


def test_a_day_on_which_it_could_not_close_is_told_as_well(unit, house):
    unit.interactions = ({**unit.interactions[0], "on": date(2020, 3, 1)},)

    (lack,) = lacks_to_close(unit.deliverable, house)

    assert lack.gaps == ()
    assert lack.sentence.startswith("La date de clôture doit suivre")


def test_a_draft_and_what_is_over_lack_nothing(unit, house, clock):
    other = courses.engaged(house, "UO1", received(house, birth_name="Adam"))
    signed_first(unit, house)
    courses.act(unit, "note_paper_signature", house)
    empty(unit, *CLOSING)

    assert lacks_to_close(other.deliverable, house) == ()
    assert lacks_to_close(unit.deliverable, house) == ()


@pytest.mark.parametrize(("ask", "how"), [(ask_on_site, "passport"), (ask_at_a_distance, MAIL)])
def test_she_is_not_asked_for_what_would_be_refused(unit, house, alice, ask, how):
    document = signed_first(unit, house)
    empty(unit, "origin")

    with pytest.raises(NotPossible, match="« Origine de la démarche » manque"):
        ask(document, how, alice, house)

    assert document.current.requests == ()
    assert list(house.site.messages) == []


def test_no_new_link_is_sent_for_what_would_be_refused(unit, house, alice):
    document = signed_first(unit, house)
    ask_to_sign(document, REMOTE, alice, house)
    empty(unit, "origin")

    with pytest.raises(NotPossible, match="Rien n'est demandé à la personne"):
        send_new_link(document, MAIL, alice, house)

    assert list(house.site.messages) == []


def test_emptied_afterwards_it_is_a_task_of_her_adviser_once(unit, house, alice):
    document = signed_first(unit, house)
    ask_to_sign(document, REMOTE, alice, house)
    empty(unit, "origin")

    assert tell_what_lacks(document, house)
    assert tell_what_lacks(document, house)

    assert told(house) == [("adviser", "signature_lacks")]


def test_she_is_reminded_of_nothing_she_cannot_do_and_again_once_she_can(
    unit, house, alice, clock
):
    document = signed_first(unit, house)
    ask_at_a_distance(document, MAIL, alice, house)
    before = dict(unit.sheet)
    empty(unit, "origin")
    clock.on("2020-02-05")

    lacking = remind_of_signatures(documents_asked_for(house), house)
    unit.sheet = before
    clock.on("2020-02-06")
    complete = remind_of_signatures(documents_asked_for(house), house)

    assert (lacking, complete) == ([], [f"reminded {unit.number}"])
    assert told(house) == [("adviser", "signature_lacks")]
