"""The courier of mails against real servers: those that take, refuse, hang up, hang (R-056)."""

import logging
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.messaging.deadline import Patience
from cep_docs.messaging.letters import SENT, Fate, Letter
from cep_docs.messaging.mail import MailCourier
from cep_docs.messaging.settings import MailSettings
from cep_docs.messaging.writing import mail_of
from tests.mail_servers import (
    HERE,
    Inbox,
    certificate,
    free_port,
    known_user,
    mail_server,
    scripted,
)

NOW = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
SENDER = Address("Votre espace", addr_spec="ne-pas-repondre@exemple.fr")
LETTER = Letter(
    "0000000007.00112233445566778899",
    "zoe.lefevre@courriel.fr",
    "Un document vous attend à l'accueil",
    "Bonjour,\n\nVoici <le> lien : https://cep.exemple.fr/acces/abc?x=1&y=2.\n\nÀ bientôt",
)
GREETED = (b"220 here", b"250 hello", b"250 sender", b"250 recipient")


def settings(port, security="none", server=HERE, **more):
    return MailSettings(server, port, security, SENDER, "retours@exemple.fr", **more)


def courier(port, silence=5.0, whole=10.0, **more):
    return MailCourier(settings(port, **more), lambda: NOW, Patience(silence, whole))


def carried(postman, letter=LETTER):
    with postman.carry(letter) as outcome:
        return outcome


def test_a_mail_arrives_once_discreet_with_a_twin_that_loads_nothing():
    with mail_server() as inbox:
        outcome = carried(courier(inbox.port))

    (mail,) = inbox.taken
    assert outcome is SENT
    assert mail["Subject"] == LETTER.subject
    assert mail["Message-ID"] == f"<{LETTER.key}@exemple.fr>"
    assert inbox.envelopes == [("retours@exemple.fr", [LETTER.to])]
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert text.replace("\r\n", "\n").strip() == LETTER.text
    assert "&lt;le&gt;" in html
    assert '<a href="https://cep.exemple.fr/acces/abc?x=1&amp;y=2">' in html
    assert "<img" not in html
    assert "style" not in html


def test_the_server_hears_goodbye_only_after_the_outcome_was_used():
    with mail_server() as inbox, courier(inbox.port).carry(LETTER):
        before = list(inbox.goodbyes)

    assert before == []
    assert inbox.goodbyes == inbox.ids


def test_a_server_that_cannot_keep_it_now_is_asked_again():
    with mail_server(Inbox(rcpt="451 4.3.0 zoe.lefevre@courriel.fr: try again")) as inbox:
        outcome = carried(courier(inbox.port))

    assert (outcome.fate, outcome.trouble) == (Fate.LATER, "recipient 451 4.3.0")


@pytest.mark.parametrize(
    ("answer", "fate", "doubtful"),
    [
        ("550 5.1.1 no such user", Fate.NEVER, True),
        ("550 no such user", Fate.NEVER, True),
        ("552 5.2.2 mailbox full", Fate.NEVER, False),
        ("550 5.7.1 relaying denied", Fate.LATER, False),
    ],
)
def test_a_refused_recipient_is_in_doubt_when_it_is_her_address(answer, fate, doubtful):
    with mail_server(Inbox(rcpt=answer)) as inbox:
        outcome = carried(courier(inbox.port))

    assert (outcome.fate, outcome.doubtful) == (fate, doubtful)
    assert inbox.taken == []


@pytest.mark.parametrize(
    ("answer", "fate"), [("554 5.7.1 spam", Fate.NEVER), ("452 4.3.1 full", Fate.LATER)]
)
def test_a_refused_text_is_not_the_fault_of_her_address(answer, fate):
    with mail_server(Inbox(data=answer)) as inbox:
        outcome = carried(courier(inbox.port))

    assert (outcome.fate, outcome.doubtful) == (fate, False)


@pytest.mark.parametrize("known", range(len(GREETED) + 2))
def test_a_server_that_dies_at_any_step_is_asked_again(known):
    """Before DATA, and after the text before it said 250."""
    script = (*GREETED, b"354 go on")[:known]
    with scripted(*(script or (b"",))) as (port, heard):
        outcome = carried(courier(port))

    assert outcome.fate is Fate.LATER
    assert (b".\r\n" in heard) == (known == len(GREETED) + 1)


