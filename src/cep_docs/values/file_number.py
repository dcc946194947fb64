"""The national file number (numéro national de dossier), CCTP annexe 2, note 38."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

CCTP_CODES = frozenset({"00", "01", "21", "22"})
HIGHEST_COUNTER = 999_999

_EXAMPLE = "par exemple AB 20 01 21 000001"
# [0-9] and not \d: the figures of other scripts are no figures of a file number.
_PATTERN = re.compile(r"([0-9A-Z]{2})([0-9]{2})(0[1-9]|1[0-2])([0-9]{2})([0-9]{6})")


@dataclass(frozen=True, slots=True)
class FileNumber:
    """OO AA MM UU XXXXXX: operator, year, month, unit, counter restarted every month.

    Which unit codes exist is decided by the agreement: it is asked where a number comes in
    (`parse`, `read`), a number made by us only needs two figures.
    """

    operator: str
    year: int
    month: int
    code: str
    counter: int

    def __post_init__(self) -> None:
        if not 1 <= self.counter <= HIGHEST_COUNTER:
            raise ValueError(
                f"Le compteur d'un numéro de dossier va de 000001 à 999999, {_EXAMPLE}. "
                "Aucun numéro n'est attribué au-delà."
            )
        if not 2000 <= self.year <= 2099 or not _PATTERN.fullmatch(str(self)):
            raise ValueError(_wrong_form())

    @classmethod
    def parse(cls, text: str, codes: Collection[str] = CCTP_CODES) -> Self:
        """The form that is stored: 14 signs, capitals, no space."""
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(_wrong_form())
        operator, year, month, code, counter = match.groups()
        if code not in codes:
            allowed = ", ".join(sorted(codes))
            raise ValueError(
                f"Le code d'unité d'œuvre du numéro de dossier doit être l'un de {allowed}, "
                f"{_EXAMPLE}."
            )
        return cls(operator, 2000 + int(year), int(month), code, int(counter))

    @classmethod
    def read(cls, text: str, codes: Collection[str] = CCTP_CODES) -> Self:
        """The form that people type or paste: any spaces, any case."""
        compact = "".join(text.split())
        # "ß".upper() is "SS" and "ı".upper() is "I": only ASCII letters may change.
        return cls.parse(compact.upper() if compact.isascii() else compact, codes)

    def __str__(self) -> str:
        return "".join(self._parts())

    def display(self) -> str:
        """The form of letters and screens."""
        return " ".join(self._parts())

    def _parts(self) -> tuple[str, ...]:
        year = f"{self.year % 100:02}"
        return self.operator, year, f"{self.month:02}", self.code, f"{self.counter:06}"


def _wrong_form() -> str:
    return f"Ce numéro de dossier n'a pas la bonne forme. Il compte 14 signes, {_EXAMPLE}."
