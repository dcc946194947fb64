"""Handing many files over at once, with one note: what will happen is shown before (R-035)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.site import course_of
from cep_docs.errors import CepDocsError, Invalid, NotPossible
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.referents import reassign
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.risks import is_active_adviser
from cep_docs.lifecycle.team import FileAtRisk, line_of
from cep_docs.lifecycle.tools import Tools

# More are done in several times: one transaction holds the courses of all of them.
MOST = 200
# Advisers that one may choose among, on one page.
SHOWN = 100
CHANGED = (
    "Un dossier a changé entre-temps : rien n'a été réattribué. Relire la liste ci-dessous, "
    "puis confirmer de nouveau."
)


@dataclass(frozen=True, slots=True)
class Successor:
    """An adviser who may take files, with what she follows already."""

    login: str
    name: str
    structure: str
    running: int


@dataclass(frozen=True, slots=True)
class Passing:
    """One file that would pass to somebody; `refusal` says why it would not."""

    file: FileAtRisk
    to: str
    refusal: str


def successors(structure: str, but: str, tools: Tools) -> list[Successor]:
    """Those of one place, by name, but the one who leaves; a place is only a habit: any adviser
    may follow anybody. Without a place, those of all of them."""
    there = (a for a in tools.site.accounts if structure in ("", a.structure) and a.login != but)
    logins = islice((a.login for a in there if is_active_adviser(a.login, tools)), SHOWN)
    return sorted(with_their_loads(logins, tools), key=lambda one: one.name)


def with_their_loads(logins: Iterable[str], tools: Tools) -> list[Successor]:
    known = (tools.site.accounts[login] for login in logins if login in tools.site.accounts)
    return [Successor(a.login, a.full_name, a.structure, _load(a.login, tools)) for a in known]


def files_of(login: str, actor: Actor, tools: Tools) -> list[FileAtRisk]:
    """The running files of an adviser that this actor may list, the most urgent first."""
    numbers = (number for _, number in tools.catalog.caseload(login))
    lines = (line_of(engagement_numbered(number, tools), actor, tools) for number in numbers)
    return list(islice((line for line in lines if line is not None), MOST))


def planned(
    numbers: Sequence[str], to: Sequence[str], actor: Actor, tools: Tools
) -> list[Passing]:
    """Each file with who would take it: whoever has least, as the files go round.

    Units of one course stay together: a course has one referent."""
    if messages := _faults(numbers, to, tools):
        raise Invalid(messages)
    loads = {login: _load(login, tools) for login in to}
    chosen: dict[str, str] = {}
    plan = []
    for number in numbers:
        engagement, line = _seen(number, actor, tools)
        course = course_of(engagement).__name__
        if course not in chosen:
            chosen[course] = min(to, key=lambda login: loads[login])
        login = chosen[course]
        refusal = _refusal(engagement, login, actor, tools)
        loads[login] += not refusal
        plan.append(Passing(line, login, refusal))
    return plan


def carried_out(
    chosen: Mapping[str, str], note: str, actor: Actor, tools: Tools
) -> tuple[datetime, datetime]:
    """Every file to whoever was chosen for it, or none of them; from when to when it was done.

    The note is the motive of each change: the successor reads it in the file."""
    if not note.strip():
        raise Invalid({"note": "Écrire la note de passation : elle est lue dans chaque dossier."})
    if messages := _faults(list(chosen), list(chosen.values()), tools):
        raise Invalid(messages)
    since = tools.now()
    done: dict[Course, str] = {}
    for number, login in chosen.items():
        engagement, _ = _seen(number, actor, tools)
        course = course_of(engagement)
        if done.get(course) == login:
            continue
        if course in done or _refusal(engagement, login, actor, tools):
            raise NotPossible(CHANGED)
        reassign(course, login, note, actor, tools)
        done[course] = login
    return since, tools.now()


def passed_on(
    since: datetime, until: datetime, logins: Iterable[str], actor: Actor, tools: Tools
) -> list[tuple[FileAtRisk, str]]:
    """The files that this actor gave to these people between two instants, each with who had
    them before; only while they still have them."""
    found = []
    for login in logins:
        for _, number in islice(tools.catalog.caseload(login), MOST * 2):
            engagement = engagement_numbered(number, tools)
            starts = course_of(engagement).starts
            last = starts[-1]
            if last["given_by"] == actor.account and since <= last["since"] <= until:
                line = line_of(engagement, actor, tools)
                if line is not None:
                    found.append((line, starts[-2]["account"] if len(starts) > 1 else ""))
    return found


def _faults(numbers: Sequence[str], to: Sequence[str], tools: Tools) -> dict[str, str]:
    messages = {}
    if not numbers:
        messages["n"] = "Aucun dossier n'est coché. Cocher ceux qui changent de référent."
    elif len(numbers) > MOST:
        messages["n"] = f"{MOST} dossiers au plus à la fois. En décocher, puis recommencer."
    if not to or not all(is_active_adviser(login, tools) for login in to):
        messages["a"] = "Choisir qui reprend ces dossiers, parmi les conseillers en activité."
    return messages


def _seen(number: str, actor: Actor, tools: Tools) -> tuple[Engagement, FileAtRisk]:
    """What he may not list is as unknown as a number that does not exist."""
    try:
        engagement = engagement_numbered(number, tools)
        line = line_of(engagement, actor, tools)
    except CepDocsError:
        line = None
    if line is None:
        raise Invalid({"n": "Un de ces dossiers n'existe pas. Recommencer depuis la liste."})
    return engagement, line


def _refusal(engagement: Engagement, login: str, actor: Actor, tools: Tools) -> str:
    course = course_of(engagement)
    if course.referent == login:
        return "Cette personne en est déjà le référent."
    if not tools.agreement_of(engagement).engagement.states[engagement.state].open:
        return "Cette unité n'est plus en cours."
    if not decide(tools, actor, "reassign", course).allowed:
        return "Ce parcours relève d'une autre structure : son manager peut le réattribuer."
    return ""


def _load(login: str, tools: Tools) -> int:
    return sum(1 for _ in tools.catalog.caseload(login))
