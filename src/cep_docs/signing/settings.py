"""signing.yaml, in the folder of the instance: who holds the keys, and who says what hour it is.

Secrets are in files that this one names: neither the database nor a message ever holds one.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cep_docs.definitions.reading import Reader, Section
from cep_docs.errors import Unusable

FILE = "signing.yaml"
SIMPLE, ADVANCED, QUALIFIED = LEVELS = ("simple", "advanced", "qualified")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
OWN = "own"
CERTIFICATES = "certificates"
FIELDS = {
    "pkcs12": (("file", "password_file"), ()),
    "pkcs11": (("module", "token", "key", "pin_file"), ()),
    "csc": (("url", "credential", "token_file"), ("pin_file",)),
}
OPEN_TO_OTHERS = "« {} » peut être lu par d'autres comptes de la machine : chmod 600."


@dataclass(frozen=True, slots=True)
class Own:
    """The authority of the instance, which is for demonstration."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key with its certificates, in a file of the kind PKCS#12."""

    file: Path
    password_file: Path


@dataclass(frozen=True, slots=True)
class Token:
    """A key that never leaves its card or its module (PKCS#11); both labels are those of it."""

    module: Path
    token: str
    key: str
    pin_file: Path


@dataclass(frozen=True, slots=True)
class Remote:
    """A key at a provider that speaks the API of the Cloud Signature Consortium."""

    url: str
    credential: str
    token_file: Path
    pin_file: Path | None = None


Holder = Own | KeyFile | Token | Remote


@dataclass(frozen=True, slots=True)
class Settings:
    """`level` is what the providers guarantee by contract: no program can know it. The
    certificates of both are told apart when files are verified, with no key at hand."""

    level: str = SIMPLE
    signers: Holder = Own()
    seal: Holder = Own()
    time_stamps: str = ""
    trust: tuple[Path, ...] = ()
    signer_certificates: tuple[Path, ...] = ()
    seal_certificates: tuple[Path, ...] = ()

    @property
    def own(self) -> bool:
        """Whether something is left to the authority of the instance."""
        return not self.time_stamps or Own() in (self.signers, self.seal)


def settings_of(folder: Path) -> Settings:
    """Where there is no such file, all of it is done by the authority of the instance."""
    if not (folder / FILE).exists():
        return Settings()
    reading = _Reading(folder)
    settings = reading.settings()
    if reading.faults:
        raise Unusable(
            f"{folder / FILE} n'est pas lisible. Les documents signés sont intacts. Corriger ce "
            f"fichier, ou l'enlever. {' '.join(reading.faults)}"
        )
    return settings


def secret_in(path: Path) -> str:
    """What a file of secrets holds, without the end of its line."""
    try:
        return path.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(
            f"Le fichier de secret {path} n'est pas lisible. Rien n'a été signé. "
            "Vérifier qu'il existe et que le compte du site peut le lire."
        ) from error


class _Reading:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader = Reader(folder)
        self.faults = self._reader.faults

    def settings(self) -> Settings:
        section = self._reader.read(FILE)
        self._reader.only(section, (), ("level", "signers", "seal", "time_stamps", "trust"))
        level = self._reader.text(section, "level", SIMPLE)
        self._reader.known(section, "level", level, LEVELS)
        signers, seal = self._holder(section, "signers"), self._holder(section, "seal")
        if signers == Own() and level in (ADVANCED, QUALIFIED):
            self.faults.at(
                section, "level", "l'autorité de démonstration ne permet que « simple »."
            )
        trust = tuple(self._files(section, "trust"))
        return Settings(
            level,
            signers,
            seal,
            self._stamps(section),
            trust,
            self._certificates(section, "signers"),
            self._certificates(section, "seal"),
        )

    def _certificates(self, section: Section, name: str) -> tuple[Path, ...]:
        """Of the keys in use, and of those that were before."""
        if section.get(name, OWN) == OWN:
            return ()
        return tuple(self._files(self._reader.section(section, name), CERTIFICATES))

    def _holder(self, section: Section, name: str) -> Holder:
        if section.get(name, OWN) == OWN:
            return Own()
        inner = self._reader.section(section, name)
        by = self._reader.text(inner, "by")
        if by not in FIELDS:
            known = ", ".join((OWN, *FIELDS))
            self.faults.at(section, name, f"« {name} » se fait par (« by ») l'un de : {known}.")
            return Own()
        needed, optional = FIELDS[by]
        self._reader.only(inner, ("by", *needed), (*optional, CERTIFICATES))
        if by == "pkcs12":
            return KeyFile(self._file(inner, "file"), self._secret(inner, "password_file"))
        if by == "pkcs11":
            token = self._reader.sentence(inner, "token")
            key = self._reader.sentence(inner, "key")
            module = self._file(inner, "module")
            return Token(module, token, key, self._secret(inner, "pin_file"))
        return self._remote(inner)

    def _remote(self, section: Section) -> Remote:
        pin = self._secret(section, "pin_file") if "pin_file" in section else None
        credential = self._reader.sentence(section, "credential")
        url = self._url(section, "url").rstrip("/")
        return Remote(url, credential, self._secret(section, "token_file"), pin)

    def _stamps(self, section: Section) -> str:
        if section.get("time_stamps", OWN) == OWN:
            return ""
        inner = self._reader.section(section, "time_stamps")
        self._reader.only(inner, ("url",), ())
        return self._url(inner, "url")

    def _url(self, section: Section, name: str) -> str:
        text = self._reader.sentence(section, name)
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        known = parts.scheme == "https" or (
            # A time-stamp proves itself: many authorities answer without cipher.
            parts.scheme == "http" and (parts.hostname in LOOPBACK or section.keys() == {"url"})
        )
        if name in section and not (known and parts.hostname):
            self.faults.at(section, name, f"« {name} » doit commencer par https://.")
        return text

    def _files(self, section: Section, name: str) -> list[Path]:
        items = self._reader.items(section, name)
        found = []
        for index, text in enumerate(items):
            path = self._folder / str(text)
            if not path.is_file():
                self.faults.at(items, index, f"le fichier {path} manque.")
            found.append(path)
        return found

    def _file(self, section: Section, name: str) -> Path:
        path = self._folder / self._reader.sentence(section, name)
        if name in section and not path.is_file():
            self.faults.at(section, name, f"« {name} » : le fichier {path} manque.")
        return path

    def _secret(self, section: Section, name: str) -> Path:
        path = self._file(section, name)
        if path.is_file() and path.stat().st_mode & 0o077:
            self.faults.at(section, name, OPEN_TO_OTHERS.format(path))
        return path
