"""Changes of the stored data from one release to the next.

A step is a function of the root; its name never changes; running it twice does no harm. STEPS only
grows: the names of the steps done are the version of the data.
"""

from collections.abc import Callable
from typing import Any

from BTrees.OOBTree import OOBTree

Step = Callable[[Any], None]


def keep_numbers_apart(root: Any) -> None:
    """Counters live beside the site, so that taking a number touches nothing of it."""
    if "numbers" not in root:
        root["numbers"] = OOBTree()


STEPS: tuple[Step, ...] = (keep_numbers_apart,)


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
