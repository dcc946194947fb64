"""Pictures of every page, to be looked at: wide, phone, dark, on paper; into ./pictures."""

from pathlib import Path

import pytest

from tests.browser.test_every_page import pages

PICTURES = Path(__file__).parents[2] / "pictures"


@pytest.mark.slow
def test_every_page_has_its_pictures(live):
    PICTURES.mkdir(exist_ok=True)
    taken = 0
    for stop, page in pages(live):
        page.goto(live.base + stop.path)
        for look, width, colours, paper in (
            ("wide", 1440, "light", "screen"),
            ("phone", 390, "light", "screen"),
            ("dark", 1440, "dark", "screen"),
            ("paper", 794, "light", "print"),
        ):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=colours, media=paper)
            page.screenshot(path=PICTURES / f"{stop.name}-{look}.png", full_page=True)
            taken += 1

    assert taken >= 4
    assert len(list(PICTURES.glob("*-phone.png"))) >= taken // 4
