"""How templates find each other, and when they are compiled."""

from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid_jinja2 import IJinja2Environment

FOLDER = Path(__file__).parent / "templates"
SUFFIX = ".jinja2"


def name_from_the_top(config: Configurator) -> None:
    """Every template is named by its whole path in the folder: the frame around all pages is
    compiled once, and not again for each page that is in it."""
    config.get_jinja2_environment(SUFFIX).join_path = lambda name, parent: name


def compiled(site: Any) -> Any:
    """The site with all its templates ready: its first visitors wait no longer than the others."""
    environment = site.registry.getUtility(IJinja2Environment, name=SUFFIX)
    for path in sorted(FOLDER.rglob(f"*{SUFFIX}")):
        environment.get_template(path.relative_to(FOLDER).as_posix())
    return site
