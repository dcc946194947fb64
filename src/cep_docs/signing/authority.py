"""The authority of an instance: who signs gets a certificate of his own, for one act.

It is made with the instance and says in every name that it is for demonstration: it proves that
a file was not changed, to whoever trusts it; nobody has to. Its keys lie in the folder
`authority/`, readable by their owner only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cep_docs.errors import Unusable
from cep_docs.storage.disk import sync_tree

FOLDER = "authority"
LABEL = "DÉMONSTRATION, sans valeur de certification"
ROOT, ISSUER, TIMES, SEAL = "root", "issuer", "time_stamps", "seal"
NAMES = (ROOT, ISSUER, TIMES, SEAL)
# Long enough for the past that a demonstration tells, and for proofs to be kept.
SINCE = datetime(2019, 1, 1, tzinfo=UTC)
UNTIL = datetime(2060, 1, 1, tzinfo=UTC)
# A certificate is for the act it was asked for.
ACT_BEFORE, ACT_AFTER = timedelta(minutes=5), timedelta(hours=1)
LISTS_LAST = timedelta(days=7)

DAMAGED = (
    "L'autorité de signature de cette instance n'est pas lisible ({name}). Les documents signés "
    "sont intacts. Restaurer le dossier « authority » depuis une sauvegarde."
)


@dataclass(frozen=True, slots=True)
class Owned:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def plain(self) -> asn1_x509.Certificate:
        """As pyHanko reads it."""
        return asn1_certificate(self.certificate)


class Authority:
    """A root, the authority that issues for acts, a time-stamp authority, and the seal."""

    def __init__(self, root: Owned, issuer: Owned, times: Owned, seal: Owned) -> None:
        self.root, self.issuer, self.times, self.seal = root, issuer, times, seal
        self._lists: tuple[datetime, tuple[asn1_crl.CertificateList, ...]] | None = None

    @property
    def chain(self) -> tuple[asn1_x509.Certificate, ...]:
        """As read from their bytes: what was looked into is encoded anew each time it is put
        into a file, piece by piece, which takes longer than signing."""
        return (self.issuer.plain, self.root.plain)

    def issue(self, name: str, role: str, at: datetime) -> Owned:
        """For one act of one signer, who was identified before."""
        subject = [
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, role),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, LABEL),
        ]
        return _issued(subject, self.issuer, at - ACT_BEFORE, at + ACT_AFTER, ())

    def lists(self, at: datetime) -> tuple[asn1_crl.CertificateList, ...]:
        """What was revoked, as it stood at the beginning of that hour; the same for all its acts,
        so that a file signed three times holds it once."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        kept = self._lists
        if kept is None or kept[0] != hour:
            made = tuple(_list_of(owner, hour) for owner in (self.root, self.issuer))
            kept = self._lists = (hour, made)
        return kept[1]


def make_authority(folder: Path, operator: str) -> None:
    """Put a new one in the instance folder. It is there complete, or not at all."""
    place = folder / FOLDER
    unfinished = folder / f"{FOLDER}.new"
    unfinished.mkdir(mode=0o700)
    for name, owned in _made(operator).items():
        key = owned.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write(unfinished / f"{name}.key.pem", key)
        _write(unfinished / f"{name}.pem", owned.certificate.public_bytes(PEM))
    sync_tree(unfinished)
    unfinished.rename(place)


def read_authority(folder: Path) -> Authority | None:
    """The one of this instance; None when it has none."""
    place = folder / FOLDER
    if not place.is_dir():
        return None
    return Authority(*(_read(place, name) for name in NAMES))


def asn1_certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


PEM = serialization.Encoding.PEM


def _made(operator: str) -> dict[str, Owned]:
    def named(what: str) -> list[x509.NameAttribute[str]]:
        return [
            x509.NameAttribute(NameOID.COMMON_NAME, f"{what} {operator}"[:64]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, LABEL),
        ]

    root = _issued(named("Racine de démonstration"), None, SINCE, UNTIL, ())
    issuer = _issued(named("Signatures de démonstration"), root, SINCE, UNTIL, (CA,))
    times = _issued(named("Horodatage de démonstration"), issuer, SINCE, UNTIL, (STAMPS,))
    seal = _issued(named("Cachet de démonstration"), issuer, SINCE, UNTIL, ())
    return {ROOT: root, ISSUER: issuer, TIMES: times, SEAL: seal}


CA = x509.BasicConstraints(ca=True, path_length=0)
STAMPS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])


def _issued(
    subject: list[x509.NameAttribute[str]],
    issuer: Owned | None,
    since: datetime,
    until: datetime,
    more: Sequence[x509.ExtensionType],
) -> Owned:
    """By this issuer; a root of its own when there is none."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(subject)
    ca = issuer is None or CA in more
    basic = CA if CA in more else x509.BasicConstraints(ca=ca, path_length=None)
    above = key.public_key() if issuer is None else issuer.key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(basic, critical=True)
        .add_extension(_usage(ca=ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    )
    for extension in more:
        if extension is not CA:
            builder = builder.add_extension(extension, critical=True)
    signing = key if issuer is None else issuer.key
    return Owned(builder.sign(signing, hashes.SHA256()), key)


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _list_of(owner: Owned, at: datetime) -> asn1_crl.CertificateList:
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(owner.key.public_key())
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(owner.certificate.subject)
        .last_update(at)
        .next_update(at + LISTS_LAST)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(above, critical=False)
        .sign(owner.key, hashes.SHA256())
    )
    return asn1_crl.CertificateList.load(made.public_bytes(serialization.Encoding.DER))


def _write(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(data)


def _read(place: Path, name: str) -> Owned:
    try:
        certificate = x509.load_pem_x509_certificate((place / f"{name}.pem").read_bytes())
        key = serialization.load_pem_private_key((place / f"{name}.key.pem").read_bytes(), None)
    except (OSError, ValueError) as error:
        raise Unusable(DAMAGED.format(name=name)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Unusable(DAMAGED.format(name=name))
    return Owned(certificate, key)
