"""python -m bench.web [size…]: the time of pages on the server, next to an empty Pyramid page.

Everything a page does is in it: traversal, rights, journal, transaction, template. Both are asked
in the same run, by one visitor and by eight at once.
"""

import statistics
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from queue import Queue
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
class Times:
    """`ratios` of what a visitor waits to the empty page; `work` is what the processor does alone,
    the same way: the growth and the smallest differences are told by it, as other programs of a
    shared machine do not count there."""

    ratios: Mapping[str, float]
    work: float


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

    def save(self, fields: "Queue[tuple[str, str]]", text: str) -> None:
        """What the editor sends a second after the last key; everybody writes in a text of his."""
        field, seen = fields.get()
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.token, "If-Match": seen}
        request = Request.blank(
            field, environ=HERE, headers=headers, method="PUT", POST={"value": text}
        )
        answer = request.get_response(self.site)
        assert answer.status_int == 200, answer.status
        fields.put((field, answer.headers["ETag"]))


@dataclass(frozen=True)
class House:
    """A site on a house, and the addresses of what is asked for there."""

    site: Site
    adviser: Browser
    manager: Browser
    documents: Mapping[str, int]  # and how often their heading was saved
    closed: str  # a document that `adviser` may not open

    def pages(self) -> Mapping[str, Callable[[], object]]:
        numbers, opened = count(), cycle(self.documents)
        fields: Queue[tuple[str, str]] = Queue()
        for document, revision in self.documents.items():
            fields.put((f"{document}/rubriques/need", f'"{revision}"'))
        names = [name_of(index)[:5] for index in range(200)]
        get = self.adviser.get
        closed_file = self.closed.split("/uo/")[0]
        return {
            "aujourd'hui": partial(get, "/aujourdhui"),
            "file": lambda: get(next(opened).split("/uo/")[0]),
            "editor": lambda: get(next(opened)),
            "search": lambda: get(f"/recherche?q={names[next(numbers) % 200]}"),
            "save": lambda: self.adviser.save(fields, f"Texte {next(numbers)}."),
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
    measured = {}
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(place, str(size))
            build(folder, size, lambda done: None)
            measured[size] = measure(folder)
    tell(measured)


def tell(measured: Mapping[int, Mapping[str, Times]]) -> None:
    """What was measured in each house, then how it grows from the first one to the others."""
    first = next(iter(measured))
    for size, pages in measured.items():
        for name, times in pages.items():
            for label, ratio in times.ratios.items():
                print(f"{size:>7} files  {name + ', ' + label:<62} {ratio:8.2f}")
        for kind in ("file", "document"):
            closed, missing = pages[f"{kind} that is closed to one"], pages[f"{kind} that is not"]
            ratio = closed.work / missing.work
            print(
                f"{size:>7} files  {f'{kind}, closed to one / not there, work':<62} {ratio:8.2f}"
            )
    for size in list(measured)[1:]:
        for name, times in measured[size].items():
            growth = times.work / measured[first][name].work
            print(f"{size:>7} files  {name + f', work, / at {first}':<62} {growth:8.2f}")


def measure(folder: Path) -> dict[str, Times]:
    """Every page of the house in this folder, next to the empty page."""
    _, application_of = reopened(folder)
    with find(folder).open() as house:
        pages = _house(folder, application_of(house)).pages()
        empty = partial(_ask_empty, _empty_site())
        return {name: _measured(ask, empty) for name, ask in pages.items()}


def _measured(ask: Callable[[], object], empty: Callable[[], object]) -> Times:
    for _ in range(5):
        ask()
    ratios = {}
    for several in (1, VISITORS):
        ours, bare = _times(ask, several), statistics.median(_times(empty, several))
        for label, at in (("p50", 0.5), ("p95", 0.95)):
            ratios[f"{several} at once, {label} / empty page"] = _at(ours, at) / bare
    work = statistics.median(seconds(ask, time.thread_time) for _ in range(TIMES))
    bare_work = statistics.median(seconds(empty, time.thread_time) for _ in range(TIMES))
    return Times(ratios, work / bare_work)


def _house(folder: Path, application: Any) -> House:
    application.write(_hire_a_manager)
    site = make_site(application, Outside(doors_of(folder), Index(folder / "index")))
    return House(
        site,
        _browser(folder, site, login(ME)),
        _browser(folder, site, MANAGER),
        _documents(application, login(ME), VISITORS),
        *_documents(application, login(SOMEBODY_ELSE), 1),
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


def _documents(application: Any, who: str, several: int) -> dict[str, int]:
    """The addresses of what is being written in the first units that somebody follows."""
    with application.reading() as tools:
        return dict(_written(tools, who, several))


def _written(tools: Any, who: str, several: int) -> Iterator[tuple[str, int]]:
    for _, number in islice(tools.catalog.caseload(who), several):
        person, course = tools.catalog.locate(number)
        document = tools.site.beneficiaries[person][course][number].deliverable
        address = f"/dossiers/{person}/uo/{number}/documents/{document.__name__}"
        yield address, document.heading("need").revision


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
