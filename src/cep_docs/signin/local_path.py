"""Where to go after signing in: only a page of this very site (SES-08)."""

import re
from urllib.parse import unquote, urlsplit

LONGEST = 2000
# Letters, digits and what our own addresses hold: nothing a browser reads as another host.
_PATH = re.compile(r"/(?:[\w.~-][\w.~%!$'()*+,;:@=-]*(?:/[\w.~%!$'()*+,;:@=-]+)*/?)?")
_QUERY = re.compile(r"[\w.~%!$'()*+,;:@=/?&-]*")
ENTRANCE = "/connexion"
OWN_SPACE = "/mon-espace"
# Where a person is who has no password.
HERS = (OWN_SPACE, "/signature")


def local_path(wanted: str, otherwise: str = "/") -> str:
    """`wanted` when it is surely a path of this site, written plainly; else `otherwise`."""
    if not wanted or len(wanted) > LONGEST or not wanted.isascii():
        return otherwise
    path, _, query = wanted.partition("?")
    if not _PATH.fullmatch(path) or not _QUERY.fullmatch(query):
        return otherwise
    if any(part in (".", "..") for part in unquote(path).split("/")):
        return otherwise
    if any(sign in unquote(unquote(path)) for sign in ("//", "\\", "\r", "\n", "\t", "\0")):
        return otherwise
    parts = urlsplit(wanted)
    leads_back = path == ENTRANCE or path.startswith(f"{ENTRANCE}/")
    return otherwise if parts.scheme or parts.netloc or leads_back else wanted


def is_own(path: str) -> bool:
    """Whether it leads to what is the person's own, who has no password."""
    return any(path == own or path.startswith((f"{own}/", f"{own}?")) for own in HERS)
