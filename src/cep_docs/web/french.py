"""How pages write French: days in words, hours of the place, spaces that do not break."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from jinja2.ext import Extension
from jinja2.lexer import Token
from markupsafe import Markup, escape

from cep_docs.values.dates import french_day, french_number

NARROW, WIDE = "\u202f", "\u00a0"
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_BEFORE = re.compile(r"(?<=\S) (?=[;?!»€%])")
_AFTER = re.compile(r"« ")
_COLON = re.compile(r"(?<=\S) (?=:(?:\s|$))")
_TAG = re.compile(r"(<[^>]*>)")


def spaced(text: str) -> str:
    """French spaces and apostrophes, in text without markup."""
    text = _AFTER.sub(f"«{NARROW}", _BEFORE.sub(NARROW, text))
    return _COLON.sub(WIDE, text).replace("'", "’")


def spaced_text(value: Any) -> Markup:
    """The filter for sentences that come from elsewhere than a template: `{{ message|fr }}`."""
    return Markup(spaced(str(escape(value)).replace("&#39;", "'")))  # noqa: S704 - escaped here


class FrenchSpacing(Extension):
    """The words of templates get their French spaces when they are compiled, not at each page."""

    def filter_stream(self, stream: Iterable[Token]) -> Iterator[Token]:
        inside_tag = False
        for token in stream:
            if token.type != "data":
                yield token
                continue
            text, inside_tag = _in_text(token.value, inside_tag)
            yield Token(token.lineno, token.type, text)


def _in_text(data: str, inside_tag: bool) -> tuple[str, bool]:
    """Only between tags: attributes stay as they are."""
    out = []
    for part in re.split(r"([<>])", data):
        if part in "<>" and part:
            inside_tag = part == "<"
        out.append(part if inside_tag or part in "<>" else spaced(part))
    return "".join(out), inside_tag


def weekday(day: date) -> str:
    """mercredi 2 décembre 2026"""
    return f"{WEEKDAYS[day.weekday()]} {french_day(day)}"


def day_and_month(day: date) -> str:
    """2 décembre"""
    return french_day(day).rsplit(" ", 1)[0]


def hour(at: datetime) -> str:
    """14 h 32; the instant is already told by the clock of the place."""
    return f"{at.hour}{WIDE}h{WIDE}{at.minute:02}"


def days_left(number: int) -> str:
    """« 12 jours », never « dans deux semaines » for a legal term."""
    if number < 0:
        return f"dépassée de {french_number(-number)} jour{'s' if number < -1 else ''}"
    if number == 0:
        return "aujourd'hui"
    return f"{french_number(number)} jour{'s' if number > 1 else ''}"


def file_number(number: str) -> str:
    """In groups, as it is read aloud."""
    return WIDE.join(filter(None, [number[:2], number[2:4], number[4:6], number[6:8], number[8:]]))


def first_up(text: str) -> str:
    """The first letter alone: names inside keep theirs."""
    return text[:1].upper() + text[1:]


def first_down(text: str) -> str:
    """Within a sentence; a word in capitals stays so."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


FILTERS = {
    "first_up": first_up,
    "first_down": first_down,
    "fr": spaced_text,
    "day": french_day,
    "weekday": weekday,
    "day_and_month": day_and_month,
    "hour": hour,
    "days_left": days_left,
    "file_number": file_number,
    "number": french_number,
}
