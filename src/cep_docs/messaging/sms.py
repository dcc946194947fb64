"""The courier of SMS: one JSON document posted to the provider for each (docs/operating.md).

    POST <address>
    Authorization: Bearer <token>        Idempotency-Key: <key of the message>
    {"to": "+33612345678", "text": "…", "reference": "<key>", "from": "…"}

2xx: taken. 408, 409, 425, 429, 5xx and those about us (401, 403, 404): tried again with the same
key. Other 4xx: refused for good. A provider of another form needs a courier of its own, nothing
else.
"""

import http.client
import json
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from cep_docs.messaging.deadline import Patience, cut_after
from cep_docs.messaging.letters import SENT, Letter, Outcome, later, never
from cep_docs.messaging.settings import SmsSettings

# About the number, or about what is said: no other attempt will do better.
REFUSALS = (HTTPStatus.BAD_REQUEST, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY)
LARGEST = 64 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SmsCourier:
    settings: SmsSettings
    patience: Patience = field(default_factory=Patience)

    @contextmanager
    def carry(self, letter: Letter) -> Iterator[Outcome]:
        """See `Courier`. Whoever asks twice with the same key is given the same answer."""
        outcome = self._posted(letter)
        if outcome is not SENT:
            log.info("an SMS was not taken: %s", outcome.trouble)
        yield outcome

    def _posted(self, letter: Letter) -> Outcome:
        parts = urlsplit(self.settings.address)
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            with cut_after(self.patience.whole, lambda: connection.sock):
                connection.request("POST", path, self._body(letter), self._headers(letter))
                answer = connection.getresponse()
                answer.read(LARGEST)
        except ssl.SSLError:
            return later("certificate")
        except (OSError, http.client.HTTPException):
            return later("silent")
        finally:
            connection.close()
        return _meaning(answer.status)

    def _body(self, letter: Letter) -> bytes:
        said = {"to": letter.to, "text": letter.text, "reference": letter.key}
        if self.settings.sender:
            said["from"] = self.settings.sender
        return json.dumps(said, ensure_ascii=False).encode()

    def _headers(self, letter: Letter) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.settings.token}",
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "Idempotency-Key": letter.key,
        }

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        seconds = self.patience.silence
        if scheme == "https":
            secure = ssl.create_default_context(cafile=self.settings.authority)
            return http.client.HTTPSConnection(host, port, timeout=seconds, context=secure)
        return http.client.HTTPConnection(host, port, timeout=seconds)


def _meaning(status: int) -> Outcome:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return SENT
    word = f"provider {status}"
    return (
        never(word, doubtful=status != HTTPStatus.BAD_REQUEST)
        if status in REFUSALS
        else later(word)
    )
