"""File names from outside mean nothing to a disk, a header or an eye (OUT-03)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.intake.file_names import LONGEST, clean_line, clean_name, ending_of


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Lettre de Zoé.pdf", "Lettre de Zoé.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\zoe\\CV.docx", "CV.docx"),
        ('a"; filename="b.pdf', "a- filename=-b.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie- x.pdf"),
        ("facture\u202efdp.exe", "facture fdp.exe"),
        ("  .pdf", "pdf"),
        ("...", "fichier"),
        ("", "fichier"),
        ("NUL.pdf", "fichier NUL.pdf"),
        ("e\u0301te\u0301.odt", "été.odt"),
        ("x" * 300 + ".pdf", "x" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_harmless(given_name, kept):
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_whatever_the_name_nothing_in_it_acts(name):
    kept = clean_name(name)

    assert 0 < len(kept) <= LONGEST
    assert not set(kept) & set('"<>|:*?;\\/\r\n\t')
    assert not any(unicodedata.category(sign).startswith("C") for sign in kept)
    assert kept == kept.strip() and not kept.startswith(".")  # noqa: PT018


@given(st.text(max_size=100))
def test_a_name_once_clean_stays_the_same(name):
    assert clean_name(clean_name(name)) == clean_name(name)


@given(st.text(max_size=100))
def test_a_title_is_one_line_of_visible_signs(text):
    line = clean_line(text)

    assert line == " ".join(line.split())
    assert not any(unicodedata.category(sign).startswith("C") for sign in line)


def test_the_ending_is_what_stands_after_the_last_point():
    assert [ending_of(name) for name in ("a.PDF", "a.tar.gz", "a", "a.")] == ["pdf", "gz", "", ""]
