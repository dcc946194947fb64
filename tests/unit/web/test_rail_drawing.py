"""The drawing of the rail: places in per cent, months that never meet at any width."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cep_docs.lifecycle.rail import CALM, DONE, NEXT, Rail, RailLine
from cep_docs.web.drawing import MOST_TICKS, TIERS, drawn, span_of

DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


def line(opened, until, used, **changes):
    said = {
        "number": "1",
        "unit": "A",
        "label": "",
        "state": "",
        "tone": CALM,
        "opened_on": opened,
        "until": until,
        "used_until": used,
        "closed_on": None,
        "due_on": until,
        "due_extended_on": None,
        "days_used": 0,
        "days_allowed": None,
        "days_left": None,
        "waits": False,
    }
    return RailLine(**{**said, **changes})


def test_a_bar_is_as_long_as_its_time_and_as_full_as_its_days():
    today = date(2020, 2, 16)
    rail = Rail([line(date(2020, 2, 1), date(2020, 2, 29), today)], today, "")

    found = drawn(rail)

    assert (found.bars[0].at, found.bars[0].width) == (0, 96.55)
    assert found.bars[0].used == found.today == 51.72
    assert found.bars[0].limited
    assert not found.bars[0].dot


def test_what_lasted_no_day_is_a_dot_and_what_may_follow_is_not_used_yet():
    day = date(2020, 2, 3)
    rail = Rail(
        [
            line(day, day, day, tone=DONE, due_on=None),
            line(day, day + timedelta(days=60), day + timedelta(days=9), tone=NEXT),
        ],
        day,
        "",
    )

    dot, follows = drawn(rail).bars

    assert (dot.dot, dot.limited, dot.width) == (True, False, 0)
    assert (follows.dot, follows.used) == (False, 0.0)


def test_without_any_unit_there_is_a_calendar_of_this_month():
    found = drawn(Rail([], date(2020, 2, 3), ""))

    assert found.ticks == [0]
    assert found.labels[0].text == "aujourd'hui"


@given(opened=DAYS, lasting=st.integers(0, 2500), passed=st.integers(-400, 3000))
def test_labels_never_meet_at_any_width_and_nothing_is_outside(opened, lasting, passed):
    until, today = opened + timedelta(days=lasting), opened + timedelta(days=passed)
    used = max(opened, min(until, today))

    found = drawn(Rail([line(opened, until, used)], today, ""))

    assert len(found.ticks) <= MOST_TICKS + 1
    places = [*found.ticks, found.today, *(bar.at + bar.width for bar in found.bars)]
    assert all(0 <= place <= 100 for place in places)
    for width in (*TIERS, 128, 136, 200, 460, 900):
        shown = [label for label in found.labels if width >= TIERS[label.tier]]
        spans = sorted(span_of(label, width) for label in shown)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
