"""policies/<agreement>/mentions.yaml: what every document says besides what people wrote in it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section

# Without this one no document leaves the house, and it has to say how to reach him.
MEDIATOR = "mediator"
MEDIATOR_CONTACT = "mediator_contact"
_SLOT = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Mention:
    """`text` has the tiny markup of texts, and `{fact}` where a fact of the document stands;
    `contact`: how to reach the mediator, in the mention that is his."""

    name: str
    label: str
    text: str
    source: str
    contact: str = ""


def load_facts(reader: Reader) -> dict[str, str]:
    """templates/facts.yaml: what the program knows of a document, each with its French label."""
    data = reader.read("templates/facts.yaml")
    return {name: reader.sentence(data, name) for name in data}


def load_mentions(reader: Reader, agreement: str, facts: Collection[str]) -> dict[str, Mention]:
    data = reader.read(f"policies/{agreement}/mentions.yaml")
    mentions = {}
    for name, section in reader.sections(data):
        reader.only(section, ["label", "text", "source"], ["contact"])
        mentions[name] = Mention(
            name=name,
            label=reader.sentence(section, "label"),
            text=read_text_with_slots(reader, section, "text", facts),
            source=reader.sentence(section, "source"),
            contact=reader.sentence(section, "contact"),
        )
    if MEDIATOR not in mentions:
        reader.faults.at(data, None, f"la mention « {MEDIATOR} » (médiateur) manque.")
    elif not mentions[MEDIATOR].contact:
        sentence = "« contact » manque : où la personne s'adresse-t-elle au médiateur ?"
        reader.faults.at(reader.section(data, MEDIATOR), None, sentence)
    elif MEDIATOR_CONTACT not in slots_of(mentions[MEDIATOR].text):
        sentence = f"le texte doit dire comment le joindre : « {{{MEDIATOR_CONTACT}}} » manque."
        reader.faults.at(reader.section(data, MEDIATOR), "text", sentence)
    return mentions


def read_text_with_slots(
    reader: Reader, section: Section, key: str, facts: Collection[str]
) -> str:
    text = reader.sentence(section, key).strip()
    for name in slots_of(text):
        if name not in facts:
            sentence = f"« {{{name}}} » n'est pas une donnée de templates/facts.yaml."
            reader.faults.at(section, key, sentence)
    return text


def slots_of(text: str) -> list[str]:
    """The facts that stand in it."""
    return _SLOT.findall(text)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts; a fact that is not known leaves three dots one can see."""
    return _SLOT.sub(lambda found: facts.get(found[1], "") or "…", text)
