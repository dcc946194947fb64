"""cep-docs init: an empty instance for one operator."""

import re
from pathlib import Path

import click

from cep_docs.app import new_site, utc_now
from cep_docs.cli import french, options
from cep_docs.cli.output import say
from cep_docs.errors import Invalid
from cep_docs.signing.authority import make_authority
from cep_docs.storage.engine import DURABLE
from cep_docs.storage.instance import create


@french.command()
@options.folder
@click.option("--operator", required=True, help="Le code OO donné par France compétences (C-17).")
@click.option("--storage", default=DURABLE, show_default=True, help="Où sont les données (URI).")
@options.as_json
def init(folder: Path, operator: str, storage: str, as_json: bool) -> None:
    """Créer une instance vide pour un opérateur."""
    if not re.fullmatch(r"[0-9A-Z]{2}", operator):
        raise Invalid(
            {
                "operator": "Le code de l'opérateur compte deux lettres capitales ou chiffres, "
                "par exemple 4G. Le demander à France compétences. Rien n'a été créé."
            }
        )
    made = create(folder, operator, lambda: new_site(operator), utc_now().date(), storage)
    make_authority(made.folder, operator)
    data = {"folder": str(made.folder), "operator": operator}
    say(as_json, data, f"Instance de l'opérateur {operator} créée dans {made.folder}.")
