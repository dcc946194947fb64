"""The tiny markup: every text is one, nothing fails, nothing is invented."""

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cep_docs.values.markup import Bullets, Paragraph, Run, normal, parse, plain, tidy, write

# Signs that mean something here, among letters, spaces and ends of lines.
PIECES = st.sampled_from([*"ab é*\\-•\n\t\r ", "**", "- ", "\n\n"])
SIGNS = st.lists(PIECES, max_size=40).map("".join)
TEXTS = st.one_of(SIGNS, st.text(max_size=60))


def lines_of(text):
    """Every line of the text, in its order, whatever its block."""
    for block in parse(text):
        yield from block.lines if isinstance(block, Paragraph) else block.items


class TestWhatIsRead:
    def test_paragraphs_are_parted_by_a_blank_line(self):
        blocks = parse("Un.\nDeux.\n\n\nTrois.")

        assert blocks == (
            Paragraph(((Run("Un."),), (Run("Deux."),))),
            Paragraph(((Run("Trois."),),)),
        )

    def test_a_list_begins_and_ends_without_a_blank_line(self):
        blocks = parse("Avant\n- un\n• deux\nAprès")

        assert blocks == (
            Paragraph(((Run("Avant"),),)),
            Bullets(((Run("un"),), (Run("deux"),))),
            Paragraph(((Run("Après"),),)),
        )

    def test_bold_stands_between_two_pairs_of_stars(self):
        assert parse("un **mot** gras") == (
            Paragraph(((Run("un "), Run("mot", bold=True), Run(" gras")),)),
        )

    @pytest.mark.parametrize(
        "text",
        [
            "3 * 4 = 12",
            "une étoile* en bas de page",
            "**jamais fermé",
            "** **",
            "-4 degrés",
            "2020-2023",
            "C:\\dossier",
            "<b>gras</b> & <script>alert(1)</script>",
            "[lien](http://example.org)",
            "# titre",
        ],
    )
    def test_what_is_no_mark_stands_for_itself(self, text):
        assert plain(text) == text
        assert not any(run.bold for line in lines_of(text) for run in line)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            (r"\**non\**", "**non**"),
            (r"\- pas une liste", "- pas une liste"),
            (r"une barre \\ seule", "une barre \\ seule"),
            (r"**a\*b**", "a*b"),
        ],
    )
    def test_a_backslash_keeps_a_sign_from_being_a_mark(self, text, words):
        assert plain(text) == words
        assert not any(isinstance(block, Bullets) for block in parse(text))

    def test_ends_of_lines_and_tabulations_are_those_of_every_system(self):
        assert parse("un\r\ndeux\rtrois\tquatre") == parse("un\ndeux\ntrois quatre")


class TestWhatIsWritten:
    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("  un   deux  ", "un deux"),
            ("• un\n•   deux", "- un\n- deux"),
            ("un\n\n\n\ndeux", "un\n\ndeux"),
            ("**a****b**", "**ab**"),
            ("", ""),
            (" \n\t\n", ""),
            ("**  **", "\\*\\* \\*\\*"),
        ],
    )
    def test_there_is_one_way_to_store_each_thing(self, text, stored):
        assert plain(normal(text)) == plain(stored)
        assert normal(normal(text)) == normal(text)

    def test_a_blank_bold_is_not_bold(self):
        assert tidy([Run("un"), Run(" ", bold=True), Run("deux")]) == (Run("un deux"),)
        assert tidy([Run("", bold=True)]) == ()


@given(TEXTS)
@example("**\\**")
@example("- - a")
@example("\\- a")
@example("**a** *")
@example(r"\- **a**")
@example("*\\")
def test_no_text_fails_and_writing_gives_back_what_was_parsed(text):
    blocks = parse(text)

    assert parse(write(blocks)) == blocks
    assert normal(normal(text)) == normal(text)


@given(TEXTS)
def test_plain_says_nothing_the_text_does_not_say_and_loses_no_letter(text):
    given_signs, said = Counter(text), Counter(plain(text))
    said["\n"] = said[" "] = 0  # tabulations and ends of lines become one space or one line

    assert +(said - given_signs) == Counter()
    marks = re.compile(r"[\s*\\•-]")
    assert marks.sub("", plain(text)) == marks.sub("", text)


@given(TEXTS)
def test_runs_are_tidy_and_blocks_are_never_empty(text):
    for block in parse(text):
        lines = block.lines if isinstance(block, Paragraph) else block.items
        assert lines
        for line in lines:
            assert line == tidy(line) != ()


@given(st.lists(st.text("ab*\\-• \t", max_size=8), max_size=6), st.data())
def test_whatever_runs_are_written_the_same_runs_are_read(words, data):
    line = tidy(Run(word, data.draw(st.booleans())) for word in words)
    bullets = data.draw(st.booleans())
    blocks = ((Bullets if bullets else Paragraph)((line,)),) if line else ()

    assert parse(write(blocks)) == blocks
