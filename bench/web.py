"""python -m bench.web [size…]: the time of pages on the server, next to an empty Pyramid page.

Everything a page does is in it: traversal, rights, journal, transaction, template. Both are asked
in the same run, by one visitor and by eight at once.
"""

import statistics
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

from bench.build import build, login, name_of, reopened
from bench.timing import seconds
from cep_docs.content.account import Account
from cep_docs.search.place import Index
from cep_docs.storage.instance import find
from cep_docs.storage.visits import Visit
from tests.web_people import HERE

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyramid.config import Configurator
    from pyramid.response import Response
    from webob import Request

    from cep_docs.web.doors import cookie_name, doors_of
    from cep_docs.web.security import FormTokens
    from cep_docs.web.site import Outside, make_site

SIZES = (1_000, 10_000, 100_000)
TIMES = 80
VISITORS = 8
MANAGER = "manager"
ME, SOMEBODY_ELSE = 3, 0  # two advisers who work in different places

Site = Callable[..., Any]


@dataclass(frozen=True)
class Browser:
    """Somebody who has signed in; each call answers once."""

    site: Site
    cookie: str
    token: str

    def get(self, path: str, expected: int = 200) -> None:
        request = Request.blank(path, environ=HERE, headers={"Cookie": self.cookie})
        answer = request.get_response(self.site)
        assert answer.status_int == expected, f"{path} {answer.status}"

    def save(self, field: str, text: str) -> None:
        """What the editor sends a second after the last key; two who write at once may meet."""
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.token}
        seen = Request.blank(field, environ=HERE, headers=headers).get_response(self.site)
        headers["If-Match"] = seen.headers["ETag"]
        request = Request.blank(
            field, environ=HERE, headers=headers, method="PUT", body=text.encode()
        )
        request.content_type = "text/plain; charset=utf-8"
        answer = request.get_response(self.site)
        assert answer.status_int in (200, 204, 412), answer.status


@dataclass(frozen=True)
class House:
    """A site on a house, and the addresses of what is asked for there."""

    site: Site
    adviser: Browser
    manager: Browser
    document: str
    closed: str  # a document that `adviser` may not open

    @property
    def file(self) -> str:
        return self.document.split("/uo/")[0]

    def pages(self) -> Mapping[str, Callable[[], object]]:
        numbers = count()
        names = [name_of(index)[:5] for index in range(200)]
        get = self.adviser.get
        closed_file = self.closed.split("/uo/")[0]
        return {
            "aujourd'hui": partial(get, "/aujourdhui"),
            "file": partial(get, self.file),
            "editor": partial(get, self.document),
            "search": lambda: get(f"/recherche?q={names[next(numbers) % 200]}"),
            "save": lambda: self.adviser.save(
                f"{self.document}/rubriques/need", f"Texte {next(numbers)}."
            ),
            "my files": partial(get, "/dossiers"),
            "all files": partial(get, "/dossiers?qui=tous"),
            "aujourd'hui of a manager": partial(self.manager.get, "/aujourdhui"),
            "pilotage": partial(self.manager.get, "/pilotage/equipes/ANG"),
            "all files of a manager": partial(self.manager.get, "/dossiers?qui=tous"),
            "file that is closed to one": partial(get, closed_file, 404),
            "file that is not": partial(get, "/dossiers/" + "f" * 20, 404),
            "document that is closed to one": partial(get, self.closed, 404),
            "document that is not": partial(get, self.closed[:-1] + "z", 404),
        }


def main(sizes: tuple[int, ...]) -> None:
    with tempfile.TemporaryDirectory() as place:
        houses = {}
        for size in sizes:
            houses[size] = Path(place, str(size))
            build(houses[size], size, lambda done: None)
        compare(houses)


