"""Whom a verification trusts: what an instance keeps for it, or the files that somebody names."""

import hashlib
from collections.abc import Sequence
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
    seal = folder / FOLDER / f"{SEAL}.pem"
    seals = [seal] if settings.seal == Own() and seal.exists() else []
    found = roots_in([*(path for path in own if path.exists()), *settings.trust], at)
    return TrustedRoots(found.roots, at, frozenset(map(_fingerprint, seals)))


def roots_in(paths: Sequence[Path], at: datetime) -> TrustedRoots:
    """Of files of certificates."""
    return TrustedRoots(tuple(one.dump() for path in paths for one in certificates_in(path)), at)


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(certificates_in(path)[0].dump()).hexdigest()
