"""The rules in pieces that a page can show: headings, lists, tables, words that stand out."""

from cep_docs.definitions.describing import everything
from cep_docs.web.plain_markdown import blocks, parts, pieces
from tests.people import RULES

TEXT = """# Tout

Deux lignes
d'un paragraphe.

## Une partie
### Une section

- un
- *deux*

| A | B |
| --- | --- |
| `a` | un \\| deux |

#### Plus bas
fin""".splitlines()


def test_a_text_is_cut_where_one_turns_the_page():
    assert [(part.level, part.title) for part in parts(["avant", *TEXT])] == [
        (1, "Tout"),
        (2, "Une partie"),
        (3, "Une section"),
    ]


def test_each_kind_of_block_is_known():
    section = parts(TEXT)[2]
    listed, table, heading, last = blocks(section.lines)

    assert listed.lines == ([("", "un")], [("em", "deux")])
    assert table.rows == (
        ([("", "A")], [("", "B")]),
        ([("code", "a")], [("", "un | deux")]),
    )
    assert (heading.kind, heading.level, heading.lines) == ("heading", 4, ([("", "Plus bas")],))
    assert last.lines == ([("", "fin")],)


def test_lines_of_a_paragraph_are_one():
    (block,) = blocks(parts(TEXT)[0].lines)

    assert block.lines == ([("", "Deux lignes d'un paragraphe.")],)


def test_words_that_stand_out_are_told_apart():
    assert pieces("un `code`, **fort** et *dit*.") == [
        ("", "un "),
        ("code", "code"),
        ("", ", "),
        ("b", "fort"),
        ("", " et "),
        ("em", "dit"),
        ("", "."),
    ]
    assert pieces("") == []


def test_all_the_rules_come_through():
    """No line of the committed text is left aside."""
    found = parts(everything(RULES))
    kinds = {block.kind for part in found for block in blocks(part.lines)}

    assert len(found) > 30
    assert kinds == {"heading", "paragraph", "list", "table"}
