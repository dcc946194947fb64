"""Coming in by password and code, and going out again (AUT-01…08, SES-01…08)."""

import re

import pytest

from tests.functional.web.entrance import (
    PASSWORD,
    RECOVERY,
    code_now,
    come_in,
    events,
    furnished,
    give_code,
    give_password,
    is_in,
    sign_out,
)


@pytest.fixture
def staffed(town):
    furnished(town, "alice", "bruno", "gaelle")
    return town


def test_a_password_alone_opens_nothing(staffed):
    browser = staffed.stranger()

    answer = give_password(browser)

    assert answer.headers["Location"].endswith("/connexion/code")
    assert not is_in(browser)


def test_a_password_and_a_code_open_the_page_one_wanted(staffed):
    browser = staffed.stranger()
    give_password(browser, back="/dossiers%3Fpage=2")

    answer = give_code(browser, code_now(staffed), back="/dossiers%3Fpage=2")

    assert answer.headers["Location"] == "https://localhost/dossiers?page=2"
    assert is_in(browser)


def test_the_login_may_be_typed_in_capitals_with_spaces_around(staffed):
    assert give_password(staffed.stranger(), " Alice ").status_int == 303


@pytest.mark.parametrize(
    ("login", "password"),
    [("alice", "cheval agrafe pile correc"), ("nobody", PASSWORD), ("chloe", PASSWORD)],
)
def test_a_refusal_says_nothing_of_who_exists_aut_08(staffed, login, password):
    reference = give_password(staffed.stranger(), "somebody", "quite another one")

    answer = give_password(staffed.stranger(), login, password)

    assert answer.status_int == reference.status_int == 422
    assert _without_what_was_typed(answer, login) == _without_what_was_typed(reference, "somebody")


def test_a_disabled_account_is_refused_like_an_unknown_one(staffed):
    def disable(tools):
        tools.site.accounts["alice"].disabled_on = tools.now().date()

    staffed.write(disable)
    reference = give_password(staffed.stranger(), "somebody")

    answer = give_password(staffed.stranger())

    assert _without_what_was_typed(answer, "alice") == _without_what_was_typed(
        reference, "somebody"
    )


def test_the_token_is_new_after_the_password_and_after_the_code_ses_01(staffed):
    browser, seen = staffed.stranger(), []
    for step in (
        lambda: browser.get("/connexion"),
        lambda: give_password(browser),
        lambda: give_code(browser, code_now(staffed)),
    ):
        step()
        seen.append(browser.cookies["__Host-cep"])

    assert len(set(seen)) == 3
    for old in seen[:2]:
        other = staffed.stranger()
        other.set_cookie("__Host-cep", old)
        assert not is_in(other)


def test_beginning_again_ends_what_was_begun_in_this_browser(staffed):
    browser = staffed.stranger()
    give_password(browser)
    first = browser.cookies["__Host-cep"]
    other = staffed.stranger()
    other.set_cookie("__Host-cep", first)
    page = other.get("/connexion/code")
    token = page.forms[0]["csrf_token"].value
    said = {"login": "bruno", "password": PASSWORD, "csrf_token": token}

    assert browser.post("/connexion", said).status_int == 303

    assert staffed.doors.visits.find(first, staffed.wall()) is None


def test_whoever_is_in_already_goes_on(staffed):
    browser = come_in(staffed)

    for path in ("/connexion", "/connexion/code"):
        assert browser.get(f"{path}?suite=/dossiers").status_int == 303
    assert browser.get("/connexion?suite=/dossiers").headers["Location"].endswith("/dossiers")
    assert browser.get("/connexion?suite=//evil.example").headers["Location"].endswith("host/")


