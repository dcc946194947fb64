"""The person who signs, around the steps: what her link says, her choices, her copy."""

from datetime import timedelta

import pytest

from cep_docs.content.signing import ON_SITE, REMOTE
from cep_docs.content.site import beneficiary_of, errand_of
from cep_docs.errors import NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    Where,
    ask_to_sign,
    ceremony_of,
    decline,
    note_read,
    see_identity,
    sign_now,
    withdraw_request,
    write_mention,
)
from cep_docs.lifecycle.signatures import level_offered
from cep_docs.lifecycle.signer import (
    RequestState,
    hand_screen,
    is_the_advisers,
    last_request,
    may_sign_here,
    prefer_paper,
    signer_of,
    state_of_request,
    take_copy,
)
from tests.people import actor
from tests.unit.lifecycle import courses

OFFICE, HOME = Where("192.0.2.10", "Firefox"), Where("198.51.100.7", "Safari")


@pytest.fixture
def unit(house):
    unit = courses.proposed(courses.engaged(house, "UO1"), house)
    courses.act(unit, "sign_as_adviser", house)
    return unit


@pytest.fixture
def document(unit):
    return unit.deliverable


@pytest.fixture
def her(unit):
    return signer_of(beneficiary_of(unit), errand_of(unit.deliverable))


def asked(document, house, mode=REMOTE):
    return ask_to_sign(document, mode, actor(house, "alice"), house, OFFICE)


def seen(document, house):
    asked(document, house, ON_SITE)
    see_identity(document, "passport", actor(house, "alice"), house, OFFICE)


def signed(document, her, house):
    seen(document, house)
    ceremony = ceremony_of(document, her, house)
    note_read(ceremony, her, house, HOME)
    write_mention(ceremony, "lu et approuvé", "typed", her, house, HOME)
    sign_now(ceremony, her, house, HOME)
    return ceremony


class TestWhatALinkSays:
    def test_it_waits(self, document, house):
        until = asked(document, house).request.until

        assert state_of_request(document, house) == RequestState("waits", until, REMOTE)

    def test_it_is_signed(self, document, her, house):
        signed(document, her, house)

        assert state_of_request(document, house) == RequestState("signed", house.now(), ON_SITE)

    def test_it_was_declined(self, document, her, house):
        asked(document, house)
        decline(ceremony_of(document, her, house), "", her, house, HOME)

        assert state_of_request(document, house) == RequestState("declined", house.now(), REMOTE)

    def test_it_was_withdrawn(self, document, house):
        asked(document, house)
        withdraw_request(document, actor(house, "alice"), house)

        assert state_of_request(document, house).what == "withdrawn"

    def test_it_was_withdrawn_with_the_document(self, unit, document, house):
        asked(document, house)
        courses.act(unit, "take_back", house, motive="Une date est fausse.")

        assert state_of_request(document, house).what == "withdrawn"

    def test_it_is_over(self, document, house, clock):
        until = asked(document, house).request.until
        clock.now += timedelta(days=30)

        assert state_of_request(document, house) == RequestState("expired", until, REMOTE)

    def test_it_goes_on_paper(self, document, her, house):
        asked(document, house)
        prefer_paper(ceremony_of(document, her, house), her, house, HOME)

        assert state_of_request(document, house) == RequestState("paper", house.now(), REMOTE)

    def test_nothing_was_asked(self, document, house):
        assert state_of_request(document, house) == RequestState("withdrawn")
        with pytest.raises(NotPossible):
            last_request(document)

    def test_it_was_signed_by_hand_after_all(self, unit, document, house):
        asked(document, house)
        courses.act(unit, "note_paper_signature", house)

        assert state_of_request(document, house).what == "signed"


def test_the_first_step_that_lacks_is_named(document, house):
    request = asked(document, house).request

    for name, lacking in (("identified", "qui vous êtes"), ("read", "lu"), ("mention", "Écrire")):
        with pytest.raises(NotPossible, match=lacking):
            may_sign_here(request)
        setattr(request, name, "fait")
    may_sign_here(request)


def test_the_advisers_device_is_known_by_what_he_did_on_it(document, her, house):
    """R-069; her own steps make no device his, and an unknown address is nobody's."""
    seen(document, house)
    note_read(ceremony_of(document, her, house), her, house, HOME)
    request = last_request(document)

    assert is_the_advisers(request, OFFICE)
    assert not is_the_advisers(request, HOME)
    assert not is_the_advisers(request, Where(OFFICE.address, HOME.browser))
    assert not is_the_advisers(asked_nowhere(request), NOWHERE)


def asked_nowhere(request):
    request.events = tuple({**event, "address": "", "browser": ""} for event in request.events)
    return request


class TestTheScreen:
    def test_is_handed_over_once_her_identity_was_seen(self, document, house):
        """R-070."""
        seen(document, house)

        request = hand_screen(document, actor(house, "alice"), house, OFFICE)

        assert request.events[-1]["what"] == "handed_over"
        assert request.events[-1]["said"] == {"device": "adviser"}

    def test_is_not_handed_over_before_nor_from_afar(self, document, house):
        asked(document, house, ON_SITE)
        with pytest.raises(NotPossible, match="pièce d'identité"):
            hand_screen(document, actor(house, "alice"), house, OFFICE)
        last_request(document).mode = REMOTE
        with pytest.raises(NotPossible):
            hand_screen(document, actor(house, "alice"), house, OFFICE)

    def test_is_not_handed_over_by_her_nor_by_a_colleague(self, document, her, house):
        seen(document, house)

        with pytest.raises(NotPossible):
            hand_screen(document, her, house, OFFICE)
        with pytest.raises((NotAllowed, NotFound)):
            hand_screen(document, actor(house, "bruno"), house, OFFICE)

    def test_is_not_handed_over_when_the_time_is_over(self, document, house, clock):
        seen(document, house)
        clock.now += timedelta(days=30)

        with pytest.raises(NotPossible, match="délai"):
            hand_screen(document, actor(house, "alice"), house, OFFICE)


def test_paper_ends_the_request_and_tells_her_adviser(document, her, house):
    """R-072."""
    asked(document, house)

    prefer_paper(ceremony_of(document, her, house), her, house, HOME)

    assert document.state == "signed_by_adviser"
    assert last_request(document).ended == "paper"
    assert [notice.about for notice in house.site.outbox] == ["paper_wanted"]
    line = next(iter(beneficiary_of(document).journal.recent(1)))
    assert line["what"] == "ask_for_paper"


def test_there_is_no_copy_before_the_signature(document, her, house):
    asked(document, house)

    with pytest.raises(NotPossible, match="pas signé"):
        take_copy(document, her, house, HOME)


def test_without_a_notary_her_signature_is_offered_as_provisional(house):
    assert level_offered(house) == "provisional"
