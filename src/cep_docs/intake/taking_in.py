"""A file from outside, read no further than its limit, and known to be harmless in the end."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from cep_docs.definitions.attachments import AttachmentLimits
from cep_docs.intake.file_names import clean_name
from cep_docs.intake.kinds import recognised
from cep_docs.sandbox import apart
from cep_docs.sandbox.packages import refusal

CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Received:
    """What may be kept; `sha256` and `size` are those of the original, `removed` tells in French
    what was taken out of it, `pages` is 0 where nobody counts them."""

    name: str
    media_type: str
    data: bytes
    sha256: str
    size: int
    removed: tuple[str, ...]
    pages: int


def take_in(stream: BinaryIO, name: str, limits: AttachmentLimits) -> Received:
    """The file, cleaned when it has to be, or Invalid with the reason in French.

    Nothing is written anywhere. It takes seconds: never inside a transaction.
    """
    data = _read(stream, limits)
    called = clean_name(name)
    kind = recognised(data, called)
    said, cleaned = apart(
        kind.task,
        data,
        **limits.package.as_options(),
        pages=str(limits.pages),
        pixels=str(limits.pixels),
    )
    return Received(
        called,
        kind.media_type,
        cleaned[0] if cleaned else data,
        hashlib.sha256(data).hexdigest(),
        len(data),
        tuple(map(str, said.get("removed", ()))),
        int(said.get("pages", 0)),
    )


def _read(stream: BinaryIO, limits: AttachmentLimits) -> bytes:
    """All of it, or a refusal as soon as there is too much: what is left is not even read."""
    data = bytearray()
    while chunk := stream.read(CHUNK):
        data += chunk
        if len(data) > limits.file_bytes:
            raise refusal(
                f"il pèse plus de {limits.file_mebibytes} Mio. En réduire la qualité, ou le "
                "découper"
            )
    return bytes(data)
