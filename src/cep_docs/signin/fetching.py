"""The network, for the identity provider: short answers, in JSON, from where they were asked."""

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cep_docs.errors import Unusable
from cep_docs.signin.openid_settings import LOOPBACK

SECONDS = 10
LARGEST = 1024 * 1024
# A signed answer: given as it is, whoever asked for it checks it.
SIGNED = "application/jwt"
SILENT = (
    "Le fournisseur d'identité ne répond pas, ou répond autrement que prévu. Rien n'a été "
    "modifié. Entrer par mot de passe, ou recommencer plus tard."
)


def fetch(address: str, headers: Mapping[str, str], body: str | None) -> Any:
    """Follows no redirection, and never leaves ciphered connections but on this machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and (parts.scheme, parts.hostname in LOOPBACK) != ("http", True):
        raise Unusable(SILENT)
    connection = _to(parts.scheme, parts.hostname or "", parts.port)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request(
            "GET" if body is None else "POST",
            path,
            body,
            {**headers, "Accept": "application/json"},
        )
        answer = connection.getresponse()
        data = answer.read(LARGEST + 1)
        if answer.status != http.HTTPStatus.OK or len(data) > LARGEST:
            raise Unusable(SILENT)
        if answer.headers.get_content_type() == SIGNED:
            return data.decode("ascii")
        return json.loads(data)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unusable(SILENT) from error
    finally:
        connection.close()


def _to(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        secure = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=secure)
    return http.client.HTTPConnection(host, port, timeout=SECONDS)
