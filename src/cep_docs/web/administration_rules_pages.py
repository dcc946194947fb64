"""The rules to be read: in French, right by right, table by table, form by form (R-169)."""

from typing import Any

from pyramid.response import Response

from cep_docs.access import matrix
from cep_docs.access.decide import NOT_FOUND
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.describing import everything
from cep_docs.definitions.tables import Row
from cep_docs.errors import NotFound
from cep_docs.lifecycle.sample_papers import sample_document
from cep_docs.rendering.pdf import render_pdf
from cep_docs.values.names import folded
from cep_docs.web.administration_tree import AdministrationPlace
from cep_docs.web.pages import download, page
from cep_docs.web.plain_markdown import blocks, parts

TEXT = "administration/text"


@page(AdministrationPlace, "regles", needs="view rules", template=TEXT)
def rules(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    return _text("Les règles, en clair", "regles", everything(request.tools.rules), request)


@page(AdministrationPlace, "droits", needs="view rules", template=TEXT)
def rights(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    lines = matrix.lines(request.tools.rules.access)
    return _text("Qui peut faire quoi", "droits", lines, request)


@page(AdministrationPlace, "tables", needs="view rules", template="administration/tables")
def tables(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    agreement, asked = _agreement(request), request.GET
    today = request.tools.hour_in(request.identity.actor.structure).date()
    name = asked.get("table", "")
    table = agreement.tables.get(name) or next(iter(agreement.tables.values()))
    text = asked.get("q", "")[:200]
    words = [folded(word) for word in text.split()]
    return {
        "agreement": agreement,
        "agreements": list(request.tools.rules.agreements.values()),
        "table": table,
        "tables": sorted(agreement.tables),
        "rows": [(row, row.valid_on(today)) for row in table.rows if _says(row, words)],
        "text": text,
    }


@page(AdministrationPlace, "trames", needs="view form", template="administration/forms")
def forms(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    agreement = _agreement(request)
    return {
        "agreement": agreement,
        "agreements": list(request.tools.rules.agreements.values()),
        "forms": sorted(agreement.forms.values(), key=lambda form: folded(form.label)),
    }


@page(AdministrationPlace, "exemple", needs="view form", template="administration/forms")
def sample(place: AdministrationPlace, request: Any) -> Response:
    """A form printed with its invented sample, on demand."""
    agreement, name = _agreement(request), request.GET.get("trame", "")
    name = name or next(iter(agreement.forms))
    if name not in agreement.forms:
        raise NotFound(NOT_FOUND)
    data = render_pdf(sample_document(agreement, name, request.tools)).pdf
    return download(data, f"exemple-{name}.pdf", "application/pdf", shown=True)


def _text(title: str, address: str, lines: Any, request: Any) -> dict[str, Any]:
    cut = parts(lines)
    asked = request.GET.get("partie", "")
    place = min(int(asked), len(cut)) if asked.isdecimal() and 0 < len(asked) < 4 else 0
    shown = cut[max(place - 1, 0)]
    return {
        "title": title,
        "address": address,
        "parts": list(enumerate(cut, 1)),
        "current": max(place, 1),
        "shown": shown,
        "blocks": list(blocks(shown.lines)),
    }


def _agreement(request: Any) -> Agreement:
    """The one asked for; else that of today."""
    found: Agreement | None = request.tools.rules.agreements.get(request.GET.get("accord", ""))
    today = request.tools.hour_in(request.identity.actor.structure).date()
    return found or request.tools.rules.agreement_on(today)


def _says(row: Row, words: list[str]) -> bool:
    text = f"{folded(row.code)} {folded(row.label)} {folded(row.parent)}"
    return all(word in text for word in words)
