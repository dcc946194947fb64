"""Every form a visitor finds on the pages that are open to him, to be sent with something else."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

from tests.functional.web.test_every_door import LEAVING, _doors_for, visitors

# Who sees every form there is between them.
SENDERS = ("alice", "denis", "gaelle", "farid", "elise", "person")
# Acts that end the visit of the one who does them.
ENDING = LEAVING | {"partout", "terminer", "retirer"}


@dataclass(frozen=True)
class Sent:
    """A form as a page shows it. `fields` are the names and values a browser would send."""

    browser: Any
    address: str
    fields: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return f"{self.address} {[name for name, _ in self.fields]}"

    def post(self, fields: Any, **more: Any) -> Any:
        return self.browser.post(self.address, urlencode(fields), status="*", **more)

    def post_files(self, names: Any) -> Any:
        """A file where a text is expected."""
        kept = [(name, value) for name, value in self.fields if name not in names]
        files = [(name, "texte.txt", b"un texte") for name in names]
        return self.browser.post(self.address, kept, upload_files=files, status="*")


def forms(town):
    """Each once, whatever the number of pages it stands on."""
    seen = set()
    for name, actor, browser in visitors(town):
        if actor is None or name.split()[0] not in SENDERS:
            continue
        for door, path, opens in _doors_for(town, actor):
            if door.method != "GET" or not opens or (name[0] != "p" and door in seen):
                continue
            answer = browser.get(path, status="*")
            if answer.status_int != 200 or answer.content_type != "text/html":
                continue
            seen.add(door)
            yield from _new_forms(answer, path, browser, door, seen)


def _new_forms(answer, path, browser, door, seen):
    for form in answer.forms.values():
        address = urljoin(f"https://localhost{path}", form.action or path)
        address = address.removeprefix("https://localhost")
        which = (door.place, address.split("/")[-1], *sorted(filter(None, form.fields)))
        if form.method.upper() != "POST" or which in seen or which[1] in ENDING:
            continue
        seen.add(which)
        sent = [(n, v) for n, v in form.submit_fields() if isinstance(v, str)]
        sent += [(n, "") for n in form.fields if n and n not in dict(sent)]
        yield Sent(browser, address, tuple(sent))
