"""Icons, from the package that draws them."""

from functools import cache
from typing import Any

from heroicons import IconDoesNotExist
from heroicons.jinja import heroicon_mini
from markupsafe import Markup


@cache
def icon(name: str, title: str = "") -> Markup:
    """Beside a word, an icon is decoration; alone, it has a title that is read aloud."""
    try:
        drawn: Any = heroicon_mini(name, size=None, **{"class": "i"})
    except IconDoesNotExist as error:
        raise LookupError(name) from error
    if not title:
        return Markup(drawn)  # noqa: S704 - drawn by the package
    return Markup('<span role="img" aria-label="{}">{}</span>').format(title, Markup(drawn))  # noqa: S704
