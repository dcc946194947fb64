"""The cookie that carries a visit, and the secret of this instance."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cep_docs.storage.visits import Visits

KEY_FILE = "key"
FOLDER = "visits"


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Doors:
    """Visits are timed by the clock on the wall, also where a demonstration stands still."""

    visits: Visits
    secret: bytes
    now: Callable[[], datetime] = wall_clock

    def token_of(self, request: Any) -> str:
        known = getattr(request, "stranger_token", "")
        return known or request.cookies.get(cookie_name(request), "")[:100]

    def stranger_token(self, request: Any) -> str:
        """A token for somebody who has not signed in yet, so that his forms have one too."""
        request.stranger_token = token = secrets.token_urlsafe(32)
        request.add_response_callback(lambda _, response: self.give(request, response, token))
        return token

    def word_for(self, request: Any, text: str) -> str:
        """Proves that a text in an address was put there by us, for this visit."""
        said = f"told {self.token_of(request)} {text}"
        return hmac.new(self.secret, said.encode(), hashlib.sha256).hexdigest()[:20]

    def give(self, request: Any, response: Any, token: str) -> None:
        response.set_cookie(
            cookie_name(request),
            token,
            path="/",
            secure=request.scheme == "https",
            httponly=True,
            samesite="Lax",
        )

    def no_cookie(self, request: Any) -> list[tuple[str, str]]:
        response = request.response.__class__()
        response.delete_cookie(
            cookie_name(request), path="/", secure=request.scheme == "https", samesite="Lax"
        )
        return [(n, v) for n, v in response.headerlist if n.lower() == "set-cookie"]


def cookie_name(request: Any) -> str:
    """Bound to this very host where the connection is ciphered (SES-04)."""
    return "__Host-cep" if request.scheme == "https" else "cep"


def doors_of(folder: Path, now: Callable[[], datetime] = wall_clock) -> Doors:
    """Those of an instance; its secret is drawn at the first use."""
    own = folder / FOLDER
    own.mkdir(mode=0o700, exist_ok=True)
    path = own / KEY_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return Doors(Visits(own), path.read_bytes(), now)
