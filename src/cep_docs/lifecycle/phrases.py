"""Shared phrases: kept by the advisers of a place, filled from a file, put in drafts (R-060)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.operator import Structure
from cep_docs.content.phrase import Phrase
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.definitions.kinds import STORED_FORMS, same_words
from cep_docs.definitions.plain_words import Hint
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.comments import spoken_name
from cep_docs.lifecycle.drafts import save_field
from cep_docs.lifecycle.papers import facts_of
from cep_docs.lifecycle.record import write
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values import markup
from cep_docs.values.names import folded

LONGEST_TITLE, LONGEST = 120, 5_000
# What may stand in a phrase, and the fact of templates/facts.yaml that fills it.
FIRST_NAME = "prénom"
SLOTS: Mapping[str, str] = {
    FIRST_NAME: "",
    "nom et prénom": "beneficiary_name",
    "référent": "referent_name",
    "contact du référent": "referent_contact",
    "lieu d'accueil": "structure_name",
    "adresse du lieu d'accueil": "structure_address",
    "opérateur": "operator_name",
    "région": "region",
    "unité": "unit",
    "numéro de dossier": "file_number",
    "date de début": "opened_on",
    "date limite": "due_on",
    "date du jour": "written_on",
    "nombre d'entretiens": "meetings",
    "contact du médiateur": "mediator_contact",
}
_SLOT = re.compile(r"\{([^{}\n]*)\}")
NO_PLACE = (
    "Les extraits sont ceux d'un lieu d'accueil, et votre compte n'en a pas. Rien n'a été "
    "modifié. Demander à l'administrateur de rattacher le compte à un lieu."
)
STALE = (
    "Un collègue a modifié cet extrait entre-temps. Rien n'a été enregistré : comparer avec son "
    "texte, dans la liste, puis modifier l'extrait de nouveau."
)


@dataclass(frozen=True, slots=True)
class Listed:
    name: str
    title: str
    text: str
    author: str
    at: datetime
    revision: int
    aside: bool
    hints: Sequence[Hint]


@dataclass(frozen=True, slots=True)
class Ready:
    """A phrase with its slots filled from one file; `lacking` are those nothing is known for."""

    name: str
    title: str
    text: str
    lacking: Sequence[str]


def place_of(actor: Actor, tools: Tools) -> Structure:
    """The place whose phrases he shares."""
    place = tools.site.structures.get(actor.structure)
    if place is None:
        raise NotPossible(NO_PLACE)
    return place


def phrases_of(place: Structure, actor: Actor, tools: Tools, asked: str = "") -> list[Listed]:
    """Those that have all the words that are asked for, by title; those set aside come last."""
    require(tools, actor, "list", Facet(place, "phrase"))
    zone = tools.hour_in(actor.structure).tzinfo
    found = [phrase for phrase in place.phrases if _has(phrase, asked)]
    found.sort(key=lambda phrase: (phrase.aside, folded(phrase.title)))
    return [
        Listed(
            name=phrase.__name__,
            title=phrase.title,
            text=phrase.text,
            author=spoken_name(phrase.author, tools),
            at=phrase.at.astimezone(zone),
            revision=phrase.revision,
            aside=phrase.aside,
            hints=tools.rules.plain_words.hints(_SLOT.sub("…", phrase.text)),
        )
        for phrase in found
    ]


def share_phrase(place: Structure, title: str, text: str, actor: Actor, tools: Tools) -> Phrase:
    right = require(tools, actor, "create", Facet(place, "phrase"))
    phrase = Phrase(*_checked(title, text), actor.account, tools.now())
    place.share(tools.new_id(), phrase)
    details = {"thing": f"phrase {phrase.__name__}"}
    write(tools.site.journal, "share_phrase", actor, right, tools, details)
    return phrase


def edit_phrase(
    phrase: Phrase, said: tuple[str, str], seen: int, actor: Actor, tools: Tools
) -> None:
    """`said`: title and text; `seen`: the revision that was read. What stood there is kept."""
    right = require(tools, actor, "edit", phrase)
    title, text = _checked(*said)
    if seen != phrase.revision:
        raise NotPossible(STALE)
    if (title, text) == (phrase.title, phrase.text):
        return
    phrase.write(title, text, actor.account, tools.now())
    details = {"thing": f"phrase {phrase.__name__}"}
    write(tools.site.journal, "edit_phrase", actor, right, tools, details)


def set_phrase_aside(phrase: Phrase, aside: bool, actor: Actor, tools: Tools) -> None:
    """Out of the way of those who write, or back; documents keep what was put into them."""
    right = require(tools, actor, "edit", phrase)
    if phrase.aside == aside:
        return
    phrase.aside = aside
    what = "set_phrase_aside" if aside else "take_up_phrase"
    write(tools.site.journal, what, actor, right, tools, {"thing": f"phrase {phrase.__name__}"})


def ready_phrases(deliverable: Deliverable, asked: str, actor: Actor, tools: Tools) -> list[Ready]:
    """Those of the actor's place, filled for this file; none for who shares none."""
    require(tools, actor, "edit", deliverable)
    place = tools.site.structures.get(actor.structure)
    if place is None or not decide(tools, actor, "list", Facet(place, "phrase")).allowed:
        return []
    facts = _known(deliverable, tools)
    found = [phrase for phrase in place.phrases if not phrase.aside and _has(phrase, asked)]
    found.sort(key=lambda phrase: folded(phrase.title))
    return [_ready(phrase, facts) for phrase in found]


