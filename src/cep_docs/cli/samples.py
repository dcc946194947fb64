"""cep-docs samples: every template with every sample, as PDF files to look at and to check."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

import click

from cep_docs.cli import french
from cep_docs.cli.output import counted, progress
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.form import Form
from cep_docs.definitions.samples import Sample
from cep_docs.demo.hard_texts import hard_documents
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.rendering.document import EASY_READ, LARGE_PRINT, Document
from cep_docs.rendering.pdf import Rendered, render_pdf

# The samples are of one day: the same files each time.
DAY = date(2024, 2, 8)
DIGEST = "4f1c" * 16
VARIANTS = {"": (), "gros-caracteres": (LARGE_PRINT,), "facile-a-lire": (EASY_READ,)}


@french.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--form", "only", default="", help="Seulement cette trame.")
def samples(folder: Path, only: str) -> None:
    """Écrire dans FOLDER chaque trame, avec chaque exemple, et une page pour les ouvrir."""
    documents = [
        (name, document)
        for agreement in spoken_rules().agreements.values()
        for name, document in sample_documents(agreement)
        if only in ("", document.form.name)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with progress("Exemples") as tell:
        for done, (name, document) in enumerate(documents, 1):
            rendered = render_pdf(document)
            (folder / f"{name}.pdf").write_bytes(rendered.pdf)
            written.append((name, document, rendered))
            tell(done, len(documents))
    (folder / "index.html").write_text(_index(written), encoding="utf-8")
    click.echo(f"{counted(len(written), 'exemple', 'exemples')} dans {folder}.")


def sample_documents(agreement: Agreement) -> Iterator[tuple[str, Document]]:
    """Each form of an agreement: its samples and the hard ones, in each adaptation."""
    for name, form in agreement.forms.items():
        usual = _document(agreement, form, agreement.samples[name])
        others = agreement.variants[name].items()
        documents = [
            ("exemple", usual),
            *((variant, _document(agreement, form, sample)) for variant, sample in others),
            *hard_documents(usual),
        ]
        for kind, document in documents:
            yield from _adapted(f"{agreement.name}-{name}-{kind}", document)


def _document(agreement: Agreement, form: Form, sample: Sample) -> Document:
    return Document(
        form=form,
        agreement=agreement.name,
        content=sample.content,
        facts=sample.facts,
        labels=agreement.facts,
        mentions=agreement.mentions,
        day=DAY,
        version=3,
        digest=DIGEST,
    )


def _adapted(name: str, document: Document) -> Iterator[tuple[str, Document]]:
    for variant, adaptations in VARIANTS.items():
        adapted = replace(document, adaptations=frozenset(adaptations))
        yield f"{name}-{variant}" if variant else name, adapted


def _index(written: list[tuple[str, Document, Rendered]]) -> str:
    rows = "\n".join(
        f'<tr><td><a href="{name}.pdf">{name}</a><td>{escape(document.form.label)}'
        f"<td>{len(rendered.pdf) // 1024} Kio<td>{escape(' '.join(rendered.replaced))}"
        for name, document, rendered in written
    )
    return (
        '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Exemples</title>'
        "<h1>Exemples</h1><table><tr><th>Fichier<th>Trame<th>Taille<th>Signes remplacés\n"
        f"{rows}</table></html>\n"
    )
