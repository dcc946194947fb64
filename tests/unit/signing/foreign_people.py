"""Certificates as an authority gives them that many houses trust: to anybody, for anything."""

from datetime import timedelta
from functools import cache

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cep_docs.signing.signers import HeldKey
from tests.unit.signing import attacks

WORDS = {
    "name": NameOID.COMMON_NAME,
    "house": NameOID.ORGANIZATION_NAME,
    "given": NameOID.GIVEN_NAME,
    "last": NameOID.SURNAME,
}


@cache
def root():
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _issued({"name": "Racine d'ailleurs"}, key, None)


def root_der():
    return root()[1].public_bytes(serialization.Encoding.DER)


@cache
def _key(said):
    key = ec.generate_private_key(ec.SECP256R1())
    return key, asn1.Certificate.load(
        _issued(dict(said), key, root()).public_bytes(serialization.Encoding.DER)
    )


def key_of(**said):
    """Of somebody who is called this way."""
    key, certificate = _key(tuple(said.items()))
    return HeldKey(certificate, key, [asn1.Certificate.load(root_der())])


def certificate_of(**said):
    return _key(tuple(said.items()))[1]


def digest_of(**said):
    return certificate_of(**said).sha256.hex()


def _issued(said, key, issuer):
    subject = x509.Name([x509.NameAttribute(WORDS[word], value) for word, value in said.items()])
    signing, above = (issuer[0], issuer[1].subject) if issuer else (key, subject)
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    for one in ("digital_signature", "content_commitment") if issuer else ("key_cert_sign",):
        usage[one] = True
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(attacks.NOW - timedelta(days=9))
        .not_valid_after(attacks.NOW + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(signing, hashes.SHA256())
    )


def signed(adviser, person, seal):
    """The document of the tests, signed by these three as the house would."""
    pdf = attacks.printed()
    for field, key in zip(attacks.FIELDS, (adviser, person, seal), strict=True):
        pdf = attacks.sign_by(pdf, field, key, certify=field == attacks.ADVISER)
    return pdf
