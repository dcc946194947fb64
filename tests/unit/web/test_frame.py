"""The frame: strangers are sent to the door, staff sees its pages, headers are always there."""

from urllib.parse import parse_qsl, urlencode

import pytest

from tests.functional.web.act_forms import followed, sent


def test_a_stranger_is_asked_who_he_is_wherever_he_goes(town):
    for path in ("/aujourdhui", "/dossiers/nobody", "/no/such/page"):
        answer = town.stranger().get(path)

        assert answer.status_int == 303
        assert answer.headers["Location"].startswith("https://localhost/connexion?suite=%2F")


def test_an_adviser_has_her_day_in_front_of_her(town):
    answer = town.browser("alice").get("/aujourdhui")

    assert "Aujourd’hui" in answer.text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_that_does_not_exist_is_not_found(town):
    answer = town.browser("alice").get("/dossiers/nobody", status=404)

    assert "Page introuvable" in answer.text


def undone(browser, path, said):
    """The banner of a page whose address says these words."""
    page = browser.get(f"{path}?{urlencode(said)}").html
    banner = page.select_one('[role="status"] p')
    link = page.select_one('[role="status"] a')
    return banner and banner.text, link and link["href"]


@pytest.fixture
def passed_on(town):
    """What the address says after denis gave a file to somebody else."""
    person, _ = followed(town)
    said, denis = {"account": "bruno", "because": "Départ en congé."}, town.browser("denis")
    answer = sent(denis, f"{person}/referent", **said)
    return denis, person, dict(parse_qsl(answer.headers["Location"].partition("?")[2]))


def test_what_was_done_offers_its_undoing_s_3(passed_on):
    denis, person, said = passed_on

    told, back = undone(denis, person, said)
    form = denis.get(back).html

    assert told.startswith("Référent changé.")
    assert back == f"{person}/referent?a=alice"
    assert form.select_one("option[selected]").text == "Alice"


@pytest.mark.parametrize("name", ["fait", "retour", "libelle"])
def test_a_word_of_the_banner_that_is_not_ours_is_not_shown(passed_on, name):
    denis, person, said = passed_on

    changed = undone(denis, person, {**said, name: "/ailleurs"})
    left_out = undone(denis, person, {key: said[key] for key in said if key != name})

    assert changed == left_out == (None, None)
