"""The options several commands share."""

from datetime import date
from pathlib import Path

import click

from cep_docs.access.actor import Actor, actor_of
from cep_docs.errors import Invalid
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import parse_day

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


def day(name: str, text: str) -> date:
    """A day typed as AAAA-MM-JJ."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise Invalid({name: str(error)}) from error


def somebody(login: str, tools: Tools) -> Actor:
    """Whoever has this account, with his rights and no others."""
    if login not in tools.site.accounts:
        raise Invalid({"login": "Ce compte n'existe pas. Vérifier l'identifiant."})
    return actor_of(tools.site.accounts[login])
