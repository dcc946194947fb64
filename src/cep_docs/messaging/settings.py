"""messages.yaml, in the folder of the instance: by which servers mails and SMS leave."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from cep_docs.definitions.reading import Reader, Section
from cep_docs.errors import Unusable
from cep_docs.values.contacts import parse_email

FILE = "messages.yaml"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
STARTTLS, TLS, CLEAR = "starttls", "tls", "none"
USUAL_PORTS = {STARTTLS: 587, TLS: 465, CLEAR: 25}
LARGEST_PORT = 65535
MAIL = ("server", "security", "from")
MAIL_TOO = ("port", "user", "password_file", "bounces", "authority")
SMS = ("address", "token_file")
SMS_TOO = ("from", "authority")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """`sender` is what people see, `bounces` where what cannot be delivered comes back to;
    `authority` is a file of certificates to trust instead of the usual ones."""

    server: str
    port: int
    security: str
    sender: Address
    bounces: str
    user: str = ""
    password: str = ""
    authority: Path | None = None

    @property
    def domain(self) -> str:
        return self.sender.domain


@dataclass(frozen=True, slots=True)
class SmsSettings:
    address: str
    token: str
    sender: str = ""
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """`address` is that of the site, as the people who receive a link know it."""

    address: str
    mail: MailSettings | None
    sms: SmsSettings | None


def messages_of(folder: Path) -> MessageSettings | None:
    """None where there is no such file: nothing leaves, and messages wait."""
    if not (folder / FILE).exists():
        return None
    reader = Reader(folder)
    section = reader.read(FILE)
    reader.only(section, ("address",), ("mail", "sms"))
    address = reader.sentence(section, "address").rstrip("/")
    _ciphered(reader, section, "address")
    mail = _mail(reader, reader.section(section, "mail"), folder) if "mail" in section else None
    sms = _sms(reader, reader.section(section, "sms"), folder) if "sms" in section else None
    if reader.faults:
        raise Unusable(
            f"{folder / FILE} n'est pas lisible. Les données sont intactes et rien n'est parti. "
            f"Corriger ce fichier, ou l'enlever. {' '.join(reader.faults)}"
        )
    return MessageSettings(address, mail, sms)


def _mail(reader: Reader, section: Section, folder: Path) -> MailSettings | None:
    reader.only(section, MAIL, MAIL_TOO)
    security = reader.text(section, "security")
    if security not in USUAL_PORTS and "security" in section:
        reader.faults.at(section, "security", "« security » vaut starttls, tls ou none.")
    server = reader.sentence(section, "server")
    if security == CLEAR and server not in LOOPBACK:
        sentence = "« none » ne vaut que pour un serveur de cette machine : starttls ou tls."
        reader.faults.at(section, "security", sentence)
    port = reader.number(section, "port", USUAL_PORTS.get(security, 0))
    if port > LARGEST_PORT:
        reader.faults.at(section, "port", f"« {port} » n'est pas un port.")
    name, spoken = parseaddr(reader.sentence(section, "from"))
    sender = _address(reader, section, "from", spoken)
    bounces = _address(reader, section, "bounces", reader.text(section, "bounces", sender))
    user = reader.text(section, "user")
    password = _secret(reader, section, "password_file", folder) if user else ""
    authority = _authority(reader, section, folder)
    if reader.faults:
        return None
    shown = Address(name, addr_spec=sender)
    return MailSettings(server, port, security, shown, bounces, user, password, authority)


def _sms(reader: Reader, section: Section, folder: Path) -> SmsSettings | None:
    reader.only(section, SMS, SMS_TOO)
    _ciphered(reader, section, "address")
    token = _secret(reader, section, "token_file", folder)
    authority = _authority(reader, section, folder)
    address, sender = reader.sentence(section, "address"), reader.text(section, "from")
    return None if reader.faults else SmsSettings(address, token, sender, authority)


def _address(reader: Reader, section: Section, name: str, said: str) -> str:
    try:
        return parse_email(said)
    except ValueError as error:
        if name in section:
            reader.faults.at(section, name, str(error))
        return ""


def _secret(reader: Reader, section: Section, name: str, folder: Path) -> str:
    """A password or a token, in a file of its own that others cannot read."""
    path = folder / reader.sentence(section, name)
    if not path.is_file():
        reader.faults.at(section, name, f"le fichier « {name} » n'existe pas.")
        return ""
    if path.stat().st_mode & 0o077:
        reader.faults.at(section, name, "ce fichier peut être lu par d'autres : chmod 600.")
    secret = path.read_text(encoding="utf-8").strip()
    if not secret.isascii() or not secret.isprintable() or not secret:
        reader.faults.at(section, name, "ce fichier doit contenir une ligne, sans accent.")
    return secret


def _authority(reader: Reader, section: Section, folder: Path) -> Path | None:
    if "authority" not in section:
        return None
    path = folder / reader.sentence(section, "authority")
    if not path.is_file():
        reader.faults.at(section, "authority", "ce fichier n'existe pas.")
    return path


def _ciphered(reader: Reader, section: Section, name: str) -> None:
    try:
        parts = urlsplit(reader.text(section, name))
    except ValueError:
        parts = urlsplit("")
    here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if name in section and not here and (parts.scheme != "https" or not parts.hostname):
        reader.faults.at(section, name, f"« {name} » doit commencer par https://.")
