"""Directories of providers and the lists drawn from them, told in French."""

from collections.abc import Iterator

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.describing_words import heading, listed, table
from cep_docs.definitions.provider_lists import TABLE


def provider_lists(agreement: Agreement, before: list[Agreement]) -> Iterator[str]:
    lists = agreement.provider_lists
    if not lists.services:
        return
    yield from heading(3, "Les listes d'organismes")
    for other in before:
        if other.provider_lists == lists:
            yield f"Comme dans : {other.label}."
            return
    yield f"Source : {lists.source}."
    yield ""
    yield (
        "La liste remise à la personne est toujours celle de tous les organismes de la région "
        "pour la prestation souhaitée. Une source de plus de "
        f"{lists.old_after_days} jours est signalée ({lists.because['old_after_days']})."
    )
    yield ""
    labels = agreement.tables[TABLE]
    yield from table(
        ("Prestation", "Code", "Se lit aussi dans les annuaires"),
        (
            (labels.label(code, agreement.valid_to), f"`{code}`", ", ".join(words))
            for code, words in lists.services.items()
        ),
    )
    yield ""
    choices = {**lists.orders, **lists.deliveries}
    yield from table(
        ("Ordre ou remise", "Nom", "Parce que"),
        ((label, f"`{name}`", lists.because[name]) for name, label in choices.items()),
    )
    yield ""
    yield from table(
        ("Colonne de l'annuaire", "Obligatoire", "Intitulés acceptés"),
        (
            (column.label, "oui" if column.required else "", listed(column.headings, "ou"))
            for column in lists.columns.values()
        ),
    )
