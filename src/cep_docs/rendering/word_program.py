"""What the program writes in a working copy by itself: it is shown there and never read back."""

from collections.abc import Sequence

from cep_docs.definitions.columns import Columns, Row
from cep_docs.definitions.forms import FormSection
from cep_docs.rendering.document import Document
from cep_docs.rendering.word_anchors import Anchor
from cep_docs.rendering.word_answers import table_of
from cep_docs.rendering.word_cells import shown
from cep_docs.rendering.word_pieces import (
    blocks,
    paragraph,
    run,
    table,
    text_lines,
)
from cep_docs.values.markup import parse

MOST_COLUMNS = 7
GUIDE = (
    "Copie de travail. Écrire sous les titres des rubriques et dans les tableaux, enregistrer au "
    "format .docx, puis rapporter ce fichier dans le dossier : seules les rubriques modifiées y "
    "seront reprises, après comparaison. Laisser les titres en place : ils servent de repères."
)


def beginning(document: Document) -> str:
    names = (document.facts.get("file_number", ""), document.facts.get("beneficiary_name", ""))
    return (
        paragraph(run(document.form.label), "Title")
        + paragraph(run(" – ".join(filter(None, names))), "Subtitle")
        + paragraph(run(GUIDE), "CepNote")
    )


def by_the_program(document: Document, anchor: Anchor) -> str:
    """Behind a label of what nobody types."""
    if anchor.field is not None and anchor.field.columns is not None:
        value = document.value(anchor.field)
        if not isinstance(value, str) and len(anchor.field.columns.cells) > MOST_COLUMNS:
            return "".join(_sheet(anchor.field.columns, row) for row in value)
        if not isinstance(value, str):
            return table_of(anchor.field.columns, value, anchor.widths, None)
    if anchor.section.says:
        return blocks(parse(document.said(anchor.section)), "CepProgram")
    return _facts(document, anchor.section) + _mentions(document, anchor.section)


def _sheet(columns: Columns, row: Row) -> str:
    """A row that is too wide for the page, its columns one below the other."""
    pairs = [(cell.label, shown(cell, row.get(cell.name, ""))) for cell in columns.cells]
    return _pairs(columns.label, [pair for pair in pairs if pair[1]]) + paragraph("", "CepProgram")


def _facts(document: Document, section: FormSection) -> str:
    facts = [(document.labels[name], document.facts.get(name, "")) for name in section.facts]
    return _pairs(section.label, facts)


def _pairs(title: str, of: Sequence[tuple[str, str]]) -> str:
    rows = [[text_lines(one, "CepCellProgram") for one in pair] for pair in of]
    return table(title, [1, 2], rows, head=False) if rows else ""


def _mentions(document: Document, section: FormSection) -> str:
    return "".join(
        paragraph(run(document.mentions[name].label, bold=True), "CepProgram")
        + blocks(parse(document.mention(name)), "CepProgram")
        for name in section.mentions
    )
