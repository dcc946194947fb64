"""Holidays and working days of the seven zones where the agreement is carried out."""

from datetime import date, timedelta
from functools import cache

from cep_docs.values.places import parse_department

METROPOLE = "Métropole"
ALSACE_MOSELLE = "Alsace-Moselle"
ABOLITION = {  # code du travail, art. L3422-2: abolition of slavery, (month, day)
    "Guadeloupe": (5, 27),
    "Martinique": (5, 22),
    "Guyane": (6, 10),
    "La Réunion": (12, 20),
    "Mayotte": (4, 27),
}
ZONES = (METROPOLE, ALSACE_MOSELLE, *ABOLITION)

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_ZONE_OF_DEPARTMENT = {
    "57": ALSACE_MOSELLE,
    "67": ALSACE_MOSELLE,
    "68": ALSACE_MOSELLE,
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
}
_ONE_DAY = timedelta(days=1)


@cache
def holidays(year: int, zone: str) -> frozenset[date]:
    """The 11 national ones (code du travail, art. L3133-1) and those of the zone."""
    if zone not in ZONES:
        raise ValueError(
            f"Cette zone de jours fériés n'existe pas. Les zones sont {', '.join(ZONES)}."
        )
    easter = _easter(year)
    days = {date(year, month, day) for month, day in _FIXED}
    days |= {easter + timedelta(days=after) for after in (1, 39, 50)}
    if zone == ALSACE_MOSELLE:  # code du travail, art. L3134-13
        days |= {easter - timedelta(days=2), date(year, 12, 26)}
    if zone in ABOLITION:
        days.add(date(year, *ABOLITION[zone]))
    return frozenset(days)


def is_working_day(day: date, zone: str) -> bool:
    """Monday to Friday, holidays of the zone excepted (jour ouvré)."""
    return day not in holidays(day.year, zone) and day.weekday() < 5


def add_working_days(day: date, n: int, zone: str) -> date:
    """The n-th working day after `day`; `day` itself is not counted (C-08)."""
    if n < 0:
        raise ValueError("Un délai en jours ouvrés ne peut pas être négatif, par exemple 30.")
    for _ in range(n):
        day = next_working_day(day + _ONE_DAY, zone)
    return day


def working_days_between(start: date, end: date, zone: str) -> int:
    """Working days after `start`, up to and including `end`; below zero when `end` is before."""
    if end < start:
        return -working_days_between(end, start, zone)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, zone) for day in days)


def next_working_day(day: date, zone: str) -> date:
    """`day` itself when it is one, else the first one after it."""
    while not is_working_day(day, zone):
        day += _ONE_DAY
    return day


def previous_working_day(day: date, zone: str) -> date:
    """`day` itself when it is one, else the last one before it (C-36: alerts)."""
    while not is_working_day(day, zone):
        day -= _ONE_DAY
    return day


def zone_of_department(department: str) -> str:
    """The zone of a place of work: lot 5 has both Colmar (68) and Reims (51)."""
    known = parse_department(department)
    if known == "00":
        raise ValueError(
            "Le code 00 désigne l'étranger et n'a pas de jours fériés. "
            "Donnez le département du lieu de travail, par exemple 68."
        )
    return _ZONE_OF_DEPARTMENT.get(known, METROPOLE)


def _easter(year: int) -> date:
    """Gregorian Easter Sunday, as Clavius reckoned it (Knuth, TAOCP 1, section 1.3.2)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    skipped = 3 * century // 4 - 12  # leap years left out
    moon = (8 * century + 5) // 25 - 5
    epact = (11 * golden + 20 + moon - skipped) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full_moon = 44 - epact if epact < 24 else 74 - epact  # counted from the eve of 1 March
    sunday = full_moon + 7 - (5 * year // 4 - skipped - 10 + full_moon) % 7
    return date(year, 3, 1) + timedelta(days=sunday - 1)
