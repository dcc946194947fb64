"""Strokes drawn by hand, read strictly (R-066): what is no drawing of some words is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.values.ink import (
    HEIGHT,
    LEAST_LENGTH,
    LEAST_WIDTH,
    LONGEST,
    MOST_POINTS,
    MOST_STROKES,
    NOT_INK,
    TOO_LITTLE,
    TOO_MUCH,
    WIDTH,
    Ink,
    parse_ink,
)

# To the right end of the area, and back.
WORDS = "0,200 1000,200 20,210"


def test_what_is_written_is_read_and_written_the_same():
    text = f"{WORDS};120,40;300,0 300,400"

    ink = parse_ink(text)

    assert str(ink) == text
    assert ink.strokes[1] == ((120, 40),)
    assert ink.box == (0, 0, WIDTH, HEIGHT)
    assert ink.length == pytest.approx(1000 + 980.05 + 400, abs=0.1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", TOO_LITTLE),
        ("10,10", TOO_LITTLE),
        ("10,10;20,20;30,30", TOO_LITTLE),
        ("0,0 1000,0;-1,5", NOT_INK),
        ("0,0 1001,0", NOT_INK),
        ("0,0 1000,0 0,401", NOT_INK),
        ("0,0 1000,NaN", NOT_INK),
        ("0,0 NaN,NaN", NOT_INK),
        ("0,0 1e3,0", NOT_INK),
        ("0,0 1000.5,0", NOT_INK),
        ("0,0 Infinity,0", NOT_INK),
        ("0,0 01000,0", NOT_INK),
        ("0,0 ٤٤,0", NOT_INK),
        ("0,0 99999999,0", NOT_INK),
        (f"{WORDS};", NOT_INK),
        (f";{WORDS}", NOT_INK),
        (f"{WORDS}  5,5", NOT_INK),
        (f"{WORDS}\n", NOT_INK),
        (f"{WORDS};;5,5", NOT_INK),
        ("0,0,0 1000,0", NOT_INK),
        ("M0 0L1000 0", NOT_INK),
        ("[[0,0],[1000,0]]", NOT_INK),
        ("<svg/>", NOT_INK),
    ],
)
def test_anything_else_is_refused_in_words(text, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        parse_ink(text)


def test_a_dash_a_dot_and_a_scribble_in_a_corner_are_no_words():
    dash = f"0,0 {LEAST_LENGTH - 1},0"
    scribble = " ".join(f"{n % 2 * (LEAST_WIDTH - 1)},0" for n in range(40))

    for text in (dash, scribble):
        with pytest.raises(ValueError, match="trop court"):
            parse_ink(text)
    assert parse_ink(f"0,0 {LEAST_LENGTH},0").length == LEAST_LENGTH
    assert parse_ink(scribble.replace(f"{LEAST_WIDTH - 1}", f"{LEAST_WIDTH}"))


def test_there_are_as_many_points_as_one_needs_and_not_one_more():
    many = " ".join(f"{n % 2 * 1000},9" for n in range(MOST_POINTS))

    assert len(parse_ink(many).strokes[0]) == MOST_POINTS
    with pytest.raises(ValueError, match="trop chargé"):
        parse_ink(f"{many} 5,5")


def test_there_are_as_many_strokes_as_one_needs_and_not_one_more():
    many = ";".join(["0,0 900,0", *["5,5"] * (MOST_STROKES - 1)])

    assert len(parse_ink(many).strokes) == MOST_STROKES
    with pytest.raises(ValueError, match="trop chargé"):
        parse_ink(f"{many};5,5")


def test_what_is_endless_is_not_read():
    with pytest.raises(ValueError, match="trop chargé"):
        parse_ink("x" * (LONGEST + 1))
    with pytest.raises(ValueError, match="pas lisible"):
        parse_ink("x" * LONGEST)


POINTS = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
STROKES = st.lists(st.lists(POINTS, min_size=1, max_size=20).map(tuple), max_size=8)


@given(STROKES)
def test_what_a_hand_draws_comes_back_as_it_was(strokes):
    drawn = Ink((((0, 0), (WIDTH, 0)), *strokes))

    assert parse_ink(str(drawn)) == drawn


@given(st.text("0123456789,; .-eNa", max_size=80))
def test_whatever_is_sent_is_read_as_it_is_or_refused_in_french(text):
    sent = f"{WORDS};{text}"

    assert told(sent) in (sent, NOT_INK, TOO_MUCH)


def told(text):
    try:
        return str(parse_ink(text))
    except ValueError as refused:
        return str(refused)
