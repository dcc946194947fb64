"""SIREN and SIRET, the numbers of companies and of their places of business."""

import re

_LA_POSTE = "356000000"


def parse_siren(text: str) -> str:
    """Nine figures, the last one is a key (Luhn)."""
    siren = "".join(text.split())
    if re.fullmatch("[0-9]{9}", siren) is None or not _is_luhn(siren):
        raise ValueError(
            "Ce numéro SIREN n'est pas juste. Il compte neuf chiffres dont une clé, "
            "par exemple 732 829 320."
        )
    return siren


def parse_siret(text: str) -> str:
    """Fourteen figures: the SIREN, then the place of business and a key."""
    siret = "".join(text.split())
    if (
        re.fullmatch("[0-9]{14}", siret) is None
        or not _is_luhn(siret[:9])
        or not (_is_luhn(siret) or _is_post_office(siret))
    ):
        raise ValueError(
            "Ce numéro SIRET n'est pas juste. Il compte quatorze chiffres dont une clé, "
            "par exemple 732 829 320 00074."
        )
    return siret


def _is_luhn(digits: str) -> bool:
    """Every second figure from the right counts double, its own figures added (0 is none)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(doubled)
    return total > 0 and total % 10 == 0


def _is_post_office(siret: str) -> bool:
    """La Poste has more places of business than Luhn keys: its figures add up to n x 5."""
    return siret.startswith(_LA_POSTE) and sum(map(int, siret)) % 5 == 0
