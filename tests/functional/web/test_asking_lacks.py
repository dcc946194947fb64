"""What the closing lacks is said before anybody is asked to sign (R-029, R-074, R-100)."""

import pytest

from cep_docs.lifecycle.unit_sheets import edit_unit_sheet
from tests.functional.web.signing_people import code_sent, form_to, played, walk
from tests.functional.web.test_asking import Proposed, sent, text_of
from tests.people import actor

ORIGIN = "IND"
GAP = "« Origine de la démarche » manque."


@pytest.fixture
def proposed(town):
    return Proposed(town)


@pytest.fixture
def alice(town):
    return town.browser("alice")


def write(proposed, value):
    def work(document, tools):
        unit = document.__parent__
        edit_unit_sheet(unit, {"origin": value}, actor(tools, "alice"), tools)

    proposed.do(work)


def empty(proposed):
    write(proposed, "")


def data_at(proposed):
    return f"/dossiers/{proposed.person}/uo/{proposed.number}/donnees"


def tasks(town):
    return town.write(lambda tools: [one.about for one in tools.site.outbox])


def test_he_is_told_when_he_signs_first_and_may_sign_all_the_same(proposed, alice):
    empty(proposed)

    page = alice.get(f"{proposed.at}/signer")
    form_to(page, "/signer").submit()

    assert GAP in text_of(page)
    assert page.html.select_one(".notice a")["href"] == data_at(proposed)
    assert proposed.state == "signed_by_adviser"


def test_he_is_told_where_he_asks_and_finds_no_way_that_would_fail(proposed, alice):
    empty(proposed.signed_first())

    page = alice.get(f"{proposed.at}/faire-signer")

    assert GAP in text_of(page)
    assert page.html.select_one(".notice a")["href"] == data_at(proposed)
    assert "Compléter d'abord les données de clôture." in text_of(page)
    assert page.html.select("form.panel button") == []


def test_completed_the_ways_are_there_again(proposed, alice):
    empty(proposed.signed_first())
    page = alice.get(data_at(proposed))
    form = next(one for one in page.forms.values() if "origin" in one.fields)
    form["origin"] = ORIGIN
    form.submit()

    page = alice.get(f"{proposed.at}/faire-signer")

    assert len(page.html.select("form.panel button")) == 2
    assert "manque" not in text_of(page)


@pytest.mark.parametrize(
    ("path", "fields"), [("a-distance", {"by": "email"}), ("sur-place", {"seen": "passport"})]
)
def test_a_form_that_was_open_before_is_refused_and_draws_no_link(
    proposed, alice, town, path, fields
):
    empty(proposed.signed_first())
    said = {"csrf_token": town.form_token(alice), **fields}

    response = alice.post(f"{proposed.at}/{path}", said, status=409)

    assert "Rien n'est demandé à la personne" in text_of(response)
    assert (proposed.requests(), proposed.links(), sent(town)) == ([], 0, [])


def test_a_new_link_is_refused_and_the_one_she_has_stays(proposed, alice, town):
    form = form_to(alice.get(f"{proposed.signed_first().at}/faire-signer"), "/a-distance")
    form["by"] = "email"
    form.submit()
    empty(proposed)
    said = {"csrf_token": town.form_token(alice), "by": "email"}

    alice.post(f"{proposed.at}/nouveau-lien", said, status=409)

    assert proposed.links() == 1


def test_the_screen_is_not_handed_over_again(proposed, alice, town):
    form = form_to(alice.get(f"{proposed.signed_first().at}/faire-signer"), "/sur-place")
    form["seen"] = "passport"
    form.submit()
    empty(proposed)
    again = town.browser("alice")
    said = {"csrf_token": town.form_token(again)}

    again.post(f"{proposed.at}/sur-place", said, status=409)


def test_to_sign_names_those_that_lack_something(proposed, alice, town):
    Proposed(town, birth_name="Adam")
    empty(proposed)

    links = alice.get("/a-signer").html.select("table.list a[href$=donnees]")

    assert [link["href"] for link in links] == [data_at(proposed)]


def test_paper_says_it_and_is_printed_all_the_same(proposed, alice):
    empty(proposed)

    page = alice.get(f"{proposed.at}/papier")

    assert GAP in text_of(page)
    assert form_to(page, "/imprimer").submit().status_int == 200


def entered(proposed, town, alice):
    """She followed her link and gave her code."""
    played(town)
    form = form_to(alice.get(f"{proposed.signed_first().at}/faire-signer"), "/a-distance")
    form["by"] = "email"
    form.submit()
    (text,) = town.write(lambda tools: [one.text for one in tools.site.messages])
    link = next(word for word in text.split() if "/signer/" in word)
    hers = town.stranger()
    hers.link = link.removeprefix("https://localhost")
    return hers


def come_in(hers, town):
    page = hers.get(hers.link).forms[0].submit().follow()
    page.forms[0]["code"] = code_sent(town)
    return page.forms[0].submit().follow()


def test_emptied_meanwhile_she_reads_why_and_her_adviser_has_a_task(proposed, alice, town):
    hers = entered(proposed, town, alice)
    empty(proposed)

    page = come_in(hers, town)

    assert "Votre conseiller doit compléter une information" in text_of(page)
    assert "Rien n'est perdu" in text_of(page)
    assert tasks(town) == ["signature_lacks"]
    assert "compléter les données de clôture" in text_of(alice.get("/aujourdhui"))


def test_emptied_at_the_last_moment_nothing_of_hers_is_lost(proposed, alice, town):
    hers = entered(proposed, town, alice)
    come_in(hers, town)
    last = walk(hers)
    empty(proposed)

    after = form_to(last, "/signer").submit().follow()
    then = hers.get("/signature/signer")

    assert "Votre conseiller doit compléter une information" in text_of(after)
    assert [form.action for form in then.forms.values() if form.action.endswith("/signer")] == []
    assert tasks(town) == ["signature_lacks"]
    write(proposed, ORIGIN)
    form_to(hers.get("/signature/signer"), "/signer").submit()
    assert proposed.state == "signed"
