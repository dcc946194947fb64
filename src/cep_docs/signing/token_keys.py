"""A key in a card or a module of security (PKCS#11): it signs there, and never leaves."""

import importlib
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from asn1crypto import x509

from cep_docs.errors import Unusable
from cep_docs.signing.settings import Token, secret_in
from cep_docs.signing.signers import ActKey, Held, checked, common_name

MODULE = "pyhanko.sign.pkcs11"
NOT_INSTALLED = (
    "Signer avec un module PKCS#11 demande un complément qui n'est pas installé. Rien n'a été "
    "signé. L'installer : pip install 'cep_docs[pkcs11]'."
)
NOT_OPENED = (
    "Le module PKCS#11 ne s'est pas ouvert : module, nom du support, nom de la clé ou code secret "
    "inexact. Rien n'a été signé. Corriger signing.yaml, ou remettre le support en place."
)


class TokenKeys:
    """One session, opened at the first signature; acts take turns with it."""

    def __init__(self, where: Token) -> None:
        self._where = where
        self._turn = Lock()
        self._signer: Any = None

    def key(self, name: str, role: str, at: datetime) -> ActKey:
        return _TokenKey(self._open(), self._turn)

    def known(self) -> Sequence[x509.Certificate]:
        return tuple(self._open().cert_registry)

    def held(self) -> Held:
        certificate = self._open().signing_cert
        return Held("module PKCS#11", common_name(certificate), certificate.not_valid_after)

    def _open(self) -> Any:
        with self._turn:
            if self._signer is None:
                self._signer = _opened(self._where)
            return self._signer


class _TokenKey(ActKey):
    def __init__(self, signer: Any, turn: Lock) -> None:
        super().__init__(signer.signing_cert, tuple(signer.cert_registry))
        self._signer, self._turn = signer, turn

    async def raw(self, data: bytes, digest: str) -> bytes:
        with self._turn:
            answer = await self._signer.async_sign_raw(data, digest)
        return checked(answer, self.signing_cert, data, digest)

    def longest(self) -> int:
        size: int = self._signer.estimate_raw_signature_size_bytes()
        return size


def _opened(where: Token) -> Any:
    try:
        pkcs11: Any = importlib.import_module(MODULE)
    except ImportError as error:
        raise Unusable(NOT_INSTALLED) from error
    pin = secret_in(where.pin_file)
    try:
        session = pkcs11.open_pkcs11_session(
            str(where.module),
            token_criteria=pkcs11.TokenCriteria(label=where.token),
            user_pin=pin,
        )
        signer = pkcs11.PKCS11Signer(
            session, cert_label=where.key, key_label=where.key, other_certs_to_pull=None
        )
        signer._load_objects()
    except Exception as error:
        # What the module says may hold what it was given: only its kind is told.
        raise Unusable(f"{NOT_OPENED} ({type(error).__name__})") from None
    return signer
