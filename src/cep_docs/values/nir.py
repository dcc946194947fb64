"""The French social security number (NIR) and its key; off by default (R-104, C-31)."""

import re

_PATTERN = re.compile(
    r"[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{6}[0-9]{2}"
)
# Corsica: the key is computed as if the department were a number.
_CORSICA = {"2A": "19", "2B": "18"}


def parse_nir(text: str) -> str:
    """The 15 signs without spaces, when the key is right."""
    compact = "".join(text.split())
    nir = compact.upper() if compact.isascii() else compact
    if _PATTERN.fullmatch(nir) is None:
        raise ValueError(
            "Ce numéro de sécurité sociale n'a pas la bonne forme. "
            "Il compte 15 signes avec sa clé, par exemple 2 55 08 14 168 025 38."
        )
    if int(nir[13:]) != _key(nir):
        raise ValueError(
            "La clé de ce numéro de sécurité sociale, ses deux derniers chiffres, ne correspond "
            "pas au reste. Vérifiez chaque chiffre, par exemple 2 55 08 14 168 025 38."
        )
    return nir


def masked(nir: str) -> str:
    """What may be shown: the key alone."""
    return "•" * 13 + nir[-2:]


def _key(nir: str) -> int:
    department = _CORSICA.get(nir[5:7], nir[5:7])
    return 97 - int(nir[:5] + department + nir[7:13]) % 97
