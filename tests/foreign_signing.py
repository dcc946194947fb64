"""Authorities and providers as others run them, on this machine only: certificates made with
OpenSSL, a time-stamp authority (`openssl ts`), a remote signer (Cloud Signature Consortium)."""

import base64
import json
import shutil
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.rendering.document import Document
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.notary import Act
from tests.people import RULES

PASSWORD = "le-mot-de-passe-du-fichier"
TOKEN, PIN, SAD = "jeton-du-service", "4821", "activation-unique"

OPENSSL = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Exemple
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
{more}
[stamps]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
authorityKeyIdentifier = keyid
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
signer_digest = sha256
"""


@dataclass
class Authority:
    """A certification authority of its own, in a folder; `more`: extensions of its leaves."""

    folder: Path
    more: str = ""

    def __post_init__(self):
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed")
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "openssl.cnf").write_text(
            OPENSSL.format(folder=self.folder, more=self.more)
        )
        (self.folder / "serial").write_text("01\n")
        self.run("req", "-utf8", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650",
                 "-extensions", "root", "-subj", f"/CN=Racine {self.folder.name}",
                 "-keyout", "root.key", "-out", "root.pem")  # fmt: skip

    def run(self, command, *arguments, **named):
        config = ["-config", "openssl.cnf"] if command in ("req", "ts") else []
        done = subprocess.run(
            ["openssl", command, *arguments, *config],
            cwd=self.folder, capture_output=True, check=True, **named,
        )  # fmt: skip
        return done.stdout

    def leaf(self, name, subject, *, key="rsa:2048", extensions="leaf", days=365):
        """A key and its certificate: name.key, name.pem."""
        kind = ["-newkey", key] if key != "ec" else [
            "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"
        ]  # fmt: skip
        self.run("req", "-utf8", "-new", *kind, "-nodes", "-subj", f"/CN={subject}",
                 "-keyout", f"{name}.key", "-out", f"{name}.csr")  # fmt: skip
        self.run("x509", "-req", "-in", f"{name}.csr", "-CA", "root.pem", "-CAkey", "root.key",
                 "-CAcreateserial", "-days", str(days), "-extfile", "openssl.cnf",
                 "-extensions", extensions, "-out", f"{name}.pem")  # fmt: skip
        return self.folder / f"{name}.pem"

    def pkcs12(self, name):
        path = self.folder / f"{name}.p12"
        self.run("pkcs12", "-export", "-inkey", f"{name}.key", "-in", f"{name}.pem",
                 "-certfile", "root.pem", "-out", path.name,
                 "-passout", f"pass:{PASSWORD}")  # fmt: skip
        return path

    def der(self, name):
        return self.run("x509", "-in", f"{name}.pem", "-outform", "DER")

    def stamped(self, query, chain="root.pem"):
        """What a time-stamp authority of this root answers."""
        (self.folder / "query.tsq").write_bytes(query)
        self.run("ts", "-reply", "-queryfile", "query.tsq", "-signer", "stamps.pem",
                 "-inkey", "stamps.key", "-chain", chain, "-out", "reply.tsr")  # fmt: skip
        return (self.folder / "reply.tsr").read_bytes()


def stamping(folder):
    authority = Authority(folder)
    authority.leaf("stamps", "Horodatage d'exemple", extensions="stamps")
    return authority


@dataclass
class Service:
    """What a server on the loopback was asked, and where it is."""

    url: str = ""
    asked: list = field(default_factory=list)
    answer: object = None


@contextmanager
def served(answer):
    """`answer(service, handler, body)` writes what it likes, or nothing."""
    service = Service(answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                service.answer(service, self, body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(handler, data, kind="application/timestamp-reply", status=200):
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def honest(authority):
    """The answers of a time-stamp authority that does its work."""

    def answer(service, handler, body):
        service.asked.append(body)
        reply(handler, authority.stamped(body))

    return answer


def remote_signer(authority, name):
    """A provider that holds one key, and asks for a token, a code and an activation."""

    def answer(service, handler, body):
        path, said = handler.path, json.loads(body)
        service.asked.append((path, said))
        if handler.headers["Authorization"] != f"Bearer {TOKEN}":
            return reply(handler, b"{}", "application/json", 401)
        told = _told(authority, name, path, said)
        return reply(handler, json.dumps(told).encode(), "application/json")

    return answer


def _told(authority, name, path, said):
    if path == "/csc/v1/credentials/info":
        chain = [base64.b64encode(authority.der(one)).decode() for one in (name, "root")]
        return {
            "key": {"status": "enabled", "algo": ["1.2.840.113549.1.1.11"], "len": 2048},
            "cert": {"status": "valid", "certificates": chain},
            "authMode": "explicit",
            "SCAL": "2",
            "multisign": 1,
        }
    if path == "/csc/v1/credentials/authorize":
        assert (said["PIN"], said["numSignatures"]) == (PIN, 1)
        return {"SAD": SAD, "expiresIn": 60}
    assert (path, said["SAD"]) == ("/csc/v1/signatures/signHash", SAD)
    digest = base64.b64decode(said["hash"][0])
    made = authority.run(
        "pkeyutl", "-sign", "-inkey", f"{name}.key", "-pkeyopt", "digest:sha256", input=digest
    )
    return {"signatures": [base64.b64encode(made).decode()]}


def secret(folder, name, text):
    path = folder / name
    path.touch(mode=0o600)
    path.write_text(f"{text}\n")
    return path


@cache
def printed():
    """A document with its empty fields, as it leaves the press."""
    agreement = RULES.agreements["cctp-2019"]
    form = agreement.forms["professional_project"]
    sample = agreement.samples[form.name]
    document = Document(
        form=form,
        agreement=agreement.name,
        content=sample.content,
        facts=sample.facts,
        labels=agreement.facts,
        mentions=agreement.mentions,
        day=date(2024, 2, 8),
        version=1,
    )
    return on_paper(document)["pdf"]


def utc_now():
    return datetime.now(UTC)


def act(at, role="adviser", **more):
    usual = {"name": "Alice Martin", "date": "le 8 février", "first": role == "adviser"}
    return Act(role=role, at=at, **(usual | more))


def pdfsig(pdf, folder):
    """What Poppler says of each signature, oldest first; skipped where it is not installed."""
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    path = folder / "signed.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, text=True, check=False
    ).stdout
    lines = [line.strip() for line in told.splitlines()]
    valid = [line for line in lines if line.startswith("- Signature Validation:")]
    return [line.removeprefix("- Signature Validation: ") for line in valid]


def signatures_of(pdf):
    return list(PdfFileReader(BytesIO(pdf)).embedded_signatures)
