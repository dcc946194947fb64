"""Who makes a signature: a key held here, for the time of an act or for years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import cms, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key, pkcs12
from pyhanko.sign.attributes import CMSAttributeProvider, SigningCertificateV2Provider
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from cep_docs.errors import NotPossible, Unusable
from cep_docs.signing.authority import Authority, Owned, asn1_certificate
from cep_docs.signing.settings import KeyFile, secret_in

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
# What a signature of these keys takes at most.
LONGEST_EC = 72
# The clock of whoever made a certificate a moment ago.
OTHERS_ARE_AHEAD = timedelta(minutes=5)

NO_SIGNATURE = (
    "La signature n'a pas pu être faite : la clé ne répond pas comme attendu. Rien n'a été "
    "enregistré. Recommencer dans quelques minutes, ou signer sur papier. L'administrateur "
    "trouvera la cause avec « cep-docs signatures status »."
)
OUT_OF_DATE = (
    "La signature n'a pas pu être faite : le certificat de la clé a expiré, ou ne vaut pas encore "
    "à l'heure qu'indique le serveur. Rien n'a été enregistré. Signer sur papier, ou prévenir "
    "l'administrateur : « cep-docs signatures status » montre jusqu'à quand valent les clés."
)
UNREADABLE = (
    "La clé de {path} n'a pas pu être ouverte : le fichier est abîmé, le mot de passe n'est pas "
    "le bon, ou ce n'est ni une clé RSA ni une clé ECDSA. Rien n'a été signé. Corriger "
    "signing.yaml ou ce fichier."
)


@dataclass(frozen=True, slots=True)
class Held:
    """What is said of a key: how it is held, whose it is and until when; None: for one act."""

    how: str
    name: str
    until: datetime | None


class Keys(Protocol):
    """Gives the key of each act. It may be opened as late as then."""

    def key(self, name: str, role: str, at: datetime) -> "ActKey": ...

    def known(self) -> Sequence[x509.Certificate]:
        """The certificates that lead from it to a root, and its own."""
        ...

    def held(self) -> Held: ...


class ActKey(Signer):  # type: ignore[misc]
    """The key of one act: `signed` once it did, `stamped` unless the time-stamp failed after that.
    What signed is not asked again: its signature goes into the file without a stamp."""

    def __init__(self, certificate: x509.Certificate, chain: Sequence[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        super().__init__(signing_cert=certificate, cert_registry=store)
        self.signed, self.stamped = False, True
        self._named = Named(certificate)

    async def raw(self, data: bytes, digest: str) -> bytes:
        raise NotImplementedError

    def longest(self) -> int:
        """How many bytes a signature takes at most."""
        raise NotImplementedError

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:
            return bytes(self.longest())
        try:
            signature = await self.raw(data, digest_algorithm)
        except Exception as error:
            raise NotPossible(NO_SIGNATURE) from error
        self.signed = True
        return signature

    async def signed_attrs(self, *args: Any, **named: Any) -> cms.CMSAttributes:
        """From their bytes: what was put together is encoded anew, with all there is in it, each
        time that somebody looks at it."""
        found = await super().signed_attrs(*args, **named)
        return cms.CMSAttributes.load(found.dump())

    async def unsigned_attrs(self, *args: Any, dry_run: bool = False, **named: Any) -> Any:
        try:
            return await super().unsigned_attrs(*args, dry_run=dry_run, **named)
        except TimestampRequestError:
            if dry_run:
                raise
            self.stamped = False
            return None

    def _signed_attr_providers(self, *args: Any, **named: Any) -> Iterator[CMSAttributeProvider]:
        for one in super()._signed_attr_providers(*args, **named):
            yield self._named if isinstance(one, SigningCertificateV2Provider) else one


class Named(SigningCertificateV2Provider):  # type: ignore[misc]
    """Which certificate signs, encoded once: its issuer takes longer than the signature does."""

    def __init__(self, certificate: x509.Certificate) -> None:
        super().__init__(certificate)
        self._encoded = as_signing_certificate_v2(certificate).dump()

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        return self.value()

    def value(self) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2.load(self._encoded)


class HeldKey(ActKey):
    """A key loaded once: that of pyHanko is read and checked anew for each signature."""

    def __init__(
        self, certificate: x509.Certificate, key: Key, chain: Sequence[x509.Certificate]
    ) -> None:
        super().__init__(certificate, chain)
        self._key = key

    async def raw(self, data: bytes, digest: str) -> bytes:
        return raw_signature(self._key, data, digest)

    def longest(self) -> int:
        return self._key.key_size // 8 if isinstance(self._key, rsa.RSAPrivateKey) else LONGEST_EC


class IssuedKeys:
    """For each act a new key and its certificate, from the authority of the instance."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def key(self, name: str, role: str, at: datetime) -> ActKey:
        owned = self._authority.issue(name, role, at)
        return HeldKey(owned.plain, owned.key, self._authority.chain)

    def known(self) -> Sequence[x509.Certificate]:
        return self._authority.chain

    def held(self) -> Held:
        name = common_name(self._authority.issuer.plain)
        return Held("certificats d'une heure, émis par l'autorité de démonstration", name, None)


