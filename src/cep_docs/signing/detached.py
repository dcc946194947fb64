"""A seal beside a file, not in it: CMS (CAdES), and a time-stamp over the seal (RFC 3161).

Both are files that `openssl` reads: nobody needs this program to check them.
"""

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class Detached:
    """`p7s` is the seal; `stamp` the time-stamp over its bytes, empty when no authority answered;
    `root` the certificates, in PEM, that both lead to."""

    p7s: bytes
    stamp: bytes
    root: bytes


def seal_beside(
    data: bytes, signer: Signer, at: datetime, stamps: TimeStamper, root: bytes
) -> Detached:
    """Without a time-stamp when the authority fails: whoever gets it sees that and says so."""
    p7s = asyncio.run(_sealed(data, signer, at))
    stamp = b""
    with suppress(TimestampRequestError, OSError):
        stamp = asyncio.run(_stamped(p7s, stamps))
    return Detached(p7s, stamp, root)


async def _sealed(data: bytes, signer: Signer, at: datetime) -> bytes:
    made = await signer.async_sign_general_data(
        data,
        DIGEST,
        use_cades=True,
        signed_attr_settings=PdfCMSSignedAttributes(signing_time=at),
    )
    sealed: bytes = made.dump()
    return sealed


async def _stamped(p7s: bytes, stamps: TimeStamper) -> bytes:
    token = await stamps.async_timestamp(hashlib.sha256(p7s).digest(), DIGEST)
    stamp: bytes = token.dump()
    return stamp
