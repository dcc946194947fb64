"""A clock that jumps while a document is signed: never a file that contradicts itself, and what is
refused can be done again (R-065, R-076, I9)."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from cep_docs.content.signing import ON_SITE
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.printing import SIGNED, STARTED
from cep_docs.lifecycle.signer import signer_of
from cep_docs.rendering.papers import on_paper
from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from cep_docs.signing.roots import roots_of
from cep_docs.signing.verdict import HOURS, TO_COME
from cep_docs.signing.verifying import verify
from tests.people import actor
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import kept

FIELDS = [field_name("adviser"), field_name("beneficiary"), SEAL]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Jumping:
    """The clock of the server; from `at` readings of it on, `by` is added to what it says."""

    def __init__(self, clock):
        self.clock, self.by, self.at = clock, timedelta(), 0

    def __call__(self):
        if self.at:
            self.at -= 1
            if not self.at:
                self.clock.now += self.by
        return self.clock.now


@pytest.fixture
def jumping(clock):
    return Jumping(clock)


@pytest.fixture
def signing(house, jumping, tmp_path):
    """Tools that print and sign for good, by a clock that may jump."""
    make_authority(tmp_path, "4G")
    notary = notary_of(tmp_path, jumping)
    return replace(house, now=jumping, press=on_paper, notary=notary, store=kept)


@pytest.fixture
def proposed(signing):
    return courses.proposed(courses.engaged(signing, "UO1"), signing)


@pytest.fixture
def ready(proposed, signing):
    """All was done, but for her signature."""
    courses.act(proposed, "sign_as_adviser", signing)
    document, alice = proposed.deliverable, actor(signing, "alice")
    ask_to_sign(document, ON_SITE, alice, signing)
    see_identity(document, "passport", alice, signing, NOWHERE)
    herself = signer_of(proposed.__parent__.__parent__, "")
    ceremony = ceremony_of(document, herself, signing)
    note_read(ceremony, herself, signing, NOWHERE)
    write_mention(ceremony, "lu et approuvé", "typed", herself, signing, NOWHERE)
    return ceremony


def sign(ceremony, tools):
    sign_now(
        ceremony,
        signer_of(ceremony.deliverable.__parent__.__parent__.__parent__, ""),
        tools,
        NOWHERE,
    )


def faults(version, folder, at):
    return verify(version.files[SIGNED].read(), roots_of(folder, at), FIELDS).faults


@pytest.mark.parametrize("back", [timedelta(minutes=6), HOUR, DAY, 400 * DAY], ids=str)
def test_she_does_not_sign_before_he_did(ready, signing, clock, tmp_path, back):
    """Between two steps the clock goes back; once it is right again she signs."""
    clock.now -= back

    with pytest.raises(NotPossible, match="en retard sur ce qui est déjà enregistré"):
        sign(ready, signing)

    assert SIGNED not in ready.version.files
    assert "beneficiary" not in ready.version.signatures
    assert ready.deliverable.__parent__.closed_on is None
    clock.now += back
    ready.request.events = ready.request.events[:-1]  # as the transaction that was given up
    sign(ready, signing)
    assert faults(ready.version, tmp_path, clock()) == ()


def test_he_does_not_sign_before_it_was_proposed(proposed, signing, clock):
    clock.now -= HOUR

    with pytest.raises(NotPossible, match="L'horloge du serveur est en retard"):
        courses.act(proposed, "sign_as_adviser", signing)

    assert STARTED not in proposed.deliverable.current.files
    assert proposed.deliverable.current.signatures == {}


def test_a_clock_that_is_set_right_by_some_minutes_stops_nobody(ready, signing, clock, tmp_path):
    clock.now -= timedelta(minutes=4)

    sign(ready, signing)

    assert faults(ready.version, tmp_path, clock() + timedelta(minutes=4)) == ()


def test_a_year_later_it_is_too_late_and_a_day_later_it_is_not(ready, signing, clock, tmp_path):
    clock.now += DAY

    sign(ready, signing)

    assert faults(ready.version, tmp_path, clock()) == ()
    assert ready.version.signatures["beneficiary"]["at"] == clock()


@pytest.mark.parametrize("jump", [-2 * HOUR, 2 * HOUR, 30 * DAY], ids=str)
@pytest.mark.parametrize("reading", [6, 9, 12, 18])
def test_at_whatever_instant_of_her_act_it_jumps_a_good_file_or_none(
    ready, signing, clock, jumping, tmp_path, jump, reading
):
    """Between her signature, its time-stamp, the seal and the proof."""
    before = clock()
    jumping.by, jumping.at = jump, reading

    with suppress(NotPossible):  # the transaction is given up, whatever the reason
        sign(ready, signing)
        assert faults(ready.version, tmp_path, max(before, clock())) == ()
        hours = [one["at"] for one in ready.version.signatures.values()]
        assert hours == sorted(hours)


def test_between_the_signature_and_its_stamp_it_is_refused(ready, signing, jumping):
    """The certificate of an act lives an hour: what is stamped two hours later proves nothing."""
    key = signing.notary.signers.key

    def slow(*act):
        jumping.clock.now += 2 * HOUR
        return key(*act)

    signing.notary.signers.key = slow

    with pytest.raises(NotPossible, match="a changé pendant la signature"):
        sign(ready, signing)


def test_whoever_verifies_with_a_clock_that_is_late_is_told_so(ready, signing, clock, tmp_path):
    """Not that the file contradicts itself: it does not."""
    sign(ready, signing)

    late = faults(ready.version, tmp_path, clock() - DAY)

    assert late == (TO_COME,)
    assert HOURS not in late
    assert faults(ready.version, tmp_path, clock() + 365 * DAY) == ()
