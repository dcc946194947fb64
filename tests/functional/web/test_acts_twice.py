"""Each form sent twice does its act once: a double click, a page sent again."""

import pytest

from tests.functional.web.act_forms import followed, form_of, looked_up

SAID = {"because": "Congé.", "account": "bruno"}
# The form, what is said in it, and what is counted in the file afterwards.
TWICE = {
    "aiguiller": (
        {"origin": "1", "detailed_motive": "vae", "orientation": "1", "mode": "1"},
        lambda one: len(one.engagements()),
        2,
    ),
    "statut": ({"status": "DE", "since": "10022020"}, lambda one: len(one.statuses), 2),
    "demande": ({"unit": "UO2.1", "channel": "TEL"}, lambda one: len(one.demands), 2),
    "consentements": (
        {"subject": "disability", "channel": "PRES"},
        lambda one: len(one.consents),
        1,
    ),
    "suppleant": (
        {"account": "bruno", "since": "10022020", "until": "12022020"},
        lambda one: len(list(one)[-1].deputies),
        1,
    ),
    "expert": ({**SAID, "until": "12022020"}, lambda one: len(one.grants), 1),
}


@pytest.mark.parametrize("path", TWICE)
def test_an_act_sent_twice_is_done_once(town, path):
    person, _ = followed(town)
    town.clock.on("2020-02-10")
    said, count, expected = TWICE[path]
    form = form_of(town.browser("alice").get(f"{person}/{path}"), path if path[0] == "c" else "")
    for name, value in said.items():
        form[name] = value

    form.submit(status=303)
    again = form.submit(status=303)

    assert looked_up(town, person, count) == expected
    assert "d%C3%A9j%C3%A0" in again.headers["Location"]


@pytest.mark.parametrize(
    ("path", "login", "said", "counted"),
    [
        ("referent", "denis", SAID, lambda one: len(list(one)[-1].starts)),
        (
            "briser-la-glace",
            "bruno",
            {"motive": "La personne est à l'accueil, en détresse."},
            lambda one: len(one.grants) + 1,
        ),
    ],
)
def test_an_act_of_a_colleague_sent_twice_is_done_once(town, path, login, said, counted):
    person, _ = followed(town)
    form = form_of(town.browser(login).get(f"{person}/{path}"))
    for name, value in said.items():
        form[name] = value

    form.submit(status=303)
    form.submit(status=303)

    assert looked_up(town, person, counted) == 2


@pytest.mark.parametrize(
    ("form", "login", "said", "look"),
    [
        (
            "prestations",
            "alice",
            {"code": "BILAN", "provider_name": "Escale", "provider_siren": "404833048"},
            lambda unit: len(unit.services),
        ),
        ("annuler", "denis", {"motive": "Erreur."}, lambda unit: int(unit.state == "cancelled")),
    ],
)
def test_an_act_on_a_unit_sent_twice_is_done_once(town, form, login, said, look):
    person, unit = followed(town, "UO2.1")
    sheet = form_of(town.browser(login).get(f"{unit}/{form}"))
    for name, value in said.items():
        sheet[name] = value

    sheet.submit(status=303)
    sheet.submit(status=303)

    assert looked_up(town, person, lambda one: look(one.engagements()[-1])) == 1


def test_a_form_without_its_key_is_refused_and_nothing_is_done(town):
    person, _ = followed(town)
    form = form_of(town.browser("alice").get(f"{person}/echange"))
    form["minutes"] = "30"
    form["acte"].force_value("")

    answer = form.submit(status=409)

    assert "rien n’a été enregistré" in answer.text
    assert looked_up(town, person, lambda one: one.engagements()[-1].interactions) == ()


def test_saving_what_did_not_change_says_so(town):
    person, unit = followed(town, "UO2.1")
    alice = town.browser("alice")

    for path in (f"{person}/fiche", f"{unit}/donnees"):
        told = form_of(alice.get(path)).submit(status=303)
        assert "Aucun+changement" in told.headers["Location"]


@pytest.mark.parametrize("path", ["aiguiller", "expert", "referent", "suppleant"])
def test_an_empty_form_is_told_what_it_lacks(town, path):
    person, _ = followed(town)
    browser = town.browser("denis" if path == "referent" else "alice")
    form = form_of(browser.get(f"{person}/{path}"))
    if path == "aiguiller":
        form["origin"] = "zzz"

    answer = form.submit(status=422)

    assert "-faute" in answer.text
