"""What no browser sends with our forms: hidden signs, files for texts, fields nobody asked for."""

from itertools import cycle

import pytest

from cep_docs.web.security import masked
from tests.functional.web import doors_of_the_site as doors
from tests.functional.web.act_forms import followed, form_of, looked_up
from tests.functional.web.forms_of_the_site import forms

HIDDEN = ("\0", "\v", "\ufffe", "\x1b", "\x85")
# Of a form that may not be sent for other reasons, the first one is told.
REFUSED = (400, 403, 404, 409, 412, 422, 428)
# Set by nobody through a form: these are names of what is stored.
NOT_ASKED = {
    "state": "signed",
    "referent": "chloe",
    "role": "administrator",
    "roles": "administrator",
    "structure": "ANG",
    "identifier": "0" * 20,
    "account": "chloe",
    "author": "chloe",
    "nir": "284054410912345",
    "disability": "RQTH",
    "status": "DEMANDEUR",
    "number": "4G200201000001",
    "__class__": "x",
}


@pytest.fixture
def settled(town):
    doors.settle(town)
    return town


@pytest.mark.slow
def test_a_hidden_sign_is_refused_in_every_field_of_every_form(settled):
    """OUT-02: no document can hold it, and nothing of the form is kept."""
    signs, tried = cycle(HIDDEN), 0
    for form in forms(settled):
        for wanted in {name for name, _ in form.fields} - {"csrf_token"}:
            tried += 1
            others = [(name, value) for name, value in form.fields if name != wanted]
            answer = form.post([*others, (wanted, f"a{next(signs)}b")])
            assert answer.status_int in REFUSED, f"{answer.status_int} {wanted} {form}"

    assert tried > 150


@pytest.mark.slow
def test_a_file_in_place_of_a_text_breaks_nothing(settled):
    tried = 0
    for form in forms(settled):
        tried += 1
        names = {name for name, _ in form.fields} - {"csrf_token"}
        assert form.post_files(sorted(names)).status_int < 500, form
        for name in sorted(names):
            assert form.post_files([name]).status_int < 500, f"{name} {form}"

    assert tried > 30


def test_a_hidden_sign_is_told_at_its_field(town):
    person, _ = followed(town)
    form = form_of(town.browser("alice").get(f"{person}/notes"))
    form["text"] = "Une note\x0bcollée"

    page = form.submit(status=422)

    assert "signe invisible" in page.text
    assert looked_up(town, person, lambda one: len(one.notes)) == 0


def test_what_a_form_does_not_ask_for_is_set_by_no_form(town):
    """ACC-10."""
    person, _ = followed(town)
    before = looked_up(town, person, _everything)
    browser = town.browser("alice")
    form = form_of(browser.get(f"{person}/fiche"))
    form["street_number"] = "14"
    said = dict(form.submit_fields())

    browser.post(f"{person}/fiche", {**NOT_ASKED, **said}, status=303)
    browser.post("/compte/titres", {**NOT_ASKED, **_token(town, browser)}, status=303)

    sheet, *rest = looked_up(town, person, _everything)
    assert sheet == {**before[0], "street_number": "14"}
    assert rest == list(before[1:])
    with town.application.reading() as tools:
        alice = tools.site.accounts["alice"]
        assert (alice.roles, alice.structure, alice.login) == (("adviser",), "NTE", "alice")


def test_a_key_of_somebody_elses_file_opens_nothing(town):
    """The key of the form at the counter becomes the name of a file: that of another place is as
    closed as by its address (ACC-02)."""
    elsewhere, _ = followed(town, login="chloe", birth_name="Le Bihan")
    browser = town.browser("bruno")
    key = elsewhere.split("/")[2]

    sent = browser.post("/nouveau", {**_token(town, browser), "acte": key}, status="*")

    assert sent.status_int in (303, 422)
    if sent.status_int == 303:
        assert browser.get(sent.location, status="*").status_int == 404
    assert browser.get(elsewhere, status="*").status_int == 404


class TestTheTokenOfForms:
    def test_is_written_differently_each_time_and_holds_all_along(self, town):
        browser, person = town.browser("alice"), followed(town)[0]
        first = form_of(browser.get(f"{person}/notes"))
        second = form_of(browser.get(f"{person}/notes"))
        tokens = {first["csrf_token"].value, second["csrf_token"].value}

        first["text"], second["text"] = "Une note.", "Une autre."
        first.submit(status=303)
        second.submit(status=303)

        assert len(tokens) == 2

    def test_leaves_no_common_sign_in_two_pages(self, town):
        browser, person = town.browser("alice"), followed(town)[0]
        pages = [form_of(browser.get(f"{person}/notes"))["csrf_token"].value for _ in range(20)]

        halves = {half for token in pages for half in (token[:64], token[64:])}

        assert len(halves) == 40

    @pytest.mark.parametrize("forged", ["", "0" * 128, "é" * 128, "0" * 64, "m" * 128, "٣" * 128])
    def test_is_no_other(self, town, forged):
        browser = town.browser("alice")

        browser.post("/compte/titres", {"csrf_token": forged}, status=400)
        browser.post("/compte/titres", {"csrf_token": masked(b"0" * 32, b"1" * 32)}, status=400)


def _token(town, browser):
    return {"csrf_token": town.form_token(browser)}


def _everything(person):
    units = [(unit.state, unit.unit, unit.opened_by) for unit in person.engagements()]
    return (dict(person.sheet), person.identifier, person.statuses, person.adaptations, units)
