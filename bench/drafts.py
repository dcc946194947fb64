"""What saving a heading costs next to a bare commit, and comparing two versions next to reading
them word by word."""

import re
from functools import partial
from pathlib import Path

from bench.build import login, reopened
from bench.engagement import ratios
from bench.timing import seconds
from cep_docs.app import Application
from cep_docs.content.deliverable import Deliverable
from cep_docs.lifecycle.drafts import save_draft, save_field
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.instance import find
from cep_docs.values.differences import text_changes
from tests.people import actor, opening, received

SAVES = 250
TEXT = "Elle coordonne une équipe de cinq personnes et souhaite changer de métier. " * 82  # 6 KB
EDITED = TEXT.replace("cinq", "six", 9).replace("changer de", "quitter son", 5)


def run(folder: Path) -> dict[str, float]:
    """Ratios: a heading saved while one types, a heading written anew."""
    _, application_of = reopened(folder)
    with find(folder).open() as house:
        application = application_of(house)
        number, identifier, course = application.write(_opened)
        where = (identifier, course, number)
        typed = [partial(_save, application, where, f"{TEXT[: 200 + i]}", i) for i in range(SAVES)]
        anew = [partial(_anew, application, where, f"{i} {TEXT[:200]}") for i in range(SAVES)]
        return {
            **ratios("a heading saved while typing", application, folder, typed),
            **ratios("a heading written anew", application, folder, anew),
            "comparing two texts of 6 KB / splitting them into words": _comparing(),
        }


def _opened(tools: Tools) -> tuple[str, str, str]:
    person = received(tools, login(0), birth_name="Brouillon", birth_date="1959-02-02")
    said = opening(tools, "UO1", login(0), given=Given(referent=login(0)))
    unit = engage(person, said, actor(tools, login(0)), tools)
    save_draft(unit.deliverable, actor(tools, login(0)), {"situation": TEXT}, tools)
    return unit.number, person.identifier, str(unit.__parent__.__name__)


def _deliverable(tools: Tools, where: tuple[str, str, str]) -> Deliverable:
    identifier, course, number = where
    deliverable = tools.site.beneficiaries[identifier][course][number].deliverable
    assert deliverable is not None
    return deliverable


def _save(application: Application, where: tuple[str, str, str], text: str, seen: int) -> None:
    def work(tools: Tools) -> object:
        who = actor(tools, login(0))
        return save_field(_deliverable(tools, where), who, "request", text, seen, tools)

    application.write(work)


def _anew(application: Application, where: tuple[str, str, str], text: str) -> None:
    def work(tools: Tools) -> None:
        save_draft(_deliverable(tools, where), actor(tools, login(0)), {"need": text}, tools)

    application.write(work)


def _comparing() -> float:
    ours = min(seconds(lambda: text_changes(TEXT, EDITED)) for _ in range(10))
    bare = min(
        seconds(lambda: [re.findall(r"\w+|\W", text) for text in (TEXT, EDITED)])
        for _ in range(10)
    )
    return ours / bare
