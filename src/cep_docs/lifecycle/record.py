"""After the work: one line in the journal, and the catalog brought up to date."""

from collections.abc import Mapping

from cep_docs.access.actor import Actor
from cep_docs.access.decide import Decision
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.site import beneficiary_of
from cep_docs.journal import Entry, Journal
from cep_docs.lifecycle.tools import Tools

Details = Mapping[str, str | int | bool]


def record(
    node: Beneficiary | Course | Engagement,
    what: str,
    actor: Actor,
    right: Decision,
    tools: Tools,
    details: Details | None = None,
) -> None:
    """Write a line about a beneficiary's file, and keep the indexes of what was touched.

    Those of a unit are kept when everything has settled: states passed through in between would
    be put into the catalog and taken out again, where other writers meet."""
    person = beneficiary_of(node)
    if isinstance(node, Engagement):
        thing = f"engagement {node.number}"
    elif isinstance(node, Course):
        tools.catalog.keep_course(node)
        thing = f"course {node.__name__}"
    else:
        tools.catalog.keep_person(node)
        thing = f"beneficiary {person.identifier}"
    write(person.journal, what, actor, right, tools, {"thing": thing, **(details or {})})


def write(
    journal: Journal, what: str, actor: Actor, right: Decision, tools: Tools, details: Details
) -> None:
    rest = dict(details)
    journal.record(
        Entry(
            what=what,
            who=actor.account,
            role=",".join(sorted(actor.roles)),
            at=tools.now(),
            object=str(rest.pop("thing", "")),
            rule=right.rule,
            details=rest,
        )
    )
