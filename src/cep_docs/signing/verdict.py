"""What is said of a signed PDF: authentic or not, why, who signed, when, how well it is proven.

A proof of a signature is a document of ours too, of its own kind.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

# Why a file is refused, each with its sentence. Nothing of the file stands in them.
EMPTY = "empty"
UNREADABLE = "unreadable"
TOO_LARGE = "too_large"
TOO_MUCH = "too_much"
HYBRID = "hybrid"
ENCRYPTED = "encrypted"
UNSIGNED = "unsigned"
MALFORMED = "malformed"
TWICE = "twice"
UNEXPECTED = "unexpected"
UNSEALED = "unsealed"
ALTERED = "altered"
FORGED = "forged"
UNKNOWN_SIGNER = "unknown_signer"
REVOKED = "revoked"
WRONG_CERTIFICATE = "wrong_certificate"
BAD_STAMP = "bad_stamp"
HOURS = "hours"
TO_COME = "to_come"
UNCOVERED = "uncovered"
CHANGED = "changed"
ADDED_FIELD = "added_field"
ACTIVE = "active"
UNLOCKED = "unlocked"
JOINED = "joined"
EVIDENCE = "evidence"

# What a file is, by what is joined to it: rules of its own hold for each.
DOCUMENT, PROOF = "document", "proof"

# Wrong only because nobody who is known answers for it.
NOBODY_VOUCHES = frozenset((UNKNOWN_SIGNER, BAD_STAMP))

# In bytes: what is larger is not looked at.
LARGEST = 20 * 2**20

SENTENCES = {
    EMPTY: "Ce fichier est vide : il n'est pas arrivé en entier.",
    TOO_LARGE: f"Ce fichier pèse plus de {LARGEST // 2**20} Mo : il n'a pas été vérifié.",
    UNREADABLE: "Ce n'est pas un PDF lisible, ou il est construit d'une façon qui n'est pas "
    "admise pour un document signé.",
    TOO_MUCH: "Ce fichier demande trop de temps ou de mémoire pour être vérifié.",
    HYBRID: "Ce PDF se lit de deux façons : deux logiciels n'y verraient pas la même chose.",
    ENCRYPTED: "Ce PDF est protégé par un mot de passe.",
    UNSIGNED: "Ce document n'est pas signé.",
    MALFORMED: "Une signature est mal formée.",
    TWICE: "Une même signature, ou un même champ, y figure deux fois.",
    UNEXPECTED: "Les signatures ne sont pas celles attendues pour ce document, ou pas dans "
    "l'ordre.",
    UNSEALED: "Le cachet de l'opérateur manque : le document est incomplet, ou ramené à un état "
    "antérieur.",
    ALTERED: "Le contenu signé a été modifié depuis la signature.",
    FORGED: "Une signature ne correspond pas à son certificat.",
    UNKNOWN_SIGNER: "Un certificat ne vient d'aucune autorité reconnue ici.",
    REVOKED: "Un certificat avait été révoqué.",
    WRONG_CERTIFICATE: "Un certificat n'est pas fait pour la signature où il a servi.",
    BAD_STAMP: "Un horodatage n'est pas valable, ou ne vient d'aucune autorité reconnue ici.",
    HOURS: "Les heures des signatures se contredisent.",
    TO_COME: "Une signature ou un horodatage porte une heure qui n'est pas encore venue : "
    "l'horloge de la machine qui vérifie, ou de celle qui a signé, n'est pas à l'heure.",
    UNCOVERED: "Quelque chose a été ajouté que les signatures ne couvrent pas.",
    CHANGED: "Le document a été modifié après une signature, par autre chose que les signatures "
    "suivantes.",
    ADDED_FIELD: "Le document contient un champ qui n'était pas prévu.",
    ACTIVE: "Le document contient un programme, un lien, un fichier joint ou une annotation qui "
    "n'ont rien à y faire.",
    UNLOCKED: "Les signatures ne verrouillent pas le document comme elles le devraient.",
    JOINED: "Les fichiers joints ne sont pas ceux d'un dossier de preuve, ou se contredisent.",
    EVIDENCE: "La preuve jointe pour les programmes n'est pas celle que l'opérateur a scellée.",
}


@dataclass(frozen=True, slots=True)
class TrustedRoots:
    """Whom we trust, at the hour `at`: root certificates, as DER, and when they are known the
    SHA-256 of the certificates of the operator's seal, and of those with which it has people
    sign who have none of their own."""

    roots: tuple[bytes, ...]
    at: datetime
    seals: frozenset[str] = frozenset()
    signers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signatory:
    """One signature. `proven`: a time-stamp says the hour, otherwise only the signer does.
    `level` is what of PAdES was found in the file, nothing where it is no PAdES. `good`: it is
    intact, of a certificate that is trusted, and what follows is allowed."""

    field: str
    name: str
    issuer: str
    at: datetime | None
    proven: bool
    level: str
    demonstration: bool
    intact: bool
    trusted: bool
    good: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of itself, for programs; nobody has to believe it."""

    number: str = ""
    form: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Attested:
    """What a proof says of the signature it proves. `told` says it in a sentence; `document` is
    the digest of the file with this signature, or, where it is on paper, `scan` that of its copy;
    `complete`: nothing that is expected lacks."""

    told: str
    document: str
    complete: bool
    scan: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`faults` are words of SENTENCES; there is none in a file that is authentic. `sha256` is
    empty when nobody read the file to its end; `stamped_at` the hour of the last stamp over the
    whole, which keeps the proofs; `attested` told of a proof only when it is whole."""

    sha256: str
    faults: tuple[str, ...] = ()
    signers: tuple[Signatory, ...] = ()
    stamped_at: datetime | None = None
    claim: Claim = Claim()
    kind: str = DOCUMENT
    attested: Attested | None = None

    @property
    def authentic(self) -> bool:
        return bool(self.signers) and not self.faults

    @property
    def intact(self) -> bool:
        """Whatever the authority: nothing was changed since it was signed."""
        return bool(self.signers) and set(self.faults) <= NOBODY_VOUCHES

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(SENTENCES[fault] for fault in self.faults)

    @property
    def level(self) -> str:
        """The lowest that was found: a chain is as strong as that."""
        return min((one.level for one in self.signers), key=_rank, default="")

    @property
    def demonstration(self) -> bool:
        return any(one.demonstration for one in self.signers)

    def as_plain(self) -> dict[str, Any]:
        """For another process, or a program."""
        plain = asdict(self)
        plain["authentic"], plain["reasons"] = self.authentic, list(self.reasons)
        plain["stamped_at"] = self.stamped_at.isoformat() if self.stamped_at else None
        for one in plain["signers"]:
            one["at"] = one["at"].isoformat() if one["at"] else None
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        """What another process says is not believed to be of the right shape: ValueError,
        KeyError or TypeError when it is not."""
        signers = tuple(Signatory(**{**one, "at": _moment(one["at"])}) for one in plain["signers"])
        faults = tuple(fault for fault in plain["faults"] if SENTENCES[fault])
        claim = Claim(**{name: str(value) for name, value in plain["claim"].items()})
        said = plain["attested"]
        return cls(
            sha256=str(plain["sha256"]),
            faults=faults,
            signers=signers,
            stamped_at=_moment(plain["stamped_at"]),
            claim=claim,
            kind=PROOF if plain["kind"] == PROOF else DOCUMENT,
            attested=_attested(said) if said else None,
        )


def _attested(said: dict[str, Any]) -> Attested:
    complete = said["complete"] is True
    return Attested(str(said["told"]), str(said["document"]), complete, str(said["scan"]))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _rank(level: str) -> int:
    """« B-LTA » is longer than « B-LT »; nothing is the lowest."""
    return ("", "B-B", "B-T", "B-LT", "B-LTA").index(level)