def test_the_steps_of_the_entrance_begin_at_the_beginning(staffed):
    browser = staffed.stranger()
    token = browser.get("/connexion").forms[0]["csrf_token"].value
    for path in ("/connexion/code", "/connexion/facteur", "/connexion/invitation"):
        assert browser.get(path).headers["Location"] == "https://localhost/connexion"
    for path in ("/connexion/code", "/connexion/code-cle"):
        answer = browser.post(path, {"csrf_token": token, "code": "1"})
        assert answer.headers["Location"] == "https://localhost/connexion"
    assert browser.post("/deconnexion", {"csrf_token": token}).status_int == 303


def test_a_token_planted_before_is_worth_nothing_ses_01(staffed):
    """Fixation: whoever planted the cookie does not come in with its owner."""
    browser = staffed.stranger()
    browser.set_cookie("__Host-cep", "planted-by-somebody-else")
    give_password(browser)
    give_code(browser, code_now(staffed))
    other = staffed.stranger()
    other.set_cookie("__Host-cep", "planted-by-somebody-else")

    assert is_in(browser)
    assert not is_in(other)


def test_forms_of_before_are_refused_after_signing_in(staffed):
    browser = staffed.stranger()
    give_password(browser)
    before = browser.get("/connexion/code").forms[0]["csrf_token"].value
    give_code(browser, code_now(staffed))

    assert browser.post("/compte/partout", {"csrf_token": before}, status="*").status_int == 400


def test_signing_in_asks_for_the_token_of_the_form_ses_06(staffed):
    browser = staffed.stranger()
    browser.get("/connexion")
    said = {"login": "alice", "password": PASSWORD}

    for token in ("", "0" * 64):
        answer = browser.post("/connexion", {**said, "csrf_token": token}, status="*")
        assert answer.status_int == 400
        assert not is_in(browser)


def test_the_old_cookie_is_dead_after_signing_out_ses_02(staffed):
    browser = come_in(staffed)
    token = browser.cookies["__Host-cep"]
    sign_out(browser)
    thief = staffed.stranger()
    thief.set_cookie("__Host-cep", token)

    assert not is_in(thief)
    assert not is_in(browser)


def test_signing_out_clears_the_browser_and_nothing_was_kept_for_the_back_button(staffed):
    browser = come_in(staffed)
    page = browser.get("/aujourdhui")

    answer = sign_out(browser)

    assert page.headers["Cache-Control"] == "no-store"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Vous êtes déconnecté" in answer.follow().text


def test_cookies_are_bound_to_this_host_and_hidden_from_scripts_ses_04(staffed):
    browser = staffed.stranger()
    answers = [browser.get("/connexion"), give_password(browser)]

    for answer in answers:
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-cep=")
        assert {"Path=/", "secure", "HttpOnly", "SameSite=Lax"} <= {*cookie.split("; ")}
        assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("address", "host", "given"),
    [
        ("127.0.0.1", "localhost:6543", True),
        ("127.0.0.1", "127.0.0.1:6543", True),
        ("::1", "[::1]:6543", True),
        ("192.168.1.20", "localhost:6543", False),
        ("127.0.0.1", "cep.example.fr", False),
        ("192.168.1.20", "cep.example.fr", False),
    ],
)
def test_without_ciphering_there_is_a_cookie_on_this_machine_only(staffed, address, host, given):
    clear = {"wsgi.url_scheme": "http", "REMOTE_ADDR": address, "HTTP_HOST": host}

    answer = staffed.stranger().get("/connexion", extra_environ=clear)

    assert answer.headers.get("Set-Cookie", "").startswith("cep=") is given
    assert ("non chiffrée" in answer.text) is not given


def test_a_cookie_in_clear_from_elsewhere_is_not_even_read(staffed):
    browser = come_in(staffed)
    clear = {"wsgi.url_scheme": "http", "REMOTE_ADDR": "192.168.1.20", "HTTP_HOST": "localhost"}
    other = staffed.stranger()
    for name in ("cep", "__Host-cep"):
        other.set_cookie(name, browser.cookies["__Host-cep"])

    assert other.get("/aujourdhui", extra_environ=clear, status="*").status_int == 303


