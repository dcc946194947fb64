"""Whether a signed PDF is authentic, by a rule that is stricter than « every signature is valid »:
that alone accepts forged files (security-bar § 6). Every refusal is a verdict.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import FieldMDPAction, MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from cep_docs.errors import Refused
from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.sandbox import apart
from cep_docs.sandbox.process import TOO_MUCH as TOO_MUCH_SAID
from cep_docs.signing import verdict as v
from cep_docs.signing.pdf_changes import adds_proofs, is_exact
from cep_docs.signing.pdf_claims import claim_of, names_in
from cep_docs.signing.pdf_joined import is_proof
from cep_docs.signing.pdf_passive import OWN_FILES, is_passive
from cep_docs.signing.pdf_proofs import PROOF_FILES, Seal, said_by
from cep_docs.signing.soundness import Soundness
from cep_docs.signing.verdict import LARGEST, Attested, Claim, Signatory, TrustedRoots, Verdict

TASK = "cep_docs.signing.verifying:task"
PREFIX = field_name("")
WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def verify(pdf: bytes, trust: TrustedRoots, expected: Sequence[str] | None = None) -> Verdict:
    """By the file alone. `expected`: the names of the signed fields, in the order of signing; when
    nobody knows them, at least the operator's seal, as the last one. A proof bears it alone."""
    if refused := _unread(pdf):
        return refused
    digest = hashlib.sha256(pdf).hexdigest()
    try:
        return _Examination(pdf, trust, expected).verdict(digest)
    except MemoryError:
        return Verdict(digest, (v.TOO_MUCH,))
    except Exception:
        return Verdict(digest, (v.UNREADABLE,))


def verify_apart(
    pdf: bytes, trust: TrustedRoots, expected: Sequence[str] | None = None
) -> Verdict:
    """The same for a file from outside: read in a process apart (decision 0012)."""
    if refused := _unread(pdf):
        return refused
    digest = hashlib.sha256(pdf).hexdigest()
    options = {
        "roots": " ".join(root.hex() for root in trust.roots),
        "at": trust.at.isoformat(),
        "seals": " ".join(trust.seals),
        "signers": " ".join(trust.signers),
    }
    if expected is not None:
        options["expected"] = " ".join(expected)
    try:
        said, _ = apart(TASK, pdf, **options)
        return Verdict.from_plain(said)
    except Refused as error:
        fault = v.TOO_MUCH if str(error) == TOO_MUCH_SAID else v.UNREADABLE
        return Verdict(digest, (fault,))
    except (KeyError, TypeError, ValueError):  # a process that a file took over may say anything
        return Verdict(digest, (v.UNREADABLE,))


def _unread(pdf: bytes) -> Verdict | None:
    """Of what there is nothing in, or more than anybody should have to read."""
    if len(pdf) > LARGEST:
        return Verdict("", (v.TOO_LARGE,))
    return None if pdf else Verdict(hashlib.sha256(pdf).hexdigest(), (v.EMPTY,))


