"""Days, months and quarters as they are lived in a lot: its own time zone decides."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def local_day(instant: datetime, time_zone: str) -> date:
    """The day it is in that time zone at that instant."""
    if instant.utcoffset() is None:
        raise ValueError("Cet instant n'a pas de fuseau horaire, par exemple Europe/Paris.")
    return instant.astimezone(_zone(time_zone)).date()


def end_of_day(day: date, time_zone: str) -> datetime:
    """The instant of 24:00, in UTC: what happens at or after it is too late (C-08)."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, _zone(time_zone))
    return midnight.astimezone(UTC)


def quarter(day: date) -> tuple[int, int]:
    """Year, and 1 to 4."""
    return day.year, (day.month + 2) // 3


def quarter_bounds(year: int, number: int) -> tuple[date, date]:
    """First and last day."""
    if not 1 <= number <= 4:
        raise ValueError("Le trimestre va de 1 à 4, par exemple 2.")
    first, _ = month_bounds(year, 3 * number - 2)
    _, last = month_bounds(year, 3 * number)
    return first, last


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day."""
    if not 1 <= month <= 12:
        raise ValueError("Le mois va de 1 à 12, par exemple 3 pour mars.")
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            "Ce fuseau horaire n'existe pas. Il s'écrit comme Europe/Paris ou Indian/Reunion."
        ) from None
