"""cep-docs serve: the pages, for browsers."""

from pathlib import Path

import click
import waitress

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work
from cep_docs.cli.search import index_of
from cep_docs.web.doors import doors_of
from cep_docs.web.site import Outside, make_site


@french.command()
@options.folder
@click.option("--port", type=click.IntRange(0, 65535), default=6543, show_default=True)
def serve(folder: Path, port: int) -> None:
    """Ouvrir les pages aux navigateurs de cette machine."""
    with at_work(folder) as application:
        site = make_site(application, Outside(doors_of(folder), index_of(application)))
        click.echo(f"http://127.0.0.1:{port}/")
        waitress.serve(
            site,
            host="127.0.0.1",
            port=port,
            threads=4,
            clear_untrusted_proxy_headers=True,
            ident=None,
        )
