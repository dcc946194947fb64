"""All the rules in plain French, for a manager or an auditor: docs/rules.md."""

from collections.abc import Iterator

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.describing_access import access
from cep_docs.definitions.describing_attachments import attachments
from cep_docs.definitions.describing_data import data, tables
from cep_docs.definitions.describing_discretion import discretion
from cep_docs.definitions.describing_forms import forms, plain_words
from cep_docs.definitions.describing_lists import provider_lists
from cep_docs.definitions.describing_lives import lives
from cep_docs.definitions.describing_operators import other_operators
from cep_docs.definitions.describing_places import limits, lots
from cep_docs.definitions.describing_units import closing, units
from cep_docs.definitions.describing_words import heading, spaced, table
from cep_docs.definitions.rules import Rules
from cep_docs.values.dates import french_day

HEAD = (
    "# Les règles, en clair",
    "",
    "Tiré de `workflows/`, `policies/` et `templates/` par `cep-docs describe > docs/rules.md`.",
    "Ces fichiers font foi : le programme n'applique aucune autre règle. Une modification des",
    "règles se relit ici avant d'être acceptée.",
)


def everything(rules: Rules) -> Iterator[str]:
    """The document, line by line."""
    yield from spaced(_parts(rules))


def _parts(rules: Rules) -> Iterator[str]:
    yield from HEAD
    yield from heading(2, "Les accords-cadres")
    yield "Une unité d'œuvre reste toujours sous l'accord où elle a été engagée."
    yield ""
    agreements = sorted(rules.agreements.values(), key=lambda agreement: agreement.valid_from)
    yield from table(
        ("Accord", "Nom dans les fichiers", "En vigueur", "Source"), map(_row, agreements)
    )
    for rank, agreement in enumerate(agreements):
        yield from _agreement(rules, agreement, agreements[:rank])
    yield from plain_words(rules.plain_words)
    yield from attachments(rules.attachments)
    yield from discretion(rules.discretion)
    yield from access(rules.access)


def _row(agreement: Agreement) -> tuple[str, str, str, str]:
    period = f"du {french_day(agreement.valid_from)} au {french_day(agreement.valid_to)}"
    return agreement.label, f"`{agreement.name}`", period, agreement.source


def _agreement(rules: Rules, agreement: Agreement, before: list[Agreement]) -> Iterator[str]:
    yield from heading(2, agreement.label)
    yield from units(agreement, rules.words, rules.access)
    yield from lives(agreement, rules.words, rules.access)
    yield from closing(agreement)
    yield from limits(agreement)
    yield from provider_lists(agreement, before)
    yield from other_operators(agreement, before)
    yield from data(agreement)
    yield from forms(agreement)
    yield from tables(agreement, before)
    yield from lots(agreement, before)
