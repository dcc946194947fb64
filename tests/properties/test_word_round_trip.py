"""Content → Word → content is the identity, for every content as it is stored (R-054)."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.rendering.every_kind import CONTENT, FORM, document, written_by_people
from tests.unit.rendering.word_edits import a_copy, read_back

# What has a sense of its own in our texts, in XML, in Word, or in the way people write.
HARD = (
    *(
        "**",
        "*",
        "\\",
        "- ",
        "• ",
        "\n",
        "\n\n",
        "\t",
        "  ",
        "\u00a0",
        "\u202f",
        "\u2011",
        "\u00ad",
    ),
    *("&", "<w:p>", "]]>", '"', "'", "_x0041_", "{", "%", "=1+1", "CEP1|", "\u200f", "\u200d"),
    *("أتعلم", "עברית", "Łódź", "😀", "👩\u200d🏫", "e\u0301", "\u2028", "\u3000", "🇫🇷", "\ufeff"),
    *(
        "sans objet",
        "choisir",
        "jj/mm/aaaa",
        "oui",
        "1 234,50 €",
        "Rubrique title",
        "En une ligne.",
    ),
)
# XML 1.0 has no place for the last two, whatever is done.
SIGNS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
WRITING = st.lists(st.sampled_from(HARD) | st.text(SIGNS, max_size=8), max_size=12).map("".join)


def answers(cell):
    if cell.kind in ("choice", "yes_no"):
        return st.sampled_from(["", *cell.choices] if cell.choices else ["", "yes", "no"])
    if cell.kind == "day":
        return st.just("") | st.dates().map(str)
    if cell.kind == "amount":
        return st.just("") | st.decimals(0, 10**8, places=2).map(str)
    return WRITING


def values(field):
    if field.columns is not None:
        row = st.fixed_dictionaries({cell.name: answers(cell) for cell in field.columns.cells})
        written = st.lists(row, max_size=4)
    else:
        written = answers(field.cell)
    return st.just("sans objet") | written if field.not_applicable else written


CONTENTS = st.fixed_dictionaries({}, optional={f.name: values(f) for f in FORM.fields()})


def blank(value):
    return value or ""


@settings(max_examples=60)
@given(CONTENTS)
@example(CONTENT)
@example({"title": "En une ligne. Puis la suite."})
def test_what_is_written_in_word_is_read_back_from_it(content):
    stored = FORM.stored_form(content)

    reading = read_back(a_copy(stored))

    wanted = written_by_people(stored)
    assert (reading.unreadable, reading.unread) == ({}, ())
    assert {name: blank(value) for name, value in reading.content.items()} == {
        name: blank(value) for name, value in wanted.items()
    }
    assert reading.untouched == set(wanted)


@given(WRITING)
def test_one_text_comes_back_as_it_is_stored(text):
    stored = FORM.stored_form({"story": text})

    assert read_back(a_copy(stored)).content["story"] == stored["story"]


@given(WRITING, WRITING)
def test_a_draft_gives_the_same_bytes_each_time(story, title):
    stored = FORM.stored_form({"story": story, "title": title})

    assert a_copy(stored) == a_copy(stored)
    assert document(stored) == document(stored)
