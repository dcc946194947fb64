"""Changes of the stored data from one release to the next.

A step is a function of the root; its name never changes; running it twice does no harm. STEPS only
grows: the names of the steps done are the version of the data.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.outbox import Notice
from cep_docs.content.site import Site, course_of
from cep_docs.storage.changes import new_changes
from cep_docs.values.names import folded

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


def drafts_are_kept_heading_by_heading(root: Any) -> None:
    """A draft was one dictionary: two advisers in two headings wrote over each other's record.
    Who wrote each text, and when, was not kept then."""
    for person in root["site"].beneficiaries:
        for unit in person.engagements():
            for deliverable in unit:
                deliverable._p_activate()
                stored = vars(deliverable)
                if "draft" in stored:
                    deliverable.headings = None
                    for name, value in stored.pop("draft").items():
                        deliverable.heading_to_write(name).write(value, "", None, keep=True)


def people_are_found_through_those_who_may_know_them(root: Any) -> None:
    """By the accounts named in their files, by the places that received them, and those who have
    no unit yet: what a search looks at is drawn from there."""
    site: Site = root["site"]
    names = ("involved", "place", "arrived")
    trees = {name: site.catalog.setdefault(name, OOBTree()) for name in names}
    for person in site.beneficiaries:
        new = _known_then(person)
        for name, leading, entry in new:
            trees[name].setdefault(leading, OOTreeSet()).insert(entry)
        rest = [key for key in person.catalogued if key[0] not in (*names, "unmet")]
        unmet = [key for key in person.catalogued if key[0] == "unmet"]
        keys = (*rest, *new, *unmet)
        if keys != person.catalogued:
            person.catalogued = keys


def _known_then(person: Beneficiary) -> list[tuple[str, str, str]]:
    known = {grant["account"] for grant in person.grants}
    known |= {mandate["third_party"] for mandate in person.mandates}
    known |= {start["account"] for course in person for start in course.starts}
    known |= {deputy["account"] for course in person for deputy in course.deputies}
    known |= {unit.opened_by for unit in person.engagements()}
    places = {unit.structure for unit in person.engagements()}
    shard = sha256(person.identifier.encode()).hexdigest()[0]
    return [
        *(("involved", account, person.identifier) for account in sorted(known - {""})),
        *(("place", f"{place}|{shard}", person.identifier) for place in sorted(places)),
        *([] if person.engagements() else [("arrived", shard, person.identifier)]),
    ]


def what_is_to_index_is_kept(root: Any) -> None:
    """Nothing waits: what these data hold is taken in when the index is drawn."""
    if root["site"].to_index is None:
        root["site"].to_index = new_changes()


def lists_and_appointments_have_indexes(root: Any) -> None:
    """Units are listed by place and by adviser; documents that wait, appointments, notices and
    calendars are found through keys of their own. Of these, only units, documents and notices
    existed then."""
    site: Site = root["site"]
    for name in ("listed", "followed", "document", "appointment", "notice", "calendar"):
        site.catalog.setdefault(name, OOBTree())
    for person in site.beneficiaries:
        for unit in person.engagements():
            new = _listed_then(unit, person)
            rest = tuple(key for key in unit.catalogued if key[0] not in _LISTED_THEN)
            _enter(site.catalog, new)
            if (*rest, *new) != unit.catalogued:
                unit.catalogued = (*rest, *new)
    for notice in site.outbox:
        keys = _noticed_then(notice)
        _enter(site.catalog, keys)
        if keys != notice.catalogued:
            notice.catalogued = keys


_LISTED_THEN = ("listed", "followed", "document")
_WAITED_THEN = {"proposed": "adviser", "signed_by_adviser": "beneficiary"}


def _enter(catalog: Any, keys: tuple[tuple[str, str, str], ...]) -> None:
    for name, leading, entry in keys:
        catalog[name].setdefault(leading, OOTreeSet()).insert(entry)


def _listed_then(unit: Engagement, person: Beneficiary) -> tuple[tuple[str, str, str], ...]:
    runs = any(name == "running" for name, _, _ in unit.catalogued)
    due = unit.due_on.isoformat() if unit.due_on else "9999-12-31"
    sheet = person.sheet
    last, first = sheet.get("usual_name") or sheet.get("birth_name", ""), sheet.get("first_name")
    name = f"{folded(last)} {folded(first or '')}".strip()
    course = course_of(unit)
    status = person.status_on(unit.opened_on)
    said = ("0" if runs else "1", due, unit.number, unit.unit, unit.state, course.referent)
    line = "|".join((*said, status, name))
    known = {course.referent, *(deputy["account"] for deputy in course.deputies)}
    followers = sorted(known - {""})
    where = f"{unit.structure}|{sha256(unit.number.encode()).hexdigest()[0]}"
    waiting = (
        ("document", account, f"{waits}|{since or due}|{unit.number}|{document.__name__}")
        for document in (unit if runs else ())
        for waits, since in (_document_waited_then(document),)
        if waits
        for account in followers
    )
    return (
        ("listed", where, line),
        *(("followed", account, line) for account in followers),
        *waiting,
    )


def _document_waited_then(document: Deliverable) -> tuple[str, str]:
    version = document.current
    if document.state == "draft":
        return "draft", ""
    if document.state not in _WAITED_THEN or version is None or version.withdrawn_because:
        return "", ""
    return _WAITED_THEN[document.state], version.frozen_at.date().isoformat()


def _noticed_then(notice: Notice) -> tuple[tuple[str, str, str], ...]:
    if notice.done_at is not None or notice.about == "deadline_near":
        return ()
    name = notice.__name__
    where = f"{notice.role}|{notice.structure}|{sha256(name.encode()).hexdigest()[0]}"
    ago = 9_999_999_999 - int(notice.at.timestamp())
    return (("notice", where, f"{ago:010d}|{name}"),)


def contacts_of_a_day_have_an_index(root: Any) -> None:
    """Who stayed without a name is found by place and day, to be given one the same day."""
    site: Site = root["site"]
    site.catalog.setdefault("contact", OOBTree())
    for contact in site.contacts:
        ago = 9_999_999_999 - int(contact.at.timestamp())
        where = f"{contact.structure}|{contact.on.isoformat()}"
        key = ("contact", where, f"{ago:010d}|{contact.__name__}")
        keys = () if contact.became else (key,)
        _enter(site.catalog, keys)
        if keys != contact.catalogued:
            contact.catalogued = keys


STEPS: tuple[Step, ...] = (
    waiting_units_have_an_index_of_their_own,
    people_not_met_yet_have_an_index,
    drafts_are_kept_heading_by_heading,
    people_are_found_through_those_who_may_know_them,
    what_is_to_index_is_kept,
    lists_and_appointments_have_indexes,
    contacts_of_a_day_have_an_index,
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
