"""cep-docs account: the people who work with the platform."""

from pathlib import Path

import click

from cep_docs.app import utc_now
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, say
from cep_docs.content.account import Account
from cep_docs.errors import Invalid
from cep_docs.lifecycle.accounts import create_account, disable_account, set_roles
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.invitations import invite as make_invitation
from cep_docs.signin.openid import know_as
from cep_docs.signin.openid_settings import FILE, openid_of


@french.group()
def account() -> None:
    """Les comptes : créer, changer les rôles, désactiver."""


@account.command("create")
@options.folder
@click.argument("login")
@click.option("--name", "full_name", required=True, help="Prénom et nom.")
@click.option("--role", "roles", multiple=True, required=True, help="Un rôle ; se répète.")
@click.option("--structure", default="", help="Le code de sa structure.")
@options.as_json
def create(
    folder: Path, login: str, full_name: str, roles: tuple[str, ...], structure: str, as_json: bool
) -> None:
    """Créer le compte LOGIN."""

    def work(tools: Tools) -> None:
        new = Account(login, full_name, roles)
        new.structure = structure
        if structure in tools.site.structures:
            new.organisation = tools.site.structures[structure].organisation
        create_account(new, options.CONSOLE, tools)

    with at_work(folder) as application:
        application.write(work)
    say(as_json, {"login": login, "roles": roles}, f"Compte {login} créé.")


@account.command("invite")
@options.folder
@click.argument("login")
@click.option(
    "--lost-factor",
    is_flag=True,
    help="Son second facteur est perdu, et son identité a été vérifiée autrement.",
)
@options.as_json
def invite(folder: Path, login: str, lost_factor: bool, as_json: bool) -> None:
    """Donner au compte LOGIN un lien, valable sept jours, pour choisir son mot de passe."""
    with at_work(folder) as application:
        path = application.write(
            lambda tools: make_invitation(
                login, options.CONSOLE, tools, utc_now(), lost_factor=lost_factor
            )
        )
    say(
        as_json,
        {"login": login, "path": path},
        f"Ajouter ce chemin à l'adresse du site, et ne le donner qu'à {login} :\n{path}\n"
        "Il sert une fois, pendant sept jours.",
    )


@account.command("known-as")
@options.folder
@click.argument("login")
@click.argument("subject")
@options.as_json
def known_as(folder: Path, login: str, subject: str, as_json: bool) -> None:
    """Relier le compte LOGIN à l'identité SUBJECT (« sub ») du fournisseur de openid.yaml."""
    settings = openid_of(folder)
    if settings is None:
        raise Invalid(
            {"issuer": f"Il n'y a pas de {FILE} dans {folder}. Rien n'a été modifié. L'écrire."}
        )
    issuer = settings.issuer
    with at_work(folder) as application:
        application.write(lambda tools: know_as(login, issuer, subject, options.CONSOLE, tools))
    say(as_json, {"login": login, "issuer": issuer}, f"Compte {login} relié à {issuer}.")


@account.command("role")
@options.folder
@click.argument("login")
@click.argument("roles", nargs=-1, required=True)
@options.as_json
def role(folder: Path, login: str, roles: tuple[str, ...], as_json: bool) -> None:
    """Donner au compte LOGIN ces rôles, et eux seuls."""
    with at_work(folder) as application:
        application.write(lambda tools: set_roles(login, roles, options.CONSOLE, tools))
    say(as_json, {"login": login, "roles": roles}, f"Rôles de {login} : {', '.join(roles)}.")


@account.command("disable")
@options.folder
@click.argument("login")
@click.option("--files-to", "successor", default="", help="Qui reprend ses dossiers en cours.")
@click.option("--because", required=True, help="Le motif, écrit dans les dossiers.")
@options.as_json
def disable(folder: Path, login: str, successor: str, because: str, as_json: bool) -> None:
    """Désactiver le compte LOGIN, après avoir confié ses dossiers."""
    with at_work(folder) as application:
        moved = application.write(
            lambda tools: disable_account(
                login, successor, because, tools.hour_in("").date(), options.CONSOLE, tools
            )
        )
    say(
        as_json,
        {"login": login, "moved": moved},
        f"Compte {login} désactivé, {counted(moved, 'dossier confié', 'dossiers confiés')}.",
    )
