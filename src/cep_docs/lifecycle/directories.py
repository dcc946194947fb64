"""The regional directories of providers: importing an edition, knowing which one is present."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.directory import DirectoryEdition
from cep_docs.content.site import Site
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.provider_lists import TABLE, words_of
from cep_docs.errors import Invalid
from cep_docs.intake.provider_rows import CheckedRows, Expected
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import french_day
from cep_docs.values.names import folded

LONGEST_SOURCE = 200
KIND = "directory"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a directory comes from: its region (a lot), who publishes it, at what date."""

    region: str
    source: str
    source_on: date


@dataclass(frozen=True, slots=True)
class Imported:
    """`new`: whether anything was written; `warnings` are French sentences."""

    edition: DirectoryEdition
    new: bool
    warnings: tuple[str, ...]


def regions(agreement: Agreement, day: date) -> dict[str, str]:
    """Code and name of each region: the lots that have a territory."""
    table = agreement.tables["lot"]
    return {
        code: table.label(code, day) for code, lot in agreement.lots.items() if not lot.assists
    }


def region_named(text: str, agreement: Agreement, day: date) -> str:
    """The code of a region, by its code or by its name."""
    for code, label in regions(agreement, day).items():
        if folded(text) in (folded(code), folded(label)):
            return code
    known = ", ".join(f"{label} ({code})" for code, label in regions(agreement, day).items())
    raise Invalid({"region": f"Cette région n'existe pas. Les régions sont : {known}."})


def expected_rows(region: str, actor: Actor, tools: Tools) -> Expected:
    """What the rows of a directory are checked against, for who may import one."""
    require(tools, actor, "manage", Facet(tools.site, KIND))
    day = tools.hour_in(actor.structure).date()
    agreement = tools.rules.agreement_on(day)
    code = region_named(region, agreement, day)
    lists = agreement.provider_lists
    words = words_of(lists, agreement.tables[TABLE])
    return Expected(lists, words, agreement.lots[code], regions(agreement, day)[code])


def import_edition(
    rows: CheckedRows, origin: Origin, actor: Actor, tools: Tools, keep_good_rows: bool = False
) -> Imported:
    """A new edition of the directory of a region, all its rows or none; the earlier ones stay.

    The same file, read the same way, is not imported twice.
    """
    right = require(tools, actor, "manage", Facet(tools.site, KIND))
    _refuse_wrong_origin(origin, actor, tools)
    _refuse_faulty(rows, keep_good_rows)
    edition = DirectoryEdition(
        origin.region, origin.source.strip(), origin.source_on, rows.file_sha256, rows.providers
    )
    for known in tools.site.directories:
        if _same(known, edition):
            return Imported(known, False, ())
    edition.rejected = len(rows.faults)
    edition.imported_at, edition.imported_by = tools.now(), actor.account
    warnings = tuple(_warnings(edition, tools.site))
    edition.__name__, edition.__parent__ = tools.new_id(), tools.site
    tools.site.directories = (*tools.site.directories, edition)
    details: Details = {
        "thing": f"directory {edition.__name__}",
        "region": origin.region,
        "source": edition.source,
        "source_on": origin.source_on.isoformat(),
        "providers": edition.count,
        "rejected": edition.rejected,
        "file": edition.file_sha256,
    }
    write(tools.site.journal, "import_directory", actor, right, tools, details)
    return Imported(edition, True, warnings)


def all_editions(actor: Actor, tools: Tools) -> list[DirectoryEdition]:
    """Every edition there is, the most recent source first."""
    require(tools, actor, "view", Facet(tools.site, KIND))
    return sorted(tools.site.directories, key=lambda edition: edition.source_on, reverse=True)


def edition_named(site: Site, name: str) -> DirectoryEdition | None:
    return next((edition for edition in site.directories if edition.__name__ == name), None)


def present_editions(site: Site, region: str) -> list[DirectoryEdition]:
    """The last edition of each source of a region, the most recent first."""
    latest: dict[str, DirectoryEdition] = {}
    for edition in site.directories:
        known = latest.get(folded(edition.source))
        if edition.region == region and (known is None or known.source_on <= edition.source_on):
            latest[folded(edition.source)] = edition
    return sorted(latest.values(), key=lambda edition: edition.source_on, reverse=True)


def present_edition(site: Site, region: str, service: str) -> DirectoryEdition | None:
    """The most recent source that knows of the service; an edition that was superseded by its
    own publisher is out of date, even where it knew more."""
    found = (e for e in present_editions(site, region) if service in e.counts)
    return next(found, None)


def counts_by_label(edition: DirectoryEdition, agreement: Agreement) -> Mapping[str, int]:
    """How many providers of each service."""
    table = agreement.tables[TABLE]
    return {table.label(code, edition.source_on): n for code, n in edition.counts.items()}


def _refuse_wrong_origin(origin: Origin, actor: Actor, tools: Tools) -> None:
    messages = {}
    if not 0 < len(origin.source.strip()) <= LONGEST_SOURCE:
        messages["source"] = (
            f"Le nom de la source manque, ou dépasse {LONGEST_SOURCE} signes. Indiquer qui publie "
            "cet annuaire."
        )
    if origin.source_on > tools.hour_in(actor.structure).date():
        messages["date"] = "La date de la source est dans l'avenir. La corriger."
    if messages:
        raise Invalid(messages)


def _refuse_faulty(rows: CheckedRows, keep_good_rows: bool) -> None:
    if rows.faults and not keep_good_rows:
        raise Invalid(
            {
                f"line {fault.line}": f"Ligne {fault.line} : {fault.sentence}"
                for fault in rows.faults
            }
        )
    if not rows.providers:
        raise Invalid({"file": "Aucune ligne de cet annuaire n'est juste. Rien n'a été importé."})


def _same(known: DirectoryEdition, new: DirectoryEdition) -> bool:
    return all(
        getattr(known, name) == getattr(new, name)
        for name in ("region", "source", "source_on", "file_sha256", "digest")
    )


def _warnings(edition: DirectoryEdition, site: Site) -> list[str]:
    present = present_editions(site, edition.region)
    warnings = []
    if present and edition.source_on < present[0].source_on:
        warnings.append(
            f"Cette édition est plus ancienne que celle du {french_day(present[0].source_on)}, "
            "déjà là. Elle est gardée ; les listes se tirent de la plus récente."
        )
    same = [e for e in site.directories if e.file_sha256 == edition.file_sha256]
    if same:
        warnings.append(
            "Le même fichier est déjà importé sous une autre source ou une autre date."
        )
    lost = [e for e in present if folded(e.source) == folded(edition.source)]
    if lost and 2 * edition.count < lost[0].count:
        warnings.append(
            f"Cette édition compte {edition.count} organismes ; la précédente de cette source en "
            f"comptait {lost[0].count}. Vérifier que le fichier est entier."
        )
    return warnings
