"""Every template with every sample, in each adaptation, plain and hard: all can be archived."""

from pathlib import Path

import pytest

from cep_docs.cli.main import main
from cep_docs.cli.samples import sample_documents
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.rendering.document import Document
from cep_docs.rendering.pdf import render_pdf
from cep_docs.rendering.pdf_embedded import read_embedded
from cep_docs.values.markup import plain
from tests.pdf_checks import faults, in_the_order_of_pages, read_aloud, run, squeezed

RULES = spoken_rules()
SAMPLES = {
    name: document
    for agreement in RULES.agreements.values()
    for name, document in sample_documents(agreement)
}
# An annex and the longest texts take seconds: one form is enough to know.
HEAVY = ("longs-textes", "annexe")
FORMS = sorted({(one.agreement, one.form.name) for one in SAMPLES.values()})


def of_form(agreement, form, heavy=False):
    prefix = f"{agreement}-{form}-"
    chosen = {name: one for name, one in SAMPLES.items() if name.startswith(prefix)}
    return {name: one for name, one in chosen.items() if heavy or not _is_heavy(name)}


def _is_heavy(name):
    return any(word in name for word in HEAVY)


@pytest.mark.parametrize(("agreement", "form"), FORMS)
def test_each_sample_is_an_archive_that_can_be_read_by_programs(agreement, form):
    """Issue 3: every template × every sample × adaptation × hard contents."""
    for name, document in of_form(agreement, form).items():
        made = render_pdf(document)

        assert faults(made.pdf) == [], name
        assert read_embedded(made.pdf)["content"] == document.content, name
        asked = [one for one in document.form.signatories if not one.when_named]
        assert len(made.fields) == (0 if document.is_draft else len(asked))


@pytest.mark.parametrize(("agreement", "form"), FORMS)
def test_each_usual_sample_reads_in_the_order_of_its_form(agreement, form, tmp_path):
    for name, document in of_form(agreement, form).items():
        if name.endswith(("-exemple", "-code", "-exemple-facile-a-lire")):
            pdf = render_pdf(document).pdf

            told = read_aloud(pdf, tmp_path)

            run("qpdf", "--check", "PDF", pdf=pdf, folder=tmp_path)
            places = [told.find(words) for words in written(document)]
            assert -1 not in places, name
            assert places == sorted(places), name


@pytest.mark.slow
@pytest.mark.parametrize("hard", HEAVY)
def test_the_longest_texts_and_lists_are_whole(hard, tmp_path):
    name = next(name for name in SAMPLES if name.endswith(f"professional_project-{hard}"))

    made = render_pdf(SAMPLES[name])

    told = in_the_order_of_pages(made.pdf, tmp_path)
    assert faults(made.pdf) == []
    assert all(words in told for words in written(SAMPLES[name]))
    assert all(squeezed(row[-1]) in told for annex in SAMPLES[name].annexes for row in annex.rows)


def written(document: Document) -> list[str]:
    """What was written in the texts of a document, as it is read aloud."""
    values = [
        (field.kind, document.value(field)) for part in document.parts() for field in part.fields
    ]
    return [
        squeezed(plain(value))
        for kind, value in values
        if kind == "text" and value and value != "sans objet"
    ]


def test_the_command_writes_them_with_a_page_to_open_them(tmp_path, capsys):
    form = "closing_statement"

    with pytest.raises(SystemExit) as left:
        main(["samples", str(tmp_path / "samples"), "--form", form])

    assert left.value.code == 0
    written_files = {path.stem for path in Path(tmp_path, "samples").glob("*.pdf")}
    assert written_files == {name for name in SAMPLES if f"-{form}-" in name}
    index = Path(tmp_path, "samples", "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}.pdf"' in index for name in written_files)
    assert "王" in index
    assert "exemples dans" in capsys.readouterr().out
