"""policies/discretion.yaml: what others may read, in a mailbox or over a shoulder (R-124)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section
from cep_docs.values.names import folded

PATH = "policies/discretion.yaml"
MESSAGES = {
    "invitation": ("link",),
    "code": ("code",),
    "signing": ("link",),
    "signing_reminder": ("link",),
    "signed_copy": ("link",),
}
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_SLOT = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves for the person: a subject that tells nothing, a text with slots; `sms` is the
    text where only few words can be sent, the other one when it is empty."""

    subject: str
    text: str
    sms: str = ""


@dataclass(frozen=True, slots=True)
class Discretion:
    """`personal_providers` are domains where people have mailboxes of their own, and
    `shared_mailboxes` beginnings of addresses that several people read."""

    source: str
    personal_providers: tuple[str, ...]
    invented_providers: tuple[str, ...]
    shared_mailboxes: tuple[str, ...]
    telling_words: tuple[str, ...]
    messages: Mapping[str, Message]

    def is_personal(self, domain: str) -> bool:
        return domain in self.personal_providers or domain in self.invented_providers

    def told_in(self, subject: str) -> str:
        """The first word of a subject that tells what it is about; none when it is discreet."""
        said = {folded(word) for word in re.findall(r"\w+", subject)}
        singular = said | {word.removesuffix("s") for word in said}
        return next((word for word in self.telling_words if folded(word) in singular), "")


def load_discretion(reader: Reader) -> Discretion:
    data = reader.read(PATH)
    known = ("personal_providers", "invented_providers", "shared_mailboxes", "telling_words")
    reader.only(data, ["source", *known, "messages"], [])
    for key in ("personal_providers", "invented_providers"):
        for index, domain in enumerate(reader.items(data, key)):
            if isinstance(domain, str) and not _DOMAIN.fullmatch(domain):
                sentence = f"« {domain} » n'est pas la fin d'une adresse, par exemple laposte.net."
                reader.faults.at(reader.items(data, key), index, sentence)
    found = Discretion(
        source=reader.sentence(data, "source"),
        personal_providers=reader.words(data, "personal_providers", None),
        invented_providers=reader.words(data, "invented_providers", None),
        shared_mailboxes=reader.words(data, "shared_mailboxes", None),
        telling_words=reader.words(data, "telling_words", None),
        messages=_messages(reader, reader.section(data, "messages")),
    )
    _check_subjects(reader, reader.section(data, "messages"), found)
    return found


def _messages(reader: Reader, data: Section) -> dict[str, Message]:
    reader.only(data, MESSAGES, [])
    messages = {}
    for name, slots in MESSAGES.items():
        section = reader.section(data, name)
        reader.only(section, ["subject", "text"], ["sms"])
        said = {
            key: reader.sentence(section, key)
            for key in ("subject", "text", "sms")
            if key != "sms" or key in section
        }
        for key in ("text", "sms"):
            if key in section and set(_SLOT.findall(said[key])) != set(slots):
                wanted = ", ".join(f"{{{slot}}}" for slot in slots)
                reader.faults.at(section, key, f"le texte doit porter {wanted}, et rien d'autre.")
        messages[name] = Message(**said)
    return messages


def _check_subjects(reader: Reader, data: Section, found: Discretion) -> None:
    """No subject tells that somebody is being advised (R-124)."""
    for name, message in found.messages.items():
        if word := found.told_in(message.subject):
            sentence = f"« {word} » dans l'objet d'un message en dit trop. L'écrire autrement."
            reader.faults.at(reader.section(data, name), "subject", sentence)
