"""cep-docs serve-storage: serve the data of an instance to several processes of this machine."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.storage.instance import find
from cep_docs.storage.serve import serve


@french.command("serve-storage")
@options.folder
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=9991,
    show_default=True,
    help="Le port, sur cette machine seulement.",
)
def serve_storage(folder: Path, port: int) -> None:
    """Servir les données à plusieurs processus de cette machine (ZEO)."""
    serve(find(folder), ("127.0.0.1", port), _announce)


def _announce(address: tuple[str, int]) -> None:
    click.echo(f"Les données sont servies sur {address[0]}:{address[1]}. Arrêter par Ctrl+C.")
