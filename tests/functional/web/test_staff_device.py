"""The device of the adviser serves face to face only, also behind a proxy that hides addresses
(R-069, SIG-10)."""

import pytest

from cep_docs.content.signing import ON_SITE
from cep_docs.lifecycle.signer import ADVISERS_DEVICE, LIKE_ADVISERS
from cep_docs.web.signing_where import is_of_many
from cep_docs.web.staff_mark import is_mark, new_mark
from tests.functional.web.entrance import (
    code_now,
    furnished,
    give_code,
    give_password,
    is_in,
    sign_out,
)
from tests.functional.web.entrance import come_in as staff_comes_in
from tests.functional.web.signing_people import (
    HOME,
    OFFICE,
    come_in,
    events,
    form_to,
    in_document,
    link,
    played,
    waiting,
    words,
)
from tests.people import actor

MARK = "__Host-cep-staff"
# One address for everybody, and a browser that many have.
HIDDEN = {**OFFICE, "REMOTE_ADDR": "10.0.0.1"}


@pytest.fixture
def staffed(town):
    """Where alice has a password and a second factor."""
    furnished(town, "alice")
    return town


def signed_in(town):
    """A browser where alice signed in, and out again."""
    used = staff_comes_in(town)
    sign_out(used)
    return used


def at_home(town, **changes):
    browser = town.stranger()
    browser.extra_environ = {**browser.extra_environ, **HOME, **changes}
    return browser


def test_a_browser_where_somebody_of_the_house_signed_in_keeps_a_mark(staffed):
    """Bound to this host, for no script, and it names nobody."""
    used = staffed.stranger()
    used.get("/connexion")
    give_password(used)
    assert MARK not in used.cookies

    answer = give_code(used, code_now(staffed))

    cookie = next(one for one in answer.headers.getall("Set-Cookie") if one.startswith(MARK))
    for wanted in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=34560000"):
        assert wanted.lower() in cookie.lower()
    assert "domain" not in cookie.lower()
    assert "alice" not in cookie
    assert is_mark(staffed.doors.secret, cookie.split("=", 1)[1].split(";")[0])


def test_the_mark_stays_when_the_visit_ends(staffed):
    used = signed_in(staffed)

    assert MARK in used.cookies
    assert not is_in(used)


def test_in_such_a_browser_nobody_signs_from_afar_wherever_it_is(staffed):
    """At home, with another address and another name: it is still the device of the house."""
    waits = waiting(staffed)
    used = signed_in(staffed)
    used.extra_environ = {**used.extra_environ, **HOME}

    answer = form_to(used.get(f"/signer/{link(staffed, waits)}"), "/code").submit(status="*")

    assert answer.status_int == 409
    assert "est celui d’un conseiller" in answer.text
    assert "code_sent" not in words(staffed, waits)


def test_who_has_the_address_and_the_browser_of_everybody_may_sign(town):
    """Behind a proxy that hides addresses she was refused; now it is told, and no more."""
    waits = waiting(town)
    in_document(town, waits, asked_from(HIDDEN))
    browser = at_home(town, **HIDDEN)

    page = form_to(browser.get(f"/signer/{link(town, waits)}"), "/code").submit()

    assert page.status_int == 303
    assert events(town, waits)[-1][1]["device"] == LIKE_ADVISERS
    inside = town.browser_of_person(waits.person, waits.errand)
    inside.extra_environ = {**inside.extra_environ, **HIDDEN}
    assert "Rendre l’écran" not in inside.get("/signature").text


def test_an_address_of_ones_own_with_the_same_browser_is_his_device(town):
    waits = waiting(town)
    browser = at_home(town, **OFFICE)

    answer = form_to(browser.get(f"/signer/{link(town, waits)}"), "/code").submit(status="*")

    assert answer.status_int == 409


def test_the_screen_that_is_handed_over_is_his_on_site_in_every_case(town):
    """The label of the proof, and the button that gives the screen back."""
    waits = waiting(town, ON_SITE)
    in_document(town, waits, asked_from(HIDDEN))
    browser = town.browser_of_person(waits.person, waits.errand)
    browser.extra_environ = {**browser.extra_environ, **HIDDEN}

    form_to(browser.get("/signature/lire"), "/lire").submit()

    assert events(town, waits)[-1][1]["device"] == ADVISERS_DEVICE
    assert "Rendre l’écran" in browser.get("/signature").text


@pytest.mark.parametrize("forged", ["", "x", ".", "a" * 22 + "." + "0" * 64, "é" * 22 + ".x"])
def test_a_mark_that_was_not_drawn_here_is_none(town, forged):
    assert not is_mark(town.doors.secret, forged)


def test_a_mark_of_another_house_is_none(town):
    mark = new_mark(town.doors.secret)

    assert is_mark(town.doors.secret, mark)
    assert not is_mark(b"another secret", mark)
    assert not is_mark(town.doors.secret, mark[:-1])
    assert not is_mark(town.doors.secret, "x" + mark)
    assert new_mark(town.doors.secret) != mark


def test_a_person_who_came_in_carries_no_mark(town):
    played(town)
    browser = at_home(town)

    come_in(town, link(town, waiting(town)), browser)

    assert MARK not in browser.cookies


@pytest.mark.parametrize(
    ("address", "many"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("172.31.0.9", True),
        ("192.168.1.20", True),
        ("100.64.0.7", True),
        ("::1", True),
        ("fd00::5", True),
        ("fe80::1", True),
        ("::ffff:10.0.0.1", True),
        ("", True),
        ("unknown", True),
        ("172.32.0.1", False),
        ("198.51.100.7", False),
        ("2001:db8::1", False),
        ("::ffff:198.51.100.7", False),
    ],
)
def test_addresses_of_many_are_those_of_a_network_of_its_own(address, many):
    assert is_of_many(address) is many


def asked_from(where):
    """As if the adviser had asked from there."""

    def work(document, tools):
        request = document.current.request
        first = {**request.events[0]}
        first |= {"address": where["REMOTE_ADDR"], "browser": where["HTTP_USER_AGENT"]}
        request.events = (first, *request.events[1:])
        assert first["by"] == actor(tools, "alice").account

    return work
