"""Makes a signed PDF provable for longer: what was revoked, and a time-stamp over all of it.

Nothing of what was signed is touched: a revision is added, and may be added by anybody (R-077).
"""

import asyncio
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from cep_docs.errors import Damaged
from cep_docs.signing.pdf_signing import DIGEST, UNPROVEN

STAMP = "/DocTimeStamp"
NOT_SIGNED = "Ce fichier n'est pas un PDF signé lisible. Il n'a pas été changé."

Trusted = Callable[[datetime], ValidationContext]


class NotRenewed(Exception):  # noqa: N818 - an outcome, for another day
    """Somebody who is needed did not answer, or a certificate is not believed any more."""


def archived_until(pdf: bytes) -> datetime | None:
    """Until when the stamp over all of it can be believed; None where there is none."""
    reader, signatures = _read(pdf)
    if "/DSS" not in reader.root or not _is_stamp(signatures[-1]):
        return None
    until: datetime = signatures[-1].signer_cert.not_valid_after
    return until


def sealed_until(pdf: bytes) -> datetime | None:
    """Until when a file that one seal closes can be believed as it is; None where nothing but the
    seal says its hour. The certificates of the seal and of its stamp count, if no stamp over all
    of it came since."""
    until = archived_until(pdf)
    if until is not None:
        return until
    seal = _read(pdf)[1][-1]
    token = None
    if not _is_stamp(seal):
        token = next(iter(extract_tst_data_iter(seal.signer_info, signed=False)), None)
    if token is None:
        return None
    stamper = extract_certs_for_validation(token).signer_cert
    ends: list[datetime] = [one.not_valid_after for one in (seal.signer_cert, stamper)]
    return min(ends)


def renewed(
    pdf: bytes, stamps: TimeStamper, trusted: Trusted, now: datetime, *, wholly: bool = False
) -> bytes:
    """With one revision more; `trusted` gives whom to believe at an instant. `wholly`: the proofs
    of each signature are added, even if a stamp covers them."""
    _, signatures = _read(pdf)
    # A stamp covers the proofs of what came before it.
    needed = signatures if wholly or archived_until(pdf) is None else signatures[-1:]
    try:
        return asyncio.run(_renewed(pdf, needed, stamps, trusted, now))
    except (OSError, *UNPROVEN) as error:
        raise NotRenewed(type(error).__name__) from error


async def _renewed(
    pdf: bytes,
    needed: Sequence[EmbeddedPdfSignature],
    stamps: TimeStamper,
    trusted: Trusted,
    now: datetime,
) -> bytes:
    proofs = _Proofs()
    for signature in needed:
        async with _released(trusted(_signed_at(signature) or now)) as context:
            proofs.add(await collect_validation_info(signature, context), context)
    async with _released(trusted(now)) as context:
        proofs.add([path async for path in stamps.validation_paths(context)], context)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, **proofs.said())
    made: io.BytesIO = await PdfTimeStamper(stamps).async_timestamp_pdf(writer, DIGEST)
    return made.getvalue()


class _Proofs:
    """Certificates and lists of what was revoked, each once."""

    def __init__(self) -> None:
        self._found: dict[str, dict[bytes, Any]] = {"certs": {}, "crls": {}, "ocsps": {}}

    def add(self, paths: Iterable[Any], context: ValidationContext) -> None:
        found = {
            "certs": [one for path in paths for one in path.iter_certs(include_root=True)],
            "crls": context.crls,
            "ocsps": context.ocsps,
        }
        for name, those in found.items():
            self._found[name].update({one.dump(): one for one in those})

    def said(self) -> dict[str, list[Any]]:
        return {name: list(those.values()) for name, those in self._found.items()}


class _released:  # noqa: N801 - reads as a word
    """A context whose connections are closed afterwards."""

    def __init__(self, context: ValidationContext) -> None:
        self._context = context

    async def __aenter__(self) -> ValidationContext:
        return self._context

    async def __aexit__(self, *_: object) -> None:
        await self._context.aclose()


def _read(pdf: bytes) -> tuple[PdfFileReader, list[EmbeddedPdfSignature]]:
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        signatures = list(reader.embedded_signatures)
    except (PdfError, ValueError, TypeError, KeyError, OSError) as error:
        raise Damaged(NOT_SIGNED) from error
    if not signatures:
        raise Damaged(NOT_SIGNED)
    return reader, signatures


def _is_stamp(signature: EmbeddedPdfSignature) -> bool:
    return str(signature.sig_object_type) == STAMP


def _signed_at(signature: EmbeddedPdfSignature) -> datetime | None:
    """As it says itself: certificates that live for an hour are proved at that hour."""
    if _is_stamp(signature):
        stamped: datetime = (
            signature.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        )
        return stamped
    said: datetime | None = signature.self_reported_timestamp
    return said
