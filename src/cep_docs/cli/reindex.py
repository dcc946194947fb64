"""cep-docs reindex: draw the index of words again while people work and search."""

from pathlib import Path

from cep_docs.cli import french, options
from cep_docs.cli.index import draw_again, indexer_of
from cep_docs.cli.output import at_work, counted, say


@french.command()
@options.folder
@options.as_json
def reindex(folder: Path, as_json: bool) -> None:
    """Refaire l'index de recherche ; l'ancien répond jusqu'à la fin."""
    with at_work(folder) as application:
        indexer = indexer_of(application)
        count = draw_again(indexer)
        indexer.index.close()
    say(as_json, {"texts": count}, f"{counted(count, 'texte indexé', 'textes indexés')}.")
