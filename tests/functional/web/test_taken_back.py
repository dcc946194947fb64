"""A demand that was taken back: its link says so to its holder, and lets nobody in (R-071)."""

from tests.functional.web.signing_people import (
    code_sent,
    form_to,
    in_document,
    link,
    played,
    waiting,
    words,
)


def test_the_link_says_that_the_adviser_took_it_back_and_opens_nothing(town):
    played(town)
    waits = waiting(town)
    token, browser = link(town, waits), town.stranger()
    asked = form_to(browser.get(f"/signer/{token}"), "/code").submit().follow()
    late = form_to(asked, "?code=1")
    late["code"] = code_sent(town)

    take_back(town, waits)

    page = browser.get(f"/signer/{token}")
    assert "Votre conseiller a annulé cette demande" in page.text
    assert "3 février 2020" in page.text
    assert "ne mène à rien" not in page.text
    assert late.submit(status="*").status_int == 409
    assert "identified" not in words(town, waits)


def test_once_another_link_was_sent_the_old_one_teaches_nothing(town):
    played(town)
    waits = waiting(town)
    token = link(town, waits)
    take_back(town, waits)
    base, alice = document(town, waits), town.browser("alice")
    form = form_to(alice.get(f"{base}/faire-signer"), "/a-distance")
    form["by"] = "email"
    assert form.submit(status="*").status_int == 303

    assert "ne mène à rien" in town.stranger().get(f"/signer/{token}").text


def take_back(town, waits):
    alice = town.browser("alice")
    form_to(alice.get(f"{document(town, waits)}/faire-signer"), "/annuler-demande").submit()


def document(town, waits):
    name = in_document(town, waits, lambda found, _: found.__name__)
    return f"/dossiers/{waits.person}/uo/{waits.number}/documents/{name}"
