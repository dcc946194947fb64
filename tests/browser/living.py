"""A site that really listens, on a copy of the demonstration, and real browsers in front of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import waitress

from cep_docs.app import Application, opened
from cep_docs.search.place import Index
from cep_docs.storage.visits import Visit
from cep_docs.web.doors import Doors, doors_of
from cep_docs.web.site import Outside, make_site

# What a browser says by itself of an answer that is a refusal: the page shows it, all is well.
EXPECTED = "the server responded with a status of 4"


@dataclass
class Live:
    """`base` is its address; `said` what consoles said since it began, which must be nothing;
    `stops` the pages of a tour that was prepared."""

    application: Application
    site: Any
    doors: Doors
    base: str
    browser: Any
    said: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)
    stops: list[Any] = field(default_factory=list)

    def page(
        self,
        login: str = "",
        *,
        person: str = "",
        errand: str = "",
        width: int = 1440,
        dark: bool = False,
        js: bool = True,
        touch: bool = False,
    ) -> Any:
        """A page of a browser of its own; signed in as somebody of the staff, as a person advised
        (let in for one document, with an errand), or as nobody."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844},
            color_scheme="dark" if dark else "light",
            locale="fr-FR",
            java_script_enabled=js,
            has_touch=touch,
        )
        self.contexts.append(context)
        if login or person:
            now = self.doors.now()
            visit = Visit(
                "", now, now, account=login, beneficiary=person, factor_at=now, errand=errand
            )
            token = self.doors.visits.begin(visit)
            context.add_cookies([{"name": "cep", "value": token, "url": self.base}])
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and EXPECTED not in message.text:
            self.said.append(message.text)


@contextmanager
def living(folder: Path, browser: Any, now: Any = None, port: int = 0) -> Iterator[Live]:
    """`now` is the clock of the work; that of the folder when it is not given."""
    with opened(folder, now) as application:
        doors = doors_of(folder)
        site = make_site(application, Outside(doors, Index(folder / "index")))
        server = waitress.create_server(site, host="127.0.0.1", port=port, threads=4)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        live = Live(application, site, doors, f"http://127.0.0.1:{server.effective_port}", browser)
        try:
            yield live
        finally:
            for context in live.contexts:
                context.close()
            server.close()
            thread.join(10)
