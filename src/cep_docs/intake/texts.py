"""Word and OpenDocument pieces: taken as they are, or refused with all the reasons."""

from collections.abc import Mapping
from typing import Any

from cep_docs.sandbox.office import open_docx, open_odt
from cep_docs.sandbox.packages import PackageLimits


def inspect_docx(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    open_docx(data, PackageLimits.of(options))
    return {}, []


def inspect_odt(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    open_odt(data, PackageLimits.of(options))
    return {}, []
