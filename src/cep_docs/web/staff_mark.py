"""A mark that stays in browsers where somebody of the house has signed in: it says that, and not
who. Whoever signs from afar does not sign there (R-069)."""

import hashlib
import hmac
import secrets
from typing import Any

# As long as browsers keep a cookie; drawn again at each sign-in.
LASTS = 400 * 24 * 3600
NAME = "-staff"
_DRAWN = 22  # signs


def new_mark(secret: bytes) -> str:
    """A number nobody knows again, and the proof that it was drawn here."""
    drawn = secrets.token_urlsafe(16)
    return f"{drawn}.{_proof(secret, drawn)}"


def is_mark(secret: bytes, text: str) -> bool:
    drawn, _, proof = text.partition(".")
    if len(drawn) != _DRAWN or not text.isascii():
        return False
    return hmac.compare_digest(proof, _proof(secret, drawn))


def put_mark(response: Any, name: str, mark: str, *, secure: bool) -> None:
    """For pages of ours only, and for no script."""
    response.set_cookie(
        name + NAME,
        mark,
        max_age=LASTS,
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def _proof(secret: bytes, drawn: str) -> str:
    said = f"browser of the house {drawn}".encode()
    return hmac.new(secret, said, hashlib.sha256).hexdigest()