def task(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    """What runs in the process apart."""
    trust = TrustedRoots(
        tuple(bytes.fromhex(root) for root in options["roots"].split()),
        datetime.fromisoformat(options["at"]),
        frozenset(options["seals"].split()),
        frozenset(options["signers"].split()),
    )
    expected = options["expected"].split() if "expected" in options else None
    return verify(data, trust, expected).as_plain(), []


class _Examination:
    """One file, looked at by one rule after the other; what is wrong is gathered."""

    def __init__(self, pdf: bytes, trust: TrustedRoots, expected: Sequence[str] | None) -> None:
        self._pdf, self._trust, self._expected = pdf, trust, expected
        self._faults: list[str] = []
        self._claim, self._kind = Claim(), v.DOCUMENT
        self._reader = PdfFileReader(BytesIO(pdf), strict=True)

    def verdict(self, digest: str) -> Verdict:
        if self._reader.encrypted:
            return Verdict(digest, (v.ENCRYPTED,))
        if self._reader.xrefs.hybrid_xrefs_present:
            return Verdict(digest, (v.HYBRID,))
        self._kind = v.PROOF if is_proof(self._reader) else v.DOCUMENT
        self._claim = claim_of(self._reader)
        found = self._found()
        signatures = [one for one in found if one.sig_object_type == "/Sig"]
        stamps = [one for one in found if one.sig_object_type != "/Sig"]
        self._refuse(not signatures and not self._faults, v.UNSIGNED)
        if self._faults:
            return Verdict(digest, tuple(self._faults), claim=self._claim, kind=self._kind)
        return replace(self._by_the_rules(signatures, stamps), sha256=digest)

    def _by_the_rules(
        self,
        signatures: Sequence[EmbeddedPdfSignature],
        stamps: Sequence[EmbeddedPdfSignature],
    ) -> Verdict:
        self._look_at_names(signatures)
        self._look_at_fields(signatures, stamps)
        self._look_at_locks(signatures)
        first = signatures[0].signed_revision
        files = PROOF_FILES if self._kind == v.PROOF else OWN_FILES
        self._refuse(not is_passive(self._reader, first, files), v.ACTIVE)
        sound = Soundness(self._reader, signatures, stamps, self._trust, names_in(self._reader))
        signers = tuple(self._signatory(one, signatures, sound) for one in signatures)
        self._refuse(not sound.stamps_are_good, v.BAD_STAMP)
        self._refuse(sound.is_to_come, v.TO_COME)
        self._look_after_the_last(signatures[-1], stamps)
        attested = self._attested(signatures[-1], signers[-1])
        faults = tuple(dict.fromkeys(self._faults))
        stamped_at = sound.stamped_at
        return Verdict("", faults, signers, stamped_at, self._claim, self._kind, attested)

    def _attested(self, last: EmbeddedPdfSignature, signer: Signatory) -> Attested | None:
        """What a proof says, when it is whole: nobody should read it otherwise."""
        if self._kind != v.PROOF:
            return None
        roots = self._trust.roots if signer.trusted else ()
        said = said_by(self._reader, Seal(last.signer_cert, signer.at, roots))
        self._faults += said.faults
        self._claim = said.claim
        return said.attested if set(self._faults) <= v.NOBODY_VOUCHES else None

    def _refuse(self, wrong: bool, fault: str) -> None:
        if wrong:
            self._faults.append(fault)

    def _found(self) -> list[EmbeddedPdfSignature]:
        """All of them: pyHanko passes over those whose kind it does not know."""
        filled = list(enumerate_sig_fields(self._reader, filled_status=True))
        try:
            found = list(self._reader.embedded_signatures)
        except Exception:
            self._faults.append(v.MALFORMED)
            return []
        self._refuse(len(found) != len(filled) or not all(map(_ends_clean, found)), v.MALFORMED)
        places = {one.sig_field.raw_get("/V").reference for one in found}
        names = {one.field_name for one in found}
        self._refuse(not len(found) == len(places) == len(names), v.TWICE)
        return found

    def _look_at_names(self, signatures: Sequence[EmbeddedPdfSignature]) -> None:
        """Rule 2: each once, in the order expected, and the seal at the end."""
        names = [one.field_name for one in signatures]
        self._refuse(self._kind == v.PROOF and names != [SEAL], v.UNEXPECTED)
        if self._expected is not None and names != list(self._expected):
            short = names == list(self._expected)[: len(names)]
            self._faults.append(v.UNSEALED if short else v.UNEXPECTED)
        elif self._expected is None:
            self._refuse(names[-1] != SEAL, v.UNSEALED)
        self._refuse(not all(_is_ours(name) for name in names), v.UNEXPECTED)

    def _look_at_fields(
        self, signatures: Sequence[EmbeddedPdfSignature], stamps: Sequence[EmbeddedPdfSignature]
    ) -> None:
        """Rule 6: before the first signature only what was reserved; since then only stamps."""
        before = self._reader.get_historical_resolver(signatures[0].signed_revision)
        reserved = [name for name, _, _ in enumerate_sig_fields(before)]
        now = [name for name, _, _ in enumerate_sig_fields(self._reader)]
        allowed = {*reserved, *(one.field_name for one in stamps)}
        self._refuse(len(now) != len(set(now)) or set(now) != allowed, v.ADDED_FIELD)
        self._refuse(not all(_is_ours(name) for name in reserved), v.ADDED_FIELD)
        fields = self._reader.root["/AcroForm"]["/Fields"]
        self._refuse(len(fields) != len(now), v.ADDED_FIELD)

    def _look_at_locks(self, signatures: Sequence[EmbeddedPdfSignature]) -> None:
        """Rule 7: the first one lets only signatures follow, the last one nothing."""
        first, last = signatures[0], signatures[-1]
        if len(signatures) > 1:
            root = self._reader.root
            certified = root["/Perms"].raw_get("/DocMDP") if "/Perms" in root else None
            is_first = certified == first.sig_field.raw_get("/V")
            self._refuse(first.docmdp_level != MDPPerm.FILL_FORMS or not is_first, v.UNLOCKED)
        lock = last.fieldmdp
        self._refuse(
            last.docmdp_level != MDPPerm.NO_CHANGES
            or lock is None
            or lock.action != FieldMDPAction.ALL,
            v.UNLOCKED,
        )

    def _signatory(
        self, one: EmbeddedPdfSignature, all_: Sequence[EmbeddedPdfSignature], sound: Soundness
    ) -> Signatory:
        """Rules 3 and 5, for one signature."""
        signatory, found = sound.of(one)
        faults = list(found)
        if not _only_signing_followed(one, all_, is_last=one is all_[-1]):
            covered = one.coverage in WHOLE
            faults.append(v.CHANGED if covered else v.UNCOVERED)
        if not sound.certificate_fits(one):
            faults.append(v.WRONG_CERTIFICATE)
        self._faults += faults
        return replace(signatory, good=not faults)

    def _look_after_the_last(
        self, last: EmbeddedPdfSignature, stamps: Sequence[EmbeddedPdfSignature]
    ) -> None:
        """Rule 4: the seal covers the file to its end, but for proofs and stamps."""
        early = any(one.signed_revision < last.signed_revision for one in stamps)
        covered = int(last.byte_range[2]) + int(last.byte_range[3])
        exact = is_exact(self._pdf, self._reader, last.signed_revision, covered)
        self._refuse(early or not exact, v.UNCOVERED)
        stamped = {one.signed_revision for one in stamps}
        for number in range(last.signed_revision + 1, self._reader.xrefs.total_revisions):
            known = number in stamped or adds_proofs(self._reader, number)
            self._refuse(not known, v.CHANGED)


def _ends_clean(one: EmbeddedPdfSignature) -> bool:
    """The place kept for a signature is longer: nothing else may be put there, unsigned."""
    *_, header, content, trailer = parser.parse(one.pkcs7_content)
    return not any(one.pkcs7_content[len(header) + len(content) + len(trailer) :])


def _is_ours(name: str) -> bool:
    return name == SEAL or (name.startswith(PREFIX) and name.replace("_", "").isalnum())


def _only_signing_followed(
    one: EmbeddedPdfSignature, signatures: Sequence[EmbeddedPdfSignature], *, is_last: bool
) -> bool:
    """By our policy, which lets less be changed than that of pyHanko."""
    later = one.diff_result
    if one.coverage not in WHOLE or not isinstance(later, DiffResult):
        return False
    most = ModificationLevel.LTA_UPDATES if is_last else ModificationLevel.FORM_FILLING
    expected = {other.field_name for other in signatures}
    return bool(later.modification_level <= most) and later.changed_form_fields <= expected
