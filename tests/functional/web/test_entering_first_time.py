"""The first way in: an invitation, a password, a second factor, codes for a bad day (AUT-05)."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from cep_docs.access.actor import Actor
from cep_docs.errors import NotAllowed, NotPossible
from cep_docs.signin.invitations import invite
from cep_docs.web.doors import doors_of
from tests.functional.web.entrance import (
    code_now,
    come_in,
    events,
    form_to,
    furnished,
    give_code,
    give_password,
    is_in,
)
from tests.people import actor

CONSOLE = Actor("console", frozenset({"administrator"}))
NEW = "trois lampes bleues dansent"


def invited(town, login="bruno", **more):
    now = town.wall()
    return town.write(lambda tools: invite(login, CONSOLE, tools, now, **more))


def use(browser, path, password=NEW, again=NEW, status="*"):
    form = browser.get(path).forms[0]
    form["password"], form["again"] = password, again
    return form.submit(status=status)


def enrol(town, browser):
    """Read the secret as an application would, and give its first code."""
    page = browser.get("/connexion/facteur")
    form = form_to(page, "/connexion/facteur")
    secret = page.html.select_one("details .figures").text.replace(" ", "")
    form["code"] = pyotp.TOTP(secret).at(town.wall())
    return secret, form.submit(status="*")


def test_an_invitation_leads_to_a_password_then_to_a_factor_then_in(town):
    browser, path = town.stranger(), invited(town)

    answer = use(browser, path)
    assert answer.headers["Location"].endswith("/connexion/code")
    assert not is_in(browser)
    secret, codes = enrol(town, browser)

    assert len(codes.html.select(".codes li")) == 10
    assert is_in(browser)
    town.wall.now += timedelta(seconds=30)
    other = town.stranger()
    give_password(other, "bruno", NEW)
    assert give_code(other, pyotp.TOTP(secret).at(town.wall())).status_int == 303


def test_a_hundred_looks_at_an_invitation_use_nothing_up_aut_07(town):
    path = invited(town)
    for _ in range(50):
        browser = town.stranger()
        assert browser.get(path).status_int == 200
        browser.head(path, status="*")

    assert use(town.stranger(), path).status_int == 303


def test_an_invitation_serves_once(town):
    path = invited(town)
    use(town.stranger(), path)

    again = town.stranger().get(path, status="*")

    assert again.status_int == 409
    assert "plus valable" in again.text


def test_an_invitation_is_kept_as_a_digest_of_a_long_token_and_for_seven_days(town):
    path = invited(town)
    token = path.rsplit("/", 1)[1]
    kept = town.write(lambda tools: str(tools.site.accounts["bruno"].credentials.invitation))
    assert len(token) * 6 >= 128
    assert token not in kept

    town.wall.now += timedelta(days=7, seconds=-1)
    assert town.stranger().get(path).status_int == 200
    town.wall.now += timedelta(seconds=1)
    assert town.stranger().get(path, status="*").status_int == 409


def test_a_newer_invitation_replaces_the_older_one(town):
    old, new = invited(town), invited(town)

    assert town.stranger().get(old, status="*").status_int == 409
    assert town.stranger().get(new).status_int == 200


def test_a_password_that_is_refused_leaves_the_invitation_as_it_was(town):
    path = invited(town)

    assert use(town.stranger(), path, "court", "court").status_int == 422
    assert use(town.stranger(), path).status_int == 303


def test_an_invitation_to_choose_a_new_password_does_not_go_round_the_factor_aut_11(town):
    furnished(town, "alice")
    before = come_in(town)
    browser = town.stranger()

    use(browser, invited(town, "alice"))

    assert not is_in(before)
    assert browser.get("/connexion/facteur", status="*").status_int == 303
    assert not is_in(browser)
    town.wall.now += timedelta(seconds=30)
    assert give_code(browser, code_now(town)).status_int == 303


def test_a_lost_factor_is_enrolled_anew(town):
    furnished(town, "alice")
    browser = town.stranger()

    use(browser, invited(town, "alice", lost_factor=True))
    enrol(town, browser)

    assert is_in(browser)
    assert events(town, "accept_invitation")[0]["details"] == {"lost_factor": True}


def test_five_invitations_a_day_are_enough_aut_11(town):
    for _ in range(5):
        invited(town)

    with pytest.raises(NotPossible):
        invited(town)
    town.wall.now += timedelta(days=1)
    invited(town)


def test_only_an_administrator_who_is_sure_of_himself_invites_and_not_himself(town):
    now = town.wall()

    def as_somebody(login, to, strong=True):
        return lambda tools: invite(to, replace(actor(tools, login), strong=strong), tools, now)

    assert town.write(as_somebody("gaelle", "bruno"))
    for login, to, strong in (
        ("denis", "bruno", True),
        ("gaelle", "gaelle", True),
        ("gaelle", "bruno", False),
    ):
        with pytest.raises(NotAllowed):
            town.write(as_somebody(login, to, strong))


def test_a_disabled_account_is_not_invited_and_its_invitation_is_over(town):
    path = invited(town)

    def disable(tools):
        tools.site.accounts["bruno"].disabled_on = tools.now().date()

    town.write(disable)

    assert town.stranger().get(path, status="*").status_int == 409
    with pytest.raises(NotPossible):
        invited(town)


def test_the_picture_says_what_the_typed_key_says(town):
    browser = town.stranger()
    use(browser, invited(town))

    page = browser.get("/connexion/facteur")
    again = browser.get("/connexion/facteur")

    assert page.html.select_one("img.qr")["src"] == again.html.select_one("img.qr")["src"]
    assert page.html.select_one("img.qr")["src"].startswith("data:image/svg+xml;base64,")
    assert "bruno" in page.text


def test_an_application_that_shows_something_else_is_not_kept(town):
    browser = town.stranger()
    use(browser, invited(town))
    form = form_to(browser.get("/connexion/facteur"), "/connexion/facteur")

    form["code"] = "000000"

    assert form.submit(status="*").status_int == 422
    assert town.write(lambda tools: tools.site.accounts["bruno"].credentials.totp) == ""


def test_two_visits_are_shown_two_keys(town):
    furnished(town, "alice")
    one, other = come_in(town), come_in(town)

    keys = {
        browser.get("/connexion/facteur").html.select_one("details .figures").text
        for browser in (one, other)
    }

    assert len(keys) == 2


def test_another_application_replaces_the_first_without_new_codes(town):
    furnished(town, "alice")
    browser = come_in(town)

    secret, answer = enrol(town, browser)

    assert answer.headers["Location"].endswith("/compte")
    assert town.write(lambda tools: tools.site.accounts["alice"].credentials.totp) == secret
    assert len(events(town, "new_recovery_codes")) == 0


def test_two_processes_that_begin_together_have_the_same_secret(town):
    folder = town.application.house.folder

    assert doors_of(folder).secret == doors_of(folder).secret == town.doors.secret
    assert (folder / "visits" / "key").stat().st_mode & 0o077 == 0
    assert (folder / "visits" / "visits.sqlite").stat().st_mode & 0o077 == 0
