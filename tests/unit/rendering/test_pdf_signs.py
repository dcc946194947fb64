"""French spacing, and nothing printed that no font can draw."""

import unicodedata

import pytest

from cep_docs.rendering.pdf_press import press
from cep_docs.rendering.pdf_signs import STAND_IN, Signs, pieces, printable


@pytest.fixture
def signs():
    return Signs(press().signs)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("l'emploi d'Élodie", "l’emploi d’Élodie"),
        ("quoi ? oui ; non !", "quoi\u202f? oui\u202f; non\u202f!"),
        ("« mot »", "«\u202fmot\u202f»"),
        ("Pour y arriver :", "Pour y arriver\u00a0:"),
        ("à : la maison", "à\u00a0: la maison"),
        ("12 % de 30 €", "12\u202f% de 30\u202f€"),
        ("le n° 5", "le n°\u00a05"),
        ("05 61 00 00 00", "05\u00a061\u00a000\u00a000\u00a000"),
        ("le 18 décembre", "le 18\u00a0décembre"),
        ("'mot' 8' :smile: a:b", "'mot' 8' :smile: a:b"),
        ("Z\u0307o\u0301", "Żó"),
        ("a\tb\u2003c", "a b c"),
        ("co\u00adupé\u200b\ufeff", "coupé"),
    ],
)
def test_texts_are_spaced_as_the_french_do(signs, written, printed):
    assert signs.text(written) == printed
    assert signs.replaced == set()


@pytest.mark.parametrize(
    "sign", ["\x00", "\x1b", "\ud800", "\ue000", "\U0010ffff", "王", "\u202e"]
)
def test_what_no_font_may_draw_is_seen_and_told(signs, sign):
    assert signs.text(f"a{sign}b") == f"a{STAND_IN}b"
    assert signs.replaced == {sign}


def test_a_stand_in_can_be_drawn():
    assert STAND_IN in press().signs


def test_what_joins_signs_is_left_out_when_asked(signs):
    alone = Signs(press().signs, alone=True)

    assert alone.text("q\u0301 🙂\u200d") == "q 🙂"
    assert alone.replaced == {"\u0301", "\u200d"}


def test_only_texts_are_changed_in_a_tree(signs):
    tree = {"k": "l'a", "t": "l'a", "items": ["l'a", {"id": "l'a", "b": True}], "n": 3}

    assert signs.shown(tree) == {
        "k": "l'a",
        "t": "l’a",
        "items": ["l’a", {"id": "l'a", "b": True}],
        "n": 3,
    }


def test_signs_without_a_shape_are_never_printable():
    assert printable([0x41, 0x00, 0x200B, 0xE000, 0xD800]) == {"A"}


def test_long_words_may_be_cut_after_a_mark_or_after_so_many_signs():
    address = "voir https://exemple.fr/formations/secretaire-medico-sociale fin"
    long = "a" * 60

    assert "".join(piece for piece, _ in pieces(address)) == address
    assert list(pieces("une professionnelle, simple")) == [("une professionnelle, simple", 0)]
    assert all(len(word) <= 18 for piece, _ in pieces(address) for word in piece.split())
    assert [(len(piece), word) for piece, word in pieces(long)] == [
        (18, 0),
        *[(18, 60)] * 2,
        (6, 60),
    ]


def test_a_word_is_not_cut_before_a_mark_that_joins():
    word = "a" * 18 + "\u0301" + "b" * 30

    assert not any(unicodedata.combining(piece[0]) for piece, _ in pieces(word))
