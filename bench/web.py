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

Site = Callable[..., Any]


@dataclass(frozen=True)
class Asking:
    """A site, a visit, and the pages that are asked for; each call answers once."""

    site: Site
    cookie: str
    token: str
    file: str
    field: str

    def pages(self) -> Mapping[str, Callable[[], object]]:
        numbers = count()
        names = [name_of(index)[:5] for index in range(200)]
        return {
            "aujourd'hui": partial(self.get, "/aujourdhui"),
            "file": partial(self.get, self.file),
            "search": lambda: self.get(f"/recherche?q={names[next(numbers) % 200]}"),
            "save": lambda: self.save(f"Texte {next(numbers)}."),
        }

    def get(self, path: str) -> None:
        request = Request.blank(path, environ=HERE, headers={"Cookie": self.cookie})
        answer = request.get_response(self.site)
        assert answer.status_int == 200, f"{path} {answer.status}"

    def save(self, text: str) -> None:
        """What the editor sends a second after the last key; two who write at once may meet."""
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.token}
        seen = Request.blank(self.field, environ=HERE, headers=headers).get_response(self.site)
        headers["If-Match"] = seen.headers["ETag"]
        request = Request.blank(
            self.field, environ=HERE, headers=headers, method="PUT", body=text.encode()
        )
        request.content_type = "text/plain; charset=utf-8"
        answer = request.get_response(self.site)
        assert answer.status_int in (200, 204, 412), answer.status


def main(sizes: tuple[int, ...]) -> None:
    alone: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(place, str(size))
            build(folder, size, lambda done: None)
            alone[size] = {}
            for name, ratio in measure(folder, alone[size]).items():
                print(f"{size:>7} files  {name:<48} {ratio:8.2f}")
    for size in sizes[1:]:
        for name, late in alone[size].items():
            growth = late / alone[sizes[0]][name]
            print(f"{size:>7} files  {name}, p95, / at {sizes[0]} {growth:8.2f}")


def measure(folder: Path, alone: dict[str, float]) -> dict[str, float]:
    """Ratios to the empty page; `alone` gets the p95 in empty pages for the growth."""
    _, application_of = reopened(folder)
    with find(folder).open() as house:
        asking = _asking(folder, application_of(house))
        empty = partial(_ask_empty, _empty_site())
        found = {}
        for name, ask in asking.pages().items():
            for _ in range(5):
                ask()
            for several in (1, VISITORS):
                ours, bare = _times(ask, several), _times(empty, several)
                for label, at in (("p50", 0.5), ("p95", 0.95)):
                    ratio = _at(ours, at) / statistics.median(bare)
                    found[f"{name}, {several} at once, {label} / empty page"] = ratio
                if several == 1:
                    alone[name] = _at(ours, 0.95) / statistics.median(bare)
    return found


def _asking(folder: Path, application: Any) -> Asking:
    doors = doors_of(folder)
    now = doors.now()
    cookie = doors.visits.begin(Visit("", now, now, account=login(3), factor_at=now))
    site = make_site(application, Outside(doors, Index(folder / "index")))
    with application.reading() as tools:
        numbers = [number for _, number in islice(tools.catalog.caseload(login(3)), 1)]
        person, course = tools.catalog.locate(numbers[0])
        unit = tools.site.beneficiaries[person][course][numbers[0]]
        document = unit.deliverable.__name__
    request = Request.blank("/", environ=HERE, headers={"Cookie": f"__Host-cep={cookie}"})
    assert cookie_name(request) == "__Host-cep"
    file = f"/dossiers/{person}"
    field = f"{file}/uo/{numbers[0]}/documents/{document}/rubriques/need"
    token = FormTokens(doors).get_csrf_token(request)
    return Asking(site, f"__Host-cep={cookie}", token, file, field)


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
