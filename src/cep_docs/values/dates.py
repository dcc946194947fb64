"""Days and months as forms write them, and as French readers like them."""

import re
from datetime import date, datetime

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def parse_day(text: str) -> date:
    """AAAA-MM-JJ, a day of the real calendar."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        raise ValueError("Une date s'écrit année-mois-jour, par exemple 2020-03-01.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            "Ce jour n'existe pas dans le calendrier. Vérifiez le mois et le jour, "
            "par exemple 2020-03-01."
        ) from None


def parse_month(text: str) -> tuple[int, int]:
    """AAAA-MM, as year and month."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}", text) is None:
        raise ValueError("Un mois s'écrit année-mois, par exemple 2020-03.")
    year, month = int(text[:4]), int(text[5:])
    if year == 0 or not 1 <= month <= 12:
        raise ValueError("Ce mois n'existe pas dans le calendrier, par exemple 2020-03.")
    return year, month


def french_day(day: date) -> str:
    """1er mars 2020."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[day.month - 1]} {day.year}"


def french_moment(at: datetime) -> str:
    """1er mars 2020 à 9 h 05, in the time zone it carries."""
    return f"{french_day(at.date())} à {at.hour} h {at.minute:02}"


def french_number(n: int) -> str:
    """Thousands apart, by a narrow space that does not break."""
    return f"{n:,}".replace(",", "\u202f")
