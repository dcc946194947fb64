"""Requests as no browser writes them: bytes that are no text, odd methods, endless forms."""

import io
from dataclasses import dataclass

import pytest

from cep_docs.web.site import Outside, make_site
from tests.functional.web import doors_of_the_site as doors
from tests.functional.web.act_forms import followed
from tests.functional.web.test_every_door import _doors_for
from tests.web_people import HERE

FORM = "application/x-www-form-urlencoded"
METHODS = ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECT", "BREW")
ODD_PATHS = (
    "/dossiers/\xff\xfe",
    "/\xc3\x28",
    "/dossiers/\xed\xa0\x80",
    "/dossiers/\x00",
    "/dossiers/../../etc/passwd",
    "/dossiers/..%2f",
    "/statique/../site.py",
    "/statique/..%2f..%2fsite.py",
    "/statique/\x00",
    "/statique/\xff",
    "/agenda/\x00.ics",
    "/administration/comptes/\x00",
    "/" + "a" * 60_000,
    "/" + "a/" * 20_000,
)
ODD_QUERIES = (
    "q=%ff%fe",
    "q=%ed%a0%80",
    "q=a%00b",
    "q=" + "(" * 2_000,
    "q=" + "a*" * 500,
    "q=" + "x" * 50_000,
    "page=" + "9" * 5_000,
    "page=%C2%B2",
    "numero=" + "9" * 5_000,
    "vu=a." + "9" * 5_000,
    "avant=" + "9" * 5_000,
    "debut=-1&fin=x&jour=0000-00-00&mois=9999-99",
    "fait=a%00&preuve=%C3%A9",
    "tri=__class__&structure=%00&etat=%00",
    "a=1&" * 20_000,
)
ODD_FORMS = (
    (FORM, b"a=%ff%fe"),
    (FORM, b"\x00\x01=%"),
    (FORM + "; charset=utf-7", b"a=+AGE-"),
    (FORM + "; charset=nope", b"a=1"),
    (FORM, b"a=&" * 100_000),
    ("multipart/form-data", b"rien"),
    ("multipart/form-data; boundary=x", b"rien"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
    ("application/json", b'{"a": 1}'),
    ("text/plain", b"csrf_token=x"),
    ("\xff", b"a=1"),
)
PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
INNER = b"--y\r\n\r\n\r\n" * 50_000 + b"--y--\r\n"
# Each took seconds to be read.
ENDLESS = (
    (PART + b"\r\n\r\n") * 20_000 + b"--x--\r\n",
    PART + b"Content-Type: multipart/mixed; boundary=y\r\n\r\n" + INNER + b"--x--\r\n",
    b"--x--\r\n" + PART + b"content-type: Multipart/mixed; boundary=y\r\n\r\n" + INNER,
    b"--x\r\n" + b"X-Y: z\r\n" * 100_000 + b"\r\n\r\n--x--\r\n",
    b"--x\n" + b"X-Y: z\n" * 100_000 + b"\n\n--x--\n",
)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def ask(town, browser, method, path, query="", body=b"", site=None, **headers):
    """What the server hands over, byte for byte: no client has put it right before."""
    environ = {
        **HERE,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "REQUEST_METHOD": method,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "10.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in browser.cookies.items()),
        **headers,
    }
    heard = []
    parts = (site or town.site)(environ, lambda status, head: heard.append((status, head)))
    status, head = heard[-1]
    return Answer(int(status[:3]), dict(head), b"".join(parts).decode("utf-8", "replace"))


@pytest.fixture
def settled(town):
    doors.settle(town)
    return town


@pytest.mark.parametrize("path", ODD_PATHS, ids=range(len(ODD_PATHS)))
def test_an_odd_path_leads_nowhere(town, path):
    for browser in (town.browser("alice"), town.stranger()):
        answer = ask(town, browser, "GET", path)
        assert answer.status in (303, 400, 404), answer.status
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.slow
def test_an_odd_query_breaks_no_page(settled):
    """Everything of one visitor, one query a page."""
    browser, asked = settled.browser("alice"), 0
    for number, path in enumerate(_open_pages(settled, "alice")):
        query = ODD_QUERIES[number % len(ODD_QUERIES)]
        answer = ask(settled, browser, "GET", path, query)
        assert answer.status < 500, f"{path}?{query[:40]} {answer.status}"
        asked += 1
    for query in ODD_QUERIES:
        for path in ("/recherche", "/dossiers", "/aujourdhui", "/a-signer", "/connexion"):
            assert ask(settled, browser, "GET", path, query).status < 500, f"{path}?{query[:40]}"

    assert asked > 50


@pytest.mark.slow
def test_no_door_opens_by_another_method(settled):
    browser = settled.browser("alice")
    for path in dict.fromkeys(_open_pages(settled, "alice")):
        for method in METHODS:
            answer = ask(settled, browser, method, path)
            assert answer.status >= 300, f"{method} {path} {answer.status}"
        shown = ask(settled, browser, "HEAD", path)
        assert shown.text == "", path


@pytest.mark.parametrize(("kind", "body"), ODD_FORMS, ids=range(len(ODD_FORMS)))
def test_an_odd_form_is_refused_in_french(town, kind, body):
    browser = town.browser("alice")

    answer = ask(town, browser, "POST", "/nouveau", body=body, CONTENT_TYPE=kind)

    assert answer.status in (400, 413)
    assert "Rien n'a été enregistré" in answer.text.replace("\u2019", "'").replace("\xa0", " ")


@pytest.mark.parametrize("body", ENDLESS, ids=range(len(ENDLESS)))
def test_an_endless_form_is_not_read(town, body):
    kind = "multipart/form-data; boundary=x"

    answer = ask(town, town.stranger(), "POST", "/connexion", body=body, CONTENT_TYPE=kind)

    assert answer.status in (400, 413)
    assert "pas compris" in answer.text or "trop lourd" in answer.text


class TestAForgedHost:
    def test_gets_nothing(self, town):
        site = make_site(town.application, Outside(town.doors, town.index, frozenset({"cep.fr"})))
        browser = town.browser("alice")

        for path in ("/connexion", "/aujourdhui", "/statique/cep.css", "/aucune"):
            answer = ask(town, browser, "GET", path, site=site, HTTP_HOST="evil.example")
            assert answer.status == 400, path
            assert "evil.example" not in str(answer), path

    def test_is_in_no_redirection(self, town):
        """Whatever headers say of a proxy or of another root (NET-03, P6)."""
        forged = {
            "HTTP_X_FORWARDED_HOST": "evil.example",
            "HTTP_X_FORWARDED_PROTO": "http",
            "HTTP_FORWARDED": "host=evil.example",
            "HTTP_X_VHM_ROOT": "/dossiers",
            "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
            "HTTP_X_ORIGINAL_URL": "/dossiers",
        }

        for browser in (town.browser("alice"), town.stranger()):
            for path in ("/aujourdhui", "/", "/dossiers"):
                plain, answer = ask(town, browser, "GET", path), None
                answer = ask(town, browser, "GET", path, **forged)
                assert answer.status == plain.status
                assert "evil.example" not in str(answer)


def test_a_page_that_is_known_already_is_asked_for_again(town):
    """Conditions and ranges tell nothing of what one may not read (ACC-04)."""
    person, unit = followed(town, login="chloe", birth_name="Le Bihan")
    conditions = {
        "HTTP_IF_NONE_MATCH": "*",
        "HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT",
        "HTTP_RANGE": "bytes=0-10",
    }
    browser = town.browser("bruno")

    for path in (person, unit, f"{unit}/documents/shared_assessment/versions/1/pdf"):
        answer = ask(town, browser, "GET", path, **conditions)
        nothing = ask(town, browser, "GET", "/dossiers/aucun", **conditions)
        assert answer.status == nothing.status == 404
        assert answer.headers.keys() == nothing.headers.keys()
    shown = ask(town, town.browser("chloe"), "GET", person, **conditions)
    assert (shown.status, shown.headers["Cache-Control"]) == (200, "no-store")


def _open_pages(town, login):
    with town.application.reading() as tools:
        actor = doors.actor(tools, login)
    for door, path, opens in _doors_for(town, actor):
        if door.method == "GET" and opens:
            yield path
