"""Time limits in months: the day that is shown and the day after which a unit may be closed."""

from dataclasses import dataclass
from datetime import date

from cep_docs.values.calendars import next_working_day
from cep_docs.values.months import add_months


@dataclass(frozen=True, slots=True)
class Deadline:
    """Both are last valid days, until 24:00 local time (C-07, C-08)."""

    strict: date
    extended: date


def deadline(start: date, months: int, zone: str) -> Deadline:
    """Strict from same day to same day; extended when that is no working day of the zone."""
    strict = add_months(start, months)
    return Deadline(strict, next_working_day(strict, zone))


def days_left(deadline: Deadline, today: date) -> int:
    """Until the strict day: 0 on the last day, below zero from the day after."""
    return (deadline.strict - today).days


def is_overdue(deadline: Deadline, today: date) -> bool:
    """The strict day is over: people are told."""
    return today > deadline.strict


def has_lapsed(deadline: Deadline, today: date) -> bool:
    """The extended day is over too: the night may close."""
    return today > deadline.extended
