"""Whatever people typed is shown as they typed it, on every page, to everybody (SES-07)."""

from itertools import cycle

import pytest
from bs4 import BeautifulSoup

from cep_docs.lifecycle.drafts import save_field
from cep_docs.lifecycle.notes import write_note
from tests.functional.web import doors_of_the_site as doors
from tests.functional.web.hostile_texts import TEXTS, WORD
from tests.functional.web.test_every_door import _doors_for, visitors
from tests.people import actor

LINKS = ("href", "src", "action", "formaction", "data", "xlink:href")
NEVER = ("script", "iframe", "object", "embed", "base", "style", "math", "template", "x")
OURS = (
    "data:image/png;base64,",
    "data:image/svg+xml;base64,",
    "/",
    "#",
    "?",
    "mailto:",
    "tel:",
    "https://",
)


@pytest.fixture
def hostile(town):
    """Every text of the prepared operator is one of the hostile ones."""
    doors.settle(town)
    town.write(fill)
    return town


def fill(tools):
    texts = cycle(TEXTS)
    site = tools.site
    site.operator.name = next(texts)
    for place in (*site.structures, *site.organisations):
        place.name = next(texts)
    for structure in site.structures:
        structure.address = structure.town = structure.hours = next(texts)
    for account in site.accounts:
        account.full_name = next(texts)
        account.email = account.phone = next(texts)
    for person in site.beneficiaries:
        person.sheet = {name: next(texts) for name in person.sheet}
        for unit in person.engagements():
            _write_everywhere(unit, texts, tools)
    followed = next(person for person in site.beneficiaries if len(person.notes))
    write_note(followed, next(texts), actor(tools, "alice"), tools)


def _write_everywhere(unit, texts, tools):
    document = unit.deliverable
    if document is None or document.state != "draft":
        return
    for field in tools.agreement_of(unit).forms[document.kind].fields():
        if field.kind in ("text", "line"):
            seen = document.heading(field.name).revision
            author = actor(tools, unit.opened_by)
            save_field(document, author, field.name, next(texts), seen, tools)


@pytest.mark.slow
def test_no_text_becomes_part_of_a_page(hostile):
    read = 0
    for name, person, browser in visitors(hostile):
        for door, path, opens in _doors_for(hostile, person):
            if door.method != "GET" or not opens:
                continue
            answer = browser.get(path, status="*")
            if answer.content_type == "text/html":
                read += WORD in answer.text
                assert not faults(answer.text), f"{name} {door} {path}"

    assert read > 50


def faults(html):
    """What no page of ours has."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on")]
        found += [f"{tag.name} style" for name in tag.attrs if name == "style"]
        for name in LINKS:
            link = str(tag.attrs.get(name, "/"))
            if not link.startswith(OURS) and tag.name != "a":
                found.append(f"{tag.name} {name} {link}")
            if "script:" in link.lower() or link.startswith("//"):
                found.append(f"{tag.name} {name} {link}")
        ours = tag.name == "script" and tag.attrs.get("src", "").startswith("/statique/")
        if tag.name in NEVER and not ours:
            found.append(tag.name)
        if "http-equiv" in tag.attrs:
            found.append(f"{tag.name} http-equiv")
    return found


def test_the_check_finds_what_is_let_through():
    for text in TEXTS[:18]:
        assert faults(f"<p>{text}</p><input value='{text}'><input value=\"{text}\">"), text
