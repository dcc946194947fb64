"""The courier of SMS against a real provider: what it is told, what it means (R-071)."""

import logging
import threading

import pytest

from cep_docs.messaging.deadline import Patience
from cep_docs.messaging.letters import SENT, Fate, Letter
from cep_docs.messaging.settings import SmsSettings
from cep_docs.messaging.sms import SmsCourier
from tests.mail_servers import Provider, certificate, scripted, sms_provider

LETTER = Letter("0000000007.aa", "+33612345678", "Votre code", "Votre code : 123456.")


def courier(address, sender="", **more):
    settings = SmsSettings(address, "a-token", sender, **more)
    return SmsCourier(settings, Patience(0.3, 2.0))


def carried(postman, letter=LETTER):
    with postman.carry(letter) as outcome:
        return outcome


def test_an_sms_is_posted_once_with_its_key_and_the_token():
    with sms_provider() as provider:
        outcome = carried(courier(provider.address, "Accueil"))

    ((headers, said),) = provider.asked
    assert outcome is SENT
    assert headers["Authorization"] == "Bearer a-token"
    assert headers["Idempotency-Key"] == LETTER.key
    assert said == {
        "to": LETTER.to,
        "text": LETTER.text,
        "reference": LETTER.key,
        "from": "Accueil",
    }


@pytest.mark.parametrize("first", [500, 503, 429, 408, "drop"])
def test_whoever_answers_badly_is_asked_again_with_the_same_key(first):
    with sms_provider(Provider([first])) as provider:
        postman = courier(provider.address)
        outcomes = [carried(postman).fate for _ in range(2)]

    assert outcomes == [Fate.LATER, Fate.SENT]
    assert len({headers["Idempotency-Key"] for headers, _ in provider.asked}) == 1
    assert len(provider.sent) == 1


def test_whoever_does_not_answer_is_left_and_asked_again_later():
    with sms_provider(Provider(slow=threading.Event())) as provider:
        outcome = carried(courier(provider.address))

    assert (outcome.fate, outcome.trouble) == (Fate.LATER, "silent")


def test_whoever_speaks_without_end_is_cut():
    with scripted(b"HTTP/1.1 100 Continue\r\n\r\n...") as (port, _):
        outcome = carried(courier(f"http://127.0.0.1:{port}/"))

    assert outcome.fate is Fate.LATER


@pytest.mark.parametrize(
    ("status", "fate", "doubtful"),
    [
        (400, Fate.NEVER, False),
        (410, Fate.NEVER, True),
        (422, Fate.NEVER, True),
        (401, Fate.LATER, False),
        (404, Fate.LATER, False),
        (302, Fate.LATER, False),
    ],
)
def test_what_a_provider_means(status, fate, doubtful):
    with sms_provider(Provider([status])) as provider:
        outcome = carried(courier(provider.address))

    assert (outcome.fate, outcome.doubtful) == (fate, doubtful)
    assert len(provider.asked) == 1  # no redirection is followed


def test_a_provider_nobody_vouches_for_is_told_nothing(tmp_path):
    _, context = certificate(tmp_path)
    with sms_provider(context=context) as provider:
        outcome = carried(courier(provider.address))

    assert outcome.trouble == "certificate"
    assert provider.asked == []


def test_a_provider_we_were_told_to_trust_is_told(tmp_path):
    public, context = certificate(tmp_path)
    with sms_provider(context=context) as provider:
        outcome = carried(courier(provider.address, authority=public))

    assert outcome is SENT


def test_neither_number_nor_code_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    with sms_provider(Provider([422])) as provider:
        carried(courier(provider.address))

    ours = "".join(record.getMessage() for record in caplog.records)
    assert "provider 422" in ours
    assert "123456" not in ours
    assert "612345678" not in ours
    assert "a-token" not in ours
