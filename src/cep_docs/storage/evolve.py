"""Changes of the stored data from one release to the next.

A step is a function of the root; its name never changes; running it twice does no harm. STEPS only
grows: the names of the steps done are the version of the data.
"""

from collections.abc import Callable
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from cep_docs.content.site import Site

Step = Callable[[Any], None]


def waiting_units_have_an_index_of_their_own(root: Any) -> None:
    """They stood among the lines of purchase orders, under keys that began with « waiting| »."""
    site: Site = root["site"]
    orders = site.catalog["order"]
    waiting = site.catalog.setdefault("waiting", OOBTree())
    for leading in [key for key in orders if key.startswith("waiting|")]:
        where = leading.removeprefix("waiting|")
        waiting[where] = OOTreeSet(orders.pop(leading))
    for person in site.beneficiaries:
        for unit in person.engagements():
            keys = tuple(
                ("waiting", leading.removeprefix("waiting|"), entry)
                if leading.startswith("waiting|")
                else (name, leading, entry)
                for name, leading, entry in unit.catalogued
            )
            if keys != unit.catalogued:
                unit.catalogued = keys


STEPS: tuple[Step, ...] = (waiting_units_have_an_index_of_their_own,)


def pending(root: Any) -> list[str]:
    """The names of the steps these data still have to go through, in order."""
    done = root.get("evolved", ())
    return [step.__name__ for step in STEPS if step.__name__ not in done]


def evolve(root: Any, dry_run: bool = False) -> list[str]:
    """Run the pending steps and return their names; the caller commits, unless it is a dry run."""
    names = pending(root)
    if not dry_run:
        for step in STEPS:
            if step.__name__ in names:
                step(root)
        root["evolved"] = [*root.get("evolved", ()), *names]
    return names
