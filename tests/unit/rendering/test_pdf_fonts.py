"""The fonts: where they come from, and what they can draw."""

import pytest
from fontTools.ttLib import TTFont

from cep_docs.errors import Unusable
from cep_docs.rendering import pdf_fonts
from cep_docs.rendering.pdf_faces import drawn_faces
from cep_docs.rendering.pdf_fonts import bring_fonts


def test_they_can_draw_french_and_the_names_of_people(tmp_path):
    signs = bring_fonts(tmp_path)

    assert set("àâæçéèêëîïôœùûüÿÀÇÉŒŸ«»’–…€№\u202f\u00a0") <= signs
    assert set("ŁŻółćĐặễ Ελένη Шевченко محمد דוד 🙂😀✓★☎") <= signs


def test_they_may_all_be_put_into_a_file(tmp_path):
    """fsType 0: no licence bit stands against it."""
    bring_fonts(tmp_path)

    assert {TTFont(path)["OS/2"].fsType for path in tmp_path.iterdir()} == {0}


def test_a_missing_package_is_told_in_french(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_fonts, "_BODY", "a_package_that_is_not_there")

    with pytest.raises(Unusable, match="a_package_that_is_not_there"):
        bring_fonts(tmp_path)


def test_the_drawn_faces_are_the_same_each_time():
    assert drawn_faces() == drawn_faces()
