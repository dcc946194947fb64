"""A passkey made of software: what a telephone would answer to the questions of the site."""

import hashlib
import json
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """`verifies`: it asks for a finger before it answers. `origin` is what the browser saw."""

    origin: str = "https://localhost"
    verifies: bool = True
    identifier: bytes = b"a key of sixteen"
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, asked: dict) -> str:
        """The answer to `navigator.credentials.create`."""
        public = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: _coordinate(public.x), -3: _coordinate(public.y)}
        size = len(self.identifier).to_bytes(2, "big")
        data = bytes(16) + size + self.identifier + cbor2.dumps(cose)
        held = self._data(asked["rp"]["id"], NEW) + data
        statement = {"fmt": "none", "attStmt": {}, "authData": held}
        return self._answer(
            {
                "clientDataJSON": self._client("webauthn.create", asked["challenge"]),
                "attestationObject": bytes_to_base64url(cbor2.dumps(statement)),
            }
        )

    def give(self, asked: dict) -> str:
        """The answer to `navigator.credentials.get`."""
        self.count += 1
        held = self._data(asked["rpId"], 0)
        client = self._client("webauthn.get", asked["challenge"])
        signed = held + hashlib.sha256(base64url_to_bytes(client)).digest()
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": bytes_to_base64url(held),
                "signature": bytes_to_base64url(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            }
        )

    def _data(self, site: str, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        digest = hashlib.sha256(site.encode()).digest()
        return digest + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> str:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return bytes_to_base64url(json.dumps(said).encode())

    def _answer(self, response: dict) -> str:
        name = bytes_to_base64url(self.identifier)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )


def _coordinate(number: int) -> bytes:
    return number.to_bytes(32, "big")
