"""identities.yaml, in the folder of the instance: by which providers of identities a person may
prove, from afar, that it is she who signs (R-067)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cep_docs.definitions.reading import Reader, Section
from cep_docs.errors import Unusable
from cep_docs.signin.openid_settings import check_ciphered
from cep_docs.signing.settings import OPEN_TO_OTHERS, secret_in

FILE = "identities.yaml"
RETURN = "/signer/retour"
# What has to be known of her, and what providers mostly call it; a used name is asked for where
# the settings name it.
CLAIMS: Mapping[str, str] = {
    "family_name": "family_name",
    "given_names": "given_name",
    "birth_date": "birthdate",
}
USED_NAME = "used_name"
NEEDED = ("name", "issuer", "client_id", "client_secret_file")
OPTIONAL = ("scope", "claims", "levels")
SCOPE = ("profile",)
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """`name` is what the button says, in French. `claims`: what the provider calls each thing that
    has to be known; `levels`: its words for how sure it is (acr), and ours. Where there are some,
    it must say one of them."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: tuple[str, ...] = SCOPE
    claims: Mapping[str, str] = field(default_factory=lambda: dict(CLAIMS))
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identities:
    """`address` is that of this site, as browsers know it."""

    address: str
    providers: tuple[IdentityProvider, ...]


def identities_of(folder: Path) -> Identities | None:
    """None where there is no such file: who signs from afar is known by a code only."""
    if not (folder / FILE).exists():
        return None
    reading = _Reading(folder)
    found = reading.identities()
    if reading.faults:
        raise Unusable(
            f"{folder / FILE} n'est pas lisible. Les données sont intactes. Corriger ce fichier, "
            f"ou l'enlever : on signe alors avec un code. {' '.join(reading.faults)}"
        )
    return found


class _Reading:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader = Reader(folder)
        self.faults = self._reader.faults

    def identities(self) -> Identities:
        section = self._reader.read(FILE)
        self._reader.only(section, ("address", "providers"), ())
        address = self._reader.sentence(section, "address")
        check_ciphered(self._reader, section, "address")
        items = self._reader.items(section, "providers")
        found: list[IdentityProvider] = []
        for index, one in enumerate(items):
            if not isinstance(one, Section):
                self.faults.at(items, index, "un fournisseur est fait de « clé: valeur ».")
                continue
            provider = self._provider(one)
            if provider.name in [other.name for other in found]:
                self.faults.at(one, "name", f"« {provider.name} » est écrit deux fois.")
            found.append(provider)
        return Identities(address, tuple(found))

    def _provider(self, section: Section) -> IdentityProvider:
        reader = self._reader
        reader.only(section, NEEDED, OPTIONAL)
        name = reader.sentence(section, "name")
        if len(name) > LONGEST_NAME:
            self.faults.at(section, "name", f"« name » compte {LONGEST_NAME} signes au plus.")
        check_ciphered(reader, section, "issuer")
        return IdentityProvider(
            name=name,
            issuer=reader.text(section, "issuer"),
            client_id=reader.sentence(section, "client_id"),
            client_secret=self._secret(section),
            scope=reader.words(section, "scope", None) if "scope" in section else SCOPE,
            claims=self._claims(section),
            levels=self._texts(section, "levels"),
        )

    def _claims(self, section: Section) -> dict[str, str]:
        said = self._texts(section, "claims")
        known = (*CLAIMS, USED_NAME)
        for name in said:
            if name not in known:
                inner = self._reader.section(section, "claims")
                told = ", ".join(known)
                self.faults.at(inner, name, f"« {name} » est inconnu ici (connus : {told}).")
        return {**CLAIMS, **said}

    def _texts(self, section: Section, key: str) -> dict[str, str]:
        if key not in section:
            return {}
        inner = self._reader.section(section, key)
        return {name: self._reader.sentence(inner, name) for name in inner}

    def _secret(self, section: Section) -> str:
        path = self._folder / self._reader.sentence(section, "client_secret_file")
        if "client_secret_file" not in section:
            return ""
        if not path.is_file():
            self.faults.at(section, "client_secret_file", f"le fichier {path} manque.")
            return ""
        if path.stat().st_mode & 0o077:
            self.faults.at(section, "client_secret_file", OPEN_TO_OTHERS.format(path))
        return secret_in(path)
