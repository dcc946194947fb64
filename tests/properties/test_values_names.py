"""Whatever is typed as a name is either refused or stays searchable (R-106)."""

import unicodedata

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cep_docs.values.names import LONGEST_NAME, clean_name, folded, sound

quick = settings(max_examples=300, deadline=None, database=None)
anything = st.text(max_size=120)
latin = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x17F, categories=["L", "Zs", "Pd", "Po"]),
    max_size=40,
)


@quick
@given(anything)
def test_a_name_is_refused_or_stays_as_it_is(text):
    try:
        name = clean_name(text)
    except ValueError:
        return

    assert clean_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert name.encode("utf-8")
    assert 1 <= len(name) <= LONGEST_NAME


@quick
@given(anything)
def test_a_search_key_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)


@quick
@given(latin)
def test_case_accents_and_signs_do_not_matter(text):
    assume("ŉ" not in text)  # its capital is two letters, an apostrophe first

    assert folded(text.upper()) == folded(text)
    assert folded(unicodedata.normalize("NFD", text)) == folded(text)
    assert folded(text.replace(" ", "-")) == folded(text)


@quick
@given(latin, st.integers(0, 40))
def test_what_is_typed_so_far_finds_the_whole(text, length):
    assert folded(text).startswith(folded(text[:length]))


@quick
@given(anything)
def test_who_can_be_searched_can_be_heard(text):
    assert bool(sound(text)) == bool(folded(text))


@quick
@given(latin)
def test_the_same_search_key_sounds_the_same(text):
    assert sound(text.upper()) == sound(text)
    assert sound(text.replace(" ", "-")) == sound(text)
