"""A site on a small operator in a temporary folder, and visitors who are signed in."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from webtest import TestApp

from cep_docs.app import Application, new_site, opened
from cep_docs.search.place import Index
from cep_docs.storage.instance import create
from cep_docs.storage.visits import Visit
from cep_docs.web.doors import Doors, doors_of
from cep_docs.web.security import TOKEN, masked
from cep_docs.web.site import Outside, make_site
from tests.people import RULES, Clock, furnish, orders

# What a browser says of itself when it sends a form from one of our pages.
HERE = {
    "wsgi.url_scheme": "https",
    "HTTP_HOST": "localhost:443",
    "HTTP_ORIGIN": "https://localhost",
}


@dataclass
class Town:
    """An open instance with its site. `clock` is that of the work, `wall` that of the visits."""

    application: Application
    site: object
    doors: Doors
    clock: Clock
    wall: Clock
    index: Index

    def stranger(self) -> TestApp:
        return TestApp(self.site, extra_environ=HERE)

    def browser(self, login: str) -> TestApp:
        """A browser where somebody of the staff has signed in; his second factor is recent."""
        now = self.wall()
        return self._entered(Visit("", now, now, account=login, factor_at=now))

    def browser_of_person(self, identifier: str, errand: str = "") -> TestApp:
        """A browser where the person herself has come in, for one document if it is named."""
        now = self.wall()
        visit = Visit("", now, now, beneficiary=identifier, factor_at=now, errand=errand)
        return self._entered(visit)

    def write(self, work):
        """Do something with the tools of a transaction, as a command would."""
        return self.application.write(work)

    def form_token(self, browser: TestApp) -> str:
        """What the forms of this browser carry, to send one without asking for its page."""
        token = browser.cookies["__Host-cep"].strip('"')  # as WebTest keeps it
        visit = self.doors.visits.find(token, self.wall())
        said = f"form {visit.forms if visit else token}"
        token = hmac.new(self.doors.secret, said.encode(), hashlib.sha256).digest()
        return masked(token, b"m" * TOKEN)

    def _entered(self, visit: Visit) -> TestApp:
        browser = self.stranger()
        browser.set_cookie("__Host-cep", self.doors.visits.begin(visit))
        return browser


def make_folder(folder: Path) -> None:
    """The instance of the small operator of tests.people, with a hundred of each unit ordered."""
    clock = Clock()
    create(folder, "4G", lambda: new_site("4G"), clock().date())
    with opened(folder, clock, rules=RULES) as application:
        application.write(lambda tools: (furnish(tools.site), orders(tools)))


def open_town(application: Application, folder: Path, clock: Clock) -> Town:
    wall = Clock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    doors = doors_of(folder, wall)
    index = Index(folder / "index")
    site = make_site(application, Outside(doors, index))
    return Town(application, site, doors, clock, wall, index)
