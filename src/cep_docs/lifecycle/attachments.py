"""Pieces of a person's file: added, listed, opened, set aside and taken up again, never lost.

A file is read and inspected before the transaction (`intake.taking_in`); here it is kept.
"""

from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND, Decision
from cep_docs.access.kinds import Facet, kind_of
from cep_docs.content.attachment import ASSESSMENT, KEEP, Attachment, Origin, VaultedAttachment
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.folder import Folder
from cep_docs.content.site import beneficiary_of
from cep_docs.definitions.attachments import AttachmentKind
from cep_docs.errors import Invalid, NotFound, NotPossible
from cep_docs.intake.file_names import clean_line
from cep_docs.intake.taking_in import Received
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """What is said of a piece: its kind, its title, the number of the unit it is about if any."""

    kind: str
    title: str = ""
    about: str = ""


def ready_to_attach(
    person: Beneficiary, said: NewAttachment, actor: Actor, tools: Tools
) -> Decision:
    """The right to add such a piece, or the refusal: asked before anything of the file is read."""
    kind = tools.rules.attachments.kinds.get(said.kind)
    place = "vault" if kind is not None and kind.vault else "attachment"
    right = require(tools, actor, "create", Facet(person, place))
    if kind is None:
        raise Invalid({"kind": "Cette nature de pièce n'existe pas. En choisir une de la liste."})
    if kind.refused:
        raise NotPossible(f"{kind.refused} Rien n'a été enregistré.")
    if kind.vault:
        _require_consent(person, actor, tools)
    _require_habilitation(kind, actor, tools)
    if said.about and said.about not in {unit.number for unit in person.engagements()}:
        raise Invalid({"about": "Ce numéro n'est pas celui d'une unité de cette personne."})
    return right


def attach(
    person: Beneficiary, received: Received, said: NewAttachment, actor: Actor, tools: Tools
) -> Attachment:
    """Keep a file that was taken in. The journal has its digest and its size, not its title."""
    right = ready_to_attach(person, said, actor, tools)
    in_vault = tools.rules.attachments.kinds[said.kind].vault
    title = clean_line(said.title)[:LONGEST_TITLE] or received.name.rpartition(".")[0]
    file = tools.store(received.data, received.name, received.media_type, actor.account)
    origin = Origin(received.sha256, received.size, received.removed, received.pages)
    cls = VaultedAttachment if in_vault else Attachment
    attachment = cls(said.kind, title, said.about, file, origin)
    person.attach(tools.new_id(), attachment)
    details: Details = {"kind": said.kind, "sha256": file.sha256, "size": file.size}
    if received.removed:
        details = {**details, "original_sha256": received.sha256}
    _write(attachment, "attach", actor, right, tools, details)
    return attachment


def attachments_of(person: Beneficiary, actor: Actor, tools: Tools) -> list[Attachment]:
    """The pieces this actor may know of, those set aside included, those erased left out."""
    require(tools, actor, "list", Facet(person, "attachment"))
    return [
        attachment
        for attachment in (*person.attachments, *person.vault)
        if attachment.file is not None and decide(tools, actor, "list", attachment).allowed
    ]


def find_attachment(person: Beneficiary, name: str, actor: Actor, tools: Tools) -> Attachment:
    """The piece of that name, or NotFound: there is none, or none that he may know of."""
    folders: tuple[Folder[Attachment] | Folder[VaultedAttachment], ...]
    folders = (person.attachments, person.vault)
    for folder in folders:
        if name in folder and decide(tools, actor, "list", folder[name]).allowed:
            return folder[name]
    raise NotFound(NOT_FOUND)


def open_attachment(attachment: Attachment, actor: Actor, tools: Tools) -> bytes:
    """The bytes, verified, to be taken away; written down as every reading is (R-122)."""
    right = require(tools, actor, "download", attachment)
    data = _verified(attachment)
    _write(attachment, "open_attachment", actor, right, tools, {})
    return data


def look_at_attachment(attachment: Attachment, actor: Actor, tools: Tools) -> bytes:
    """The bytes, verified, to draw a preview from them (`intake.previews`): the pages are for
    him, the file is not."""
    right = require(tools, actor, "view", attachment)
    data = _verified(attachment)
    _write(attachment, "look_at_attachment", actor, right, tools, {})
    return data


def set_attachment_aside(attachment: Attachment, motive: str, actor: Actor, tools: Tools) -> None:
    """Out of the way, with the reason why; it can be taken up again."""
    right = require(tools, actor, "set_aside", attachment)
    if attachment.set_aside_because or attachment.file is None:
        raise NotPossible("Cette pièce est déjà mise de côté. Rien n'a été changé.")
    attachment.set_aside_because = _motive(motive)
    _write(attachment, "set_attachment_aside", actor, right, tools, {"motive": motive.strip()})


def restore_attachment(attachment: Attachment, motive: str, actor: Actor, tools: Tools) -> None:
    """Back where it was."""
    right = require(tools, actor, "set_aside", attachment)
    if not attachment.set_aside_because or attachment.file is None:
        raise NotPossible("Cette pièce n'est pas mise de côté. Rien n'a été changé.")
    _motive(motive)
    attachment.set_aside_because = ""
    _write(attachment, "restore_attachment", actor, right, tools, {"motive": motive.strip()})


def empty_vault(person: Beneficiary, actor: Actor, right: Decision, tools: Tools) -> None:
    """Erase every copy she no longer agrees to; by the right to withdraw her consent."""
    if KEEP in person.agreed_scopes(ASSESSMENT, tools.hour_in(actor.structure).date()):
        return
    for attachment in person.vault:
        if attachment.file is not None:
            details = {"sha256": attachment.file.sha256}
            attachment.erase(tools.now())
            _write(attachment, "erase_attachment", actor, right, tools, details)


def _require_consent(person: Beneficiary, actor: Actor, tools: Tools) -> None:
    day = tools.hour_in(actor.structure).date()
    if KEEP not in person.agreed_scopes(ASSESSMENT, day):
        raise NotPossible(
            "La synthèse d'un bilan de compétences ne se garde qu'avec l'accord de la personne. "
            "Rien n'a été enregistré. Recueillir d'abord son accord, avec sa date et sa portée."
        )


def _require_habilitation(kind: AttachmentKind, actor: Actor, tools: Tools) -> None:
    """R-099: the results of some tests are only for those who know how to read them."""
    day = tools.hour_in(actor.structure).date()
    known = actor.account in tools.site.accounts
    may = known and tools.site.accounts[actor.account].may_use(kind.habilitation, day)
    if kind.habilitation and not may:
        raise NotPossible(
            "Cette pièce ne se verse que par un conseiller dont l'habilitation est en cours de "
            "validité. Rien n'a été enregistré. S'adresser au manager de la structure."
        )


def _motive(motive: str) -> str:
    if not motive.strip():
        raise Invalid({"motive": "Un motif est demandé : dire pourquoi, en une phrase."})
    return motive.strip()


def _verified(attachment: Attachment) -> bytes:
    if attachment.file is None:
        raise NotFound(NOT_FOUND)
    return attachment.file.read()


def _write(
    attachment: Attachment,
    what: str,
    actor: Actor,
    right: Decision,
    tools: Tools,
    details: Details,
) -> None:
    thing = f"{kind_of(attachment)} {attachment.__name__}"
    journal = beneficiary_of(attachment).journal
    write(journal, what, actor, right, tools, {"thing": thing, **details})
