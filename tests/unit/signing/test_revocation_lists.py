"""Lists of what others revoked, from a server on the loopback: asked once, and never too much."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko_certvalidator.errors import CRLFetchError

from cep_docs.signing import revocation_lists as lists
from cep_docs.signing.revocation_lists import (
    AT_MOST,
    IN_PEACE,
    KEPT_FOR,
    LONGEST,
    REDIRECTIONS,
    RevocationLists,
    addresses_in,
)
from tests.foreign_signing import reply, served

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
NAME = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Exemple")])
SHORT = timedelta(seconds=0.5)


@dataclass
class Hours:
    now: datetime = field(default=NOW)

    def __call__(self):
        return self.now


@pytest.fixture
def hours():
    return Hours()


@pytest.fixture
def kept(hours):
    return RevocationLists(hours, SHORT)


@pytest.fixture
def service():
    with served(publishing(list_until(NOW + timedelta(days=7)))) as service:
        yield service


def list_until(end, encoding=serialization.Encoding.DER):
    builder = x509.CertificateRevocationListBuilder().issuer_name(NAME)
    made = builder.last_update(end - timedelta(days=7)).next_update(end)
    return made.sign(KEY, hashes.SHA256()).public_bytes(encoding)


def publishing(data):
    def answer(service, handler, body):
        service.asked.append(handler.path)
        reply(handler, data, "application/pkix-crl")

    return answer


def read(kept, url):
    return asyncio.run(kept.read(url)).dump()


def test_a_list_is_asked_once(kept, service):
    both = [read(kept, f"{service.url}/a.crl") for _ in range(2)]

    assert both[0] == both[1]
    assert service.asked == ["/a.crl"]


def test_each_address_has_its_own(kept, service):
    read(kept, f"{service.url}/a.crl")
    read(kept, f"{service.url}/b.crl")

    assert service.asked == ["/a.crl", "/b.crl"]


def test_it_is_asked_again_when_the_next_one_is_due(kept, service, hours):
    service.answer = publishing(list_until(NOW + timedelta(hours=1)))
    read(kept, service.url)
    hours.now += timedelta(minutes=59)
    read(kept, service.url)
    assert len(service.asked) == 1

    hours.now += timedelta(minutes=1)
    service.answer = publishing(list_until(NOW + timedelta(hours=2)))
    read(kept, service.url)

    assert len(service.asked) == 2


def test_it_is_asked_again_after_some_hours_whatever_it_says(kept, service, hours):
    read(kept, service.url)
    hours.now += KEPT_FOR

    read(kept, service.url)

    assert len(service.asked) == 2


def test_a_clock_that_goes_back_keeps_nothing_for_long(kept, service, hours):
    read(kept, service.url)
    hours.now -= timedelta(days=1)

    read(kept, service.url)

    assert len(service.asked) == 2


def test_a_list_that_has_expired_is_none_and_said_to_be(kept, service):
    service.answer = publishing(list_until(NOW))

    with pytest.raises(CRLFetchError, match="has expired"):
        read(kept, service.url)


def test_a_list_armoured_as_text_is_read_too(kept, service):
    end = NOW + timedelta(days=1)
    service.answer = publishing(list_until(end, serialization.Encoding.PEM))

    assert read(kept, service.url).startswith(b"\x30")


def hangs(service, handler, body):
    service.asked.append(handler.path)
    time.sleep(2)


def drips(service, handler, body):
    service.asked.append(handler.path)
    handler.send_response(200)
    handler.end_headers()
    for _ in range(20):
        handler.wfile.write(b"\x30")
        handler.wfile.flush()
        time.sleep(0.1)


def endless(service, handler, body):
    service.asked.append(handler.path)
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(bytes(2**20))


def turns_round(service, handler, body):
    service.asked.append(handler.path)
    handler.send_response(302)
    handler.send_header("Location", "/encore")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def refuses(service, handler, body):
    service.asked.append(handler.path)
    reply(handler, b"", status=503)


HOSTILE = {
    "hangs": hangs,
    "drips": drips,
    "endless": endless,
    "turns round": turns_round,
    "refuses": refuses,
    "a page": publishing(b"<html>"),
    "nothing": publishing(b""),
    "half": publishing(list_until(NOW + timedelta(days=1))[:-9]),
    "more": publishing(list_until(NOW + timedelta(days=1)) + b"\x00"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_whoever_fails_is_left_in_peace_for_a_minute(kept, service, hours, how):
    """Nobody who signs waits twice for it."""
    service.answer = HOSTILE[how]
    for _ in range(3):
        with pytest.raises(CRLFetchError):
            read(kept, service.url)
    asked = len(service.asked)
    assert asked == (REDIRECTIONS if how == "turns round" else 1)

    hours.now += IN_PEACE
    service.answer = publishing(list_until(NOW + timedelta(days=7)))
    read(kept, service.url)

    assert len(service.asked) == asked + 1


def test_too_long_a_list_is_not_read_to_its_end(kept, service, monkeypatch):
    monkeypatch.setattr(lists, "LONGEST", 100)

    with pytest.raises(CRLFetchError):
        read(kept, service.url)
    assert LONGEST > 2**20


def test_so_many_are_kept_and_the_oldest_goes_first(kept, service):
    addresses = [f"{service.url}/{number}.crl" for number in range(AT_MOST + 1)]
    for url in addresses:
        read(kept, url)
    assert len(service.asked) == AT_MOST + 1

    read(kept, addresses[-1])
    assert len(service.asked) == AT_MOST + 1
    read(kept, addresses[0])
    assert len(service.asked) == AT_MOST + 2


def test_so_many_bytes_are_kept_in_all(kept, service, monkeypatch):
    monkeypatch.setattr(lists, "BYTES_AT_MOST", 600)
    for name in "abcd":
        read(kept, f"{service.url}/{name}")

    read(kept, f"{service.url}/a")

    assert len(service.asked) == 5


def test_addresses_are_those_that_certificates_name_each_once():
    at = "http://listes.exemple.fr/a.crl"
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(at)], None, None, None)
    made = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(NAME)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.CRLDistributionPoints([point]), critical=False)
        .sign(KEY, hashes.SHA256())
    )
    certificate = asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))

    assert addresses_in([certificate, certificate]) == [at]
