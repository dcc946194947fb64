"""Whose turn it is in a demonstration."""

from datetime import UTC, date, datetime, timedelta

from cep_docs.demo.playing import Clock, Play, StoryEnds, dice, instant, office_hour

DAY = date(2021, 3, 1)


def play(until=date(2021, 3, 10)):
    return Play(Clock(datetime(2021, 1, 1, tzinfo=UTC)), until)


def test_lives_take_turns_in_the_order_of_time():
    playing, told = play(), []

    def life(name, step):
        for _ in range(3):
            told.append((name, playing.clock.now.day))
            yield playing.clock.now + timedelta(days=step)

    playing.enter(instant(DAY, 540), life("slow", 3))
    playing.enter(instant(DAY, 600), life("quick", 1))
    playing.run()

    assert told == [
        ("slow", 1),
        ("quick", 1),
        ("quick", 2),
        ("quick", 3),
        ("slow", 4),
        ("slow", 7),
    ]


def test_the_last_day_has_not_begun():
    playing, told = play(), []

    def life():
        told.append(playing.clock.local.date())
        yield instant(date(2021, 3, 9), 23 * 60 + 59)
        told.append(playing.clock.local.date())
        yield instant(date(2021, 3, 10), 0)
        told.append(playing.clock.local.date())

    playing.enter(instant(DAY, 540), life())
    playing.run()

    assert told == [DAY, date(2021, 3, 9)]


def test_time_never_goes_back():
    playing, told = play(), []

    def life():
        yield instant(date(2020, 1, 1), 0)
        told.append(playing.clock.now)

    playing.enter(instant(DAY, 540), life())
    playing.run()

    assert told == [instant(DAY, 540)]


def test_a_story_that_ends_stops_nobody_else():
    playing, told = play(), []

    def ends():
        yield instant(DAY, 550)
        raise StoryEnds

    def goes_on():
        yield instant(DAY, 560)
        told.append("there")

    playing.enter(instant(DAY, 540), ends())
    playing.enter(instant(DAY, 540), goes_on())
    playing.run()

    assert told == ["there"]


def test_an_instant_is_kept_in_utc():
    assert instant(date(2021, 7, 1), 9 * 60) == datetime(2021, 7, 1, 7, 0, tzinfo=UTC)
    assert instant(date(2021, 7, 1), 0).tzinfo is UTC


def test_places_are_open_on_working_days():
    found = {office_hour(date(2021, 5, 1), dice(str(n))) for n in range(30)}

    assert {at.date() for at in found} == {date(2021, 5, 3)}
    assert all(datetime(2021, 5, 3, 6, 45, tzinfo=UTC) <= at for at in found)
    assert all(at < datetime(2021, 5, 3, 15, 45, tzinfo=UTC) for at in found)


def test_the_same_name_draws_the_same():
    assert [dice("2019/4").random() for _ in "ab"] == [dice("2019/4").random()] * 2
