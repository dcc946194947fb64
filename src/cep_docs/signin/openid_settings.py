"""openid.yaml, in the folder of the instance: which identity provider people may come in by."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cep_docs.definitions.reading import Reader, Section
from cep_docs.errors import Unusable

FILE = "openid.yaml"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class OpenID:
    """`address` is that of this site, as browsers know it. `acr` and `amr` are the words by which
    the provider says that it asked for a second factor: without one, ours is asked for."""

    issuer: str
    client_id: str
    client_secret: str
    address: str
    label: str
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()


def openid_of(folder: Path) -> OpenID | None:
    """None where there is no such file: people come in by password or passkey only."""
    if not (folder / FILE).exists():
        return None
    reader = Reader(folder)
    section = reader.read(FILE)
    needed = ("issuer", "client_id", "client_secret", "address", "label")
    reader.only(section, needed, ("acr", "amr"))
    said = {name: reader.sentence(section, name) for name in needed}
    for name in ("issuer", "address"):
        check_ciphered(reader, section, name)
    acr = reader.words(section, "acr", None) if "acr" in section else ()
    amr = reader.words(section, "amr", None) if "amr" in section else ()
    if reader.faults:
        raise Unusable(
            f"{folder / FILE} n'est pas lisible. Les données sont intactes. Corriger ce fichier, "
            f"ou l'enlever. {' '.join(reader.faults)}"
        )
    return OpenID(**said, acr=acr, amr=amr)


def check_ciphered(reader: Reader, section: Section, name: str) -> None:
    """A fault for an address in clear, but on this machine."""
    try:
        parts = urlsplit(reader.text(section, name))
    except ValueError:
        parts = urlsplit("")
    here = parts.scheme == "http" and parts.hostname in LOOPBACK
    if name in section and not here and (parts.scheme != "https" or not parts.hostname):
        reader.faults.at(section, name, f"« {name} » doit commencer par https://.")
