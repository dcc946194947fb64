"""What the identity provider answers is taken only as it should be (NET-02)."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cep_docs.errors import Unusable
from cep_docs.signin.fetching import LARGEST, fetch

ANSWERS = {
    "/good?a=1": (200, b'{"issuer": "here"}'),
    "/elsewhere": (302, b""),
    "/broken": (500, b"{}"),
    "/words": (200, b"not JSON"),
    "/large": (200, b'"' + b"x" * LARGEST + b'"'),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = ANSWERS[self.path]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/good?a=1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing is said."""


@pytest.fixture(scope="module")
def base():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_short_answer_in_json_is_read(base):
    assert fetch(f"{base}/good?a=1", {}, None) == {"issuer": "here"}


@pytest.mark.parametrize("path", ["/elsewhere", "/broken", "/words", "/large"])
def test_anything_else_is_refused_and_no_redirection_is_followed(base, path):
    with pytest.raises(Unusable, match="fournisseur"):
        fetch(base + path, {}, None)


@pytest.mark.parametrize(
    "address",
    [
        "http://id.example.fr/jwks",
        "http://127.0.0.1.example.fr/jwks",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//127.0.0.1/",
        "",
    ],
)
def test_nothing_leaves_in_clear_or_by_another_way(address):
    with pytest.raises(Unusable):
        fetch(address, {}, None)


def test_who_does_not_cipher_is_not_listened_to(base):
    with pytest.raises(Unusable):
        fetch(base.replace("http:", "https:") + "/good?a=1", {}, None)
