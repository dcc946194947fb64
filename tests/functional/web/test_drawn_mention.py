"""/signature/mention by hand: strokes are sent, read strictly; typing stays first (R-066)."""

import pytest

from cep_docs.content.signing import ON_SITE
from tests.functional.web.signing_people import (
    events,
    form_to,
    last_request,
    signer,
    waiting,
    walk,
)
from tests.handwriting import drawn


@pytest.fixture
def here(town):
    return waiting(town, ON_SITE)


def form_by_hand(page):
    return next(form for form in page.forms.values() if "strokes" in form.fields)


def test_typing_comes_first_and_drawing_waits_for_a_script(town, here):
    """R-080: without JavaScript nobody sees a frame in which nothing can be drawn."""
    page = walk(signer(town, here), upto="mention")

    forms = page.html.find("main").find_all("form")
    assert [form.has_attr("hidden") for form in forms] == [False, True]
    assert forms[0].find(id="mention") is not None
    assert forms[1].find("svg")["role"] == "img"


def test_what_is_drawn_is_kept_and_shown_before_signing(town, here):
    browser = signer(town, here)
    form = form_by_hand(walk(browser, upto="mention"))
    form["strokes"] = drawn()

    page = form.submit().follow()

    picture = page.html.find("main").find("img")
    assert picture["alt"] == "lu et approuvé, tracé à la main"
    assert picture["src"].startswith("data:image/svg+xml;base64,")
    assert "écrit la mention à la main" in page.text
    said = dict(events(town, here))["mention"]
    assert (said["entered"], said["strokes"]) == ("drawn", drawn())
    assert form_to(page, "/signature/signer").submit().status_int == 303
    assert last_request(town, here)["ended"] == "signed"


@pytest.mark.parametrize(
    ("strokes", "told"),
    [
        ("", "trop court"),
        ("5,5 6,6", "trop court"),
        ("0,0 1000,0 0,5000", "pas lisible"),
        ("0,0 NaN,Infinity", "pas lisible"),
        ("<svg onload=alert(1)>", "pas lisible"),
        ("1,1 " * 20_000, "trop chargé"),
    ],
    ids=["nothing", "a dot", "outside", "no number", "markup", "endless"],
)
def test_what_is_no_drawing_is_told_and_nothing_is_lost(town, here, strokes, told):
    form = form_by_hand(walk(signer(town, here), upto="mention"))
    form["strokes"] = strokes

    answer = form.submit(status="*")

    assert answer.status_int == 422
    fault = answer.html.find(id="strokes-faute").text
    assert told in fault
    assert form_by_hand(answer)["strokes"].value == strokes
    assert "<svg onload" not in answer.text
    assert last_request(town, here)["mention"] == ""


def test_it_may_be_drawn_again_until_the_signature(town, here):
    browser = signer(town, here)
    form = form_by_hand(walk(browser, upto="mention"))
    form["strokes"] = drawn()
    form.submit()

    page = browser.get("/signature/mention").click("Recommencer")
    form = form_to(page, "/mention")
    form["mention"] = "Lu et approuvé"
    page = form.submit().follow()

    assert last_request(town, here)["mention"] == "Lu et approuvé"
    assert page.html.find("main").find("img") is None


def test_typing_three_words_is_not_drawing(town, here):
    form = form_by_hand(walk(signer(town, here), upto="mention"))
    form["strokes"] = "Lu et approuvé"

    assert form.submit(status="*").status_int == 422
