"""Where what was found can be opened, by whoever found it."""

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.lifecycle.finding import Found
from cep_docs.lifecycle.recognizing import recognized
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools


def file_of(number: str, actor: Actor, tools: Tools) -> str:
    """The identifier of the person a file number is about, when he may open her file."""
    place = tools.catalog.locate(number)
    return place[0] if place is not None and opens(place[0], actor, tools) else ""


def opens(identifier: str, actor: Actor, tools: Tools) -> bool:
    person = tools.site.beneficiaries.get(identifier)
    return person is not None and decide(tools, actor, "list", Facet(person, "file")).allowed


def straight_to(text: str, found: Found, actor: Actor, tools: Tools) -> str:
    """Whose file it is when what was typed is one file number, and nothing else."""
    codes = {c for agreement in tools.rules.agreements.values() for c in agreement.file_codes}
    said = recognized(text, codes)
    exact = len(said.numbers) == 1 and not (said.rest or said.days or said.orders)
    return file_of(said.numbers[0], actor, tools) if exact and found.files else ""
