"""Every page: no fault of accessibility, light and dark, wide and narrow; and its weight."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.tour import tour

WIDTHS = (1440, 390, 320)
# The tour is cut, so that several workers share it.
PARTS = 4
# KB as they travel: the first page of a visit with its fonts, and each page after it.
COLD, WARM = 50 * 1024, 10 * 1024


def pages(live, first=0, each=1):
    """Those that are pages, and not files to keep, nor pieces that a script asks for."""
    for stop in tour(live)[first::each]:
        page = live.page(stop.login, person=stop.person)
        answer = page.request.get(live.base + stop.path, max_redirects=0)
        if answer.status == 200 and answer.body().lstrip().startswith(b"<!doctype html>"):
            yield stop, page
        page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_fault_of_accessibility(live, part):
    faults = []
    for stop, page in pages(live, part, PARTS):
        page.goto(live.base + stop.path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for colours in ("light", "dark"):
                page.emulate_media(color_scheme=colours)
                found = Axe().run(page)
                seen = f"{stop} {stop.path} {width} {colours}"
                faults += [
                    f"{seen} {rule['id']}: {rule['nodes'][0]['html'][:200]}"
                    for rule in found.response["violations"]
                ]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                faults.append(f"{stop} {stop.path} {width}: {wide} px wide")

    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_pages_are_light(live):
    """Budgets of R-135, as bytes on the wire."""
    heavy = []
    for stop, page in pages(live):
        if stop.name.endswith("-pages"):
            continue  # pictures of paper, one by one as they come into view
        cold, warm = weight(page, live.base + stop.path), weight(page, live.base + stop.path)
        if cold > COLD or warm > WARM:
            heavy.append(f"{stop} {stop.path}: {cold} bytes cold, {warm} warm")

    assert not heavy, "\n".join(heavy)


def weight(page, url):
    """What came over the wire for one page and all it asks for."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    came = []
    session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    session.detach()
    return sum(came)
