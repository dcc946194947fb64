"""cep-docs send-messages, cep-docs messages: what leaves for the people, what comes back."""

import hashlib
import logging
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import click

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.index import stopping
from cep_docs.cli.output import at_work, counted, say
from cep_docs.errors import CepDocsError, Unusable
from cep_docs.lifecycle.announcing import EMAIL, SMS
from cep_docs.lifecycle.drawn_links import Wanted
from cep_docs.lifecycle.sending import (
    Sender,
    Sendings,
    note_bounce,
    send_what_waits,
    sweep_secrets,
)
from cep_docs.messaging.bounces import bounces_in
from cep_docs.messaging.letters import Courier
from cep_docs.messaging.mail import MailCourier
from cep_docs.messaging.settings import MessageSettings, messages_of
from cep_docs.messaging.sms import SmsCourier
from cep_docs.signin.links import OWN_SPACE, OWN_SPACE_FOR, SIGN, Links, new_link
from cep_docs.storage.waiting_secrets import WaitingSecrets

PAUSE = 1.0  # seconds between two looks at what waits
ELSEWHERE = 30.0  # … while another program sends, or nothing can be sent
SWEPT_EVERY = 60  # looks
NO_SETTINGS = (
    "Aucun envoi n'est réglé : « messages.yaml » manque dans le dossier de l'instance. Rien n'est "
    "parti, et les messages attendent. L'écrire d'après docs/operating.md, puis recommencer."
)
log = logging.getLogger(__name__)


class Stop(Protocol):
    """A threading.Event is one."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float) -> bool: ...


@french.command("send-messages")
@options.folder
@click.option("--watch", is_flag=True, help="Continuer jusqu'à Ctrl+C, à côté du site.")
@options.as_json
def send_messages(folder: Path, watch: bool, as_json: bool) -> None:
    """Envoyer les courriels et les SMS qui attendent ; le refaire n'envoie rien deux fois."""
    with at_work(folder) as application:
        if messages_of(folder) is None and not _shows(application):
            raise Unusable(NO_SETTINGS)
        sender = sender_of(application)
        with sender.alone(), stopping() as stopped:
            done = send_what_waits(sender, stopped.is_set)
            sweep_secrets(sender)
            if watch:
                click.echo("Envoi en marche. Arrêter par Ctrl+C.", err=True)
                _watch(sender, stopped)
    data = {"sent": done.sent, "waiting": done.waiting, "failed": done.failed}
    say(as_json, data, *_told(done))


@french.group()
def messages() -> None:
    """Les messages aux personnes : ce qui en revient."""


@messages.command("bounced")
@options.folder
@click.argument("mailbox", type=click.Path(exists=True, path_type=Path))
@options.as_json
def bounced(folder: Path, mailbox: Path, as_json: bool) -> None:
    """Lire les retours de courriels : MAILBOX, un fichier, un dossier ou un Maildir.

    L'adresse devient douteuse et le conseiller est averti. Relire les mêmes ne change rien.
    """
    with at_work(folder) as application:
        came_back = list(bounces_in(mailbox))
        noted = sum(
            application.write(lambda tools, b=one: note_bounce(b, tools))  # type: ignore[misc]
            for one in came_back
        )
    said = f"{counted(noted, 'retour noté', 'retours notés')} sur {len(came_back)}."
    say(as_json, {"noted": noted, "read": len(came_back)}, said)


def keep_sending(application: Application, stop: Stop) -> None:
    """In a thread of the server, until it is told to stop. One program sends for an instance: the
    others look again now and then. A fault is logged and tried again: no page depends on it."""
    while not stop.is_set():
        try:
            sender = sender_of(application)
            with sender.alone():
                _watch(sender, stop)
        except Unusable as error:
            log.info("messages are not sent here now: %s", error)
        except (CepDocsError, OSError):
            log.exception("messages could not be sent")
        stop.wait(ELSEWHERE)


def sender_of(application: Application) -> Sender:
    """With what messages.yaml names; without it nothing leaves, and what is over is given up."""
    folder = application.house.folder
    settings = messages_of(folder)
    secrets = application.secrets or WaitingSecrets(folder)
    links = Links(secrets.ledger)

    def draw_link(wanted: Wanted) -> str:
        """The earlier ones of the same demand stay: all say and open the same."""
        now, until = application.now(), wanted.until
        at, purpose, lives = "acces", OWN_SPACE, OWN_SPACE_FOR
        if until is not None:
            at, purpose, lives = "signer", f"{SIGN}{wanted.errand}", until - now
        token = new_link(links, wanted.beneficiary, purpose, "", now, lives)
        return f"{settings.address if settings else ''}/{at}/{token}"

    return Sender(
        application.reading,
        application.write,
        _couriers(settings, application),
        secrets,
        draw_link,
        folder / "locks",
        _name_of(folder),
    )


def _couriers(settings: MessageSettings | None, application: Application) -> Mapping[str, Courier]:
    found: dict[str, Courier] = {}
    if settings and settings.mail:
        found[EMAIL] = MailCourier(settings.mail, application.now)
    if settings and settings.sms:
        found[SMS] = SmsCourier(settings.sms)
    return found


def _name_of(folder: Path) -> str:
    """The same for all that send from this folder of this machine, one after the other."""
    return hashlib.sha256(f"{socket.gethostname()} {folder.resolve()}".encode()).hexdigest()[:20]


def _watch(sender: Sender, stop: Stop) -> None:
    looks = 0
    while not stop.is_set():
        send_what_waits(sender, stop.is_set)
        if looks % SWEPT_EVERY == 0:
            sweep_secrets(sender)
        looks += 1
        stop.wait(PAUSE)


def _shows(application: Application) -> bool:
    with application.reading() as tools:
        return tools.site.demo_day is not None


def _told(done: Sendings) -> tuple[str, ...]:
    return (
        f"{counted(done.sent, 'message envoyé', 'messages envoyés')}.",
        f"{counted(done.waiting, 'remis à plus tard', 'remis à plus tard')}.",
        f"{counted(done.failed, 'non arrivé', 'non arrivés')} : les conseillers en sont avertis.",
    )
