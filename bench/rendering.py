"""What a PDF costs next to the bare engine on the same page, and what a thousand leave in memory.

Each page is printed once only, with words of its own: an engine that remembers would answer
without working.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from statistics import median

import psutil

from bench.timing import seconds
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.rendering.document import Document
from cep_docs.rendering.pdf import render_pdf
from cep_docs.rendering.pdf_embedded import embedded_content
from cep_docs.rendering.pdf_page import page_of
from cep_docs.rendering.pdf_press import press
from cep_docs.rendering.pdf_signs import Signs

TIMES = 60
BATCH = 1_000
_TEXT = "Elle a tenu l'accueil d'un garage pendant neuf ans, et veut aider des personnes. " * 6


def main() -> None:
    for name, value in run().items():
        print(f"               {name:<48} {value:8.2f}")


def run() -> dict[str, float]:
    documents = sample_documents()
    render_pdf(next(documents))
    ours, bare = [], []
    for _ in range(TIMES):
        ours.append(seconds(lambda: render_pdf(next(documents))))
        page, embedded, day = _page(next(documents))
        bare.append(seconds(lambda p=page, e=embedded, d=day: press().print(p, e, d)))
    cold = [_cold("ours") / _cold("bare") for _ in range(5)]
    return {
        "a PDF, warm / bare engine": median(ours) / median(bare),
        "a PDF, cold / bare engine, cold": median(cold),
        "a PDF, warm, ms": 1000 * median(ours),
        **_batch(documents),
    }


def _batch(documents: Iterator[Document]) -> dict[str, float]:
    process = psutil.Process()
    for _ in range(BATCH // 10):
        render_pdf(next(documents))
    before = process.memory_info().rss
    taken = seconds(lambda: [render_pdf(next(documents)) and None for _ in range(BATCH)])
    return {
        f"{BATCH} PDFs, each in ms": 1000 * taken / BATCH,
        f"{BATCH} PDFs, memory after / before": process.memory_info().rss / before,
    }


def _cold(which: str) -> float:
    """The first one of a process, with what must be read before it."""
    command = [sys.executable, "-m", "bench.rendering", which]
    done = subprocess.run(command, check=True, capture_output=True, env=os.environ, text=True)
    return float(done.stdout)


def _first(which: str) -> float:
    document = next(sample_documents())
    if which == "ours":
        return seconds(lambda: render_pdf(document))
    page, embedded, day = _page(document, known=frozenset(range(0x20, 0x3000)))
    return seconds(lambda: press().print(page, embedded, day))


def _page(document: Document, known: frozenset[int] | None = None) -> tuple[dict, str, date]:
    signs = Signs(press().signs if known is None else known)
    page = {**signs.shown(page_of(document)), "logo": ""}
    return page, embedded_content(document), document.day


def sample_documents() -> Iterator[Document]:
    agreement = spoken_rules().agreements["cctp-2019"]
    form = agreement.forms["professional_project"]
    sample = agreement.samples[form.name]
    usual = Document(
        form=form,
        agreement=agreement.name,
        content=sample.content,
        facts=sample.facts,
        labels=agreement.facts,
        mentions=agreement.mentions,
        day=date(2024, 2, 8),
        version=3,
    )
    for number in count():
        name = f"Camille Exemple {number}"
        written = {
            key: f"{value} ({number})" if isinstance(value, str) and len(value) > 60 else value
            for key, value in sample.content.items()
        }
        content = {**written, "project": f"{_TEXT} {number}"}
        yield replace(usual, content=content, facts={**sample.facts, "beneficiary_name": name})


if __name__ == "__main__":
    print(_first(sys.argv[1]))