def add_phrase(
    deliverable: Deliverable, field: str, name: str, actor: Actor, tools: Tools
) -> None:
    """After what stands in the heading, which stays as it is."""
    ready = {phrase.name: phrase for phrase in ready_phrases(deliverable, "", actor, tools)}
    if name not in ready:
        raise NotPossible("Cet extrait n'existe plus. Rien n'a été modifié ; en choisir un autre.")
    heading = deliverable.heading(field)
    if not isinstance(heading.value, str):
        raise Invalid({"field": "Un extrait s'ajoute à un texte. Choisir une autre rubrique."})
    text = "\n\n".join(filter(None, [heading.value, ready[name].text]))
    save_field(deliverable, actor, field, text, heading.revision, tools)


def slots_in(text: str) -> list[str]:
    return _SLOT.findall(text)


def _checked(title: str, text: str) -> tuple[str, str]:
    faults: dict[str, str] = {}
    said = {}
    for name, value, form, longest in (
        ("title", title, "text", LONGEST_TITLE),
        ("text", text, "rich_text", LONGEST),
    ):
        try:
            said[name] = STORED_FORMS[form](value).strip()
        except ValueError as error:
            faults[name] = str(error)
            continue
        if not said[name]:
            faults[name] = "Ce champ est vide. Le remplir."
        elif len(said[name]) > longest:
            faults[name] = f"C'est trop long : au plus {longest} signes. L'abréger."
    if unknown := [slot for slot in slots_in(text) if _slot(slot) is None]:
        named = ", ".join(f"{{{slot}}}" for slot in unknown)
        faults["text"] = (
            f"Ces mots entre accolades ne sont pas connus : {named}. Choisir parmi ceux de la "
            "liste, ou enlever les accolades."
        )
    if faults:
        raise Invalid(faults)
    return said["title"], said["text"]


def _slot(written: str) -> str | None:
    return next((slot for slot in SLOTS if same_words(slot, written)), None)


def _has(phrase: Phrase, asked: str) -> bool:
    said = folded(f"{phrase.title} {phrase.text}")
    return all(folded(word) in said for word in asked.split())


def _known(deliverable: Deliverable, tools: Tools) -> dict[str, str]:
    facts = facts_of(deliverable, tools)
    first = beneficiary_of(engagement_of(deliverable)).sheet.get("first_name", "")
    known = {slot: facts.get(name, "") for slot, name in SLOTS.items()}
    return {**known, FIRST_NAME: first}


def _ready(phrase: Phrase, facts: Mapping[str, str]) -> Ready:
    lacking: dict[str, None] = {}

    def filled(found: re.Match[str]) -> str:
        slot = _slot(found[1]) or found[1]
        if facts.get(slot):
            said = markup.tidy([markup.Run(" ".join(facts[slot].split()))])
            return markup.write([markup.Paragraph((said,))])
        lacking[slot] = None
        return f"[{slot} à compléter]"

    text = _SLOT.sub(filled, phrase.text)
    return Ready(phrase.__name__, phrase.title, text, list(lacking))
