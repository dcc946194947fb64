"""R-133: extracts are pieces of the text, matched or not; never HTML."""

from hypothesis import given
from hypothesis import strategies as st

from cep_docs.search.asked import read
from cep_docs.search.extracts import MOST, WIDTH, extracts

LONG = "Rien à dire de particulier sur ce sujet. " * 20


def texts(found):
    return ["".join(piece.text for piece in extract) for extract in found]


def marked(found):
    return [piece.text for extract in found for piece in extract if piece.matched]


def test_the_words_asked_for_are_marked_as_they_are_written():
    (extract,) = extracts("Les métiers de l'Artisanat.", read("métier artisanats"))

    assert [(piece.text, piece.matched) for piece in extract] == [
        ("Les ", False),
        ("métiers", True),
        (" de ", False),
        ("l'Artisanat", True),
        (".", False),
    ]


def test_a_short_text_is_shown_whole_in_one_line():
    assert texts(extracts("Un projet.\n\nUne vente.", read("projet"))) == ["Un projet. Une vente."]


def test_a_long_text_is_cut_between_words_around_what_matches():
    (found,) = texts(extracts(LONG + "Un projet ici. " + LONG, read("projet")))

    assert "Un projet ici." in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < WIDTH + 60
    assert set(found.strip("… ").split()) <= {*LONG.split(), "Un", "projet", "ici."}


def test_the_place_with_most_of_the_words_is_chosen():
    text = f"projet {LONG} projet de vente {LONG} vente {LONG} projet"

    found = extracts(text, read("projet vente"), most=1)

    assert marked(found) == ["projet", "vente"]


def test_two_places_are_shown_in_the_order_of_the_text():
    text = f"Premier projet. {LONG} Vente du projet. {LONG} Projet encore."

    found = texts(extracts(text, read("projet vente")))

    assert len(found) == MOST
    assert "Premier projet" in found[0]
    assert "Vente du projet" in found[1]


def test_beginnings_are_marked_too():
    assert marked(extracts("Une électricienne élégante", read("élec*"))) == ["électricienne"]


def test_a_text_that_says_none_of_it_shows_its_beginning():
    (found,) = texts(extracts(LONG, read("absent")))

    assert LONG.startswith(found.removesuffix(" …"))
    assert marked(extracts(LONG, read("absent"))) == []
    assert extracts("", read("absent")) == ()


def test_signs_of_html_are_signs():
    (extract,) = extracts("<b>projet</b> & co", read("projet"))

    assert "".join(piece.text for piece in extract) == "<b>projet</b> & co"


@given(st.text(alphabet="projet éàl'’ -.\n<&", max_size=600), st.sampled_from(["projet", "pro*"]))
def test_an_extract_says_nothing_that_the_text_does_not_say(text, typed):
    whole = " ".join(text.split())

    for found in texts(extracts(text, read(typed))):
        assert found.removeprefix("… ").removesuffix(" …") in whole
