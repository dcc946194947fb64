"""Texts that everybody may read, before he says who he is."""

import re

import pytest

from tests.people import received

PAGES = ("/accessibilite", "/donnees-personnelles", "/mediateur", "/aide", "/au-revoir")


def test_are_open_to_strangers_and_have_a_title(town):
    browser = town.stranger()

    for path in PAGES:
        page = browser.get(path)
        assert len(re.findall("<h1", page.text)) == 1, path


def test_no_accessibility_is_claimed_that_nobody_audited(town):
    page = town.stranger().get("/accessibilite").text

    assert "Accessibilité : non audité" in page.replace("\u00a0", " ")
    assert "aucune conformité n’est affirmée" in page


def test_the_administrator_says_what_an_audit_found_and_who_the_dpo_is(town):
    browser = town.browser("gaelle")
    page = browser.get("/administration/textes-publics")
    form = next(form for form in page.forms.values() if "dpo_contact" in form.fields)
    form["dpo_contact"] = "dpo@cap.example"
    form["accessibility"] = "partly_conformant"
    refused = form.submit(status=422)
    form["audited_by"] = "Atelier Accès, mars 2020"

    form.submit()

    stranger = town.stranger()
    assert "sans lui, « non audité »" in refused.text.replace("\u202f", " ")
    assert "partiellement conforme" in stranger.get("/accessibilite").text
    assert "Atelier Accès, mars 2020" in stranger.get("/accessibilite").text
    assert "dpo@cap.example" in stranger.get("/donnees-personnelles").text


@pytest.mark.parametrize("login", ["alice", "denis", "elise"])
def test_nobody_else_says_it(town, login):
    answer = town.browser(login).get("/administration/textes-publics", status="*")

    assert answer.status_int in (403, 404)


def test_the_mediator_is_reached_in_two_steps_in_the_words_of_documents(town):
    """R-058: the same words as on every document."""
    page = town.stranger().get("/mediateur").text

    assert "formulaire de médiation du site francecompetences.fr" in page
    assert page.index("réclamation écrite") < page.index("saisir le médiateur.")
    assert "45 jours" in page


def test_no_text_speaks_of_a_price(town):
    """R-015: the service is free; the mediator is, too."""
    browser = town.stranger()

    for path in PAGES:
        assert not re.search(r"€|tarif|payer|paiement", browser.get(path).text), path


def test_robots_are_kept_off_everything(town):
    answer = town.stranger().get("/robots.txt")

    assert answer.content_type == "text/plain"
    assert answer.text == "User-agent: *\nDisallow: /\n"


def test_help_tells_each_what_concerns_him(town):
    person = town.write(lambda tools: received(tools).identifier)

    own = town.browser_of_person(person).get("/aide").text
    staff = town.browser("alice").get("/aide").text

    assert "Entrer dans votre espace" in own
    assert "Le clavier" not in own
    assert "Inviter une personne" in staff
