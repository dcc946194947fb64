"""Every page × everybody × every object, enumerated from the code (R-122, ACC-01…03)."""

import re

import pytest

from cep_docs.access.actor import Actor, actor_of
from cep_docs.lifecycle.signatories import REPRESENTATIVE
from cep_docs.web import tree
from cep_docs.web.site import NOBODY
from cep_docs.web.tree import Place
from tests.functional.web import doors_of_the_site as doors

READINGS = {"view", "list", "read_journal"}
# What a stranger may ask for, and what exists only for who has the secret, or in a demonstration.
SECRET = {
    "DemonstrationPlace/messages",
    "EntrancePlace/retour",
    "SigningLinksPlace/retour",
    "CalendarPlace/",
}
# Acts that end the visit of the one who does them.
LEAVING = {"deconnexion", "quitter", "rendre"}


@pytest.fixture
def settled(town):
    doors.settle(town)
    return town


def visitors(town):
    """Each with the actor that the rules know and a browser."""
    with town.application.reading() as tools:
        actors = {login: actor_of(tools.site.accounts[login]) for login in doors.LOGINS}
        for identifier in doors.people(tools)[:2]:
            herself = Actor(identifier, frozenset({"beneficiary"}), beneficiary=identifier)
            actors[f"person {identifier}"] = herself
        actors["somebody who signs"] = doors.somebody_who_signs(tools)
        actors["who represents her"] = doors.somebody_who_signs(tools, REPRESENTATIVE)
    for name, actor in actors.items():
        browser = doors.browser_let_in(town, actor) if actor.beneficiary else town.browser(name)
        yield name, actor, browser
    yield "nobody", None, town.stranger()


def test_every_page_needs_something_and_answers_to_one_method(town):
    for door in doors.doors_of(town.site):
        assert door.method in ("GET", "POST", "PUT"), door
        assert door.needs not in ("", NOBODY), door


def test_nothing_is_changed_behind_a_right_to_read(town):
    for door in doors.doors_of(town.site):
        if door.method != "GET":
            assert door.needs.split()[0] not in READINGS, door


def test_every_place_of_the_tree_is_walked_by_these_tests(settled):
    with settled.application.reading() as tools:
        walked = {type(place) for place in doors.places(tree.RootPlace(tools.site, "", None))}

    assert walked == {place for place in _below(Place) if not place.__subclasses__()}


@pytest.mark.slow
def test_every_door_opens_to_whom_the_rules_open_it_and_to_nobody_else(settled):
    """Who may not know of a thing gets the very answer of a thing that does not exist."""
    knocked = 0
    for name, actor, browser in visitors(settled):
        for door, path, opens in _doors_for(settled, actor):
            if door.method != "GET" or str(door).removeprefix("GET ") in SECRET:
                continue
            knocked += 1
            answer = browser.get(path, status="*")
            told = f"{name} {door} {path} {answer.status_int}"
            if opens:
                assert answer.status_int in (200, 303, 304), told
            elif answer.status_int != 403:
                nothing = browser.get(f"/{path.split('/')[1]}/aucune/page", status="*")
                assert answer.status_int == nothing.status_int, told
                assert _body(answer) == _body(nothing), told

    assert knocked > 500


@pytest.mark.slow
def test_every_act_refuses_a_forged_form(settled):
    """No token, a wrong one, that of another visit, and forms sent from elsewhere (SES-06)."""
    stranger = settled.form_token(settled.browser("denis"))
    knocked = 0
    for name, actor, browser in visitors(settled):
        token = settled.form_token(browser) if actor else "0"
        forgeries = [
            ({}, {}),
            ({"csrf_token": "0" * 64}, {}),
            ({"csrf_token": stranger}, {}),
            ({"csrf_token": token}, {"Origin": "https://ailleurs.example"}),
            ({"csrf_token": token}, {"Origin": "null"}),
        ]
        for door, path, opens in _doors_for(settled, actor):
            if door.method == "GET" or not opens:
                continue
            for form, headers in forgeries:
                knocked += 1
                answer = _send(browser, door, path, form, headers)
                assert answer.status_int == 400, f"{name} {door} {path} {form} {headers}"

    assert knocked > 500


@pytest.mark.slow
def test_an_empty_form_breaks_no_page_and_moves_nobody_else(settled):
    """A form without a word is refused in French, or does what it says; it is never a fault of
    ours, and who may not do it learns nothing."""
    for name, actor, browser in visitors(settled):
        form = {"csrf_token": settled.form_token(browser)} if actor else {}
        for door, path, opens in _doors_for(settled, actor):
            if door.method == "GET" or (opens and door.name in LEAVING):
                continue
            answer = _send(browser, door, path, form)
            told = f"{name} {door} {path} {answer.status_int}"
            if opens:
                assert answer.status_int in (200, 204, 303, 400, 404, 409, 412, 422, 428), told
            else:
                assert answer.status_int in (303, 403, 404), told


def _doors_for(town, actor):
    with town.application.reading() as tools:
        return [
            (door, doors.address(place, door.name), doors.is_open(door, place, actor, tools))
            for place in doors.places(tree.RootPlace(tools.site, "", None))
            for door in doors.doors_of(town.site)
            if type(place) is door.place
        ]


def _send(browser, door, path, form, headers=None):
    send = {"POST": browser.post, "PUT": browser.put}[door.method]
    return send(path, form, headers=headers, status="*")


def _body(answer):
    """A stranger is sent to the entrance, from wherever he came. The tokens of forms differ."""
    return b"" if answer.status_int == 303 else re.sub(rb"[0-9a-f]{128}", b"", answer.body)


def _below(cls):
    for child in cls.__subclasses__():
        yield child
        yield from _below(child)
