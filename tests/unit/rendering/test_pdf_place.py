"""Where the press puts its fonts: a place of its own, without what killed processes left."""

import os
from pathlib import Path

import pytest

from cep_docs.errors import Unusable
from cep_docs.rendering.pdf_press import FONTS, Press


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("cep_docs.rendering.pdf_press.gettempdir", lambda: str(tmp_path))
    return tmp_path / f"{FONTS}{os.getuid()}"


def test_what_a_killed_process_left_goes_when_the_next_one_prints(temporary):
    left = temporary / "left"
    left.mkdir(parents=True)
    Path(left, "font.ttf").write_bytes(b"x")

    press = Press()

    assert press.signs
    assert not left.exists()


def test_a_place_of_somebody_else_is_not_used(temporary, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    temporary.symlink_to(elsewhere)

    with pytest.raises(Unusable, match="quelqu'un d'autre"):
        Press()
