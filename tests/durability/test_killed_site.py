"""kill -9 of the site itself, and a disk that is full: what a page acknowledged is there.

`CEP_KILLS=200` for the full run.
"""

import http.client
import os
import random
import re
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from webtest import TestApp

from cep_docs.app import opened
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.storage.visits import Visit
from cep_docs.web.doors import doors_of
from tests.durability.test_full_disk import fill
from tests.people import RULES, Clock, received
from tests.unit.lifecycle.courses import engaged
from tests.web_people import make_folder, open_town

# Each takes seconds to start again.
KILLS = max(3, int(os.environ.get("CEP_KILLS", "20")) // 10)
SERVE = (
    sys.executable,
    "-W",
    "ignore",
    "-c",
    "from cep_docs.cli.main import main; main()",
    "serve",
)
_HIDDEN = re.compile(r'name="(csrf_token|acte)" value="([0-9a-f]+)"')


@dataclass
class Browser:
    """Signed in as Alice, at whatever port the site listens on."""

    port: int
    token: str

    def ask(self, method: str, path: str, said: dict[str, str] | None = None) -> tuple[int, str]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            return self._ask(line, method, path, said)

    def _ask(self, line, method, path, said):
        headers = {"Cookie": f"cep={self.token}", "Origin": f"http://127.0.0.1:{self.port}"}
        if said is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, urlencode(said) if said else None, headers)
        with line.getresponse() as answer:
            return answer.status, answer.read().decode()

    def write(self, path: str, text: str) -> bool:
        hidden = dict(_HIDDEN.findall(self.ask("GET", path)[1]))
        return self.ask("POST", path, {**hidden, "text": text})[0] == 303


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "instance"
    make_folder(folder)
    return folder


def notes_of_somebody(folder: Path) -> str:
    with opened(folder, Clock(), rules=RULES) as application:
        number = application.write(lambda tools: engaged(tools, "UO1", received(tools)).number)
        with application.reading() as tools:
            return f"/dossiers/{tools.catalog.locate(number)[0]}/notes"


def serving(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """The real command, once it says where it listens."""
    site = subprocess.Popen(
        [*SERVE, "--folder", str(folder), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    first = site.stdout.readline()
    port = urlsplit(first.strip()).port
    assert port, first + site.stdout.read()
    return site, port


def write_until_dead(browser: Browser, path: str, start: int, acknowledged: list[str]) -> None:
    number = start
    while True:
        number += 1
        try:
            if browser.write(path, f"Note {number:05}."):
                acknowledged.append(f"Note {number:05}.")
        except (OSError, http.client.HTTPException):
            return


def live_and_die(site, work, after: float) -> None:
    """Killed some time after it acknowledged something of this life."""
    acknowledged = work[-1]
    before = len(acknowledged)
    writer = threading.Thread(target=write_until_dead, args=work)
    writer.start()
    while len(acknowledged) == before and writer.is_alive():
        threading.Event().wait(0.05)
    threading.Event().wait(after)
    site.kill()
    site.wait()
    site.stdout.close()
    writer.join()


def asked_again(folder: Path, token: str, path: str) -> tuple[int, str]:
    """By the visit that began before all these deaths."""
    site, port = serving(folder)
    answer = Browser(port, token).ask("GET", path)
    site.terminate()
    site.wait()
    site.stdout.close()
    return answer


@pytest.mark.slow
def test_whatever_the_instant_what_was_acknowledged_is_there_and_visits_go_on(folder):
    path, instants = notes_of_somebody(folder), random.Random(5)
    now = datetime.now(UTC)
    visits = doors_of(folder).visits
    token = visits.begin(Visit("", now, now, account="alice", factor_at=now))
    visits._ledger.close()
    acknowledged: list[str] = []

    for life in range(KILLS):
        site, port = serving(folder)
        work = (Browser(port, token), path, 10_000 * life, acknowledged)
        live_and_die(site, work, instants.uniform(0, 0.5))

    with opened(folder, Clock(), rules=RULES) as application, application.reading() as tools:
        person = tools.site.beneficiaries[path.split("/")[2]]
        written = [note.text for note in person.notes]
        assert len(acknowledged) >= KILLS
        assert set(acknowledged) <= set(written)
        assert len(written) == len(set(written))
        assert verify_journals(tools, lambda done, total: None).findings == []
    status, page = asked_again(folder, token, path)
    assert (status, acknowledged[-1] in page) == (200, True)


def test_a_second_site_on_the_same_folder_is_refused_in_french(folder):
    site, _ = serving(folder)

    second = subprocess.run(
        [*SERVE, "--folder", str(folder), "--port", "0"], capture_output=True, text=True
    )

    site.terminate()
    assert site.wait() == 0
    site.stdout.close()
    assert second.returncode != 0
    assert "Traceback" not in second.stderr
    assert re.search("déjà|autre programme|ouvert", second.stderr + second.stdout)


def test_on_a_full_disk_pages_say_so_and_nothing_is_lost(mounted):
    disk = mounted("petit", "-t", "tmpfs", "-o", "size=64m", "tmpfs")
    folder = disk / "instance"
    make_folder(folder)
    path = notes_of_somebody(folder)
    with opened(folder, Clock(), rules=RULES) as application:
        town = open_town(application, folder, Clock())
        alice: TestApp = town.browser("alice")
        form = note_form(alice.get(path), "Avant.")
        form.submit(status=303)
        late = note_form(alice.get(path), "Pendant.")
        ballast = fill(disk, leaving=0)
        refused = late.submit(status="*")
        seen = alice.get(path, status="*")
        ballast.unlink()
        again = late.submit(status="*")
        last = alice.get(path).text
        town.index.close()
        town.doors.visits._ledger.close()

        assert refused.status_int == 503
        assert "disque est plein" in refused.text
        assert seen.status_int == 503 or "Avant." in seen.text
        assert again.status_int == 303
        assert ("Avant." in last, last.count("Pendant.")) == (True, 1)


def note_form(page, text):
    form = next(form for form in page.forms.values() if "text" in form.fields)
    form["text"] = text
    return form
