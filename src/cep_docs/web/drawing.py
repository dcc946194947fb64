"""The rail of units as attributes of SVG: places in per cent, months that never meet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cep_docs.lifecycle.rail import NEXT, Rail, RailLine
from cep_docs.values.months import add_months

MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avril",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
TODAY = "aujourd'hui"
# From these widths of the drawing on, in pixels, a label has room: `.m0` is always there.
TIERS = (110, 190, 270, 350, 430)
# The width of a sign of a label, and the air after it.
SIGN, AIR = 6.2, 6.0
MOST_TICKS = 9
STEPS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True, slots=True)
class Label:
    """`tier`: from which width on it is shown; `end`: it is written to the left of its place."""

    at: float
    text: str
    tier: int
    end: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """`width` of the whole time, `used` of what of it is over; `dot` when it lasted no day."""

    at: float
    width: float
    used: float
    dot: bool
    limited: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """`ticks` are places in per cent; `bars` follow the lines of the rail."""

    today: float
    ticks: Sequence[float]
    labels: Sequence[Label]
    bars: Sequence[Bar]


def drawn(rail: Rail) -> Drawing:
    first, last = _bounds(rail)
    days = (last - first).days

    def place(day: date) -> float:
        return round(100 * (day - first).days / days, 2)

    ticks = list(_ticks(first, last))
    today = Label(place(rail.today), TODAY, 0, end=place(rail.today) > 50)
    labels = list(_labels([(place(day), day) for day in ticks], today))
    return Drawing(
        today=today.at,
        ticks=[place(day) for day in ticks],
        labels=[today, *labels],
        bars=[_bar(line, place) for line in rail.lines],
    )


def span_of(label: Label, width: float) -> tuple[float, float]:
    """From where to where it is written, in pixels, in a drawing of that width."""
    long = len(label.text) * SIGN + AIR
    start = label.at * width / 100
    return (start - long, start) if label.end else (start, start + long)


def _bounds(rail: Rail) -> tuple[date, date]:
    """Whole months, and a little more than what is told."""
    first = min([line.opened_on for line in rail.lines], default=rail.today)
    last = max([rail.today, *(line.until for line in rail.lines)])
    return min(first, rail.today).replace(day=1), add_months(last.replace(day=1), 1)


def _ticks(first: date, last: date) -> Iterator[date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in STEPS if months <= s * MOST_TICKS), STEPS[-1])
    day = first
    while day < last:
        yield day
        day = add_months(day, step)


def _labels(ticks: Sequence[tuple[float, date]], today: Label) -> Iterator[Label]:
    """Each in the narrowest drawing where it meets no other; the widest gives the rest up."""
    kept: list[Label] = [today]
    shown: set[float] = set()
    for tier, width in enumerate(TIERS):
        for at, day in ticks:
            label = Label(at, _month(day, at == ticks[0][0] or day.month == 1), tier)
            if at not in shown and _has_room(label, kept, width):
                kept.append(label)
                shown.add(at)
                yield label


def _has_room(label: Label, kept: Sequence[Label], width: float) -> bool:
    start, end = span_of(label, width)
    spans = [span_of(other, width) for other in kept]
    return end <= width + AIR and all(end <= s or e <= start for s, e in spans)


def _month(day: date, with_year: bool) -> str:
    return f"{MONTHS[day.month - 1]} {day.year % 100:02}" if with_year else MONTHS[day.month - 1]


def _bar(line: RailLine, place: Callable[[date], float]) -> Bar:
    at, until, used = place(line.opened_on), place(line.until), place(line.used_until)
    return Bar(
        at=at,
        width=round(until - at, 2),
        used=0.0 if line.tone == NEXT else round(used - at, 2),
        dot=line.until == line.opened_on,
        limited=line.due_on is not None,
    )
