"""Postcodes and departments."""

import re

_POSTCODE = re.compile(r"[0-9]{5}")
_DEPARTMENT = re.compile(r"00|0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-6]")
_CORSICA = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}


def parse_postcode(text: str) -> str:
    """Five figures."""
    postcode = "".join(text.split())
    if _POSTCODE.fullmatch(postcode) is None:
        raise ValueError("Le code postal compte cinq chiffres, par exemple 68000.")
    return postcode


def parse_department(text: str) -> str:
    """01 to 95, 2A, 2B, 971 to 976; 00 for an employer abroad (frontaliers)."""
    stripped = text.strip()
    department = stripped.upper() if stripped.isascii() else stripped
    if _DEPARTMENT.fullmatch(department) is None:
        raise ValueError(
            "Ce numéro de département n'existe pas. Il s'écrit par exemple 08, 2A ou 974, "
            "et 00 pour l'étranger."
        )
    return department


def department_of_postcode(postcode: str) -> str:
    """To be proposed, not imposed: some communes are served from the next department."""
    code = parse_postcode(postcode)
    if code.startswith("20"):
        department = _CORSICA.get(code[:3], "")
    else:
        department = code[: 3 if code.startswith("97") else 2]
    if department == "00" or _DEPARTMENT.fullmatch(department) is None:
        raise ValueError(
            "Ce code postal ne désigne aucun département. "
            "Vérifiez-le ou donnez le département, par exemple 68 pour 68000."
        )
    return department
