"""What pages say, and how little their forms weigh: one token a page, French signs, one word."""

import re

import pytest

from tests.people import received
from tests.unit.lifecycle.courses import engaged, proposed


@pytest.fixture
def draft(town):
    def work(tools):
        return path_of(engaged(tools, "UO2.1", received(tools)))

    return town.write(work)


@pytest.fixture
def frozen(town):
    def work(tools):
        unit = engaged(tools, "UO1", received(tools))
        proposed(unit, tools)
        return path_of(unit)

    return town.write(work)


def path_of(engagement):
    person = engagement.__parent__.__parent__.identifier
    document = engagement.deliverable.__name__
    return f"/dossiers/{person}/uo/{engagement.__name__}/documents/{document}"


def tokens(page):
    return set(re.findall(r'name="csrf_token" value="(\w+)"', page.text))


def test_the_forms_of_a_page_have_one_token_and_another_page_has_another(town, draft):
    browser = town.browser("alice")

    first, second = tokens(browser.get(draft)), tokens(browser.get(draft))

    assert len(first) == len(second) == 1
    assert first != second


def test_the_tools_and_the_labels_of_places_are_in_a_page_once(town, draft):
    page = town.browser("alice").get(draft)

    assert page.text.count(" data-phrases>") == 1
    assert not page.html.select(".rows td [aria-label]:not(button)")
    for place in page.html.select(".rows td :is(input, select, textarea)"):
        assert place.find_parent("label").span.text


def test_a_version_is_shown_with_french_apostrophes(town, frozen):
    text = town.browser("alice").get(f"{frozen}/versions/1").html.select_one("article").text

    assert "’" in text
    assert "'" not in text


def test_one_leaves_a_form_with_one_word_that_is_no_act(town, draft):
    person = draft.partition("/uo/")[0]

    words = [
        link.text for link in town.browser("alice").get(f"{person}/notes").html.select(".acts a")
    ]

    assert words == ["Renoncer"]
