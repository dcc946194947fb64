"""Mail addresses and telephone numbers: their form only, nobody is called or written to."""

import re

_LONGEST_EMAIL = 254  # RFC 5321
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{1,64}}@)({_LOCAL})@((?:{_LABEL}\.)+(?![0-9]+$){_LABEL})")

# Overseas numbers have their own country code; the key is the start of the national number.
_OVERSEAS = {
    "262": "262",  # La Réunion
    "263": "262",
    "269": "262",  # Mayotte
    "590": "590",  # Guadeloupe, Saint-Martin, Saint-Barthélemy
    "594": "594",  # Guyane
    "596": "596",  # Martinique
}
_OVERSEAS_MOBILE = {
    "639": "262",  # Mayotte
    "690": "590",
    "691": "590",
    "692": "262",
    "693": "262",
    "694": "594",
    "696": "596",
    "697": "596",
}
_COUNTRY_OF = _OVERSEAS | _OVERSEAS_MOBILE
_SEPARATORS = re.compile(r"[\s./‐‑–-]")  # hyphens and dashes that pasted text contains
_FRENCH = re.compile(r"\+(?:33|262|590|594|596)([0-9]*)")
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
_MOBILES = ("+336", "+337", *(f"+{country}{start}" for start, country in _OVERSEAS_MOBILE.items()))


def parse_email(text: str) -> str:
    """Without the spaces around it, the domain in small letters."""
    address = text.strip()
    match = _EMAIL.fullmatch(address) if len(address) <= _LONGEST_EMAIL else None
    if match is None:
        raise ValueError(
            "Cette adresse mail n'a pas la bonne forme. Elle s'écrit sans espace ni accent, "
            "par exemple prenom.nom@exemple.fr."
        )
    local, domain = match.groups()
    return f"{local}@{domain.lower()}"


def masked_email(address: str) -> str:
    """Enough for its owner to know it, for nobody else to write to it: « z…@exemple.fr »."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def parse_phone(text: str) -> str:
    """E.164, from what people write in France, overseas and abroad."""
    compact = _SEPARATORS.sub("", text).replace("(0)", "").replace("(", "").replace(")", "")
    number = re.sub(r"^00", "+", compact)
    number = re.sub(r"^0", "+33", number)
    if french := _FRENCH.fullmatch(number):
        number = _french(french[1])
    if _INTERNATIONAL.fullmatch(number) is None:
        raise ValueError(_WRONG_PHONE)
    return number


def is_mobile(e164: str) -> bool:
    """It can receive a text message (French and overseas numbers only)."""
    return e164.startswith(_MOBILES)


_WRONG_PHONE = (
    "Ce numéro de téléphone n'a pas la bonne forme. Il compte dix chiffres, par exemple "
    "06 12 34 56 78, ou commence par l'indicatif du pays, par exemple +32 2 123 45 67."
)


def _french(national: str) -> str:
    """`national` has nine figures, after the leading zero that some keep behind +33."""
    digits = national.removeprefix("0")
    if len(digits) != 9 or digits.startswith("0"):
        raise ValueError(_WRONG_PHONE)
    return f"+{_COUNTRY_OF.get(digits[:3], '33')}{digits}"
