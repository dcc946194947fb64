"""The notary of an instance: signs for people who were identified, and puts the operator's seal.

What it needs beside a PDF are the keys that signing.yaml names, or else the authority of the
instance; nothing of them is in the database.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from asn1crypto import x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from cep_docs.errors import NotPossible, Unusable
from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.rendering.pdf_stamp import Stamp, draw_stamp
from cep_docs.signing.authority import Authority, read_authority
from cep_docs.signing.detached import Detached, seal_beside
from cep_docs.signing.memory import Memory
from cep_docs.signing.pdf_signing import FieldAct, SignedPdf, sign_field
from cep_docs.signing.remote_keys import RemoteKeys
from cep_docs.signing.renewing import archived_until, renewed
from cep_docs.signing.revocation_lists import RevocationLists
from cep_docs.signing.settings import FILE, Holder, KeyFile, Remote, Settings, Token, settings_of
from cep_docs.signing.signers import (
    NO_SIGNATURE,
    OUT_OF_DATE,
    ActKey,
    FileKeys,
    IssuedKeys,
    Keys,
    OwnKeys,
    is_valid,
)
from cep_docs.signing.time_stamps import NamedTimeStamps, OwnTimeStamps
from cep_docs.signing.token_keys import TokenKeys
from cep_docs.signing.trust import Trust, certificates_in
from cep_docs.values.ink import Ink

SEALED_BECAUSE = "Cachet de l'opérateur : le document est complet"
ANY_TIME = datetime(1, 1, 1, tzinfo=UTC)
CLOSED_BECAUSE = "Cachet de l'opérateur"
NO_AUTHORITY = (
    f"{FILE} laisse une partie des signatures à l'autorité de l'instance, qui n'en a pas. Les "
    "documents signés sont intacts. Nommer d'autres clés et une autorité d'horodatage."
)


@dataclass(frozen=True, slots=True)
class Act:
    """Who signs, as what, when; `date` in the words of the place, `mention` as it was written,
    `lines` say how; `ink` when the mention was drawn. `first`: from now on only the other
    signatures may be added."""

    role: str
    name: str
    at: datetime
    date: str
    mention: str = ""
    lines: Sequence[str] = ()
    reason: str = ""
    first: bool = False
    ink: Ink | None = None


class Notary(Protocol):
    """Makes signatures; a step is given one in its tools. `level` is that of eIDAS, as the
    settings declare it."""

    @property
    def level(self) -> str: ...

    def sign(self, pdf: bytes, act: Act) -> SignedPdf: ...

    def seal(self, pdf: bytes, at: datetime) -> SignedPdf: ...

    def attest(self, data: bytes, at: datetime) -> Detached: ...

    def close(self, pdf: bytes, at: datetime) -> SignedPdf: ...

    def archived_until(self, pdf: bytes) -> datetime | None: ...

    def archive(self, pdf: bytes, *, wholly: bool = False) -> bytes: ...


def notary_of(folder: Path, now: Callable[[], datetime]) -> "HouseNotary | None":
    """That of an instance; None where no authority was made and no settings are: signatures are
    only noted there. Keys are opened at the first signature, not before."""
    settings, authority = settings_of(folder), read_authority(folder)
    if authority is None:
        if not (folder / FILE).exists():
            return None
        if settings.own:
            raise Unusable(NO_AUTHORITY)
    return HouseNotary(settings, authority, now)


class HouseNotary:
    """With the keys of one instance."""

    def __init__(
        self, settings: Settings, authority: Authority | None, now: Callable[[], datetime]
    ) -> None:
        self.settings, self._now = settings, now
        self.signers = _keys(settings.signers, now) or IssuedKeys(_own(authority))
        self.seals = _seals(settings.seal, authority, now)
        # What our own authority gives is kept out of what others have to prove.
        in_use = authority if settings.own else None
        roots = [one for path in settings.trust for one in certificates_in(path)]
        foreign = bool(settings.time_stamps) or not isinstance(self.signers, IssuedKeys)
        foreign = foreign or not isinstance(self.seals, OwnKeys)
        self.lists = RevocationLists()
        self._trust = Trust(in_use, roots, self.known, foreign=foreign, lists=self.lists)
        self.stamps: TimeStamper = self._stamps(authority)
        self._memory: Memory[SignedPdf] = Memory(now)

    @property
    def level(self) -> str:
        return self.settings.level

    def sign(self, pdf: bytes, act: Act) -> SignedPdf:
        """By a key of this act. The same act on the same bytes, a moment later, gives the same:
        a transaction may be run again, a signer is asked once."""
        same = replace(act, at=ANY_TIME, date="")
        return self._memory.once(_key(pdf, same), lambda: self._sign(pdf, act))

    def seal(self, pdf: bytes, at: datetime) -> SignedPdf:
        """The last one: it covers the whole file, and a stamp covers it."""
        return self._memory.once(_key(pdf, SEAL), lambda: self._seal(pdf, at))

    def attest(self, data: bytes, at: datetime) -> Detached:
        """The operator's seal beside a file that is no PDF, and a stamp over the seal."""
        key = self._opened(self.seals, SEAL, SEAL, at)
        return seal_beside(data, key, at, self.stamps, self._trust.roots)

    def close(self, pdf: bytes, at: datetime) -> SignedPdf:
        """The seal of a file that is whole and stays so: it covers it to its last byte."""
        key = self._opened(self.seals, SEAL, SEAL, at)
        return sign_field(pdf, FieldAct(SEAL, key, at, CLOSED_BECAUSE), self.stamps, None)

    def archived_until(self, pdf: bytes) -> datetime | None:
        return archived_until(pdf)

    def archive(self, pdf: bytes, *, wholly: bool = False) -> bytes:
        """The same, with its proofs and a new stamp over all of it; NotRenewed when it cannot.
        `wholly`: those of each signature, whatever stamps there are."""
        return renewed(pdf, self.stamps, self._trust.at, self._now(), wholly=wholly)

    def trusted(self, at: datetime) -> ValidationContext:
        """Whom to believe at that instant. Nothing is fetched."""
        return self._trust.without_network(at)

    def _sign(self, pdf: bytes, act: Act) -> SignedPdf:
        stamp = Stamp(act.name, act.date, act.mention, act.lines, act.ink)
        field = FieldAct(
            field=field_name(act.role),
            signer=self._opened(self.signers, act.name, act.role, act.at),
            at=act.at,
            reason=act.reason,
            draw=lambda width, height: draw_stamp(stamp, width, height),
            first=act.first,
        )
        return sign_field(pdf, field, self.stamps, lambda: self._trust.at(act.at))

    def _seal(self, pdf: bytes, at: datetime) -> SignedPdf:
        key = self._opened(self.seals, SEAL, SEAL, at)
        field = FieldAct(SEAL, key, at, reason=SEALED_BECAUSE, archive=True)
        return sign_field(pdf, field, self.stamps, lambda: self._trust.at(at))

    def _opened(self, keys: Keys, name: str, role: str, at: datetime) -> ActKey:
        try:
            key = keys.key(name, role, at)
        except Unusable as error:
            raise NotPossible(NO_SIGNATURE) from error
        if not is_valid(key, at):
            raise NotPossible(OUT_OF_DATE)
        return key

    def _stamps(self, authority: Authority | None) -> TimeStamper:
        if not self.settings.time_stamps:
            return OwnTimeStamps(_own(authority), self._now)

        def believed() -> ValidationContext:
            return self._trust.without_network(self._now())

        return NamedTimeStamps(self.settings.time_stamps, believed, self._now)

    def known(self) -> Sequence[x509.Certificate]:
        """The certificates of its keys. What cannot be opened now is needed by its own act only,
        and said there."""
        found: list[x509.Certificate] = []
        for keys in (self.signers, self.seals):
            with suppress(Unusable):
                found.extend(keys.known())
        return found


def _key(pdf: bytes, act: object) -> str:
    return f"{hashlib.sha256(pdf).hexdigest()} {act!r}"


def _own(authority: Authority | None) -> Authority:
    if authority is None:
        raise Unusable(NO_AUTHORITY)
    return authority


def _seals(where: Holder, authority: Authority | None, now: Callable[[], datetime]) -> Keys:
    held = _keys(where, now)
    if held is not None:
        return held
    own = _own(authority)
    return OwnKeys(own.seal, own)


def _keys(where: Holder, now: Callable[[], datetime]) -> Keys | None:
    """None: those of our own authority."""
    match where:
        case KeyFile():
            return FileKeys(where)
        case Token():
            return TokenKeys(where)
        case Remote():
            return RemoteKeys(where, now)
    return None