@pytest.mark.parametrize("known", [0, 1, 3, 5])
def test_a_server_that_hangs_is_left(known):
    script = (*GREETED, b"354 go on")[:known]
    with scripted(*script, None) as (port, _):
        outcome = carried(courier(port, silence=0.2))

    assert (outcome.fate, outcome.trouble) == (Fate.LATER, "silent")


def test_a_server_that_never_stops_speaking_is_cut():
    with scripted(b"220 here", b"250-still here...") as (port, _):
        outcome = carried(courier(port, whole=0.2))

    assert outcome.fate is Fate.LATER


def test_nobody_there_is_asked_again():
    outcome = carried(courier(free_port()))

    assert (outcome.fate, outcome.trouble) == (Fate.LATER, "silent")


def test_ciphered_connections_are_checked_and_the_password_is_said_inside_only(tmp_path):
    public, context = certificate(tmp_path)
    secure = {"tls_context": context, "require_starttls": True}
    login = {"auth_required": True, "authenticator": known_user("cep", "s3cret")}
    who = {"user": "cep", "password": "s3cret", "server": "localhost", "security": "starttls"}
    with mail_server(**secure, **login) as inbox:
        outcome = carried(courier(inbox.port, authority=public, **who))
        wrong = carried(courier(inbox.port, authority=public, **{**who, "password": "no"}))

    assert outcome is SENT
    assert (wrong.fate, wrong.trouble) == (Fate.LATER, "login 535 5.7.8")


def test_a_server_ciphered_from_the_first_byte(tmp_path):
    public, context = certificate(tmp_path)
    with mail_server(ssl_context=context) as inbox:
        ours = courier(inbox.port, authority=public, server="localhost", security="tls")
        outcome = carried(ours)
        mine = carried(courier(inbox.port, server="localhost", security="tls"))

    assert outcome is SENT
    assert mine.trouble == "certificate"


@pytest.mark.parametrize("name", ["autre.exemple.fr", "localhost"])
def test_a_wrong_certificate_is_refused_and_nothing_is_said(tmp_path, name):
    """One of another name, or one that nobody we trust vouches for."""
    public, context = certificate(tmp_path, name)
    trusted = public if name != "localhost" else None
    with mail_server(tls_context=context) as inbox:
        postman = courier(inbox.port, authority=trusted, server="localhost", security="starttls")
        outcome = carried(postman)

    assert (outcome.fate, outcome.trouble) == (Fate.LATER, "certificate")
    assert inbox.taken == []


def test_a_server_without_cipher_is_told_nothing():
    with mail_server() as inbox:
        outcome = carried(courier(inbox.port, security="starttls"))

    assert (outcome.fate, outcome.trouble) == (Fate.LATER, "server")
    assert inbox.taken == []


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "zoe@courriel.fr\r\nBcc: mallory@exemple.com"},
        {"to": "zoe@courriel.fr, mallory@exemple.com"},
        {"subject": "Bonjour\r\nBcc: mallory@exemple.com"},
    ],
)
def test_nothing_breaks_out_of_a_header(changes):
    with mail_server() as inbox:
        outcome = carried(courier(inbox.port), replace(LETTER, **changes))

    assert outcome.fate is Fate.NEVER
    assert inbox.taken == []


@given(st.text(max_size=80))
def test_whatever_a_subject_is_it_adds_no_header(subject):
    """OUT-03"""
    try:
        mail = mail_of(replace(LETTER, subject=subject), SENDER, NOW)
    except ValueError:
        return

    said = bytes(mail).split(b"\r\n\r\n")[0].split(b"\r\n")
    names = [line.split(b":")[0] for line in said if not line.startswith((b" ", b"\t"))]
    assert len(names) == len(set(names)) == 9


def test_neither_address_nor_text_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    refusal = "550 5.1.1 <zoe.lefevre@courriel.fr>: unknown"
    with mail_server(Inbox(rcpt=refusal)) as inbox:
        outcome = carried(courier(inbox.port))

    ours = "".join(record.getMessage() for record in caplog.records if "cep" in record.name)
    assert outcome.trouble in ours
    assert "zoe" not in ours
    assert "acces/" not in ours
