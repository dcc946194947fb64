"""The cryptography of the signatures of a PDF: intact, by whom, trusted at which hour, how well
that is proven. All of it is read from the file; nothing is asked from the network."""

from collections.abc import Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import x509
from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    get_signing_cert_attr,
)
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError

from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.signing import verdict as v
from cep_docs.signing.authority import LABEL
from cep_docs.signing.names import is_named
from cep_docs.signing.pdf_changes import STRICT
from cep_docs.signing.pdf_signing import B_B, B_LT, B_LTA, B_T
from cep_docs.signing.verdict import Signatory, TrustedRoots

ADVISER = field_name("adviser")
# What our authority keeps of a name.
LONGEST = 64
CLOCKS_DIFFER = timedelta(minutes=5)
LONGEST_NAME = 200
WITHOUT, NEEDED = "soft-fail", "require"


class Soundness:
    """Of one file. A stamp that covers others proves that they were there at its hour, when the
    certificates had not expired (RFC 4998 tells why one stamps again)."""

    def __init__(
        self,
        reader: PdfFileReader,
        signatures: Sequence[EmbeddedPdfSignature],
        stamps: Sequence[EmbeddedPdfSignature],
        trust: TrustedRoots,
        names: Mapping[str, str],
    ) -> None:
        """`names`: of each field, whom the document says that it is for."""
        self._signatures, self._trust, self._names = signatures, trust, names
        self._certificates, self._crls, self._ocsps = _kept_in(reader)
        self.stamps_are_good, self.is_to_come = True, False
        self.stamped_at: datetime | None = None
        # Of each stamp over the whole, its revision and its hour; the earliest one first.
        self._hours: list[tuple[int, datetime]] = []
        known = trust.at
        for stamp in reversed(stamps):
            known = self._look_at_stamp(stamp, known)
            self._hours.insert(0, (stamp.signed_revision, known))
        if self._hours:
            self.stamped_at = self._hours[-1][1]

    def of(self, one: EmbeddedPdfSignature) -> tuple[Signatory, tuple[str, ...]]:
        """What one signature proves, and what is wrong with it; whether what follows it is
        allowed, and so whether it is `good`, is not looked at here."""
        token = _token(one)
        at = _hour_of(token) if token is not None else one.self_reported_timestamp
        if at is None:
            at = self._trust.at
        later = self._known_later(one)
        faults: list[str] = []
        status, listed = self._status(one, at)
        intact = bool(status.intact and status.valid)
        if not status.intact:
            faults.append(v.ALTERED)
        elif not status.valid:
            faults.append(v.FORGED)
        if not status.trusted:
            faults.append(v.REVOKED if status.revoked else v.UNKNOWN_SIGNER)
        stamp = status.timestamp_validity
        stamped = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
        if token is not None and not stamped:
            faults.append(v.BAD_STAMP)
        if self._is_to_come(at):
            faults.append(v.TO_COME)
        elif at > later + CLOCKS_DIFFER:
            faults.append(v.HOURS)
        certificate = one.signer_cert
        signatory = Signatory(
            field=one.field_name,
            name=common_name(certificate.subject),
            issuer=common_name(certificate.issuer),
            at=at,
            proven=stamped,
            level=self._level(one, token if stamped else None, at, listed=listed),
            demonstration=LABEL in (_house(certificate.issuer), _house(certificate.subject)),
            intact=intact,
            trusted=bool(status.trusted),
            good=False,
        )
        return signatory, tuple(faults)

    def certificate_fits(self, one: EmbeddedPdfSignature) -> bool:
        """To sign in a field one must be whom the document says, and not only be trusted: named by
        the certificate, or known by it. One that was issued here for an act names its role too;
        that of the seal is for the seal alone."""
        certificate, field = one.signer_cert, one.field_name
        use = certificate.extended_key_usage_value
        if use is not None and set(use.native) <= {"time_stamping", "ocsp_signing"}:
            return False
        digest: str = certificate.sha256.hex()
        if self._trust.seals and (field == SEAL) != (digest in self._trust.seals):
            return False
        name = self._names.get(field, "")
        if _house(certificate.subject) != LABEL:
            known = self._trust.seals if field == SEAL else self._trust.signers
            return digest in known or is_named(certificate, name)
        unit = certificate.subject.native.get("organizational_unit_name")
        if field != (field_name(unit) if unit else SEAL):
            return False
        # A colleague may sign for the adviser whom it names: our authority knows that he is one.
        return field in (SEAL, ADVISER) or not name or is_named(certificate, name[:LONGEST])

    def _look_at_stamp(self, stamp: EmbeddedPdfSignature, known: datetime) -> datetime:
        """The hour a stamp proves, if it is good at the hour that the next one proves."""
        context = self._context(known, WITHOUT)
        status = at_once(async_validate_pdf_timestamp(stamp, context, diff_policy=STRICT))
        good = status.intact and status.valid and status.trusted
        self.stamps_are_good = self.stamps_are_good and bool(good)
        at: datetime = status.timestamp
        if self._is_to_come(at):
            self.is_to_come = True
        elif at > known + CLOCKS_DIFFER:
            self.stamps_are_good = False
        return min(at, known)

    def _is_to_come(self, at: datetime) -> bool:
        """Later than now: nobody can tell which of both clocks is wrong."""
        return at > self._trust.at + CLOCKS_DIFFER

    def _known_later(self, one: EmbeddedPdfSignature) -> datetime:
        """When this signature is known to have been there: by the first stamp after it."""
        hours = [at for revision, at in self._hours if revision > one.signed_revision]
        for other in self._signatures:
            token = _token(other)
            if other.signed_revision > one.signed_revision and token is not None:
                hours.append(_hour_of(token))
        return min([*hours, self._trust.at])

    def _status(self, one: EmbeddedPdfSignature, at: datetime) -> tuple[Any, bool]:
        """Whether it holds; and whether the file itself shows that nothing had been revoked."""
        covering = [hour for revision, hour in self._hours if revision > one.signed_revision]
        stamps = self._context(min([*covering, self._trust.at]), WITHOUT)
        listed = bool(self._crls or self._ocsps)
        status = self._validated(one, self._context(at, NEEDED), stamps) if listed else None
        if status is not None and (status.trusted or status.revoked):
            return status, True
        return self._validated(one, self._context(at, WITHOUT), stamps), False

    def _validated(self, one: Any, context: Any, stamps: Any) -> Any:
        return at_once(async_validate_pdf_signature(one, context, stamps, diff_policy=STRICT))

    def _level(self, one: EmbeddedPdfSignature, token: Any, at: datetime, *, listed: bool) -> str:
        """The levels of PAdES, each only on top of the one below."""
        named = get_signing_cert_attr(one.signer_info["signed_attrs"]) is not None
        if one.sig_object.get("/SubFilter") != SigSeedSubFilter.PADES.value or not named:
            return ""
        stamped = any(revision > one.signed_revision for revision, _ in self._hours)
        archived = stamped and self.stamps_are_good and not self.is_to_come
        if token is None and not archived:
            return B_B
        if not (listed and self._stamp_holds(token, at)):
            return B_T
        return B_LTA if archived else B_LT

    def _stamp_holds(self, token: Any, at: datetime) -> bool:
        """That of the signature, when it has one of its own: a stamp over the whole, that came
        later, says as well that it was there (EN 319 142-1)."""
        if token is None:
            return True
        return self._nothing_was_revoked(extract_certs_for_validation(token), at)

    def _nothing_was_revoked(self, found: SignedDataCerts, at: datetime) -> bool:
        """By the lists that are in the file."""
        validator = CertificateValidator(
            found.signer_cert,
            intermediate_certs=found.other_certs,
            validation_context=self._context(at, NEEDED),
        )
        try:
            at_once(validator.async_validate_usage(set()))
        except PathError:
            return False
        return True

    def _context(self, moment: datetime, revocation: str) -> ValidationContext:
        return ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in self._trust.roots],
            other_certs=self._certificates,
            crls=self._crls,
            ocsps=self._ocsps,
            allow_fetching=False,
            moment=moment,
            revocation_mode=revocation,
        )


