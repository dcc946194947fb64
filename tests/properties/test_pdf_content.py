"""Whatever people write: it is printed, and it comes back out of the PDF as it was."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cep_docs.rendering.pdf import render_pdf
from cep_docs.rendering.pdf_embedded import read_embedded
from cep_docs.rendering.pdf_signs import Signs, pieces
from tests.pdf_checks import faults
from tests.unit.rendering.pdf_documents import COMPETENCES, STEPS, document

texts = st.text(max_size=80) | st.text(alphabet="#$\\[]@<>*_`~\"'/=-+(){}%&;:!? \n«»", max_size=60)


def rows(columns):
    row = st.fixed_dictionaries({cell.name: texts for cell in columns.cells})
    return st.lists(row, max_size=3)


contents = st.fixed_dictionaries(
    {},
    optional={
        "project": texts,
        "words": texts,
        "told_on": texts,
        "budget": texts,
        "decision": texts,
        "steps": rows(STEPS) | texts,
        "skills": rows(COMPETENCES),
    },
)


@settings(max_examples=60)
@given(contents)
def test_content_to_pdf_to_content_is_the_identity(content):
    made = render_pdf(document(content=content))

    assert read_embedded(made.pdf)["content"] == content
    assert faults(made.pdf) == []


@given(st.text())
def test_cutting_long_words_loses_nothing(text):
    assert "".join(piece for piece, _ in pieces(text)) == text


@given(st.text())
def test_what_is_replaced_is_told_and_the_rest_is_there(text):
    signs = Signs(frozenset("abc 'é"))

    shown = signs.text(text)

    assert set(shown) <= set("abc 'é’\u202f\u00a0\n\u25a1 \u200c\u200d\u200e\u200f\ufe0e\ufe0f")
    assert ("\u25a1" in shown) == bool(signs.replaced)
