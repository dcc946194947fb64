"""Who follows the person: the referent, his deputies, the experts he calls in."""

from collections.abc import Iterable
from datetime import date, datetime

from cep_docs.access.actor import Actor
from cep_docs.access.decide import Decision
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course
from cep_docs.content.facts import Deputy, Grant, ReferentStart
from cep_docs.content.site import course_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.tools import Tools


def reassign(course: Course, account: str, because: str, actor: Actor, tools: Tools) -> None:
    """From now on another adviser is the referent (R-035)."""
    right = require(tools, actor, "reassign", course)
    if course.referent == account:
        raise NotPossible("Cette personne est déjà le référent. Rien n'a été changé.")
    _start(course, account, because, actor, right, tools)


def add_deputy(
    course: Course, account: str, since: date, until: date, actor: Actor, tools: Tools
) -> None:
    """Somebody stands in for the referent between two days, who stays the referent."""
    right = require(tools, actor, "add_deputy", course)
    _require_adviser(account, tools)
    if until < since:
        raise Invalid({"until": "La fin du remplacement précède son début. Corriger les dates."})
    deputy: Deputy = {
        "account": account,
        "since": since,
        "until": until,
        "given_by": actor.account,
    }
    course.deputies = (*course.deputies, deputy)
    details = {"deputy": account, "since": since.isoformat(), "until": until.isoformat()}
    record(course, "add_deputy", actor, right, tools, details)


def grant_expert(
    person: Beneficiary, account: str, until: datetime, because: str, actor: Actor, tools: Tools
) -> None:
    """An expert may read until an instant, then no more; the referent stays (R-037)."""
    right = require(tools, actor, "grant_expert", Facet(person, "file"))
    if account not in tools.site.accounts:
        raise Invalid({"account": "Ce compte n'existe pas. Choisir un compte de la liste."})
    if until <= tools.now():
        raise Invalid({"until": "La fin de l'accès doit être dans l'avenir. Corriger la date."})
    if not because.strip():
        raise Invalid({"because": "Un motif est nécessaire pour ouvrir le dossier à un expert."})
    grant: Grant = {
        "kind": "expert",
        "account": account,
        "since": tools.now(),
        "until": until,
        "because": because,
        "given_by": actor.account,
    }
    person.grants = (*person.grants, grant)
    details = {"expert": account, "until": until.isoformat(), "because": because}
    record(person, "grant_expert", actor, right, tools, details)


def hand_over_caseload(
    numbers: Iterable[str], account: str, note: str, actor: Actor, right: Decision, tools: Tools
) -> int:
    """Another adviser takes every course of these files, with one handover note (R-035).

    Somebody leaves: whoever closes his account hands his files over, by that right, and the
    manager of each structure is told.
    """
    moved = 0
    for number in numbers:
        engagement = engagement_numbered(number, tools)
        course = course_of(engagement)
        if course.referent != account:
            _start(course, account, note, actor, right, tools)
            tell_about(engagement, "manager", "referent_left", tools)
            moved += 1
    return moved


def referent_now(person: Beneficiary) -> str:
    """The referent of the latest course."""
    courses = list(person)
    return courses[-1].referent if courses else ""


def _start(
    course: Course, account: str, because: str, actor: Actor, right: Decision, tools: Tools
) -> None:
    _require_adviser(account, tools)
    if not because.strip():
        raise Invalid({"because": "Un motif est nécessaire pour changer de référent."})
    start: ReferentStart = {
        "since": tools.now(),
        "account": account,
        "because": because,
        "given_by": actor.account,
    }
    course.starts = (*course.starts, start)
    details = {"referent": account, "because": because}
    record(course, "reassign", actor, right, tools, details)


def _require_adviser(account: str, tools: Tools) -> None:
    accounts = tools.site.accounts
    known = account in accounts and "adviser" in accounts[account].roles
    if not known or accounts[account].disabled_on is not None:
        raise Invalid(
            {"account": "Le référent doit être un conseiller en activité. En choisir un autre."}
        )
