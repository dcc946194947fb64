"""/compte/agenda and /agenda/<secret>.ics: opened by its owner, read by whoever has the secret."""

from datetime import date

import pytest

from tests.people import received
from tests.unit.lifecycle.courses import engaged


@pytest.fixture
def address(town):
    """The address of alice's calendar, as her page shows it once."""
    town.number = town.write(lambda tools: engaged(tools, "UO1", received(tools)).number)
    return drawn(town, "alice")


def drawn(town, login):
    page = town.browser(login).get("/compte/agenda")
    page = next(f for f in page.forms.values() if f.action == "/compte/agenda").submit()
    return page.html.select_one("#adresse-agenda")["value"]


def read(town, address):
    return town.stranger().get(address.removeprefix("https://localhost"), status="*")


def test_a_program_reads_it_without_a_visit(town, address):
    answer = read(town, address)

    assert (answer.status_int, answer.content_type) == (200, "text/calendar")
    assert town.number in answer.text
    assert "Lef" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_address_is_shown_once(town, address):
    page = town.browser("alice").get("/compte/agenda")

    assert address not in page.text
    assert address.rpartition("/")[2].removesuffix(".ics") not in page.text
    assert "Votre agenda est ouvert" in page.text


def test_renewed_or_closed_the_old_address_answers_like_one_that_never_was(town, address):
    nothing = read(town, "/agenda/never.ics")
    new = drawn(town, "alice")
    assert read(town, address).body == nothing.body
    assert read(town, new).status_int == 200

    page = town.browser("alice").get("/compte/agenda")
    form = next(f for f in page.forms.values() if f.action == "/compte/fermer-agenda")
    assert "L’agenda est fermé" in form.submit().follow().text

    closed = read(town, new)
    assert (closed.status_int, closed.body) == (404, nothing.body)
    assert nothing.status_int == 404


def test_a_disabled_account_has_no_calendar(town, address):
    town.write(
        lambda tools: setattr(tools.site.accounts["alice"], "disabled_on", date(2020, 2, 3))
    )

    assert read(town, address).body == read(town, "/agenda/never.ics").body


def test_everything_else_below_gets_the_same_answer(town, address):
    nothing = read(town, "/agenda/never.ics").body

    for path in (address.removesuffix(".ics"), f"{address}x", "/agenda/.ics", "/agenda/alice.ics"):
        answer = read(town, path)
        assert (answer.status_int, answer.body) == (404, nothing), path


def test_each_owner_has_his_own_and_nobody_opens_that_of_another(town, address):
    other = drawn(town, "bruno")

    assert town.number not in read(town, other).text
    stranger = town.stranger().post("/compte/agenda", status="*")
    assert stranger.status_int in (303, 400)
    person = town.write(lambda tools: next(iter(tools.site.beneficiaries)).identifier)
    assert town.browser_of_person(person).get("/compte/agenda", status="*").status_int == 404


def test_closing_what_is_not_open_says_so(town, address):
    page = town.browser("alice").get("/compte/agenda")
    form = next(f for f in page.forms.values() if f.action == "/compte/fermer-agenda")
    form.submit()

    page = form.submit(status=409)

    assert "Aucun agenda n’est ouvert" in page.text
