"""A key at a provider (Cloud Signature Consortium): it is asked to sign a digest, over HTTPS."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from asn1crypto import x509
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from cep_docs.errors import Unusable
from cep_docs.signing.settings import Remote, secret_in
from cep_docs.signing.signers import ActKey, Held, checked, common_name

# No page waits longer for one request.
PATIENCE = 10
LONGEST = 512
KNOWN_FOR = timedelta(minutes=10)
SILENT = (
    "Le service de signature à distance ne répond pas, ou refuse. Rien n'a été signé. Vérifier "
    "signing.yaml, puis demander au prestataire. ({kind})"
)


class RemoteKeys:
    """What the provider says of its certificate is asked again from time to time."""

    def __init__(self, where: Remote, now: Callable[[], datetime]) -> None:
        self._where, self._now = where, now
        self._known: tuple[datetime, CSCCredentialInfo] | None = None

    def key(self, name: str, role: str, at: datetime) -> ActKey:
        pin = secret_in(self._where.pin_file) if self._where.pin_file else None
        return _RemoteKey(self._service(), self._credential(), pin)

    def known(self) -> Sequence[x509.Certificate]:
        return tuple(self._credential().as_cert_store())

    def held(self) -> Held:
        certificate = self._credential().signing_cert
        until: datetime = certificate.not_valid_after
        return Held("signature à distance (CSC)", common_name(certificate), until)

    def _service(self) -> CSCServiceSessionInfo:
        token = secret_in(self._where.token_file)
        return CSCServiceSessionInfo(self._where.url, self._where.credential, token)

    def _credential(self) -> CSCCredentialInfo:
        now, kept = self._now(), self._known
        if kept is None or not timedelta(0) <= now - kept[0] < KNOWN_FOR:
            try:
                told = asyncio.run(_asked(self._service()))
            except Unusable:
                raise
            except Exception as error:
                raise Unusable(SILENT.format(kind=type(error).__name__)) from error
            kept = self._known = (now, told)
        return kept[1]


class _RemoteKey(ActKey):
    def __init__(
        self, service: CSCServiceSessionInfo, credential: CSCCredentialInfo, pin: str | None
    ) -> None:
        super().__init__(credential.signing_cert, tuple(credential.as_cert_store()))
        self._service, self._credential, self._pin = service, credential, pin

    async def raw(self, data: bytes, digest: str) -> bytes:
        async with _session() as session:
            leave = _Leave(self._service, self._credential, session, self._pin)
            signer = CSCSigner(session, leave, sign_timeout=PATIENCE)
            answer = await signer.async_sign_raw(data, digest)
        return checked(answer, self.signing_cert, data, digest)

    def longest(self) -> int:
        return LONGEST


class _Leave(CSCAuthorizationManager):  # type: ignore[misc]
    """Asks to use the key for this digest, and for nothing else."""

    def __init__(
        self,
        service: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
        session: aiohttp.ClientSession,
        pin: str | None,
    ) -> None:
        super().__init__(service, credential)
        self._session, self._pin = session, pin

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        asked = self.format_csc_auth_request(pin=self._pin, hash_b64s=hash_b64s)
        url = self.csc_session_info.endpoint_url("credentials/authorize")
        async with self._session.post(
            url, headers=self.auth_headers, json=asked, raise_for_status=True
        ) as answer:
            said: dict[str, Any] = await answer.json()
        return self.parse_csc_auth_response(said)


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))


async def _asked(service: CSCServiceSessionInfo) -> CSCCredentialInfo:
    async with _session() as session:
        return await fetch_certs_in_csc_credential(session, service, timeout=PATIENCE)
