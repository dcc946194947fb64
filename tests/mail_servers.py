"""Real servers on this machine for what leaves the house: SMTP, HTTP, and one that hangs up."""

import email
import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"


@dataclass
class Inbox:
    """What a mail server took. `rcpt` and `data` answer instead of it, when they say something;
    `goodbyes` are the Message-ID of the sessions that ended with QUIT."""

    rcpt: str = ""
    data: str = ""
    taken: list = field(default_factory=list)
    envelopes: list = field(default_factory=list)
    goodbyes: list = field(default_factory=list)
    port: int = 0

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.taken]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data:
            return self.data
        mail = email.message_from_bytes(envelope.content, policy=default)
        self.taken.append(mail)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        session.last = mail["Message-ID"]
        return "250 taken"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802
        self.goodbyes.append(getattr(session, "last", ""))
        return "221 goodbye"


def free_port():
    with socket.create_server((HERE, 0)) as free:
        return free.getsockname()[1]


@contextmanager
def mail_server(inbox=None, **options):
    """A real SMTP server, for as long as the block lasts."""
    inbox = inbox or Inbox()
    inbox.port = free_port()
    controller = Controller(inbox, hostname=HERE, port=inbox.port, **options)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


def known_user(name, password):
    """An authenticator that knows one user."""

    def authenticate(server, session, envelope, mechanism, said):
        right = (said.login, said.password) == (name.encode(), password.encode())
        return AuthResult(success=right, handled=False)

    return authenticate


@contextmanager
def scripted(*answers):
    """Says one answer to each line that is heard, and hangs up when there is none left. None: it
    says nothing, and hears for ever. What was heard is in the list that is given."""
    heard = []
    listening = socket.create_server((HERE, 0))

    def speak():
        with suppress(OSError):
            client, _ = listening.accept()
            with client, client.makefile("rb") as lines:
                _speak(client, lines, answers, heard)

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        yield listening.getsockname()[1], heard
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)  # nobody may have come
        listening.close()
        thread.join()


def _speak(client, lines, answers, heard):
    for number, answer in enumerate(answers):
        if number and not _heard(lines, heard, answers[number - 1]):
            return
        if answer is None:
            while lines.readline():
                pass
            return
        while answer.endswith(b"..."):  # a little at a time, for ever
            client.sendall(answer + b"\r\n")
            time.sleep(0.01)
        client.sendall(answer + b"\r\n")
    _heard(lines, heard, answers[-1])


def _heard(lines, heard, before):
    """A line, or a whole mail after 354."""
    while line := lines.readline():
        heard.append(line)
        if not before.startswith(b"354") or line == b".\r\n":
            return True
    return False


@dataclass
class Provider:
    """A provider of SMS: what it was asked; each status of `answers` is given once, then 202."""

    answers: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    sent: dict = field(default_factory=dict)
    slow: threading.Event | None = None
    address: str = ""


@contextmanager
def sms_provider(provider=None, context=None):
    """One that keeps its word: the same key twice is one SMS."""
    provider = provider or Provider()
    server = ThreadingHTTPServer((HERE, 0), _Counter)
    server.provider = provider
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme, port = "https" if context else "http", server.server_address[1]
    provider.address = f"{scheme}://{'localhost' if context else HERE}:{port}/messages?v=1"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        if provider.slow is not None:
            provider.slow.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Counter(BaseHTTPRequestHandler):
    """Where requests of SMS come in."""

    def do_POST(self):
        provider = self.server.provider
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        provider.asked.append((dict(self.headers), said))
        status = provider.answers.pop(0) if provider.answers else 202
        if provider.slow is not None:
            provider.slow.wait()
        if status == "drop" or status < 300:
            provider.sent.setdefault(self.headers["Idempotency-Key"], said)
        if status == "drop":  # taken, and nobody is told
            self.close_connection = True
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", provider.address)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *said):
        """Nothing on the terminal."""


def certificate(folder, name="localhost"):
    """A certificate that vouches for itself, and what a server needs to show it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    known = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([known]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    return public, context
