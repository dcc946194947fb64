"""The regional directories of providers: what there is, importing the next one (R-082)."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.directory import DirectoryEdition
from cep_docs.errors import Invalid
from cep_docs.intake.provider_rows import CheckedRows, Remark, check_rows
from cep_docs.intake.tables import read_table
from cep_docs.lifecycle.directories import (
    Origin,
    all_editions,
    counts_by_label,
    expected_rows,
    import_edition,
    regions,
)
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.team import full_name
from cep_docs.web.administration_tree import AdministrationPlace
from cep_docs.web.pages import act, go, page
from cep_docs.web.said import Said

DIRECTORIES = "administration/directories"
SHOWN = 30  # faulty lines on a page


@page(AdministrationPlace, "annuaires", needs="view directory", template=DIRECTORIES)
def directories(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    tools, actor = request.tools, request.identity.actor
    day = tools.hour_in(actor.structure).date()
    agreement = tools.rules.agreement_on(day)
    columns = agreement.provider_lists.columns.values()
    return {
        "editions": [_told(edition, tools) for edition in all_editions(actor, tools)],
        "regions": list(regions(agreement, day).items()),
        "columns": [(column.label, column.required) for column in columns],
        "manages": decide(tools, actor, "manage", place.facet("directory")).allowed,
        "rejected": getattr(request, "rejected", ()),
        "rejected_in_all": getattr(request, "rejected_in_all", 0),
    }


@act(
    AdministrationPlace,
    "annuaires",
    needs="manage directory",
    again=directories,
    template=DIRECTORIES,
)
def import_directory(place: AdministrationPlace, request: Any) -> HTTPSeeOther:
    """All its lines or none, unless it is asked to leave the faulty ones out."""
    said, actor, tools = Said(request), request.identity.actor, request.tools
    file, day = said.file("file"), said.day("date")
    if file is None or day is None:
        missing = (
            ("file", "Choisir le fichier.") if file is None else ("date", "Indiquer le jour.")
        )
        raise Invalid(dict([missing]))
    expected = expected_rows(said.text("region"), actor, tools)
    rows = check_rows(read_table(file[1]), expected, _nobody_watches)
    keep = said.ticked("keep_good_rows")
    if rows.faults and not keep:
        _refuse(rows, request)
    origin = Origin(expected.region.code, said.text("source"), day)
    done = import_edition(rows, origin, actor, tools, keep)
    return go(request, place, "annuaires", told=_sentence(done.new, done.edition, done.warnings))


def _refuse(rows: CheckedRows, request: Any) -> None:
    """Every fault with its line, beside the form; nothing was imported."""
    request.rejected_in_all = len(rows.faults)
    request.rejected = [_line(fault) for fault in rows.faults[:SHOWN]]
    wrong = _counted(len(rows.faults), "ligne fautive")
    raise Invalid(
        {
            "file": f"{wrong}, rien n'a été importé. "
            "Corriger le fichier, ou cocher « importer sans les lignes fautives »."
        }
    )


def _line(fault: Remark) -> tuple[int, str]:
    return fault.line, fault.sentence


def _sentence(new: bool, edition: DirectoryEdition, warnings: Sequence[str]) -> str:
    if not new:
        return "Cette édition était déjà importée : rien n'a été ajouté."
    left_out = f", {_counted(edition.rejected, 'ligne écartée')}" if edition.rejected else ""
    return " ".join(
        [f"Annuaire importé, {_counted(edition.count, 'organisme')}{left_out}.", *warnings]
    )


def _counted(number: int, words: str) -> str:
    """« 2 lignes écartées »"""
    plural = " ".join(f"{word}s" for word in words.split())
    return f"{number} {plural if number > 1 else words}"


def _told(edition: DirectoryEdition, tools: Any) -> dict[str, Any]:
    agreement = tools.rules.agreement_on(edition.source_on)
    names = regions(agreement, edition.source_on)
    return {
        "region": names.get(edition.region, edition.region),
        "source": edition.source,
        "on": edition.source_on,
        "count": edition.count,
        "rejected": edition.rejected,
        "services": counts_by_label(edition, agreement),
        "at": edition.imported_at,
        "by": full_name(edition.imported_by, tools),
        "digest": edition.file_sha256[:12],
    }


def _nobody_watches(done: int, total: int) -> None:
    """The page answers when all is read."""
