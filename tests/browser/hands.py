"""Three ways of doing the same day: with keys alone, with a finger, without JavaScript."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

# Every stop of the focus is seen: by an outline of its own, or by that of the frame around it.
STOP = """wanted => {
  const at = document.activeElement;
  const drawn = el => { const s = el && getComputedStyle(el);
    return s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0; };
  const seen = at === document.body || drawn(at) || drawn(at.closest('.rich'));
  return { seen, there: at === wanted, around: at.matches('.skip, body'),
    said: at.outerHTML.slice(0, 160) }; }"""
HAS_THE_FOCUS = "at => at === document.activeElement"
BEGINS_SOMEWHERE = "!location.hash && document.querySelector('[autofocus]') !== null"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FARTHEST = 500  # stops of the focus on one page
FINGER = 24  # pixels


@dataclass
class Hand:
    """What one does to a page, whatever one does it with; here with a mouse."""

    page: Page

    def arrives(self, path: str) -> None:
        meant = re.compile(path)
        self.page.wait_for_url(lambda url: meant.fullmatch(urlsplit(url).path.rstrip("/")))

    def link(self, name: str, within: str = "main") -> None:
        self.act(self._named("link", name, within))

    def button(self, name: str, within: str = "main") -> None:
        self.act(self._named("button", name, within))

    def shortcut(self, key: str, name: str) -> None:
        """What has a key; whoever has none follows the link of that name."""
        self.link(name)

    def field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(label).first

    def act(self, at: Locator) -> None:
        at.click()

    def write(self, at: Locator, text: str) -> None:
        at.fill(text)

    def choose(self, at: Locator, label: str) -> None:
        at.select_option(label=label)

    def tick(self, at: Locator) -> None:
        at.check()

    def _named(self, role: Any, name: str, within: str) -> Locator:
        return self.page.locator(within).get_by_role(role, name=re.compile(name)).first


class Keys(Hand):
    """Nothing but keys, and the focus is seen wherever it stops."""

    def arrives(self, path: str) -> None:
        """There, and where the page says one begins: the focus comes after the page has loaded."""
        super().arrives(path)
        self._begins()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def act(self, at: Locator) -> None:
        self.reach(at)
        self.press("Enter")

    def write(self, at: Locator, text: str) -> None:
        self.reach(at)
        self.type(text)

    def choose(self, at: Locator, label: str) -> None:
        """Down the list, which nobody opened."""
        self.reach(at)
        for _ in range(at.locator("option").count()):
            if at.locator("option:checked").inner_text() == label:
                return
            self.press("ArrowDown")
        raise AssertionError(f"« {label} » cannot be chosen by keyboard")

    def tick(self, at: Locator) -> None:
        self.reach(at)
        self.press("Space")

    def shortcut(self, key: str, name: str) -> None:
        self.press(key)

    def reach(self, at: Locator) -> None:
        wanted = at.element_handle()
        if at.evaluate(HAS_THE_FOCUS):
            return
        for _ in range(FARTHEST):
            if self._tab(wanted)["there"]:
                return
        raise AssertionError(f"{at} is out of reach of the keyboard on {self.page.url}")

    def walk(self) -> int:
        """Every stop of the page, once; how many there are."""
        self._begins()
        for stops in range(FARTHEST):
            if self._tab()["around"] and stops:
                return stops
        raise AssertionError(f"the focus is caught somewhere on {self.page.url}")

    def _begins(self) -> None:
        if self.page.evaluate(BEGINS_SOMEWHERE):
            expect(self.page.locator(":focus")).to_have_count(1)

    def _tab(self, wanted: Any = None) -> Any:
        self.press("Tab")
        stop = self.page.evaluate(STOP, wanted)
        assert stop["seen"], f"{urlsplit(self.page.url).path}: {stop['said']}"
        return stop


class Finger(Hand):
    """Taps; what is a button is large enough, and no page is wider than the phone."""

    def arrives(self, path: str) -> None:
        super().arrives(path)
        assert not self.page.evaluate(TOO_WIDE), path

    def act(self, at: Locator) -> None:
        at.scroll_into_view_if_needed()
        box = at.bounding_box()
        assert box is not None
        assert box["height"] >= FINGER, at
        at.tap()

    def write(self, at: Locator, text: str) -> None:
        at.tap()
        at.fill(text)

    def tick(self, at: Locator) -> None:
        at.tap()
        expect(at).to_be_checked()
