"""What was typed in a form: each name once, days in the ways people write them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from cep_docs.definitions.kinds import HIDDEN_SIGNS, has_hidden_signs
from cep_docs.errors import Invalid
from cep_docs.values.dates import parse_day

TWICE = (
    "Ce champ a été envoyé deux fois : rien n'a été enregistré. Recharger la page, puis envoyer "
    "le formulaire une seule fois."
)
NOT_A_DAY = "Cette date n'est pas lisible. L'écrire jour, mois, année : 17/05/1984 ou 17051984."
_FRENCH_DAY = re.compile(r"(\d{1,2})[\s/.-](\d{1,2})[\s/.-](\d{4})|(\d{2})(\d{2})(\d{4})")


class Said:
    """Reads a form. `several` are the names that may come more than once; `about`: what is at
    fault when one is, if the page does not know it by its name.

    A form that is shown again with its faults is read as it is."""

    def __init__(self, request: Any, several: Sequence[str] = (), about: str = "") -> None:
        self._said = request.POST
        faults = {} if getattr(request, "faults", None) else _faults(self._said.items(), several)
        if faults:
            raise Invalid({about or name: message for name, message in faults.items()})

    def text(self, name: str) -> str:
        value = self._said.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def long_text(self, name: str) -> str:
        """As it was typed, with the line ends of this house."""
        value = self._said.get(name, "")
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def many(self, name: str) -> list[str]:
        return [v.strip() for v in self._said.getall(name) if isinstance(v, str) and v.strip()]

    def ticked(self, name: str) -> bool:
        return bool(self.text(name))

    def day(self, name: str) -> date | None:
        """None when nothing was typed."""
        text = self.text(name)
        try:
            return day_typed(text) if text else None
        except ValueError:
            raise Invalid({name: NOT_A_DAY}) from None

    def whole(self, name: str) -> int | None:
        text = self.text(name)
        if text and not re.fullmatch(r"\d{1,9}", text):
            raise Invalid({name: "Un nombre entier est attendu, par exemple 45."})
        return int(text) if text else None

    def file(self, name: str) -> tuple[str, bytes] | None:
        """The name a browser gives, and the bytes."""
        value = self._said.get(name)
        if value is None or isinstance(value, (str, bytes)) or not value.filename:
            return None
        return str(value.filename), value.file.read()


def _faults(said: Iterable[tuple[str, Any]], several: Sequence[str]) -> dict[str, str]:
    """Names that come twice, texts with signs that nobody sees (OUT-02)."""
    faults: dict[str, str] = {}
    seen: set[str] = set()
    for name, value in said:
        if name in seen and name not in several:
            faults[name] = TWICE
        elif isinstance(value, str) and has_hidden_signs(value):
            faults[name] = HIDDEN_SIGNS
        seen.add(name)
    return faults


def day_typed(text: str) -> date:
    """17051984, 17/05/1984, 17.5.1984 or 1984-05-17."""
    found = _FRENCH_DAY.fullmatch(text.strip())
    if found is None:
        return parse_day(text.strip())
    day, month, year = (int(part) for part in found.groups() if part)
    return date(year, month, day)
