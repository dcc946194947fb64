"""cep-docs pack: what was erased or replaced leaves the disk for good."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import say
from cep_docs.storage.instance import find
from cep_docs.values.dates import french_number


@french.command()
@options.folder
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    help="Garder l'état de la base de ces derniers jours.",
)
@options.as_json
def pack(folder: Path, days: int, as_json: bool) -> None:
    """Compacter la base : les pièces effacées et les états remplacés quittent le disque.

    On peut travailler pendant ce temps. Les brouillons antérieurs, les versions et le journal
    restent : ils ne sont pas des états remplacés.
    """
    instance = find(folder)
    with instance.open() as house:
        before = _size(folder)
        house.db.pack(days=days)
        after = _size(folder)
    freed = french_number(max(before - after, 0))
    data = {"before": before, "after": after, "days": days}
    say(as_json, data, f"Base compactée : {freed} octets rendus au disque.")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "data").rglob("*") if path.is_file())