def compare(houses: Mapping[int, Path]) -> None:
    """What was measured in each house, then how it grows from the first one to the others."""
    alone: dict[int, dict[str, float]] = {}
    for size, folder in houses.items():
        alone[size] = {}
        for name, ratio in measure(folder, alone[size]).items():
            print(f"{size:>7} files  {name:<62} {ratio:8.2f}")
    first = next(iter(houses))
    for size in list(houses)[1:]:
        for name, late in alone[size].items():
            growth = late / alone[first][name]
            print(f"{size:>7} files  {name}, p95, / at {first} {growth:8.2f}")


def measure(folder: Path, alone: dict[str, float]) -> dict[str, float]:
    """Ratios to the empty page; `alone` gets the p95 in empty pages for the growth."""
    _, application_of = reopened(folder)
    found = {}
    with find(folder).open() as house:
        pages = _house(folder, application_of(house)).pages()
        empty = partial(_ask_empty, _empty_site())
        middle = {}
        for name, ask in pages.items():
            for _ in range(5):
                ask()
            for several in (1, VISITORS):
                ours, bare = _times(ask, several), _times(empty, several)
                for label, at in (("p50", 0.5), ("p95", 0.95)):
                    ratio = _at(ours, at) / statistics.median(bare)
                    found[f"{name}, {several} at once, {label} / empty page"] = ratio
                if several == 1:
                    alone[name] = _at(ours, 0.95) / statistics.median(bare)
                    middle[name] = _at(ours, 0.5) / statistics.median(bare)
    for kind in ("file", "document"):
        told = middle[f"{kind} that is closed to one"] / middle[f"{kind} that is not"]
        found[f"{kind} that is closed to one / that is not, p50"] = told
    return found


def _house(folder: Path, application: Any) -> House:
    application.write(_hire_a_manager)
    site = make_site(application, Outside(doors_of(folder), Index(folder / "index")))
    return House(
        site,
        _browser(folder, site, login(ME)),
        _browser(folder, site, MANAGER),
        _first_document(application, login(ME)),
        _first_document(application, login(SOMEBODY_ELSE)),
    )


def _hire_a_manager(tools: Any) -> None:
    if MANAGER not in tools.site.accounts:
        account = Account(MANAGER, "Manager", ("manager",))
        account.structure = tools.site.accounts[login(ME)].structure
        account.organisation = tools.site.accounts[login(ME)].organisation
        tools.site.accounts.add(MANAGER, account)


def _browser(folder: Path, site: Site, who: str) -> Browser:
    doors = doors_of(folder)
    now = doors.now()
    cookie = doors.visits.begin(Visit("", now, now, account=who, factor_at=now))
    request = Request.blank("/", environ=HERE, headers={"Cookie": f"__Host-cep={cookie}"})
    assert cookie_name(request) == "__Host-cep"
    # Forms of a visit are drawn from its own secret, which a transaction is needed to look for.
    request.own_visit = doors.visits.find(cookie, now)
    return Browser(site, f"__Host-cep={cookie}", FormTokens(doors).get_csrf_token(request))


def _first_document(application: Any, who: str) -> str:
    """The address of what is being written in the first unit that somebody follows."""
    with application.reading() as tools:
        number = next(islice(tools.catalog.caseload(who), 1))[1]
        person, course = tools.catalog.locate(number)
        unit = tools.site.beneficiaries[person][course][number]
        return f"/dossiers/{person}/uo/{number}/documents/{unit.deliverable.__name__}"


def _empty_site() -> Site:
    config = Configurator()
    config.add_route("empty", "/")
    config.add_view(
        lambda request: Response("<!doctype html><title>vide</title>"), route_name="empty"
    )
    site: Site = config.make_wsgi_app()
    return site


def _ask_empty(site: Site) -> None:
    Request.blank("/", environ=HERE).get_response(site)


def _times(ask: Callable[[], object], several: int) -> list[float]:
    taken: list[float] = []

    def visitor() -> None:
        taken.extend(seconds(ask) for _ in range(TIMES // several))

    threads = [threading.Thread(target=visitor) for _ in range(several)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def _at(times: list[float], part: float) -> float:
    return sorted(times)[int(len(times) * part)]


if __name__ == "__main__":
    main(tuple(int(text) for text in sys.argv[1:]) or SIZES)
