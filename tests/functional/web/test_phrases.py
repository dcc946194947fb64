"""Shared phrases in the browser: kept by the team, put into a document (R-060)."""

from tests.functional.web.hostile_texts import TEXTS
from tests.functional.web.papers_of_people import draft_of, drafted


def form_of(page, action):
    return next(
        form
        for form in page.forms.values()
        if form.method.upper() == "POST" and form.action.endswith(action)
    )


def share(browser, title, text, status=None):
    form = form_of(browser.get("/extraits/nouveau"), "nouveau")
    form["title"], form["text"] = title, text
    return form.submit(status=status)


def test_a_phrase_is_shared_with_the_team_and_found_again(town):
    alice = town.browser("alice")

    page = share(alice, "Étape suivante", "Revoir {prénom} avant le {date limite}.").follow()

    assert "Extrait partagé" in page.text
    assert "Étape suivante" in town.browser("bruno").get("/extraits?q=etape").text
    assert "Étape suivante" not in town.browser("chloe").get("/extraits").text


def test_words_in_braces_that_nobody_fills_are_refused_at_their_place(town):
    answer = share(town.browser("alice"), "NIR", "Le numéro {nir}.", status=422)

    assert "{nir}" in answer.html.select_one(".fault").text
    assert form_of(answer, "nouveau")["text"].value == "Le numéro {nir}."


def test_a_phrase_is_changed_and_set_aside_and_put_back(town):
    browser = town.browser("alice")
    page = share(browser, "Suite", "Avant.").follow()

    form = form_of(browser.get(page.html.select_one("a.t")["href"]), "/")
    form["text"] = "Après, avec une VAE."
    page = form.submit().follow()
    assert "Après, avec une VAE." in page.text
    assert "1 conseil de langage clair" in page.text
    page = form_of(page, "ecarter").submit().follow()
    assert "1 extrait mis de côté" in page.text
    page = form_of(page, "remettre").submit().follow()

    assert "de nouveau proposé" in page.text


def test_advice_is_told_where_one_writes_r_060(town):
    browser = town.browser("alice")
    page = share(browser, "Sigle", "Demander une VAE.").follow()

    page = browser.get(page.html.select_one("a.t")["href"])

    assert "validation des acquis" in page.text


def test_two_who_change_the_same_phrase_do_not_write_over_each_other(town):
    alice, bruno = town.browser("alice"), town.browser("bruno")
    where = share(alice, "Suite", "Avant.").follow().html.select_one("a.t")["href"]
    late = form_of(alice.get(where), "/")
    early = form_of(bruno.get(where), "/")
    early["text"] = "Celui de Bruno."
    early.submit()

    late["text"] = "Celui d'Alice."
    answer = late.submit(status=409)

    assert "entre-temps" in answer.text
    assert "Celui d&#39;Alice." in answer.text


def test_the_editor_gets_filled_phrases_as_buttons(town):
    browser, at = town.browser("alice"), drafted(town)
    share(browser, "Suite", "Revoir {prénom}. {contact du référent}")
    share(browser, "Autre", "Rien.")

    answer = browser.get(at + "extraits?q=suite", headers={"Accept": "*/*"})

    (button,) = answer.html.select("[data-insert]")
    assert button["data-insert"] == "Revoir Zoé. [contact du référent à compléter]"
    assert "<html" not in answer.text
    assert answer.headers["Vary"] == "Accept"


def test_without_javascript_a_phrase_goes_behind_what_is_written(town):
    browser, at = town.browser("alice"), drafted(town)
    share(browser, "Suite", "Revoir {prénom} en mars.")

    page = browser.get(at + "extraits?rubrique=next_steps")
    form = form_of(page, "extraits")
    form["phrase"] = page.html.select_one("[name=phrase]")["value"]
    answer = form.submit()

    assert answer.location.endswith("#champ-next_steps")
    written = draft_of(town, at, "next_steps")
    assert written == "Prendre rendez-vous avec le même conseiller.\n\nRevoir Zoé en mars."


def test_an_empty_list_says_what_to_do(town):
    browser, at = town.browser("alice"), drafted(town)

    assert "s’écrit une fois ici" in browser.get("/extraits").text
    assert "Aucun extrait ne contient" in browser.get("/extraits?q=zzz").text
    assert "Écrire le premier" in browser.get(at + "extraits").text


def test_who_does_not_write_documents_has_no_phrases(town):
    for login in ("elise", "gaelle", "farid"):
        assert town.browser(login).get("/extraits", status="*").status_int in (403, 404)


def test_another_place_does_not_know_of_a_phrase(town):
    where = share(town.browser("alice"), "Suite", "Avant.").follow().html.select_one("a.t")["href"]

    town.browser("chloe").get(where, status=404)
    town.browser("alice").get("/extraits/nothing/", status=404)


def test_hostile_phrases_are_words_and_nothing_else(town):
    browser, at = town.browser("alice"), drafted(town)
    for text in TEXTS:
        share(browser, text, text.replace("{", "(").replace("}", ")"))

    fragment = browser.get(at + "extraits", headers={"Accept": "*/*"})
    for page in (browser.get("/extraits"), browser.get(at + "extraits"), fragment):
        assert "<script>canari" not in page.text
        assert not page.html.select("[onerror], [onclick], [onload], [onfocus]")
