"""Passkeys: as a second factor, as both, and what is refused (AUT-05, AUT-06)."""

import json
from datetime import timedelta

import pytest

from tests.functional.web.authenticator import Authenticator
from tests.functional.web.entrance import (
    come_in,
    events,
    form_to,
    furnished,
    give_password,
    is_in,
)


@pytest.fixture
def staffed(town):
    furnished(town, "alice", "bruno")
    return town


def enrolled(town, key, login="alice"):
    """A browser of this account, that has just added the passkey."""
    browser = come_in(town, login)
    answer = make(browser, key)
    assert answer.headers["Location"].endswith("/compte")
    return browser


def make(browser, key, label="Téléphone"):
    form = form_to(browser.get("/connexion/facteur"), "/connexion/nouvelle-cle")
    form["answer"] = key.make(browser.get("/connexion/nouvelle-cle").json)
    form["label"] = label
    return form.submit(status="*")


def give(browser, key, page="/connexion", action="/connexion/cle", asked=None):
    form = form_to(browser.get(page), action)
    form["answer"] = key.give(asked or browser.get("/connexion/demande").json)
    return form.submit(status="*")


def test_a_passkey_that_verified_its_owner_stands_for_both_factors(staffed):
    key = Authenticator()
    enrolled(staffed, key)
    browser = staffed.stranger()

    answer = give(browser, key)

    assert answer.status_int == 303
    assert is_in(browser)
    assert events(staffed, "sign_in")[-1]["details"] == {"how": "passkey"}


def test_a_passkey_that_verified_nobody_needs_the_password_first(staffed):
    key = Authenticator(verifies=False)
    enrolled(staffed, key)
    browser = staffed.stranger()

    alone = give(browser, key)
    assert alone.status_int == 422
    assert "votre mot de passe" in alone.text
    assert not is_in(browser)

    give_password(browser)
    assert give(browser, key, "/connexion/code", "/connexion/code-cle").status_int == 303
    assert is_in(browser)


def test_a_passkey_confirms_before_an_act_that_engages(staffed):
    key = Authenticator()
    browser = enrolled(staffed, key)
    staffed.wall.now += timedelta(minutes=6)
    assert browser.get("/compte/mot-de-passe").status_int == 303

    answer = give(browser, key, "/connexion/confirmer", "/connexion/confirmer-cle")

    assert answer.status_int == 303
    assert browser.get("/compte/mot-de-passe").status_int == 200


def test_the_passkey_of_somebody_else_is_no_second_factor(staffed):
    key = Authenticator()
    enrolled(staffed, key, "bruno")
    alice = enrolled(staffed, Authenticator(identifier=b"another key here"))
    browser = staffed.stranger()
    give_password(browser)

    half_way = give(browser, key, "/connexion/code", "/connexion/code-cle")
    staffed.wall.now += timedelta(minutes=6)
    confirming = give(alice, key, "/connexion/confirmer", "/connexion/confirmer-cle")

    assert [half_way.status_int, confirming.status_int] == [422, 422]
    assert not is_in(browser)
    assert alice.get("/compte/mot-de-passe").status_int == 303


def test_an_answer_serves_once(staffed):
    key = Authenticator()
    enrolled(staffed, key)
    browser = staffed.stranger()
    form = form_to(browser.get("/connexion"), "/connexion/cle")
    answer = key.give(browser.get("/connexion/demande").json)
    thief = staffed.stranger()
    thief.set_cookie("__Host-cep", browser.cookies["__Host-cep"])

    form["answer"] = answer
    assert form.submit().status_int == 303

    said = {"answer": answer, "csrf_token": form["csrf_token"].value}
    assert thief.post("/connexion/cle", said, status="*").status_int == 422


def test_an_answer_to_another_browser_or_to_an_old_question_is_refused(staffed):
    key = Authenticator()
    enrolled(staffed, key)
    asked_elsewhere = staffed.stranger().get("/connexion/demande").json
    browser = staffed.stranger()
    browser.get("/connexion")
    old = browser.get("/connexion/demande").json
    staffed.wall.now += timedelta(minutes=10, seconds=1)

    for asked in (asked_elsewhere, old, {**old, "challenge": "AAAA"}):
        assert give(browser, key, asked=asked).status_int == 422
    assert not is_in(browser)


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://localhost.ailleurs.example"},
        {"origin": "http://localhost"},
        {"identifier": b"a key nobody has"},
        {"key": Authenticator().key},
    ],
)
def test_forged_answers_are_refused(staffed, changed):
    key = Authenticator()
    enrolled(staffed, key)
    browser = staffed.stranger()

    for name, value in changed.items():
        setattr(key, name, value)

    assert give(browser, key).status_int == 422
    assert not is_in(browser)


