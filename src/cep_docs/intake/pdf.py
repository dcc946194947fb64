"""PDF pieces: passive ones are taken as they are, active ones cleaned, signed ones untouched."""

import io
from collections.abc import Mapping
from typing import Any

import pikepdf

from cep_docs.intake.pdf_again import reads_the_same
from cep_docs.intake.pdf_parts import (
    clean,
    found_parts,
    is_portfolio,
    is_signed,
    needs_another_program,
)
from cep_docs.sandbox.packages import DAMAGED, ENCRYPTED_FILE, refusal

END = b"%%EOF"
BLANKS = b"\x00\t\n\x0c\r "

SIGNED = (
    "il est signé et contient : {}. Un fichier signé ne se modifie pas. En demander un "
    "exemplaire sans ces éléments"
)
STUBBORN = "il contient : {}, et cela ne s'enlève pas. L'imprimer en PDF, et verser ce PDF"
DYNAMIC = "c'est un formulaire qui ne se lit qu'avec un programme (XFA). L'imprimer en PDF"
PORTFOLIO = "c'est un porte-documents : ses pages sont dans d'autres fichiers. Les verser un à un"
AMBIGUOUS = (
    "deux lecteurs n'y lisent pas la même chose : il est abîmé, ou cache quelque chose. "
    "L'imprimer en PDF, et verser ce PDF"
)
NO_PAGE = "il n'a aucune page. Vérifier qu'il s'ouvre"
TOO_LONG = "il a plus de {} pages. N'en verser que les pages utiles"


def inspect(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    """How many pages it has and what was taken out of it; the cleaned file when it had to be."""
    with _opened(data) as pdf:
        pages = _pages(pdf, int(options["pages"]))
        if needs_another_program(pdf):
            raise refusal(DYNAMIC)
        if is_portfolio(pdf):
            raise refusal(PORTFOLIO)
        parts = found_parts(pdf)
        if not parts:
            _require_one_reading(data, pages)
            return {"pages": pages}, []
        if is_signed(pdf):
            raise refusal(SIGNED.format(", ".join(parts)))
        cleaned = _cleaned(pdf)
    with _opened(cleaned) as pdf:
        left = found_parts(pdf)
        if left or len(pdf.pages) != pages:
            raise refusal(STUBBORN.format(", ".join(left or parts)))
    _require_one_reading(cleaned, pages)
    return {"pages": pages, "removed": parts}, [cleaned]


def _require_one_reading(data: bytes, pages: int) -> None:
    if not reads_the_same(data, pages):
        raise refusal(AMBIGUOUS)


def _opened(data: bytes) -> pikepdf.Pdf:
    if data[data.rfind(END) + len(END) :].strip(BLANKS) or END not in data:
        raise refusal(DAMAGED)
    try:
        pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise refusal(ENCRYPTED_FILE) from error
    except (pikepdf.PdfError, ValueError) as error:
        raise refusal(DAMAGED) from error
    if pdf.is_encrypted:
        raise refusal(ENCRYPTED_FILE)
    return pdf


def _pages(pdf: pikepdf.Pdf, most: int) -> int:
    try:
        pages = len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise refusal(DAMAGED) from error
    if not pages:
        raise refusal(NO_PAGE)
    if pages > most:
        raise refusal(TOO_LONG.format(most))
    return pages


def _cleaned(pdf: pikepdf.Pdf) -> bytes:
    """Written again without what it did; only what is still reachable is written."""
    clean(pdf)
    target = io.BytesIO()
    try:
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PdfError as error:
        raise refusal(DAMAGED) from error
    return target.getvalue()
