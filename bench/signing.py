"""What a signature costs next to bare pyHanko on the same file and key, and next to the key alone.

Both ask the same time-stamp authority; the appearance that bare pyHanko is given was drawn
beforehand, ours is drawn for each act. What works alone is told by the time of the processor, and
each ratio is the middle one of rounds in which both had their turn: other programs of a shared
machine do not decide. What acts do to a house is in signing_acts, the batch in signing_batch.
"""

import asyncio
import logging
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

from asn1crypto import keys
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench import signing_acts, signing_batch
from bench.rendering import sample_documents
from bench.timing import seconds
from cep_docs.rendering.papers import on_paper
from cep_docs.rendering.pdf_fields import field_name
from cep_docs.rendering.pdf_stamp import Stamp, draw_stamp
from cep_docs.signing.authority import make_authority, read_authority
from cep_docs.signing.notary import Act, HouseNotary, notary_of
from cep_docs.signing.pdf_signing import FieldAct, sign_field, sign_with
from cep_docs.signing.roots import roots_of
from cep_docs.signing.signers import HeldKey, raw_signature
from cep_docs.signing.verifying import verify

TIMES = 40
LEVELS = ("B-B", "B-T", "B-LT")
FIELD = field_name("adviser")
NAMED = "Camille Exemple 0"  # as the first of the sample documents says
LINES = ("Signé électroniquement (article 1367 du Code civil)", "Signature électronique simple")

Work = Callable[[], object]


def main() -> None:
    for name, value in run().items():
        print(f"               {name:<62} {value:8.2f}")


def run(
    times: int = TIMES, acts: int = signing_acts.TIMES, batch: int = signing_batch.MANY
) -> dict[str, float]:
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "alone")
        folder.mkdir()
        make_authority(folder, "4G")
        bench = _Bench(folder, times)
        return {
            **bench.one_signature(),
            **bench.verification(),
            **signing_acts.run(Path(place, "acts"), acts),
            **signing_batch.run(Path(place, "batch"), batch),
        }


class _Bench:
    def __init__(self, folder: Path, times: int) -> None:
        self.times = times
        self.pdf = on_paper(next(sample_documents()))["pdf"]
        self.notary, self.roots = _notary(folder), roots_of(folder, _now())
        authority = read_authority(folder)
        if authority is None:
            raise LookupError(folder)
        self.authority = authority
        self.owned = authority.issue("Camille Exemple", "adviser", _now())
        self.page = folder / "stamp.pdf"
        self.page.write_bytes(draw_stamp(_stamp(), 220, 90))

    def one_signature(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for level in LEVELS:
            ours, bare, key = partial(self._ours, level), partial(self._bare, level), self._key
            found[f"a signature {level} / bare pyHanko"] = self._ratio(ours, bare)
            found[f"a signature {level} / the operation of the key"] = self._ratio(ours, key)
        drawn = partial(draw_stamp, _stamp(), 220, 90)
        found["drawing what is seen / a signature B-LT"] = self._ratio(drawn, ours)
        return found

    def verification(self) -> dict[str, float]:
        """Of a file that two people and the operator signed."""
        sealed = _signed_by_all(self.notary, self.pdf, NAMED)
        assert verify(sealed, self.roots).authentic
        ours, bare = partial(verify, sealed, self.roots), partial(self._validate, sealed)
        later = partial(self.notary.archive, sealed)
        taken = median(seconds(ours, time.process_time) for _ in range(self.times))
        return {
            "verifying a file of three signatures / bare pyHanko": self._ratio(ours, bare),
            "verifications per second, of one processor": 1 / taken,
            "a new archive stamp / a signature B-LT": self._ratio(later, partial(self._ours)),
        }

    def _ratio(self, ours: Work, peer: Work) -> float:
        return ratio(ours, peer, self.times)

    def _ours(self, level: str = "B-LT") -> bytes:
        act = FieldAct(
            field=FIELD,
            signer=HeldKey(self.owned.plain, self.owned.key, self.authority.chain),
            at=_now(),
            reason="Signature",
            draw=lambda width, height: draw_stamp(_stamp(), width, height),
            first=True,
        )
        trusted = partial(self.notary.trusted, act.at)
        if level == "B-LT":
            return sign_field(self.pdf, act, self.notary.stamps, trusted).pdf
        stamps = self.notary.stamps if level == "B-T" else None
        return sign_with(self.pdf, act, stamps, None).pdf

    def _bare(self, level: str) -> bytes:
        proofs = {
            "embed_validation_info": True,
            "validation_context": self.notary.trusted(_now()),
        }
        meta = PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason="Signature",
            certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            **(proofs if level == "B-LT" else {}),
        )
        stamps = None if level == "B-B" else self.notary.stamps
        style = StaticStampStyle(background=ImportedPdfPage(str(self.page)), border_width=0)
        signer = PdfSigner(meta, self._signer(), timestamper=stamps, stamp_style=style)
        writer = IncrementalPdfFileWriter(BytesIO(self.pdf))
        made: bytes = signer.sign_pdf(writer, existing_fields_only=True).getvalue()
        return made

    def _signer(self) -> SimpleSigner:
        """The same key, as pyHanko holds it."""
        key = self.owned.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        store = SimpleCertificateStore()
        store.register_multiple(self.authority.chain)
        private = keys.PrivateKeyInfo.load(key)
        return SimpleSigner(self.owned.plain, private, cert_registry=store)

    def _key(self) -> bytes:
        return raw_signature(self.owned.key, b"x" * 64, "sha256")

    def _validate(self, sealed: bytes) -> None:
        asyncio.run(self._validated(sealed))

    async def _validated(self, sealed: bytes) -> None:
        """As its documentation shows it: each signature at its hour, with what it changed."""
        reader = PdfFileReader(BytesIO(sealed))
        for one in reader.embedded_regular_signatures:
            context = self._believed(one.self_reported_timestamp)
            status = await async_validate_pdf_signature(one, context, context)
            assert status.bottom_line
        for one in reader.embedded_timestamp_signatures:
            status = await async_validate_pdf_timestamp(one, self._believed(_now()))
            assert status.intact
            assert status.trusted

    def _believed(self, at: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=[self.authority.root.plain],
            other_certs=[self.authority.issuer.plain],
            moment=at,
            allow_fetching=False,
        )


def ratio(ours: Work, peer: Work, times: int) -> float:
    """Round by round, whoever was second the first in the next one."""
    ours(), peer()
    found = []
    for number in range(times):
        works = (ours, peer) if number % 2 else (peer, ours)
        taken = {work: seconds(work, time.process_time) for work in works}
        found.append(taken[ours] / taken[peer])
    return median(found)


def _now() -> datetime:
    return datetime.now(UTC)


def _stamp() -> Stamp:
    return Stamp("Camille Exemple", "le 8 février 2024 à 10 h 30", "", LINES)


def _notary(folder: Path) -> HouseNotary:
    found = notary_of(folder, _now)
    if found is None:
        raise LookupError(folder)
    return found


def _signed_by_all(notary: HouseNotary, pdf: bytes, name: str) -> bytes:
    first = notary.sign(pdf, Act("adviser", name, _now(), "le 8 février", "", LINES, "", True))
    person = Act("beneficiary", name, _now(), "le 8 février", "Lu et approuvé", LINES)
    return notary.seal(notary.sign(first.pdf, person).pdf, _now()).pdf


if __name__ == "__main__":
    main()
