"""The link of a reminder and the first one, side by side (R-067, R-071, R-074)."""

import pytest

from cep_docs.cli.messages import sender_of
from cep_docs.lifecycle.drawn_links import Wanted
from cep_docs.signin.links import find_link
from tests.functional.web.signing_people import code_sent, form_to, played, walk
from tests.functional.web.test_asking import Proposed, sent


@pytest.fixture
def asked(town):
    """Asked at a distance by mail; both links, the second one drawn as a reminder leaves."""
    town.wall.now = town.clock.now
    played(town)
    one = Proposed(town).signed_first()
    page = town.browser("alice").get(f"{one.at}/faire-signer")
    form = form_to(page, "/a-distance")
    form["by"] = "email"
    form.submit()
    (text,) = town.write(lambda tools: [message.text for message in tools.site.messages])
    one.first = next(word for word in text.split() if "/signer/" in word)
    until = one.do(lambda document, tools: document.current.request.until)
    sender = sender_of(town.application)
    one.second = sender.draw_link(Wanted(one.person, one.name, until))
    one.links_now = [address.rpartition("/signer/")[2] for address in (one.first, one.second)]
    return one


def arrive(town, token):
    return town.stranger().get(f"/signer/{token}")


def come_in(town, token):
    hers = town.stranger()
    page = hers.get(f"/signer/{token}").forms[0].submit().follow()
    page.forms[0]["code"] = code_sent(town)
    page.forms[0].submit().follow()
    return hers


def test_both_end_at_the_same_instant_and_are_for_the_same(asked, town):
    first, second = (find_link(town.doors.links, token, town.wall()) for token in asked.links_now)

    assert first.key != second.key
    assert (first.beneficiary, first.purpose, first.until) == (
        second.beneficiary,
        second.purpose,
        second.until,
    )


@pytest.mark.parametrize("which", [0, 1])
def test_by_either_she_comes_with_a_code_by_the_other_way_and_signs(asked, town, which):
    hers = come_in(town, asked.links_now[which])

    form_to(walk(hers), "/signer").submit()

    assert asked.state == "signed"
    assert sent(town)[1] == ("code", "sms")
    told = {
        " ".join(arrive(town, token).html.select_one("main").text.split())
        for token in asked.links_now
    }
    assert len(told) == 1


def test_a_new_link_and_the_end_of_the_demand_revoke_them_all(asked, town):
    alice = town.browser("alice")
    page = alice.get(f"{asked.at}/faire-signer")

    form_to(page, "/annuler-demande").submit()

    assert [find_link(town.doors.links, token, town.wall()) for token in asked.links_now] == [
        None,
        None,
    ]
