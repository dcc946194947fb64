"""What a signature shows stays in its area, whoever signs (R-076, R-079)."""

import re

import pytest

from cep_docs.rendering.pdf_stamp import Stamp, draw_stamp
from tests.pdf_checks import run

# As wide as an area beside another, and as one in large print; as high as the strips ruled.
WIDTHS, HEIGHT = (150, 240), 120
# The longest that a sheet takes: 80 signs for the first names, as many for the last.
FIRST = "Marie-Antoinette-Bernadette-Philomène Jeanne-Françoise-Henriette Anne-Clémentine"
LAST = "Rakotoarimanantsoa-Andriamampandry de La Rochefoucauld-Montmorency-Laval-Dubois"
LINES = (
    "Pour Zoé Lefèvre, son représentant légal",
    "Signature électronique simple (article 1367 du Code civil)",
    "Sur place, en face à face. Identité : carte nationale d'identité",
)


def boxes(name, width, tmp_path, larger=1.0):
    """Every word with where it stands: left, top, right, bottom."""
    stamp = Stamp(name, "le 3 février 2020 à 12 h 00", "Lu et approuvé", LINES)
    pdf = draw_stamp(stamp, width, HEIGHT * larger)
    told = run("pdftotext", "-bbox", "PDF", "-", pdf=pdf, folder=tmp_path)
    sides = " ".join(rf'{side}="([-\d.]+)"' for side in ("xMin", "yMin", "xMax", "yMax"))
    return [
        (word, tuple(map(float, where)))
        for *where, word in re.findall(rf"<word {sides}>(.*?)</word>", told)
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "name", [f"{FIRST} {LAST}", f"{'W' * 80} {'M' * 80}"], ids=["long", "one-word"]
)
def test_a_very_long_name_is_written_whole_inside_the_area(name, width, tmp_path):
    found = boxes(name, width, tmp_path)

    told = "".join(word for word, _ in found)
    assert name.replace(" ", "") in told
    assert "carte nationale" in " ".join(word for word, _ in found)
    outside = [
        (word, at)
        for word, at in found
        if at[0] < 0 or at[1] < 0 or at[2] > width or at[3] > HEIGHT + 1
    ]
    assert outside == []


def test_a_usual_name_is_as_large_as_ever(tmp_path):
    usual, long = (boxes(name, WIDTHS[1], tmp_path) for name in ("Zoé Bara", f"{FIRST} {LAST}"))

    def height(found, word):
        return next(at[3] - at[1] for one, at in found if one == word)

    assert height(usual, "Zoé") > height(usual, "nationale")
    assert height(usual, "nationale") > height(long, "nationale")
