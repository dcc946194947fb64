"""Time-stamps (RFC 3161): from the authority of the instance, or from one that is named.

A stamp is looked at before it is put into a file: that it is for this digest, of an authority
that is trusted, and of this hour. An authority that failed is left in peace for a minute, so that
nobody waits for it twice.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from asn1crypto import algos, cms, core, tsp, x509
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, set_tsp_headers
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from cep_docs.signing.authority import Authority
from cep_docs.signing.signers import HeldKey, Named

DIGEST = "sha256"
# Of the arc of examples: this authority has no policy that anybody could rely on.
POLICY = "1.3.6.1.4.1.32473.1"
PATIENCE = timedelta(seconds=8)
IN_PEACE = timedelta(minutes=1)
# The certificates of an authority that is named may change: they are asked again.
KNOWN_FOR = timedelta(hours=1)
LONGEST = 2**16
OUR_HOURS_DIFFER = timedelta(minutes=10)


class OwnTimeStamps(TimeStamper):  # type: ignore[misc]
    """Of the authority of this instance, by the clock of the application."""

    def __init__(self, authority: Authority, now: Callable[[], datetime]) -> None:
        super().__init__()
        owned = authority.times
        self._signer = HeldKey(owned.plain, owned.key, authority.chain)
        self._named = Named(owned.plain)
        self._authority, self._now = authority, now

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        certificate = self._signer.signing_cert
        said: dict[str, Any] = {
            "version": "v1",
            "policy": tsp.ObjectIdentifier(POLICY),
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(64),
            "gen_time": self._now(),
            "tsa": x509.GeneralName(name="directory_name", value=certificate.subject),
        }
        if req["nonce"].native is not None:
            said["nonce"] = req["nonce"]
        token = await self._signed(tsp.TSTInfo(said).dump())
        status = tsp.PKIStatusInfo({"status": tsp.PKIStatus("granted")})
        return tsp.TimeStampResp({"status": status, "time_stamp_token": token})

    async def _signed(self, info: bytes) -> cms.ContentInfo:
        certificate = self._signer.signing_cert
        built = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_certificate_v2", self._named.value()),
                simple_cms_attribute("message_digest", hashlib.sha256(info).digest()),
            ]
        )
        attributes = cms.CMSAttributes.load(built.dump())
        who = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
        by = cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber(who)})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": by,
                "digest_algorithm": algos.DigestAlgorithm({"algorithm": DIGEST}),
                "signature_algorithm": self._signer.get_signature_mechanism_for_digest(DIGEST),
                "signed_attrs": attributes,
                "signature": await self._signer.async_sign_raw(attributes.dump(), DIGEST),
            }
        )
        data = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algos.DigestAlgorithm({"algorithm": DIGEST})],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(info),
                },
                "certificates": [self._authority.times.plain, *self._authority.chain],
                "signer_infos": [signer],
            }
        )
        made = cms.ContentInfo({"content_type": "signed_data", "content": data})
        # From its bytes, as if it had come over the network: encoded once, not at each use.
        return cms.ContentInfo.load(made.dump())


class NamedTimeStamps(TimeStamper):  # type: ignore[misc]
    """Of an authority on the network. What it answers is not believed before it was checked."""

    def __init__(
        self,
        url: str,
        trusted: Callable[[], ValidationContext],
        now: Callable[[], datetime],
        patience: timedelta = PATIENCE,
    ) -> None:
        super().__init__()
        self._url, self._trusted, self._now = url, trusted, now
        self._patience = aiohttp.ClientTimeout(total=patience.total_seconds())
        self._failed_at: datetime | None = None
        self._known_at: datetime | None = None

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        now = self._now()
        if not _lately(self._known_at, now, KNOWN_FOR):
            self._dummy_response_cache.clear()
            self._certs.clear()
            self._known_at = now
        return await super().async_dummy_response(md_algorithm)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        if _lately(self._failed_at, self._now(), IN_PEACE):
            raise TimestampRequestError("It failed a moment ago.")
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            await self._check(token, message_digest, md_algorithm)
        except Exception as error:
            # Whatever a foreign answer breaks, it is refused.
            self._failed_at = self._now()
            raise TimestampRequestError(f"{type(error).__name__}: {error}") from error
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        asked = {"headers": set_tsp_headers({}), "data": req.dump(), "raise_for_status": True}
        async with (
            aiohttp.ClientSession(timeout=self._patience) as session,
            session.post(self._url, allow_redirects=False, **asked) as answer,
        ):
            return tsp.TimeStampResp.load(await _at_most(LONGEST, answer), strict=True)

    async def _check(self, token: cms.ContentInfo, digest: bytes, algorithm: str) -> None:
        def expected(named: str) -> bytes:
            return digest if named == algorithm else b""

        status = await validate_tst_signed_data(token["content"], self._trusted(), expected)
        if not (status["intact"] and status["valid"] and status["trust_problem_indic"] is None):
            raise TimestampRequestError("Unusable time-stamp: not for this file, or not trusted.")
        if abs(status["timestamp"] - self._now()) > OUR_HOURS_DIFFER:
            raise TimestampRequestError("Unusable time-stamp: another hour.")


def _lately(at: datetime | None, now: datetime, within: timedelta) -> bool:
    return at is not None and timedelta(0) <= now - at < within


async def _at_most(size: int, answer: aiohttp.ClientResponse) -> bytes:
    read = bytearray()
    async for chunk in answer.content.iter_any():
        read += chunk
        if len(read) > size:
            raise TimestampRequestError("Unusable time-stamp: its answer has no end.")
    return bytes(read)
