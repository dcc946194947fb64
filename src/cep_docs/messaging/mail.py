"""The courier of mails: one session of SMTP for each, ciphered, that never waits for ever."""

import logging
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from cep_docs.messaging.deadline import Patience, cut_after
from cep_docs.messaging.letters import SENT, Letter, Outcome, later, never
from cep_docs.messaging.settings import STARTTLS, TLS, MailSettings
from cep_docs.messaging.writing import mail_of

PERMANENT = 500
# What the address itself is wrong for (RFC 3463: 5.1.x, 5.2.1); other refusals are about us.
_OF_THE_ADDRESS = re.compile(r"5\.(?:1\.(?:[1236]|10)|2\.1)\b")
_OF_THE_RULES = re.compile(r"5\.[37]\.[0-9]+\b")
_ENHANCED = re.compile(r"\b[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MailCourier:
    settings: MailSettings
    now: Callable[[], datetime]
    patience: Patience = field(default_factory=Patience)

    @contextmanager
    def carry(self, letter: Letter) -> Iterator[Outcome]:
        """See `Courier`. The goodbye is QUIT: a server that heard it has a mail we know it has."""
        try:
            mail = mail_of(letter, self.settings.sender, self.now())
        except ValueError:
            yield never("address", doubtful=True)
            return
        session = _session(self.settings, self.patience)
        with cut_after(self.patience.whole, lambda: session.sock):
            try:
                outcome = self._handed_over(session, mail, letter)
            except (smtplib.SMTPException, OSError, ValueError) as error:
                outcome = later(_trouble(error))
        if outcome is not SENT:
            log.info("a mail was not taken: %s", outcome.trouble)
        try:
            yield outcome
        finally:
            _goodbye(session, self.patience)

    def _handed_over(self, session: smtplib.SMTP, mail: EmailMessage, letter: Letter) -> Outcome:
        settings = self.settings
        session.connect(settings.server, settings.port)
        if settings.security == STARTTLS:
            session.starttls(context=_trust(settings))
        if settings.user:
            session.login(settings.user, settings.password)
        try:
            session.send_message(mail, settings.bounces, [letter.to])
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(*next(iter(error.recipients.values())))
        except smtplib.SMTPDataError as error:
            word = _said("content", error.smtp_code, error.smtp_error)
            return never(word) if error.smtp_code >= PERMANENT else later(word)
        return SENT


def _session(settings: MailSettings, patience: Patience) -> smtplib.SMTP:
    """Not connected yet: the time it takes is counted too."""
    if settings.security == TLS:
        return _Ciphered(settings, patience)
    return _Plain(settings, patience)


class _Plain(smtplib.SMTP):
    """Knows the name of its server before it is connected: STARTTLS checks it. Which machine we
    are is nobody's affair: we greet by the domain of our address."""

    def __init__(self, settings: MailSettings, patience: Patience) -> None:
        super().__init__(local_hostname=settings.domain, timeout=patience.silence)
        self._host = settings.server


class _Ciphered(smtplib.SMTP_SSL):
    def __init__(self, settings: MailSettings, patience: Patience) -> None:
        super().__init__(
            local_hostname=settings.domain, timeout=patience.silence, context=_trust(settings)
        )
        self._host = settings.server


def _trust(settings: MailSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.authority)


def _refused(code: int, said: bytes) -> Outcome:
    """The recipient was: for good when it is her address, otherwise it may be mended here."""
    word = _said("recipient", code, said)
    if code < PERMANENT or _OF_THE_RULES.search(word):
        return later(word)
    plain = _ENHANCED.search(word) is None and code in (550, 551, 553)
    return never(word, doubtful=plain or _OF_THE_ADDRESS.search(word) is not None)


def _said(word: str, code: int, said: bytes | str) -> str:
    """The codes only: sentences of servers repeat addresses."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    enhanced = _ENHANCED.search(text)
    return f"{word} {code} {enhanced[0] if enhanced else ''}".strip()


def _trouble(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        name = "login" if isinstance(error, smtplib.SMTPAuthenticationError) else "server"
        return _said(name, error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLError):
        return "certificate"
    spoke = isinstance(error, smtplib.SMTPException | ValueError)
    gone = isinstance(error, smtplib.SMTPServerDisconnected)
    return "server" if spoke and not gone else "silent"


def _goodbye(session: smtplib.SMTP, patience: Patience) -> None:
    with suppress(smtplib.SMTPException, OSError):
        if session.sock is not None:
            session.sock.settimeout(min(patience.silence, 2))
            session.quit()
    session.close()