def test_a_copy_of_a_passkey_that_counts_behind_is_refused(staffed):
    key = Authenticator()
    enrolled(staffed, key)
    key.count = 7
    assert give(staffed.stranger(), key).status_int == 303

    key.count = 3

    assert give(staffed.stranger(), key).status_int == 422


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "{}", '{"response": 3}', '{"id": "x", "response": {}}', "x" * 30_000]
)
def test_what_is_no_answer_is_refused_in_french(staffed, answer):
    browser = come_in(staffed)
    entrance = staffed.stranger()

    for where, page, action in (
        (entrance, "/connexion", "/connexion/cle"),
        (browser, "/connexion/facteur", "/connexion/nouvelle-cle"),
    ):
        form = form_to(where.get(page), action)
        form["answer"] = answer
        told = form.submit(status="*")

        assert told.status_int == 422
        assert "pas été reconnue" in told.text


def test_a_signed_answer_with_a_broken_inside_is_refused(staffed):
    key = Authenticator()
    browser = come_in(staffed)
    form = form_to(browser.get("/connexion/facteur"), "/connexion/nouvelle-cle")
    answer = json.loads(key.make(browser.get("/connexion/nouvelle-cle").json))
    answer["response"]["attestationObject"] = "AAAA"

    form["answer"] = json.dumps(answer)

    assert form.submit(status="*").status_int == 422


def test_one_key_belongs_to_one_account(staffed):
    key = Authenticator()
    enrolled(staffed, key)

    again = make(come_in(staffed, "bruno"), key)

    assert again.status_int == 422
    assert "déjà" in again.text


def test_a_passkey_is_removed_and_opens_nothing_any_more(staffed):
    key = Authenticator()
    browser = enrolled(staffed, key)
    page = browser.get("/compte")
    assert "Téléphone" in page.text

    forms = [f for f in page.forms.values() if f.action == "/compte/retirer"]
    next(form for form in forms if "passkey" in form.fields).submit()

    assert "Téléphone" not in browser.get("/compte").text
    assert give(staffed.stranger(), key).status_int == 422


def test_the_application_may_go_when_a_passkey_stays_and_then_the_passkey_may_not(staffed):
    key = Authenticator()
    browser = enrolled(staffed, key)
    forms = [
        form for form in browser.get("/compte").forms.values() if form.action == "/compte/retirer"
    ]

    by_key = {("passkey" in form.fields): form for form in forms}

    assert by_key[False].submit().status_int == 303
    assert by_key[True].submit(status="*").status_int == 409


def test_the_first_passkey_of_an_account_opens_it_with_codes_for_a_bad_day(town):
    furnished(town, "denis", factor=False)
    browser = town.stranger()
    give_password(browser, "denis")

    page = make(browser, Authenticator())

    assert len(page.html.select(".codes li")) == 10
    assert browser.get("/compte").status_int == 200


def test_failures_with_keys_are_counted_by_address(staffed):
    browser = staffed.stranger()
    stranger = Authenticator(identifier=b"a key nobody has")

    counted = [give(browser, stranger).status_int for _ in range(11)]

    assert counted == [422] * 10 + [409]


def test_a_disabled_account_does_not_come_in_by_its_passkey(staffed):
    key = Authenticator()
    enrolled(staffed, key)

    def disable(tools):
        tools.site.accounts["alice"].disabled_on = tools.now().date()

    staffed.write(disable)

    assert give(staffed.stranger(), key).status_int == 422


def test_keys_are_asked_of_whoever_is_known_and_nobody_learns_them_before(staffed):
    enrolled(staffed, Authenticator())
    browser = staffed.stranger()
    browser.get("/connexion")

    assert browser.get("/connexion/demande").json["allowCredentials"] == []
    give_password(browser)
    assert len(browser.get("/connexion/demande").json["allowCredentials"]) == 1
