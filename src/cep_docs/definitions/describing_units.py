"""Service units and closing reasons, told in French."""

from collections.abc import Iterator

from cep_docs.definitions.access_policy import Policy
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.closing import BILLABLE, BY, NEEDS, ClosingReason
from cep_docs.definitions.closing import TABLE as REASONS
from cep_docs.definitions.describing_words import (
    bullets,
    gathered,
    heading,
    labels,
    listed,
    sentence,
    table,
    titled,
)
from cep_docs.definitions.units import ServiceUnit
from cep_docs.definitions.vocabulary import Vocabulary
from cep_docs.definitions.workflows import Transition


def units(agreement: Agreement, words: Vocabulary, access: Policy) -> Iterator[str]:
    yield from heading(3, "Les unités d'œuvre")
    heads = ("Unité", "Intitulé", "Code dans le dossier", "Code du bon de commande", "Durée type")
    rows = [
        (
            unit.name,
            unit.label,
            f"`{unit.file_code}`",
            f"`{unit.order_code}`",
            f"{unit.estimated_minutes} minutes" if unit.estimated_minutes else "",
        )
        for unit in agreement.units.values()
    ]
    yield from table(heads, rows)
    for unit in agreement.units.values():
        yield from heading(4, f"{unit.name} – {unit.label}")
        yield from bullets(_facts(agreement, unit, access))
        yield from conditions(unit, words, access)


def conditions(of: ServiceUnit | Transition, words: Vocabulary, access: Policy) -> Iterator[str]:
    """What it takes, and what may be let pass."""
    who = holders(access, "override", "file")
    yield from titled("Conditions", (words.conditions[word].holds for word in of.requires))
    yield from titled(
        f"Conditions que peut lever une dérogation motivée ({who})",
        (words.conditions[word].holds for word in of.overridable),
    )


def closing(agreement: Agreement) -> Iterator[str]:
    yield from heading(3, "Les motifs de clôture")
    yield "« Voulue » : la personne l'a voulue ; les indicateurs en dépendent."
    yield ""
    heads = (
        "Motif",
        "Code",
        "Voulue",
        "Qui clôt",
        "Unités, et ce qu'il y faut",
        "Facturable",
        "D'où",
    )
    yield from table(
        heads,
        (
            (
                reason_label(agreement, reason.code),
                f"`{reason.code}`",
                "oui" if reason.voluntary else "non",
                labels(reason.by, BY, "ou"),
                _needs(reason),
                BILLABLE[reason.billable],
                reason.source or reason.because,
            )
            for reason in agreement.closing.values()
        ),
    )


def reason_label(agreement: Agreement, code: str) -> str:
    return agreement.tables[REASONS].label(code, agreement.valid_to)


def holders(access: Policy, action: str, kind: str) -> str:
    """The roles to which some rule gives that right."""
    return listed(
        role.label
        for name, role in access.roles.items()
        if (name, action, kind) in access.table and access.table[name, action, kind].rules
    )


def _facts(agreement: Agreement, unit: ServiceUnit, access: Policy) -> Iterator[str]:
    yield f"Qui l'engage : {holders(access, unit.right, 'file')}."
    yield (
        "C'est un accompagnement : une personne n'en a qu'un d'ouvert à la fois."
        if unit.accompaniment
        else "Ce n'est pas un accompagnement : elle peut s'ajouter à une unité ouverte."
    )
    yield sentence(_time_limit(unit))
    if unit.deliverable:
        yield f"Livrable : {agreement.workflows[unit.deliverable].label}."
    if unit.also:
        labels = (agreement.forms[kind].label for kind in unit.also)
        yield f"Autres documents que l'on peut y ouvrir : {listed(labels)}."
    yield _course(unit)
    if unit.continues:
        yield (
            f"Elle est la suite d'une unité {listed(unit.continues, 'ou')} : un changement de "
            "statut entre les deux n'y fait rien."
        )
    if unit.return_after:
        yield (
            "Peu après la clôture d'une unité "
            f"{listed(unit.return_after, 'ou')}, c'est un retour rapide, à motiver."
        )
    if unit.statuses:
        statuses = agreement.tables["statut"]
        shown = [statuses.label(code, agreement.valid_to) for code in unit.statuses]
        yield f"Statuts qui y donnent droit : {' ; '.join(shown)}."
    yield f"Source : {unit.source}."


def _time_limit(unit: ServiceUnit) -> str:
    limit = unit.time_limit
    if limit is None:
        return "aucun délai"
    start = (
        "son engagement"
        if limit.counted_from == unit.name
        else f"l'engagement de l'unité {limit.counted_from} du même parcours"
    )
    return f"délai : {limit.months} mois à compter de {start}"


def _course(unit: ServiceUnit) -> str:
    if not unit.follows:
        return "Elle ouvre toujours un parcours nouveau."
    return (
        f"Elle prolonge un parcours où est déjà une unité {listed(unit.follows, 'ou')} ; "
        "sinon elle ouvre un parcours nouveau."
    )


def _needs(reason: ClosingReason) -> str:
    """The units of which the same is asked are told together."""
    asked = gathered(reason.needs, lambda unit: labels(reason.needs[unit], NEEDS))
    return " ; ".join(f"{listed(units)} : {need or 'rien'}" for need, units in asked.items())
