"""Whom the house believes: its own authority, and the roots that signing.yaml names."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.api import OwnedFetcherBackend

from cep_docs.errors import Unusable
from cep_docs.signing.authority import Authority
from cep_docs.signing.revocation_lists import RevocationLists

NOT_CERTIFICATES = (
    "{path} ne contient pas de certificats lisibles. Rien n'a été signé. Corriger ce fichier, ou "
    "la rubrique « trust » de signing.yaml."
)


class Trust:
    """`known` are the certificates between those who sign and the roots; `foreign` says that
    somebody else than our own authority signs, and must be asked what it revoked."""

    def __init__(
        self,
        authority: Authority | None,
        roots: Sequence[x509.Certificate],
        known: Callable[[], Sequence[x509.Certificate]],
        *,
        foreign: bool,
        lists: RevocationLists | None = None,
    ) -> None:
        self._authority = authority
        self._lists = lists or RevocationLists()
        self._roots, self._known, self._foreign = tuple(roots), known, foreign

    def at(self, moment: datetime) -> ValidationContext:
        """What our own authority revoked comes from itself: nothing is fetched unless others sign,
        and then by the clock of the machine, because they live by it too."""
        if not self._foreign:
            return self.without_network(moment)
        lists = list(self._authority.lists(moment)) if self._authority else None
        return ValidationContext(
            trust_roots=self._all_roots(),
            other_certs=self._between(),
            crls=lists,
            allow_fetching=True,
            fetcher_backend=OwnedFetcherBackend(self._lists.backend()),
            revocation_mode="hard-fail",
        )

    def without_network(self, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._all_roots(),
            other_certs=self._between(),
            crls=list(self._authority.lists(moment)) if self._authority else [],
            allow_fetching=False,
            moment=moment,
        )

    @property
    def roots(self) -> bytes:
        """As PEM: what a proof is checked with outside the house."""
        armored = (pem.armor("CERTIFICATE", one.dump()) for one in self._all_roots())
        return b"".join(armored)

    def _all_roots(self) -> list[x509.Certificate]:
        own = [self._authority.root.plain] if self._authority else []
        return [*own, *self._roots]

    def _between(self) -> list[x509.Certificate]:
        own = [self._authority.issuer.plain] if self._authority else []
        return [*own, *self._known()]


def certificates_in(path: Path) -> list[x509.Certificate]:
    """One or several, as PEM or as the bytes of one."""
    try:
        data = path.read_bytes()
        armed = pem.detect(data)
        found = [one for *_, one in pem.unarmor(data, multiple=True)] if armed else [data]
        certificates = [x509.Certificate.load(one, strict=True) for one in found]
        for certificate in certificates:
            str(certificate.subject.native)
    except (OSError, ValueError) as error:
        raise Unusable(NOT_CERTIFICATES.format(path=path)) from error
    return certificates