def _kept_in(reader: PdfFileReader) -> tuple[list[Any], list[Any], list[Any]]:
    """What the file keeps for those who verify it: certificates, lists, answers."""
    try:
        kept = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return [], [], []
    crls = [CertificateList.load(one.get_object().data) for one in kept.crls]
    ocsps = [OCSPResponse.load(one.get_object().data) for one in kept.ocsps]
    return list(kept.load_certs()), crls, ocsps


def _token(one: EmbeddedPdfSignature) -> Any:
    """The stamp over the signature itself; None where there is none."""
    return next(iter(extract_tst_data_iter(one.signer_info, signed=False)), None)


def _hour_of(token: Any) -> datetime:
    hour: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return hour


def common_name(name: x509.Name) -> str:
    """On one line, and without what a terminal would obey."""
    said = name.native.get("common_name", "")
    written = said if isinstance(said, str) else " ".join(map(str, said))
    return "".join(sign for sign in written if sign.isprintable())[:LONGEST_NAME]


def _house(name: x509.Name) -> str:
    return str(name.native.get("organization_name", ""))


def at_once(work: Coroutine[Any, Any, Any]) -> Any:
    """Nothing is waited for, since nothing is fetched: no loop of events is needed, which would
    open a socket."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    work.close()
    raise RuntimeError("something was to be waited for")