def test_a_forged_host_changes_no_link_and_no_form(staffed):
    browser = staffed.stranger()

    page = browser.get("/connexion", extra_environ={"HTTP_HOST": "ailleurs.example"})

    assert "ailleurs.example" not in page.text


@pytest.mark.parametrize("later_on", [-30, 0, 30])
def test_a_code_of_the_step_beside_is_taken(staffed, later_on):
    browser = staffed.stranger()
    give_password(browser)

    assert give_code(browser, code_now(staffed, later_on)).status_int == 303


@pytest.mark.parametrize("later_on", [-90, 90])
def test_a_code_of_long_ago_or_of_later_is_not(staffed, later_on):
    browser = staffed.stranger()
    give_password(browser)

    assert give_code(browser, code_now(staffed, later_on)).status_int == 422


def test_a_code_serves_once_however_it_is_written_aut_06(staffed):
    come_in(staffed)
    code = code_now(staffed)
    for typed in (code, f"{code[:3]} {code[3:]}", f"{code}\u00a0", f"-{code}", _wide(code)):
        browser = staffed.stranger()
        give_password(browser)

        assert give_code(browser, typed).status_int == 422


def test_a_code_written_with_spaces_is_right(staffed):
    browser = staffed.stranger()
    give_password(browser)
    code = code_now(staffed)

    assert give_code(browser, f" {code[:3]}\u00a0{_wide(code[3:])}").status_int == 303


def test_a_recovery_code_serves_once(staffed):
    for status in (303, 422):
        browser = staffed.stranger()
        give_password(browser)
        form = browser.get("/connexion/code").forms[1]
        form["recovery"] = "ABCD-efgh jkmn-pqrs"

        assert form.submit(status="*").status_int == status

    assert RECOVERY not in str(events(staffed, "use_recovery_code"))


def test_an_account_without_a_second_factor_gets_the_page_to_add_one_and_no_other_aut_05(town):
    furnished(town, "denis", factor=False)
    browser = town.stranger()

    answer = give_password(browser, "denis")

    assert answer.headers["Location"].endswith("/connexion/facteur")
    for path in ("/aujourdhui", "/dossiers", "/compte", "/pilotage"):
        assert browser.get(path, status="*").status_int == 303
    assert browser.get("/connexion/facteur").status_int == 200


def test_somebody_who_has_a_factor_cannot_add_one_half_way_in(staffed):
    """Else a stolen password would be enough."""
    browser = staffed.stranger()
    give_password(browser)
    token = browser.get("/connexion/code").forms[0]["csrf_token"].value

    answers = [
        browser.get("/connexion/facteur", status="*"),
        browser.get("/connexion/nouvelle-cle", status="*"),
        browser.post("/connexion/facteur", {"csrf_token": token, "code": "1"}, status="*"),
        browser.post("/connexion/nouvelle-cle", {"csrf_token": token, "answer": "{}"}, status="*"),
    ]

    assert [answer.headers["Location"] for answer in answers] == [
        "https://localhost/connexion/code"
    ] * 4


def test_what_happened_is_in_the_journal_with_the_login_and_no_more(staffed):
    give_password(staffed.stranger(), "alice", "un mot de passe faux")
    give_password(staffed.stranger(), "mon mot de passe est ici", "x")
    browser = come_in(staffed)
    sign_out(browser)

    found = events(staffed, "sign_in", "sign_in_refused", "sign_out")

    assert [(line["what"], line["who"]) for line in found] == [
        ("sign_in_refused", "alice"),
        ("sign_in_refused", "unknown"),
        ("sign_in", "alice"),
        ("sign_out", "alice"),
    ]
    assert "mot de passe" not in str(found)


def _wide(digits):
    return "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in digits)


def _without_what_was_typed(answer, login):
    """Each page has its own tokens, and gives back what was typed."""
    text = answer.text.replace(f'value="{login}"', 'value="L"')
    return re.sub(r'name="csrf_token" value="\w+"', "", text)
