"""cep-docs order: purchase orders and what remains of them."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, say
from cep_docs.lifecycle.orders import NewOrder, register_order, remaining


@french.group()
def order() -> None:
    """Les bons de commande."""


@order.command("register")
@options.folder
@click.option("--as", "login", required=True, help="L'identifiant du pilote qui l'enregistre.")
@click.option("--agreement", required=True, help="L'accord-cadre, par exemple cctp-2019.")
@click.option("--quantity", type=int, required=True, help="Le nombre d'unités commandées.")
@click.option("--from", "starts_on", required=True, help="Premier jour, AAAA-MM-JJ.")
@click.option("--until", "ends_on", default="", help="Dernier jour, AAAA-MM-JJ.")
@click.argument("reference")
@options.as_json
def register(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    login: str,
    agreement: str,
    quantity: int,
    starts_on: str,
    ends_on: str,
    reference: str,
    as_json: bool,
) -> None:
    """Enregistrer le bon de commande REFERENCE (AAAA-Lotww-UOxx-yy)."""
    new = NewOrder(
        reference,
        agreement,
        quantity,
        notified_on=options.day("from", starts_on),
        starts_on=options.day("from", starts_on),
        ends_on=options.day("until", ends_on) if ends_on else None,
    )
    with at_work(folder) as application:
        application.write(
            lambda tools: register_order(new, options.somebody(login, tools), tools).reference
        )
    say(as_json, {"reference": reference}, f"Bon de commande {reference} enregistré.")


@order.command("list")
@options.folder
@options.as_json
def list_orders(folder: Path, as_json: bool) -> None:
    """Les bons de commande et ce qu'il en reste."""
    with at_work(folder) as application, application.reading() as tools:
        rows = [
            {"reference": o.reference, "quantity": o.quantity, "remaining": remaining(o, tools)}
            for o in tools.site.orders
        ]
    lines = [f"{r['reference']} : reste {r['remaining']} sur {r['quantity']}" for r in rows]
    say(as_json, rows, *(lines or ["Aucun bon de commande."]))
