"""People who sign in tests: keys and certificates of an authority that exists for one test run."""

import datetime
from functools import cache
from io import BytesIO

from asn1crypto import keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

DAY = datetime.datetime(2024, 2, 1, tzinfo=datetime.UTC)


def sign(pdf: bytes, field: str, name: str) -> bytes:
    """A signature in a field that is there already: nothing else may be added."""
    meta = signers.PdfSignatureMetadata(
        field_name=field, name=name, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    made = BytesIO()
    signers.PdfSigner(meta, signer=_signer(name)).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), output=made, existing_fields_only=True
    )
    return made.getvalue()


def verdicts(pdf: bytes) -> list[PdfSignatureStatus]:
    """Of every signature, oldest first."""
    trusted = ValidationContext(trust_roots=[_authority()[0]], allow_fetching=False)
    reader = PdfFileReader(BytesIO(pdf))
    return [validate_pdf_signature(found, trusted) for found in reader.embedded_signatures]


@cache
def _authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    return _certificate("Autorité d'exemple", key, "Autorité d'exemple", key), key


def _signer(name: str) -> signers.SimpleSigner:
    root, root_key = _authority()
    key = ec.generate_private_key(ec.SECP256R1())
    store = SimpleCertificateStore()
    store.register(root)
    private = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=_certificate(name, key, "Autorité d'exemple", root_key),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    root = name == issuer
    usage = certificates.KeyUsage(
        digital_signature=True,
        content_commitment=not root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        certificates.CertificateBuilder()
        .subject_name(certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(DAY)
        .not_valid_after(DAY + datetime.timedelta(days=36500))
        .add_extension(certificates.BasicConstraints(ca=root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
    return x509.Certificate.load(made.public_bytes(serialization.Encoding.DER))
