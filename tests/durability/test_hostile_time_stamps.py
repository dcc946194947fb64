"""A time-stamp authority that fails, lies or hangs: the document is signed all the same, at the
level that can be proved, and completed another day (R-077)."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from cep_docs.signing.renewing import NotRenewed
from cep_docs.signing.signers import HeldKey
from cep_docs.signing.status import status_of
from cep_docs.signing.time_stamps import IN_PEACE, LONGEST, NamedTimeStamps
from tests import foreign_signing as foreign
from tests.foreign_signing import act, honest, pdfsig, printed, reply

SHORT = timedelta(seconds=0.4)
REFUSAL = bytes.fromhex("30053003020102")  # PKIStatus: rejection


@dataclass
class Hours:
    """The hour it is, and what a test adds to it."""

    added: timedelta = field(default_factory=timedelta)

    def __call__(self):
        return datetime.now(UTC) + self.added


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return foreign.stamping(tmp_path_factory.mktemp("horodatage"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return foreign.stamping(tmp_path_factory.mktemp("inconnue"))


@pytest.fixture
def hours():
    return Hours()


@pytest.fixture
def service():
    with foreign.served(None) as service:
        yield service


@pytest.fixture
def notary(tmp_path, authority, service, hours):
    """Ours, for a time-stamp authority on the network that nobody waits long for."""
    make_authority(tmp_path, "4G")
    root = authority.folder / "root.pem"
    (tmp_path / "signing.yaml").write_text(
        f"time_stamps:\n  url: {service.url}\ntrust:\n  - {root}\n"
    )
    made = notary_of(tmp_path, hours)
    believed = lambda: made.trusted(hours())  # noqa: E731
    made.stamps = NamedTimeStamps(service.url, believed, hours, SHORT)
    return made


def hangs(authority):
    return lambda service, handler, body: time.sleep(3)


def drops(authority):
    return lambda service, handler, body: handler.connection.close()


def drips(authority):
    def answer(service, handler, body):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(30):
            handler.wfile.write(b"0")
            handler.wfile.flush()
            time.sleep(0.1)

    return answer


def answers(data, status=200):
    return lambda authority: lambda service, handler, body: reply(handler, data, status=status)


def huge(authority):
    def answer(service, handler, body):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(bytes(LONGEST))

    return answer


def wrong_digest(authority):
    def answer(service, handler, body):
        at = body.index(b"\x04\x20") + 2
        reply(handler, authority.stamped(body[:at] + bytes(32) + body[at + 32 :]))

    return answer


def replays(authority):
    """Always the first answer it ever gave: another digest, another nonce."""
    kept = []

    def answer(service, handler, body):
        kept.append(authority.stamped(body))
        reply(handler, kept[0] if len(kept) > 1 else b"")

    return answer


def cut(authority):
    return lambda service, handler, body: reply(handler, authority.stamped(body)[:-40])


def moves_away(authority):
    def answer(service, handler, body):
        handler.send_response(307)
        handler.send_header("Location", "http://127.0.0.1:9/")
        handler.end_headers()

    return answer


HOSTILE = {
    "hangs": hangs,
    "drops": drops,
    "drips": drips,
    "nothing": answers(b""),
    "garbage": answers(b"\x30\x80<html>"),
    "a page": answers(b"<html>ok</html>"),
    "status 500": answers(b"", 500),
    "a refusal": answers(REFUSAL),
    "endless": huge,
    "a wrong digest": wrong_digest,
    "a replay": replays,
    "half an answer": cut,
    "elsewhere": moves_away,
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_authority_never_stops_a_signature(how, notary, authority, service, tmp_path):
    service.answer = HOSTILE[how](authority)

    signed = notary.sign(printed(), act(datetime.now(UTC)))
    sealed = notary.seal(signed.pdf, datetime.now(UTC))

    assert (signed.level, sealed.level) == ("B-B", "B-B")
    assert pdfsig(sealed.pdf, tmp_path) == ["Signature is Valid."] * 2


def test_an_answer_without_end_is_not_read_to_its_end(notary, service, hours):
    """However patient one is: it is cut where an answer is too long."""
    sent = []

    def endless(service, handler, body):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(300):
            handler.wfile.write(bytes(LONGEST))
            sent.append(LONGEST)

    service.answer = endless
    patient = NamedTimeStamps(
        service.url, lambda: notary.trusted(hours()), hours, timedelta(seconds=20)
    )
    notary.stamps = patient

    assert notary.sign(printed(), act(hours())).level == "B-B"
    assert len(sent) < 300


def test_an_authority_nobody_trusts_is_not_believed(notary, stranger, service):
    service.answer = honest(stranger)

    signed = notary.sign(printed(), act(datetime.now(UTC)))

    assert signed.level == "B-B"


def test_an_hour_far_off_is_not_believed(notary, authority, service, hours):
    service.answer = honest(authority)
    hours.added = timedelta(minutes=11)

    signed = notary.sign(printed(), act(hours()))

    assert signed.level == "B-B"


def test_an_authority_that_failed_is_not_waited_for_twice(notary, service, hours):
    service.answer = lambda service, handler, body: service.asked.append(body)
    notary.seal(notary.sign(printed(), act(hours())).pdf, hours())
    assert len(service.asked) == 1

    hours.added += IN_PEACE
    notary.sign(printed(), act(hours(), name="Denis Moreau"))

    assert len(service.asked) == 2


class Dying:
    """Answers so many times, then no more."""

    def __init__(self, authority, times):
        self.answer, self.left = honest(authority), times

    def __call__(self, service, handler, body):
        self.left -= 1
        if self.left >= 0:
            self.answer(service, handler, body)


@pytest.mark.parametrize(("times", "level"), [(0, "B-B"), (1, "B-B"), (2, "B-T"), (3, "B-LTA")])
def test_it_dies_between_two_stamps_and_the_key_signs_once(
    notary, authority, service, tmp_path, monkeypatch, times, level
):
    """The first answer says who it is, the second stamps the signature, the third the file."""
    asked = []
    raw = HeldKey.raw
    monkeypatch.setattr(HeldKey, "raw", lambda *a: asked.append(a) or raw(*a))
    service.answer = Dying(authority, times)

    sealed = notary.seal(printed(), datetime.now(UTC))

    assert sealed.level == level
    assert len(asked) == 1
    assert pdfsig(sealed.pdf, tmp_path)[0] == "Signature is Valid."
    assert len(foreign.signatures_of(sealed.pdf)) == (2 if level == "B-LTA" else 1)


@pytest.mark.parametrize("times", [0, 1, 2])
def test_what_lacks_is_added_another_day_and_nothing_signed_is_touched(
    notary, authority, service, hours, tmp_path, times
):
    service.answer = Dying(authority, times)
    sealed = notary.seal(notary.sign(printed(), act(hours())).pdf, hours())
    assert notary.archived_until(sealed.pdf) is None

    hours.added += timedelta(minutes=5)
    service.answer = honest(authority)
    completed = notary.archive(sealed.pdf)

    assert completed.startswith(sealed.pdf)
    assert notary.archived_until(completed) > hours()
    assert pdfsig(completed, tmp_path)[:2] == ["Signature is Valid."] * 2


def test_completing_says_when_the_authority_still_fails(notary, service, hours):
    service.answer = answers(b"")(None)
    sealed = notary.seal(printed(), hours())

    with pytest.raises(NotRenewed):
        notary.archive(sealed.pdf)


def test_the_administrator_sees_who_stamps_and_that_it_fails(notary, authority, service, hours):
    service.answer = honest(authority)
    well = status_of(notary, hours())[2]
    hours.added += timedelta(minutes=2)
    service.answer = answers(b"")(None)
    badly = status_of(notary, hours())[2]

    assert (well.how, well.name) == ("autorité nommée", "Horodatage d'exemple")
    assert well.until > hours()
    assert "niveau B-B" in badly.fault
