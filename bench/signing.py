"""What a signature costs next to bare pyHanko on the same file and key, and next to the key alone.

Both ask the same time-stamp authority and hold the same key; the appearance that bare pyHanko
is given was drawn beforehand, ours is drawn for each act.
"""

import logging
import multiprocessing
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

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
BATCH = 500
LEVELS = ("B-B", "B-T", "B-LT")
FIELD = field_name("adviser")
LINES = ("Signé électroniquement (article 1367 du Code civil)", "Signature électronique simple")


def main() -> None:
    for name, value in run().items():
        print(f"               {name:<48} {value:8.2f}")


def run() -> dict[str, float]:
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make_authority(folder, "4G")
        bench = _Bench(folder)
        return {**bench.one_signature(), **bench.whole_act(), **bench.batch()}


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pdf = on_paper(next(sample_documents()))["pdf"]
        self.notary = _notary(folder)
        authority = read_authority(folder)
        self.authority = authority
        self.owned = authority.issue("Camille Exemple", "adviser", _now())
        self.page = folder / "stamp.pdf"
        self.page.write_bytes(draw_stamp(_stamp(), 220, 90))

    def one_signature(self) -> dict[str, float]:
        """Turn by turn, so that a machine that slows down slows both."""
        key = median(
            seconds(lambda: raw_signature(self.owned.key, b"x" * 64, "sha256"))
            for _ in range(TIMES)
        )
        found: dict[str, float] = {}
        for level in LEVELS:
            ours, bare = [], []
            for _ in range(TIMES):
                ours.append(seconds(lambda level=level: self._ours(level)))
                bare.append(seconds(lambda level=level: self._bare(level)))
            found[f"a signature {level} / bare pyHanko"] = median(ours) / median(bare)
            found[f"a signature {level} / the key alone"] = median(ours) / key
        drawn = median(
            seconds(lambda number=number: draw_stamp(_stamp(str(number)), 220, 90))
            for number in range(TIMES)
        )
        found["drawing what is seen / a signature B-LT"] = drawn / median(ours)
        return found

    def whole_act(self) -> dict[str, float]:
        """Two people and the seal, next to a signature; verifying, next to the whole act."""
        one = median(self._each(lambda name: self.notary.sign(self.pdf, _act(name))))
        whole = median(self._each(lambda name: _signed_by_all(self.notary, self.pdf, name)))
        sealed = _signed_by_all(self.notary, self.pdf, "dernier")
        roots = roots_of(self.folder, _now())
        checked = median(seconds(lambda: verify(sealed, roots)) for _ in range(TIMES // 2))
        later = median(seconds(lambda: self.notary.archive(sealed)) for _ in range(TIMES // 2))
        return {
            "both signatures and the seal / one signature": whole / one,
            "verifying the file / both signatures and the seal": checked / whole,
            "a new archive stamp / one signature": later / one,
        }

    def batch(self) -> dict[str, float]:
        """An adviser signs many: on two processes, next to one."""
        names = [f"Lot {number}" for number in range(BATCH)]
        alone = seconds(lambda: [self.notary.sign(self.pdf, _act(name)) for name in names])
        start = partial(_begin, self.folder, self.pdf)
        with multiprocessing.get_context("spawn").Pool(2, start) as pool:
            pool.map(_sign_in_pool, ["Premier", "Second"], 1)
            both = seconds(lambda: pool.map(_sign_in_pool, names, 25))
        return {f"{BATCH} signatures on two processes / on one": both / alone}

    def _each(self, work: Callable[[str], object]) -> list[float]:
        return [seconds(lambda n=number: work(f"Personne {n}")) for number in range(TIMES // 2)]

    def _ours(self, level: str) -> bytes:
        act = FieldAct(
            field=FIELD,
            signer=self._key(),
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
        signer = PdfSigner(meta, self._key(), timestamper=stamps, stamp_style=style)
        writer = IncrementalPdfFileWriter(BytesIO(self.pdf))
        return signer.sign_pdf(writer, existing_fields_only=True).getvalue()

    def _key(self) -> HeldKey:
        return HeldKey(self.owned.plain, self.owned.key, self.authority.chain)


def _now() -> datetime:
    return datetime.now(UTC)


def _stamp(more: str = "") -> Stamp:
    return Stamp(f"Camille Exemple {more}", "le 8 février 2024 à 10 h 30", "", LINES)


def _act(name: str, role: str = "adviser") -> Act:
    mention = "" if role == "adviser" else "Lu et approuvé"
    return Act(role, name, _now(), "le 8 février 2024", mention, LINES, "", role == "adviser")


def _notary(folder: Path) -> HouseNotary:
    found = notary_of(folder, _now)
    if found is None:
        raise LookupError(folder)
    return found


def _signed_by_all(notary: HouseNotary, pdf: bytes, name: str) -> bytes:
    first = notary.sign(pdf, _act(name))
    second = notary.sign(first.pdf, _act(name, "beneficiary"))
    return notary.seal(second.pdf, _now()).pdf


# What each process of the batch keeps, made once when it starts.
_IN_POOL: list[tuple[HouseNotary, bytes]] = []


def _begin(folder: Path, pdf: bytes) -> None:
    logging.disable(logging.WARNING)
    _IN_POOL[:] = [(_notary(folder), pdf)]


def _sign_in_pool(name: str) -> int:
    notary, pdf = _IN_POOL[0]
    return len(notary.sign(pdf, _act(name)).pdf)


if __name__ == "__main__":
    main()