class OwnKeys:
    """One key of the authority of the instance."""

    def __init__(self, owned: Owned, authority: Authority) -> None:
        self._owned, self._authority = owned, authority

    def key(self, name: str, role: str, at: datetime) -> ActKey:
        return HeldKey(self._owned.plain, self._owned.key, self._authority.chain)

    def known(self) -> Sequence[x509.Certificate]:
        return (self._owned.plain, *self._authority.chain)

    def held(self) -> Held:
        plain = self._owned.plain
        return Held("clé de démonstration", common_name(plain), plain.not_valid_after)


class FileKeys:
    """The key of a PKCS#12 file."""

    def __init__(self, where: KeyFile) -> None:
        self._where = where
        self._opened: tuple[x509.Certificate, Key, tuple[x509.Certificate, ...]] | None = None

    def key(self, name: str, role: str, at: datetime) -> ActKey:
        return HeldKey(*self._open())

    def known(self) -> Sequence[x509.Certificate]:
        certificate, _, chain = self._open()
        return (certificate, *chain)

    def held(self) -> Held:
        certificate = self._open()[0]
        return Held("fichier PKCS#12", common_name(certificate), certificate.not_valid_after)

    def _open(self) -> tuple[x509.Certificate, Key, tuple[x509.Certificate, ...]]:
        if self._opened is None:
            self._opened = _opened(self._where.file, secret_in(self._where.password_file))
        return self._opened


def is_valid(key: ActKey, at: datetime) -> bool:
    """Whether its certificate is worth something at that hour: what it signs else is refused by
    whoever verifies it, for ever."""
    certificate = key.signing_cert
    since = certificate.not_valid_before - OTHERS_ARE_AHEAD
    return bool(since <= at <= certificate.not_valid_after)


def raw_signature(key: Key, data: bytes, digest: str) -> bytes:
    algorithm: hashes.HashAlgorithm = getattr(hashes, digest.upper())()
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), algorithm)
    return key.sign(data, ec.ECDSA(algorithm))


def checked(signature: bytes, certificate: x509.Certificate, data: bytes, digest: str) -> bytes:
    """What a foreign key answered, if it signs this, and is the key of the certificate."""
    algorithm: hashes.HashAlgorithm = getattr(hashes, digest.upper())()
    public = load_der_public_key(certificate.public_key.dump())
    if isinstance(public, rsa.RSAPublicKey):
        public.verify(signature, data, padding.PKCS1v15(), algorithm)
    elif isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(signature, data, ec.ECDSA(algorithm))
    else:
        raise InvalidSignature
    return signature


def common_name(certificate: x509.Certificate) -> str:
    said = certificate.subject.native
    return str(said.get("common_name") or certificate.subject.human_friendly)


def _opened(
    path: Path, password: str
) -> tuple[x509.Certificate, Key, tuple[x509.Certificate, ...]]:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            path.read_bytes(), password.encode()
        )
    except (OSError, ValueError) as error:
        raise Unusable(UNREADABLE.format(path=path)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or certificate is None:
        raise Unusable(UNREADABLE.format(path=path))
    return asn1_certificate(certificate), key, tuple(asn1_certificate(one) for one in others)
