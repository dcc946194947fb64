"""Whether a proof is as it was sealed: read from its files alone, no instance is asked.

Whatever is wrong with a file is a verdict, never an exception.
"""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_timestamp, validate_pdf_signature
from pyhanko.sign.validation.generic_cms import (
    async_validate_detached_cms,
    validate_tst_signed_data,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from cep_docs.errors import Damaged
from cep_docs.rendering.pdf_fields import SEAL
from cep_docs.signing.evidence import JSON, P7S, ROOT, STAMP, read_evidence, unpacked
from cep_docs.signing.evidence_paper import is_on_paper, paper_in
from cep_docs.signing.pdf_changes import STRICT, adds_proofs, is_exact
from cep_docs.signing.soundness import at_once

SEALED = "Le cachet porte sur la preuve, et rien n'a changé depuis."
NOT_SEALED = "Le cachet ne correspond pas à la preuve : elle a été changée, ou n'est pas de lui."
WHOLE = "Le PDF est entier : aucun octet n'a été changé ni ajouté après le cachet."
PROLONGED = "La preuve a été prolongée depuis, sans que rien en change : au plus tard le {at}."
NOT_WHOLE = "Le PDF a été changé après le cachet, ou n'a pas été fait par l'opérateur."
STAMPED = "L'heure du cachet est certifiée : {at}."
NOT_STAMPED = "Le fichier d'horodatage ne correspond pas au cachet."
NO_STAMP = "Il n'y a pas d'horodatage : l'heure est celle de l'opérateur."
SAME_DOCUMENT = "Le document présenté est bien celui qui a été signé."
SAME_SCAN = "Le document présenté est bien la copie numérisée que cette preuve décrit."
SAME_PRINT = "Le document présenté est bien celui qui a été mis sur papier, et signé là."
OTHER_DOCUMENT = "Le document présenté n'est pas celui que cette preuve décrit."


@dataclass(frozen=True, slots=True)
class Finding:
    holds: bool
    says: str


@dataclass(frozen=True, slots=True)
class Checked:
    """`known`: the root was given by whoever checks, and not only found in the proof itself.
    `root` is the digest of the certificate all rests on, to be compared to the published one."""

    findings: Sequence[Finding]
    evidence: Mapping[str, Any] | None
    known: bool
    root: str

    @property
    def intact(self) -> bool:
        return self.evidence is not None and all(one.holds for one in self.findings)


def check_pdf(pdf: bytes, roots: bytes = b"") -> Checked:
    """The seal of the PDF, then what is joined to it. `roots` are certificates in PEM."""
    own: bytes = _tried(_up_to_the_seal, pdf) or pdf
    try:
        files = unpacked(own)
    except Damaged as error:
        return _unreadable(str(error))
    trusted = roots or files.get(ROOT, b"")
    at: datetime | None = None if own == pdf else _tried(_prolonged_at, pdf, own, trusted)
    checked = check_files(files, roots, at)
    found = [Finding(False, NOT_WHOLE)]
    if (own == pdf or at is not None) and _tried(_is_whole, own, trusted, at):
        found = [Finding(True, WHOLE)]
        if at is not None:
            found.append(Finding(True, PROLONGED.format(at=f"{at:%Y-%m-%d %H:%M:%S} UTC")))
    return Checked((*found, *checked.findings), checked.evidence, checked.known, checked.root)


def check_files(
    files: Mapping[str, bytes], roots: bytes = b"", sealed_at: datetime | None = None
) -> Checked:
    """The JSON, its seal, the time-stamp of the seal, by the names they have in a proof. When
    nothing certifies its hour, the seal is looked at as it stood `sealed_at`, or now."""
    try:
        evidence = read_evidence(files.get(JSON, b""))
    except Damaged as error:
        return _unreadable(str(error))
    trusted = roots or files.get(ROOT, b"")
    stamp, p7s = files.get(STAMP, b""), files.get(P7S, b"")
    at = _tried(_stamped_at, stamp, p7s, trusted) if stamp else None
    sealed = _tried(_is_sealed, files[JSON], p7s, trusted, at or sealed_at)
    findings = [Finding(True, SEALED) if sealed else Finding(False, NOT_SEALED)]
    if not stamp:
        findings.append(Finding(True, NO_STAMP))
    elif at is None:
        findings.append(Finding(False, NOT_STAMPED))
    else:
        findings.append(Finding(True, STAMPED.format(at=f"{at:%Y-%m-%d %H:%M:%S} UTC")))
    return Checked(tuple(findings), evidence, bool(roots), _tried(_root_digest, trusted) or "")


def check_document(evidence: Mapping[str, Any], document: bytes) -> Finding:
    """Is this PDF the one whose signature is proved, or the copy of the paper that bears it?"""
    digest = hashlib.sha256(document).hexdigest()
    if is_on_paper(evidence) and digest == paper_in(evidence)["scan"]["sha256"]:
        return Finding(True, SAME_SCAN)
    if is_on_paper(evidence) and digest == evidence["document"]["before_sha256"]:
        return Finding(True, SAME_PRINT)
    same = digest == evidence["document"]["signed_sha256"]
    return Finding(True, SAME_DOCUMENT) if same else Finding(False, OTHER_DOCUMENT)


def sealed_by(p7s: bytes) -> bytes:
    """The certificate of who sealed, as DER; nothing where it cannot be read."""
    return _tried(_certificate_of, p7s) or b""


def _certificate_of(p7s: bytes) -> bytes:
    signed = _signed_data(p7s)
    by = signed["signer_infos"][0]["sid"].chosen
    (found,) = (
        one.chosen
        for one in signed["certificates"]
        if (one.chosen.issuer, one.chosen.serial_number)
        == (by["issuer"], by["serial_number"].native)
    )
    der: bytes = found.dump()
    return der


def _unreadable(says: str) -> Checked:
    return Checked((Finding(False, says),), None, False, "")


def _tried(work: Callable[..., Any], *given: Any) -> Any:
    """None for whatever breaks: files that were changed break libraries in many ways."""
    try:
        return work(*given)
    except Exception:
        return None


def _up_to_the_seal(pdf: bytes) -> bytes:
    """The proof as it was sealed, whatever was added since."""
    seal = next(iter(PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures))
    _, _, after, length = seal.byte_range
    return pdf[: after + length]


def _prolonged_at(pdf: bytes, own: bytes, roots: bytes) -> datetime | None:
    """The hour of the first stamp over the whole, if after the seal there are only such stamps
    and what was revoked (R-077); each stamp holds at the hour of the one that covers it."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    _, *stamps = reader.embedded_signatures
    at: datetime | None = None
    coverage = SignatureCoverageLevel.ENTIRE_FILE
    for stamp in reversed(stamps):
        checking = async_validate_pdf_timestamp(stamp, _trusted(roots, at), diff_policy=STRICT)
        status = at_once(checking)
        good = status.intact and status.valid and status.trusted and status.coverage >= coverage
        if not (good and _is_plain(stamp, pdf) and _is_bare(stamp.signed_data, roots)):
            return None
        at, coverage = status.timestamp, SignatureCoverageLevel.ENTIRE_REVISION
    return at if _is_only_prolonged(reader, pdf, len(own), stamps) else None


def _is_only_prolonged(
    reader: PdfFileReader, pdf: bytes, sealed: int, stamps: Sequence[EmbeddedPdfSignature]
) -> bool:
    seal = next(iter(reader.embedded_signatures))
    seal.compute_integrity_info(diff_policy=STRICT)
    stamped, fields = {one.signed_revision for one in stamps}, list(enumerate_sig_fields(reader))
    return (
        isinstance(seal.diff_result, DiffResult)
        and len(fields) == len(reader.root["/AcroForm"]["/Fields"]) == 1 + len(stamps)
        and is_exact(pdf, reader, seal.signed_revision, sealed)
        and all(
            number in stamped or adds_proofs(reader, number)
            for number in range(seal.signed_revision + 1, reader.xrefs.total_revisions)
        )
    )


def _is_whole(pdf: bytes, roots: bytes, at: datetime | None) -> bool:
    """One seal, over the file to its last byte, and nothing else in the place of its digits."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    (seal,) = reader.embedded_signatures
    trusted = _trusted(roots, at)
    status = validate_pdf_signature(seal, trusted, trusted, skip_diff=True)
    return bool(
        seal.field_name == SEAL
        and status.bottom_line
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and _is_plain(seal, pdf)
        and _is_bare(seal.signed_data, roots)
    )


def _is_plain(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """What no signature covers is the place of its own digits: nothing else may stand there."""
    first, length, after, _ = signature.byte_range
    digits: bytes = cms.ContentInfo.load(signature.pkcs7_content).dump().hex().upper().encode()
    place: bytes = pdf[first + length : after]
    return place == b"<" + digits.ljust(len(place) - 2, b"0") + b">"


def _is_sealed(data: bytes, p7s: bytes, roots: bytes, at: datetime | None) -> bool:
    signed = _signed_data(p7s)
    trusted = _trusted(roots, at)
    status = at_once(async_validate_detached_cms(data, signed, trusted))
    return bool(status.bottom_line) and _is_bare(signed, roots)


def _stamped_at(stamp: bytes, p7s: bytes, roots: bytes) -> datetime | None:
    signed = _signed_data(stamp)
    at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    trusted, digest = _trusted(roots, at), hashlib.sha256(p7s).digest()
    said = at_once(validate_tst_signed_data(signed, trusted, lambda named: digest))
    good = said["intact"] and said["valid"] and said["trust_problem_indic"] is None
    return at if good and _is_bare(signed, roots) else None


def _signed_data(der: bytes) -> cms.SignedData:
    return cms.ContentInfo.load(der, strict=True)["content"]


def _trusted(roots: bytes, at: datetime | None) -> ValidationContext:
    return ValidationContext(trust_roots=_certificates(roots), allow_fetching=False, moment=at)


def _certificates(roots: bytes) -> list[asn1_x509.Certificate]:
    return [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(roots, multiple=True)]


def _is_bare(signed: cms.SignedData, roots: bytes) -> bool:
    """What stands beside a signature is covered by none: certificates as their own issuer made
    them, a time-stamp made likewise, and nothing else."""
    (signer,) = signed["signer_infos"]
    beside = signer["unsigned_attrs"] if signer["unsigned_attrs"] else []
    stamps = [one for one in beside if one["type"].native == "signature_time_stamp_token"]
    return (
        len(stamps) == len(beside) <= 1
        and _says_once(signed, signer)
        and _are_issued(signed, roots)
        and all(_is_bare(one["values"][0]["content"], roots) for one in stamps)
    )


def _says_once(signed: cms.SignedData, signer: cms.SignerInfo) -> bool:
    """What is said twice, or in one way only (RFC 5652), cannot be said otherwise in one place."""
    algorithm, by = signer["digest_algorithm"], signer["sid"]
    named = algorithm["algorithm"].native
    ways = [
        algos.DigestAlgorithm({"algorithm": named, **more}).dump()
        for more in ({}, {"parameters": core.Null()})
    ]
    data = signed["encap_content_info"]["content_type"].native == "data"
    issuers = {one.chosen.issuer.dump() for one in signed["certificates"]}
    return (
        algorithm.dump() in ways
        and [one.dump() for one in signed["digest_algorithms"]] == [algorithm.dump()]
        and (signed["version"].native, signer["version"].native) == ("v1" if data else "v3", "v1")
        and by.name == "issuer_and_serial_number"
        and by.chosen["issuer"].dump() in issuers
    )


def _are_issued(signed: cms.SignedData, roots: bytes) -> bool:
    beside = [x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]
    above = {one.subject: one for one in (*beside, *x509.load_pem_x509_certificates(roots))}
    for one in beside:
        one.verify_directly_issued_by(above[one.issuer])
    return True


def _root_digest(roots: bytes) -> str:
    return ", ".join(hashlib.sha256(one.dump()).hexdigest() for one in _certificates(roots))
