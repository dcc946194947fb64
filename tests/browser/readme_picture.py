"""The picture of the README, a file of the demonstration: make picture."""

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from cep_docs.demo.making import Plan, make_demo
from cep_docs.lifecycle.words import spoken_rules
from tests.browser.living import Live, living

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "file.png"
ADVISER = "alice.martin"
WIDTH, HEIGHT, COLOURS = 1440, 1120, 128
RUNNING, TALE = "UO2.1", 3  # a unit that runs, after so many events that there is a story


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        instance = Path(folder) / "instance"
        make_demo(instance, Plan(200), spoken_rules(), lambda done, of: None)
        program = shutil.which("chromium") or "chromium"
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        with living(instance, browser) as live:
            taken = taken_of(live)
        browser.close()
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(taken)
    sys.stdout.write(f"{PICTURE}: {len(taken) // 1024} KB\n")


def taken_of(live: Live) -> bytes:
    """With few colours, so that it weighs little."""
    page = live.page(ADVISER)
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto(f"{live.base}/dossiers/{telling(live)}")
    page.evaluate("document.fonts.ready.then(() => true)")
    whole = Image.open(io.BytesIO(page.screenshot()))
    small = io.BytesIO()
    whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()


def telling(live: Live) -> str:
    """The first person of this adviser whose second unit runs, on time, with a document begun."""
    with live.application.reading() as tools:
        today = tools.now().date()
        for person in tools.site.beneficiaries:
            for unit in person.engagements():
                if unit.unit == RUNNING and _tells(unit, today):
                    identifier: str = person.identifier
                    return identifier
    raise LookupError("no file of the demonstration is fit for the picture")


def _tells(unit: Any, today: Any) -> bool:
    on_time = unit.state == "open" and unit.due_on is not None and unit.due_on > today
    written = unit.deliverable is not None and len(unit.interactions) >= TALE
    return on_time and written and unit.__parent__.referent == ADVISER


if __name__ == "__main__":
    main()
