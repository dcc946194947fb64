"""Whom a verification trusts: what an instance keeps for it, or the files that somebody names."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from cep_docs.signing.authority import FOLDER, ROOT, SEAL
from cep_docs.signing.settings import Own, settings_of
from cep_docs.signing.trust import certificates_in
from cep_docs.signing.verdict import TrustedRoots


def roots_of(folder: Path, at: datetime) -> TrustedRoots:
    """Of an instance, without any of its keys. What its own authority signed stays verifiable
    after others were named to sign."""
    settings = settings_of(folder)
    own = [folder / FOLDER / f"{ROOT}.pem"]
    seals = list(settings.seal_certificates)
    if settings.seal == Own() or seals:  # otherwise nobody said whose the others are
        seals.append(folder / FOLDER / f"{SEAL}.pem")
    found = roots_in([*filter(Path.exists, own), *settings.trust], at)
    signers = _fingerprints(settings.signer_certificates)
    return TrustedRoots(found.roots, at, _fingerprints(filter(Path.exists, seals)), signers)


def roots_in(paths: Sequence[Path], at: datetime) -> TrustedRoots:
    """Of files of certificates."""
    return TrustedRoots(tuple(one.dump() for path in paths for one in certificates_in(path)), at)


def _fingerprints(paths: Iterable[Path]) -> frozenset[str]:
    """Of all the certificates in these files."""
    found = (one for path in paths for one in certificates_in(path))
    return frozenset(hashlib.sha256(one.dump()).hexdigest() for one in found)
