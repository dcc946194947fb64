"""File names from outside, made harmless for disks, headers and eyes."""

import re
import unicodedata

LONGEST = 120
NAMELESS = "fichier"
# Separators of paths and headers, and what disks of some kind refuse.
_REFUSED = re.compile(r'["<>|:*?;\\/]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean_name(name: str) -> str:
    """The last part of the path, without anything that would mean something or be invisible."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = _REFUSED.sub("-", clean_line(last)).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = ending, ""
    if not stem.strip("-_. ") or _DEVICES.fullmatch(plain):
        stem = f"{NAMELESS} {stem}".strip()
    room = LONGEST - len(dot + ending)
    return f"{stem[: max(room, 1)].rstrip('. ')}{dot}{ending}"[:LONGEST]


def clean_line(text: str) -> str:
    """One line of visible signs, the spaces between words reduced to one."""
    seen = unicodedata.normalize("NFC", text)
    return " ".join("".join(sign if _is_visible(sign) else " " for sign in seen).split())


def ending_of(name: str) -> str:
    """What stands after the last point, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_visible(sign: str) -> bool:
    """Neither a control, nor a mark that turns the writing round, nor half a character."""
    return not unicodedata.category(sign).startswith("C") and sign not in "\u2028\u2029"
