"""Signs a field that was reserved in a PDF (PAdES). Pure but for the time-stamp it asks for."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import content, layout
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession, _ensure_esic_ext
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from cep_docs.signing.signers import ActKey

DIGEST = "sha256"
# The levels of PAdES, the lowest first: without proof of the hour, with it, with what was revoked
# then, with a stamp over all of it.
B_B, B_T, B_LT, B_LTA = LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
# What is raised where a chain of certificates, or what was revoked, cannot be proved.
UNPROVEN = (SigningError, PathError, ValidationError)
AS_IT_IS = layout.SimpleBoxLayoutRule(
    x_align=layout.AxisAlignment.ALIGN_MIN,
    y_align=layout.AxisAlignment.ALIGN_MIN,
    inner_content_scaling=layout.InnerScaling.NO_SCALING,
)


def _left_as_it_is(writer: IncrementalPdfFileWriter) -> None:
    """A signature changes nothing else of a file. pyHanko would write its description anew with
    each of them: by the clock of the machine, and not as PDF/A asks."""


# The writers that it makes by itself, for proofs and stamps, take no other way.
IncrementalPdfFileWriter._update_meta = _left_as_it_is


@dataclass(frozen=True, slots=True)
class FieldAct:
    """One field to be signed. `draw` gives its appearance, a PDF page, for a width and a height;
    `first`: nothing but the other signatures may follow; `archive`: a stamp over the whole."""

    field: str
    signer: ActKey
    at: datetime
    reason: str = ""
    place: str = ""
    draw: Callable[[float, float], bytes] | None = None
    first: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class SignedPdf:
    pdf: bytes
    level: str


class _Signer(PdfSigner):  # type: ignore[misc]
    """By the clock of the application; and still a PDF 1.7, as PDF/A-3 asks: curves of the NIST
    are in PAdES without the extension that makes pyHanko write 2.0."""

    def __init__(self, at: datetime, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._at = at

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        _ensure_esic_ext(pdf_out)

    def init_signing_session(
        self, pdf_out: Any, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def sign_field(
    pdf: bytes,
    act: FieldAct,
    stamps: TimeStamper,
    trusted: Callable[[], ValidationContext] | None,
) -> SignedPdf:
    """The PDF with this field signed, at the best level that those who are asked let reach: when
    one does not answer, or answers wrongly, the file is signed all the same (R-077). Without
    `trusted`, nothing is written after the signature: it covers the file to its last byte."""
    for proofs in (trusted, None):
        try:
            return sign_with(pdf, act, stamps, proofs)
        except OSError:  # no time-stamp
            break
        except UNPROVEN:  # no proof of what was revoked
            continue
    return sign_with(pdf, act, None, None)


def sign_with(
    pdf: bytes,
    act: FieldAct,
    stamps: TimeStamper | None,
    trusted: Callable[[], ValidationContext] | None,
) -> SignedPdf:
    """With a time-stamp and with proofs where they are given; otherwise without."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    proofs: dict[str, Any] = {}
    if trusted is not None:
        proofs = {
            "embed_validation_info": True,
            "use_pades_lta": act.archive,
            "validation_context": trusted(),
        }
    meta = PdfSignatureMetadata(
        field_name=act.field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm=DIGEST,
        reason=act.reason or None,
        location=act.place or None,
        certify=act.first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        **proofs,
    )
    style = _appearance(writer, act)
    signer = _Signer(act.at, meta, act.signer, timestamper=stamps, stamp_style=style)
    made = io.BytesIO()
    reached = B_T if trusted is None else B_LTA if act.archive else B_LT
    try:
        signer.sign_pdf(writer, existing_fields_only=True, output=made)
    except (OSError, *UNPROVEN):
        if not act.signer.signed:
            raise
        # The signature is there: what should have followed it is left to a later day.
        made, reached = io.BytesIO(_as_signed(made.getvalue(), act.field)), B_T
    stamped = stamps is not None and act.signer.stamped
    return SignedPdf(made.getvalue(), reached if stamped else B_B)


def _as_signed(pdf: bytes, field: str) -> bytes:
    """Without the revision that was begun after the signature of this field."""
    fields = enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf)), with_name=field)
    covered = next(fields)[1].get_object()["/ByteRange"]
    return pdf[: covered[2] + covered[3]]


class _Page(content.PdfContent):  # type: ignore[misc]
    """A page of another PDF, held in memory."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        drawn = self.writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Drawn"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = layout.BoxConstraints(width=right - left, height=top - bottom)
        return b"/Drawn Do"


def _appearance(writer: IncrementalPdfFileWriter, act: FieldAct) -> StaticStampStyle | None:
    if act.draw is None:
        return None
    fields = enumerate_sig_fields(writer.prev, with_name=act.field)
    left, bottom, right, top = (float(side) for side in next(fields)[2].get_object()["/Rect"])
    return StaticStampStyle(
        background=_Page(act.draw(right - left, top - bottom)),
        background_layout=AS_IT_IS,
        border_width=0,
    )
