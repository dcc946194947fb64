"""Acts that engage ask for a second factor of less than five minutes (STRONG-1, AUT-10)."""

from datetime import timedelta

import pytest

from cep_docs.storage.visits import Visit
from tests.functional.web.entrance import code_now, come_in, form_to, furnished
from tests.people import received

# A page that only a strong administrator may open, and an act of the same kind.
PAGE = "/administration/comptes/nouveau"


@pytest.fixture
def staffed(town):
    furnished(town, "alice", "gaelle")
    return town


def test_a_page_of_an_act_that_engages_asks_first_and_comes_back(staffed):
    browser = come_in(staffed, "gaelle")
    assert browser.get(PAGE).status_int == 200
    staffed.wall.now += timedelta(minutes=5, seconds=1)

    refused = browser.get(PAGE)
    asked = refused.follow()
    form = form_to(asked, "/connexion/confirmer")
    form["code"] = code_now(staffed)

    assert "Confirmer que c’est vous" in asked.text
    assert form.submit().follow().request.path == PAGE


def test_a_form_that_was_sent_too_late_waits_in_its_window(staffed):
    browser = come_in(staffed, "gaelle")
    form = form_to(browser.get(PAGE), PAGE)
    staffed.wall.now += timedelta(minutes=6)

    refused = form.submit(status="*")

    assert refused.status_int == 403
    assert "Rien n’a été enregistré" in refused.text
    confirming = form_to(browser.get("/connexion/confirmer"), "/connexion/confirmer")
    confirming["code"] = code_now(staffed)
    confirming.submit()
    assert form.submit(status="*").status_int in (303, 422)  # reloaded, it is sent again


def test_who_may_not_do_it_anyway_is_not_asked(staffed):
    """A second factor would not help: the answer is that of a page that does not exist."""
    browser = come_in(staffed, "alice")
    staffed.wall.now += timedelta(minutes=6)

    answer = browser.get(PAGE, status="*")

    assert answer.status_int in (403, 404)


def test_a_person_advised_confirms_in_her_own_space(town):
    person = town.write(lambda tools: received(tools).identifier)
    now = town.wall()
    token = town.doors.visits.begin(Visit("", now, now, beneficiary=person, factor_at=now))
    browser = town.stranger()
    browser.set_cookie("__Host-cep", token)

    assert browser.get("/connexion/confirmer", status="*").status_int == 404
