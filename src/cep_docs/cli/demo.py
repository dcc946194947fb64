"""cep-docs demo: an invented operator to look around in, or a large one to measure."""

import shutil
import time
from collections import Counter
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cep_docs.app import opened
from cep_docs.cli import french, options
from cep_docs.cli.output import progress, say
from cep_docs.demo.making import REFERENCE_DAY, SEED, Made, Plan, make_demo, whole
from cep_docs.errors import Invalid
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.signin.demonstration import how_to_enter
from cep_docs.values.dates import french_day, french_number, parse_day

# One, several.
ASIDES = {
    "notes": ("note privée", "notes privées"),
    "consents": ("consentement", "consentements"),
    "mandates": ("mandat", "mandats"),
    "adaptations": ("accueil adapté", "accueils adaptés"),
    "deputies": ("suppléance", "suppléances"),
    "experts": ("accès d'expert", "accès d'expert"),
    "broken_glass": ("bris de glace", "bris de glace"),
    "sessions": ("atelier collectif", "ateliers collectifs"),
    "taken_back": ("livrable repris en brouillon", "livrables repris en brouillon"),
    "handed_over": ("dossier confié à un successeur", "dossiers confiés à un successeur"),
    "services_self": ("auto-prescription", "auto-prescriptions"),
    "services_subcontracted": ("prestation d'un sous-traitant", "prestations de sous-traitants"),
    "services_elsewhere": ("prestation d'un tiers", "prestations de tiers"),
    "phrases": ("extrait partagé", "extraits partagés"),
    "comments": ("commentaire sur un brouillon", "commentaires sur des brouillons"),
    "asked": ("rubrique ouverte à la personne", "rubriques ouvertes aux personnes"),
    "lists": ("liste d'organismes tirée", "listes d'organismes tirées"),
    "invitations": ("invitation à un espace personnel", "invitations à un espace personnel"),
    "signed_for_good": ("document signé dans le fichier", "documents signés dans le fichier"),
    "asked_to_sign": ("signature demandée à distance", "signatures demandées à distance"),
    "contacts_anonymous": ("contact anonyme", "contacts anonymes"),
    "contacts_out_of_scope": ("contact hors périmètre", "contacts hors périmètre"),
}


@french.command()
@options.folder
@click.option(
    "--size", type=click.IntRange(1), default=200, show_default=True, help="Combien de personnes."
)
@click.option(
    "--seed", type=int, default=SEED, show_default=True, help="Même graine, mêmes données."
)
@click.option(
    "--today",
    "day",
    default=REFERENCE_DAY.isoformat(),
    show_default=True,
    help="Le jour où l'on se trouve, AAAA-MM-JJ.",
)
@options.as_json
def demo(folder: Path, size: int, seed: int, day: str, as_json: bool) -> None:
    """Créer un opérateur inventé, avec ses dossiers dans tous les états."""
    plan = Plan(size, seed, _day(day))
    begun = time.perf_counter()
    with progress("Personnes") as tell:
        made = make_demo(folder, plan, spoken_rules(), tell)
    seconds = time.perf_counter() - begun
    with opened(folder) as application, application.reading() as tools:
        counts = _counts(tools)
        if as_json:
            say(True, _data(folder, made, counts, seconds))
            return
        _tell(folder, made, counts, seconds, tools)


def _tell(
    folder: Path, made: Made, counts: Counter[tuple[str, str]], seconds: float, tools: Tools
) -> None:
    plan, speed = made.plan, french_number(round(made.plan.size / seconds))
    _paragraph(
        f"Démonstration : nous sommes le {french_day(plan.today)}, chez un opérateur inventé : "
        f"{tools.site.operator.name}, lot 08."
    )
    click.echo(
        f"{french_number(plan.size)} personnes inventées dans {folder}, "
        f"{speed} par seconde (graine {plan.seed})."
    )
    console = Console()
    for name, agreement in tools.rules.agreements.items():
        if table := _table(name, counts, tools):
            console.print(agreement.label, table, sep="\n")
    told = [f"{n} {ASIDES[name][n > 1]}" for name in ASIDES if (n := made.tally[name])]
    _paragraph(f"S'y ajoutent {', '.join(told)}." if told else "Rien ne s'y ajoute.")
    if not whole(plan):
        _paragraph(
            "Tous les états n'y sont pas : il y faut 200 personnes, et le jour proposé, où deux "
            "accords-cadres se croisent."
        )
    _show_the_way(folder, tools)
    click.echo("\n" + how_to_enter(tools.site.accounts, tools.rules.access.roles))


def _show_the_way(folder: Path, tools: Tools) -> None:
    where = "" if folder == Path("instance") else f" --folder {folder}"
    someone = next(iter(tools.site.beneficiaries)).identifier
    click.echo("\nPour regarder :")
    for command, what in (
        (f"serve{where}", "les pages, et comment y entrer comme chacune de ces personnes"),
        (f"caseload{where} alice.martin --most 15", "les dossiers d'une conseillère"),
        (f"order list{where}", "les bons de commande, dont deux épuisés"),
        (f"journal export{where} {someone}", "ce qui s'est fait dans un dossier"),
        (f"journal verify{where}", "la preuve que rien n'a été changé"),
        (f"night{where}", "le travail de la nuit suivante, déjà fait : rien ne change"),
        (f"catalog check{where}", "les index comparés aux données"),
    ):
        click.echo(f"  cep-docs {command}\n      {what}")


def _table(name: str, counts: Counter[tuple[str, str]], tools: Tools) -> Table | None:
    """The units of an agreement in rows, their states in columns."""
    agreement = tools.rules.agreements[name]
    units = [
        unit for unit in agreement.units if any(counts[unit, s] for s in _states(name, tools))
    ]
    states = [s for s in _states(name, tools) if any(counts[unit, s] for unit in units)]
    if not units:
        return None
    table = Table()
    table.add_column("Unité")
    for state in states:
        table.add_column(agreement.engagement.states[state].label, justify="right")
    for unit in units:
        table.add_row(unit, *(_shown(counts[unit, state]) for state in states))
    return table


def _states(name: str, tools: Tools) -> list[str]:
    return list(tools.rules.agreements[name].engagement.states)


def _shown(number: int) -> str:
    return french_number(number) if number else ""


def _paragraph(text: str) -> None:
    click.echo(click.wrap_text(text, min(shutil.get_terminal_size().columns, 100)))


def _counts(tools: Tools) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for (_, _, unit, state), number in tools.catalog.counts().items():
        counted[unit, state] += number
    return counted


def _data(
    folder: Path, made: Made, counts: Counter[tuple[str, str]], seconds: float
) -> dict[str, object]:
    units: dict[str, dict[str, int]] = {}
    for (unit, state), number in sorted(counts.items()):
        units.setdefault(unit, {})[state] = number
    return {
        "folder": folder,
        "size": made.plan.size,
        "seed": made.plan.seed,
        "today": made.plan.today,
        "people_per_second": round(made.plan.size / seconds),
        "units": units,
        "asides": dict(made.tally),
        "seal": made.seal,
    }


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise Invalid({"today": str(error)}) from error
