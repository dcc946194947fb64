"""Time-stamps as OpenSSL reads them: ours, and those of an authority on the network (R-077)."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext

from cep_docs.signing.authority import FOLDER, make_authority, read_authority
from cep_docs.signing.time_stamps import KNOWN_FOR, LONGEST, NamedTimeStamps, OwnTimeStamps
from cep_docs.signing.trust import certificates_in
from tests import foreign_signing as foreign
from tests.people import Clock

DATA = b"Lu et approuv\xc3\xa9"
DIGEST = hashlib.sha256(DATA).digest()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return foreign.stamping(tmp_path_factory.mktemp("horodatage"))


@pytest.fixture
def service(authority):
    with foreign.served(foreign.honest(authority)) as service:
        yield service


@pytest.fixture
def clock():
    return Clock(datetime.now(UTC))


@pytest.fixture
def named(authority, service, clock):
    roots = certificates_in(authority.folder / "root.pem")
    return NamedTimeStamps(service.url, lambda: ValidationContext(trust_roots=roots), clock)


def stamped(stamps):
    return asyncio.run(stamps.async_timestamp(DIGEST, "sha256"))


def hour_of(token):
    return token["content"]["encap_content_info"]["content"].parsed["gen_time"].native


def test_ours_is_one_that_openssl_verifies(tmp_path, authority, clock):
    make_authority(tmp_path, "4G")
    clock.now = datetime(2024, 2, 8, 9, 0, tzinfo=UTC)

    token = stamped(OwnTimeStamps(read_authority(tmp_path), clock))

    (tmp_path / "token").write_bytes(token.dump())
    (tmp_path / "data").write_bytes(DATA)
    place = tmp_path / FOLDER
    said = authority.run(
        "ts", "-verify", "-data", tmp_path / "data", "-in", tmp_path / "token", "-token_in",
        "-CAfile", place / "root.pem", "-untrusted", place / "issuer.pem",
    )  # fmt: skip
    assert b"Verification: OK" in said
    assert hour_of(token) == clock.now


def test_one_of_the_network_is_taken_when_it_is_right(named, clock):
    token = stamped(named)

    assert abs(hour_of(token) - clock.now) < timedelta(minutes=5)


def test_an_hour_before_or_after_ours_is_refused(named, clock):
    clock.now += timedelta(minutes=11)

    with pytest.raises(TimestampRequestError, match="another hour"):
        stamped(named)


def test_who_it_is_is_asked_again_after_a_while(named, service, clock):
    asyncio.run(named.async_dummy_response("sha256"))
    asyncio.run(named.async_dummy_response("sha256"))
    assert len(service.asked) == 1

    clock.now += KNOWN_FOR
    with pytest.raises(TimestampRequestError):
        asyncio.run(named.async_dummy_response("sha256"))

    assert len(service.asked) == 2


def test_after_a_failure_it_is_asked_again_a_minute_later(named, service, authority, clock):
    service.answer = lambda service, handler, body: foreign.reply(handler, b"")
    with pytest.raises(TimestampRequestError):
        stamped(named)
    service.answer = foreign.honest(authority)
    with pytest.raises(TimestampRequestError, match="a moment ago"):
        stamped(named)

    clock.now += timedelta(minutes=1)

    assert stamped(named)


def test_an_answer_without_end_is_not_read_to_its_end(named, service):
    def endless(service, handler, body):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(bytes(LONGEST))

    service.answer = endless
    with pytest.raises(TimestampRequestError, match="no end"):
        stamped(named)
