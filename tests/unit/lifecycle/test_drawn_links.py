"""A reminder carries one more link of the same demand, drawn when it leaves (R-071, R-074)."""

from dataclasses import replace

import pytest

from cep_docs.lifecycle.announcing import announce_copy
from cep_docs.lifecycle.asking import (
    Sending,
    ask_at_a_distance,
    send_new_link,
    take_back_demand,
)
from cep_docs.lifecycle.drawn_links import Wanted, link_wanted
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.own_invitations import Assured
from cep_docs.lifecycle.sending import sweep_secrets
from cep_docs.messaging.letters import later
from tests.people import actor
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.test_sending import post, unit, zoe  # noqa: F401

MAIL = Sending("email", Assured(), "https://cep.example/signer/le-premier")


@pytest.fixture
def drawn(post):  # noqa: F811
    """The links that were drawn; each says how many were before."""
    wanted = []

    def draw(one):
        wanted.append(one)
        return f"https://cep.example/signer/{len(wanted)}"

    post.sender = replace(post.sender, draw_link=draw)
    return wanted


@pytest.fixture
def asked(post, unit, drawn, clock):  # noqa: F811
    """She was asked two days ago, and is reminded tonight."""
    courses.proposed(unit, post.tools)
    courses.act(unit, "sign_as_adviser", post.tools)
    request = ask_at_a_distance(unit.deliverable, MAIL, actor(post.tools, "alice"), post.tools)
    post.send()
    clock.on("2020-02-05", "02:00")
    spend_night(lambda work: work(post.tools), lambda done, of: None)
    return request


def reminder(post):  # noqa: F811
    return list(post.tools.site.messages)[-1]


def lines(zoe, what):  # noqa: F811
    return [line for line in zoe.journal if line["what"] == what]


def test_it_leads_to_the_same_document_until_the_same_end(post, unit, zoe, asked, drawn):  # noqa: F811
    before = list(drawn)

    assert post.send() == (1, 0, 0)

    errand = f"{unit.number}_shared_assessment"
    assert (before, drawn) == ([], [Wanted(zoe.identifier, errand, asked.until)])
    assert "https://cep.example/signer/1" in post.courier.letters[-1].text
    assert "comme celui de notre premier message" in post.courier.letters[-1].text


def test_by_sms_it_fits_in_one(post, unit, drawn, clock):  # noqa: F811
    courses.proposed(unit, post.tools)
    courses.act(unit, "sign_as_adviser", post.tools)
    by_sms = replace(MAIL, by="sms")
    ask_at_a_distance(unit.deliverable, by_sms, actor(post.tools, "alice"), post.tools)
    clock.on("2020-02-05", "02:00")
    spend_night(lambda work: work(post.tools), lambda done, of: None)
    long = f"https://cep.exemple.fr/signer/{'x' * 43}"
    post.sender = replace(post.sender, draw_link=lambda wanted: long)

    post.send()

    text = post.courier.letters[-1].text
    assert long in text
    assert len(text) <= 160


def test_tried_again_it_bears_the_same_link_and_nothing_stays(post, asked, drawn, clock):  # noqa: F811
    post.courier.answers = [later("silent")]
    post.send()
    clock.on("2020-02-05", "03:00")

    assert post.send() == (1, 0, 0)

    first, second = post.courier.letters[-2:]
    assert (first.text, first.key) == (second.text, second.key)
    assert len(drawn) == 1
    assert post.safe.kept == {}


def test_what_waits_with_its_link_is_not_swept(post, asked, drawn):  # noqa: F811
    post.courier.answers = [later("silent")]
    post.send()

    sweep_secrets(post.sender)

    assert list(post.safe.kept) == [reminder(post).secret]


@pytest.mark.parametrize("ends", ["taken_back", "asked_again", "new_link", "signed", "over"])
def test_what_is_asked_no_more_or_again_since_is_not_reminded(
    post,  # noqa: F811
    unit,  # noqa: F811
    zoe,  # noqa: F811
    asked,
    drawn,
    clock,
    ends,
):
    alice, document = actor(post.tools, "alice"), unit.deliverable
    clock.on("2020-02-05", "08:00")
    if ends == "taken_back":
        take_back_demand(document, alice, post.tools)
    elif ends == "asked_again":
        ask_at_a_distance(document, MAIL, alice, post.tools)
    elif ends == "new_link":
        send_new_link(document, MAIL, alice, post.tools)
    elif ends == "signed":
        courses.act(unit, "note_paper_signature", post.tools)
    else:
        asked.until = clock.now
    message = next(one for one in post.tools.site.messages if one.about == "signing_reminder")

    post.send()

    assert drawn == []
    assert (message.sent_at, message.trouble) == (None, "not_asked")
    assert message.__name__ not in post.tools.site.post.waiting
    assert len(lines(zoe, "drop_message")) == 1
    assert [about for about, _ in post.notices() if about == "message_failed"] == []


def test_what_leads_nowhere_any_more_is_dropped(post, unit, asked):  # noqa: F811
    message = reminder(post)

    for errand in ("4G-NTE-2020-999999_shared_assessment", f"{unit.number}_nothing"):
        message.errand = errand
        assert link_wanted(message, post.tools) is None


def test_a_link_for_her_is_none_for_who_represents_her(post, asked):  # noqa: F811
    message = reminder(post)
    message.errand = f"{message.errand}/representative"

    assert link_wanted(message, post.tools) is None


def test_her_copy_leads_to_her_own_space_and_keeps_its_link_too(post, zoe, unit, drawn, clock):  # noqa: F811
    announce_copy(zoe, unit.deliverable, post.tools)
    post.courier.answers = [later("silent")]
    post.send()
    clock.on("2020-02-03", "10:00")

    post.send()

    assert drawn == [Wanted(zoe.identifier)]
    assert len({letter.text for letter in post.courier.letters}) == 1
