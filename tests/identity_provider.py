"""A real provider of identities on loopback: oidc-provider-mock, in a process of its own."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running():
    """Its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


def tell_the_provider(provider, subject, **claims):
    """What it says of somebody."""
    asked = urllib.request.Request(
        f"{provider}/users/{subject}",
        data=json.dumps(claims).encode(),
        method="PUT",
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(asked).close()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def sent_back(address, **said):
    """Path and question with which the provider sends back who answers it so."""
    try:
        urllib.request.build_opener(_Stay).open(address, urlencode(said).encode())
    except urllib.error.HTTPError as answer:
        with answer:
            there = urlsplit(answer.headers["Location"])
            return f"{there.path}?{there.query}"
    raise AssertionError("the provider sent nobody back")
