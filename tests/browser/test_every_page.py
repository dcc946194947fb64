"""Every page: no fault of accessibility, light and dark, wide and narrow; and its weight."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from cep_docs.app import opened
from tests.browser.living import living
from tests.browser.tour import tour, tour_of_signatures
from tests.browser.under_way import set_going

WIDTHS = (1440, 390, 320)
# The tour is cut, so that several workers share it.
PARTS = 4
# KB as they travel: the first page of a visit with its fonts, and each page after it.
PICTURES = ("-pages", "-controle", "paper-check", "batch", "batch-page")  # of paper
COLD, WARM = 50 * 1024, 10 * 1024


@pytest.fixture(scope="module")
def under_way(demonstration, tmp_path_factory):
    """A copy where signatures are at every step, and where each of them stands."""
    folder = tmp_path_factory.mktemp("under-way") / "instance"
    shutil.copytree(demonstration, folder)
    with opened(folder) as application:
        return folder, application.write(set_going)


@pytest.fixture(scope="module")
def live(under_way, chromium):
    folder, waiting = under_way
    with living(folder, chromium) as site:
        site.stops = [*tour(site), *tour_of_signatures(waiting)]
        yield site
        assert site.said == []


def pages(live, first=0, each=1):
    """Those that are pages, and not files to keep, nor pieces that a script asks for."""
    for stop in (live.stops or tour(live))[first::each]:
        page = live.page(stop.login, person=stop.person, errand=stop.errand)
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
def test_every_step_of_a_signature_is_on_the_tour(live, under_way):
    """None of them leads elsewhere, so that none is passed over by the tests of this module."""
    for stop in tour_of_signatures(under_way[1]):
        page = live.page(stop.login, person=stop.person, errand=stop.errand)
        answer = page.request.get(live.base + stop.path, max_redirects=0)
        assert answer.status == 200, f"{stop} {stop.path} {answer.status}"
        page.context.close()


@pytest.mark.slow
def test_pages_are_light(live):
    """Budgets of R-135, as bytes on the wire."""
    heavy = []
    for stop, page in pages(live):
        if stop.name.endswith(PICTURES):
            continue
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
