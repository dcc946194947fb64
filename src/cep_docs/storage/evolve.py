"""Changes of the stored data from one release to the next.

A step is a function of the root; its name never changes; running it twice does no harm. STEPS only
grows: the names of the steps done are the version of the data.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from cep_docs.content.beneficiary import Beneficiary
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


def people_not_met_yet_have_an_index(root: Any) -> None:
    """Those who asked and whom nobody met are found by the night without a look at everybody.

    Of the data of that time: every unit but one accompanies, and every accompaniment has a
    deliverable."""
    site: Site = root["site"]
    unmet = site.catalog.setdefault("unmet", OOBTree())
    for person in site.beneficiaries:
        rest = tuple(key for key in person.catalogued if key[0] != "unmet")
        waits = _waited_then(person)
        for _, leading, entry in waits:
            unmet.setdefault(leading, OOTreeSet()).insert(entry)
        if (*rest, *waits) != person.catalogued:
            person.catalogued = (*rest, *waits)


def _waited_then(person: Beneficiary) -> tuple[tuple[str, str, str], ...]:
    real = [unit for unit in person.engagements() if unit.state != "cancelled"]
    accompaniments = [unit for unit in real if len(unit)]
    promised = [u.opened_on for u in real if u.sheet.get("orientation") == "CEP_INT"]
    demanded = any(demand["unit"] != "UO0" for demand in person.demands)
    met = any(said["synchronous"] for unit in accompaniments for said in unit.interactions)
    if met or any(u.closings for u in accompaniments) or not (promised or demanded):
        return ()
    asked = min([*promised, *(demand["on"] for demand in person.demands)])
    shard = sha256(person.identifier.encode()).hexdigest()[0]
    where = f"{real[-1].structure if real else ''}|{shard}"
    return (("unmet", where, f"{asked.isoformat()}|{person.identifier}"),)


STEPS: tuple[Step, ...] = (
    waiting_units_have_an_index_of_their_own,
    people_not_met_yet_have_an_index,
)


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
