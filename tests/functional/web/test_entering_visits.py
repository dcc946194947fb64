"""How long a visit lasts, whom it follows, and the page of one's own account (SES-02, SES-03)."""

from datetime import timedelta

import pytest

from cep_docs.signin.entering import keep_password
from cep_docs.signin.passwords import hashed
from cep_docs.storage.visits import Visit
from tests.functional.web.entrance import (
    PASSWORD,
    code_now,
    come_in,
    events,
    form_to,
    furnished,
    give_code,
    give_password,
    is_in,
)
from tests.people import received

NEW = "trois lampes bleues dansent"


@pytest.fixture
def staffed(town):
    furnished(town, "alice", "bruno", "gaelle")
    return town


def stays(town, browser, path, minutes, every):
    """Whether somebody who clicks now and then is still in after so many minutes."""
    for _ in range(minutes // every):
        town.wall.now += timedelta(minutes=every)
        if browser.get(path, status="*").status_int != 200:
            return False
    return True


@pytest.mark.parametrize(
    ("login", "idle", "most"), [("alice", 30, 600), ("denis", 30, 600), ("gaelle", 15, 480)]
)
def test_a_visit_of_staff_ends_when_nobody_is_there_and_at_the_end_of_the_day(
    town, login, idle, most
):
    browser = town.browser(login)
    assert stays(town, browser, "/compte", idle, idle)
    assert not stays(town, browser, "/compte", idle + 1, idle + 1)

    browser = town.browser(login)
    assert stays(town, browser, "/compte", most, 10)
    assert not stays(town, browser, "/compte", 10, 10)


def test_the_visit_of_a_person_ends_sooner(town):
    person = town.write(lambda tools: received(tools).identifier)
    visits, now = town.doors.visits, town.wall()
    token = visits.begin(Visit("", now, now, beneficiary=person, factor_at=now))

    assert visits.find(token, now + timedelta(minutes=15))
    assert visits.find(token, now + timedelta(minutes=31)) is None

    token = visits.begin(Visit("", now, now, beneficiary=person, factor_at=now))
    for minutes in range(10, 121, 10):
        assert visits.find(token, now + timedelta(minutes=minutes))
    assert visits.find(token, now + timedelta(minutes=121)) is None


def test_who_becomes_an_administrator_is_watched_more_closely_at_once(town):
    browser = town.browser("alice")

    def promote(tools):
        tools.site.accounts["alice"].roles = ("adviser", "administrator")

    town.write(promote)

    assert not stays(town, browser, "/compte", 16, 16)


def test_half_way_in_lasts_fifteen_minutes(staffed):
    browser = staffed.stranger()
    give_password(browser)
    form = browser.get("/connexion/code").forms[0]

    staffed.wall.now += timedelta(minutes=16)
    form["code"] = code_now(staffed)

    assert form.submit(status="*").status_int in (303, 400)
    assert not is_in(browser)


def test_a_disabled_account_is_out_at_the_next_page(town):
    browser = town.browser("alice")
    assert is_in(browser)

    def disable(tools):
        tools.site.accounts["alice"].disabled_on = tools.now().date()

    town.write(disable)

    assert not is_in(browser)


def test_the_page_shows_where_one_is_signed_in(staffed):
    come_in(staffed, address="198.51.100.4")
    here = come_in(staffed)

    page = here.get("/compte")

    assert "198.51.100.4" in page.text
    assert page.text.count("Cette connexion") == 1
    assert "20 novembre 2026" in page.text


def test_one_visit_is_ended_and_the_others_stay(staffed):
    other, here = come_in(staffed), come_in(staffed)

    form_to(here.get("/compte"), "/compte/terminer").submit()

    assert is_in(here)
    assert not is_in(other)


def test_nobody_ends_the_visit_of_somebody_else(staffed):
    other, here = come_in(staffed, "bruno"), come_in(staffed)
    come_in(staffed)
    form = form_to(here.get("/compte"), "/compte/terminer")
    visit = staffed.doors.visits.of_account("bruno", staffed.wall())[0]

    form["visit"].force_value(visit.key[:16])
    form.submit()

    assert is_in(other)


def test_everywhere_else_at_once_and_the_journal_says_so(staffed):
    others, here = [come_in(staffed), come_in(staffed)], come_in(staffed)
    stranger = come_in(staffed, "bruno")

    told = form_to(here.get("/compte"), "/compte/partout").submit().follow()

    assert "partout ailleurs" in told.text
    assert [is_in(one) for one in (*others, here, stranger)] == [False, False, True, True]
    assert [line["details"]["ended"] for line in events(staffed, "sign_out_everywhere")] == [2]


def test_a_changed_password_ends_every_visit_and_the_old_one_opens_nothing_ses_02(staffed):
    other, here = come_in(staffed), come_in(staffed)
    before = here.cookies["__Host-cep"]

    told = _change(here, PASSWORD, NEW, NEW)

    assert told.status_int == 303
    assert is_in(here)
    assert here.cookies["__Host-cep"] != before
    assert not is_in(other)
    assert len(staffed.doors.visits.of_account("alice", staffed.wall())) == 1
    assert give_password(staffed.stranger(), password=PASSWORD).status_int == 422
    assert give_password(staffed.stranger(), password=NEW).status_int == 303


def test_a_password_changed_from_elsewhere_is_seen_at_the_next_page(staffed):
    """By another process, which did not end this visit."""
    browser, now = come_in(staffed), staffed.wall() + timedelta(seconds=1)
    assert is_in(browser)

    staffed.write(lambda tools: keep_password("alice", hashed(NEW), tools, now))

    assert not is_in(browser)


@pytest.mark.parametrize(
    ("present", "new", "again", "fault"),
    [
        ("not the present one", NEW, NEW, "mot de passe actuel"),
        (PASSWORD, "court", "court", "12 caractères"),
        (PASSWORD, "x" * 129, "x" * 129, "128 caractères"),
        (PASSWORD, "motdepasse2026!", "motdepasse2026!", "trop facile"),
        (PASSWORD, "Alice-Nantes-12", "Alice-Nantes-12", "contient un nom"),
        (PASSWORD, NEW, NEW + " ", "diffèrent"),
    ],
)
def test_a_password_that_cannot_be_is_refused_at_its_field_aut_02(
    staffed, present, new, again, fault
):
    browser = come_in(staffed)

    answer = _change(browser, present, new, again)

    assert answer.status_int == 422
    assert fault in answer.text
    assert new not in answer.text


def test_the_present_password_is_not_guessed_behind_an_open_screen(staffed):
    browser = come_in(staffed)

    answers = [_change(browser, f"guess number {n}", NEW, NEW).status_int for n in range(11)]

    assert answers == [422] * 10 + [409]


def test_titles_of_tabs_are_discreet_unless_one_asks_otherwise_r_124(staffed):
    browser = come_in(staffed)
    form = form_to(browser.get("/compte"), "/compte/titres")
    assert not form["shown"].checked

    form["shown"].checked = True
    told = form.submit().follow()
    assert form_to(told, "/compte/titres")["shown"].checked

    form = form_to(told, "/compte/titres")
    form["shown"].checked = False
    told = form.submit().follow()
    assert "Titres d’onglet discrets" in told.text
    assert not form_to(told, "/compte/titres")["shown"].checked


def test_changing_how_one_comes_in_asks_for_a_recent_factor_aut_10(staffed):
    browser = come_in(staffed)
    token = browser.get("/compte").forms[1]["csrf_token"].value
    staffed.wall.now += timedelta(minutes=5, seconds=1)

    answers = [
        browser.get("/compte/mot-de-passe"),
        browser.get("/connexion/facteur"),
        *(
            browser.post(f"/compte/{act}", {"csrf_token": token}, status="*")
            for act in ("mot-de-passe", "codes", "retirer")
        ),
    ]

    for answer in answers:
        assert answer.status_int == 303
        assert "/connexion/confirmer?suite=/compte" in answer.headers["Location"]


def test_confirming_opens_five_minutes_and_keeps_the_forms_of_other_tabs(staffed):
    browser = come_in(staffed)
    tab = form_to(browser.get("/compte"), "/compte/titres")
    staffed.wall.now += timedelta(minutes=20)
    before = browser.cookies["__Host-cep"]
    asked = browser.get("/compte/mot-de-passe").follow()

    asked.forms[1]["code"] = code_now(staffed)
    answer = asked.forms[1].submit()

    assert answer.headers["Location"] == "https://localhost/compte/mot-de-passe"
    assert browser.cookies["__Host-cep"] != before
    assert browser.get("/compte/mot-de-passe").status_int == 200
    assert tab.submit().status_int == 303
    assert events(staffed, "confirm_identity")[0]["who"] == "alice"


def test_a_wrong_code_confirms_nothing(staffed):
    browser = come_in(staffed)
    staffed.wall.now += timedelta(minutes=20)
    asked = browser.get("/compte/mot-de-passe").follow()

    asked.forms[1]["code"] = "000000"

    assert asked.forms[1].submit(status="*").status_int == 422
    assert browser.get("/compte/mot-de-passe").status_int == 303


def test_ten_recovery_codes_are_shown_once_and_only_their_digests_are_kept(staffed):
    browser = come_in(staffed)

    page = form_to(browser.get("/compte"), "/compte/codes").submit()
    codes = [item.text for item in page.html.select(".codes li")]
    kept = staffed.write(lambda tools: tools.site.accounts["alice"].credentials.recovery)

    assert len(set(codes)) == 10
    assert len(kept) == 10
    assert not any(code.replace("-", "") in str(kept) for code in codes)
    assert codes[0] not in browser.get("/compte").text
    other = staffed.stranger()
    give_password(other)
    form = other.get("/connexion/code").forms[1]
    form["recovery"] = codes[0].upper()
    assert form.submit().status_int == 303


def test_the_last_factor_cannot_be_taken_away(staffed):
    browser = come_in(staffed)
    token = browser.get("/compte").forms[1]["csrf_token"].value

    for said in ({}, {"passkey": "unknown"}):
        answer = browser.post("/compte/retirer", {"csrf_token": token, **said}, status="*")
        assert answer.status_int == 409


def _change(browser, present, new, again):
    form = browser.get("/compte/mot-de-passe").forms[1]
    form["present"], form["password"], form["again"] = present, new, again
    return form.submit(status="*")


def test_a_code_given_to_confirm_cannot_be_given_again(staffed):
    browser = come_in(staffed)
    staffed.wall.now += timedelta(minutes=6)
    code = code_now(staffed)
    asked = browser.get("/connexion/confirmer")
    asked.forms[1]["code"] = code
    asked.forms[1].submit()
    other = staffed.stranger()
    give_password(other)

    assert give_code(other, code).status_int == 422
