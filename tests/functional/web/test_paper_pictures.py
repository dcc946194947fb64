"""The pages of a scan beside its check: each its own answer, one reading for all (R-072)."""

import io

import pytest
from PIL import Image

from tests.functional.web.act_forms import looked_up
from tests.functional.web.test_paper import post, printed, proposed, sent, whole  # noqa: F401

HEAVIEST = 30_000


@pytest.fixture
def scanned(proposed, post):  # noqa: F811
    sent(post, whole(printed(post, proposed)))
    return proposed


def pictures(page):
    return page.html.select("section.paper img")


def readings(town, path):
    """Of the scan, by anybody."""
    return looked_up(
        town,
        path,
        lambda person: sum(
            1
            for line in person.journal
            if line["what"] == "view" and "scan" in str(line["details"].get("file", ""))
        ),
    )


def test_the_page_is_light_and_nothing_jumps(scanned, post):  # noqa: F811
    page = post.browser("alice").get(f"{scanned}/controle")

    shown = pictures(page)
    assert len(page.body) < HEAVIEST
    assert "data:image/jpeg" not in page.text
    assert [one.get("loading") for one in shown] == [None, *["lazy"] * (len(shown) - 1)]
    assert all(int(one["width"]) and int(one["height"]) for one in shown)


def test_each_picture_has_the_size_that_was_told_and_is_not_kept(scanned, post):  # noqa: F811
    alice = post.browser("alice")
    first = pictures(alice.get(f"{scanned}/controle"))[0]

    picture = alice.get(first["src"])

    assert picture.content_type == "image/jpeg"
    assert picture.headers["Cache-Control"] == "no-store"
    with Image.open(io.BytesIO(picture.body)) as drawn:
        assert drawn.size == (int(first["width"]), int(first["height"]))


def test_one_reading_is_written_down_for_a_view_however_many_pictures(scanned, post):  # noqa: F811
    alice = post.browser("alice")
    before = readings(post, scanned)
    shown = pictures(alice.get(f"{scanned}/controle"))

    for one in shown:
        alice.get(one["src"])

    assert len(shown) > 1
    assert readings(post, scanned) == before + 1


def test_a_picture_is_for_this_visit_only_and_for_who_may(scanned, post):  # noqa: F811
    source = pictures(post.browser("alice").get(f"{scanned}/controle"))[0]["src"]

    again = post.browser("alice").get(source)
    for stranger in ("bruno", "chloe", "gaelle"):
        post.browser(stranger).get(source, status=(403, 404))

    assert again.location.endswith("/papier/controle")


@pytest.mark.parametrize("number", ["0", "99", "1x", "", "12345"])
def test_a_page_that_is_not_there_leads_back(scanned, post, number):  # noqa: F811
    alice = post.browser("alice")
    source = pictures(alice.get(f"{scanned}/controle"))[0]["src"]

    wrong = alice.get(source.replace("page=2", f"page={number}"))

    assert wrong.location.endswith("/papier/controle")
