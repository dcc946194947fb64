"""A code of a table told by its number in the list, by itself, or by the beginning of a word."""

import re
from collections.abc import Sequence

from cep_docs.values.names import folded

Choices = Sequence[tuple[str, str]]

SHOWN = 4

UNKNOWN = "Rien de la liste ne commence ainsi. Taper un numéro, ou le début d'un mot de la liste."


def code_typed(text: str, choices: Choices) -> str:
    """The code that is meant, or ValueError with what it may be; nothing for nothing.

    « 1 », « SAL_CDI », « Salarié en CDI », « 1 Salarié en CDI » and « cdi » say the same. The
    browser does alike while one types (welcome.js); this is what counts.
    """
    said = _words(text)
    if not said:
        return ""
    if said[0].isdecimal() and (found := _numbered(int(said[0]), said[1:], choices)):
        return found
    for matches in (_is, _begins, _has_words):
        codes = [code for code, label in choices if matches(said, code, label)]
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise ValueError(_several(codes, choices))
    raise ValueError(UNKNOWN)


def _numbered(rank: int, label: list[str], choices: Choices) -> str:
    if not 1 <= rank <= len(choices):
        return ""
    code, known = choices[rank - 1]
    return code if not label or label == _words(known) else ""


def _is(said: list[str], code: str, label: str) -> bool:
    return said in (_words(code), _words(label))


def _begins(said: list[str], code: str, label: str) -> bool:
    return "".join(_words(label)).startswith("".join(said))


def _has_words(said: list[str], code: str, label: str) -> bool:
    """Every word that was typed begins a word of the label or a part of the code."""
    words = [*_words(label), *_words(code)]
    return all(any(word.startswith(one) for word in words) for one in said)


def _words(text: str) -> list[str]:
    return [word for part in re.split(r"[\W_]+", text) if (word := folded(part))]


def _several(found: Sequence[str], choices: Choices) -> str:
    told = [f"{rank} {label}" for rank, (code, label) in enumerate(choices, 1) if code in found]
    more = " …" if len(told) > SHOWN else ""
    listed = ", ".join(told[:SHOWN])
    return f"Plusieurs réponses conviennent : {listed}{more}. Préciser, ou taper le numéro."
