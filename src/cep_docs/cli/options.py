"""The options several commands share."""

from pathlib import Path

import click

from cep_docs.access.actor import Actor

folder = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("instance"),
    show_default=True,
    envvar="CEP_DOCS_INSTANCE",
    help="Le dossier de l'instance, ou CEP_DOCS_INSTANCE.",
)
as_json = click.option(
    "--json", "as_json", is_flag=True, help="Répondre en JSON, pour un programme."
)

# Whoever has a shell on the machine: he administers, and sees no content by it.
CONSOLE = Actor("console", frozenset({"administrator"}))
