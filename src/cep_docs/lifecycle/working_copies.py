"""Working copies: a draft taken out as a Word file, and brought back heading by heading (R-054).

Reading a file takes a while and is done before the transaction: what comes here is a `Reading`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form_field import Value
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, save_field
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.word import CopyOf, Reading, write_docx

UNCHANGED, CHANGED, CONFLICT, UNREADABLE = "unchanged", "changed", "conflict", "unreadable"

NOT_EDITABLE = (
    "Ce livrable n'est plus modifiable : une copie de travail n'y servirait à rien. Rien n'a été "
    "modifié ; le reprendre en brouillon d'abord."
)
ANOTHER = (
    "Cette copie de travail est celle d'un autre document. Rien n'a été modifié. Vérifier le "
    "numéro de dossier et le document."
)
OLDER = (
    "Depuis cette copie de travail, une version de ce document a été figée. Rien n'a été modifié. "
    "Demander une nouvelle copie de travail et y reporter le texte."
)


@dataclass(frozen=True, slots=True)
class CopyChange:
    """What the copy says of one heading. `draft` is what stands there now, `copy` what the copy
    wants; in conflict, somebody wrote there since the copy was made. `because`: why it cannot be
    read."""

    name: str
    label: str
    what: str
    draft: Value
    copy: Value
    because: str = ""


def copy_out(deliverable: Deliverable, actor: Actor, tools: Tools) -> bytes:
    """The draft as a Word file; that it left the house is journaled."""
    engagement = engagement_of(deliverable)
    require(tools, actor, "edit", deliverable)
    right = require(tools, actor, "download", deliverable)
    agreement = tools.agreement_of(engagement)
    if not agreement.workflow_of(deliverable.kind).states[deliverable.state].editable:
        raise NotPossible(NOT_EDITABLE)
    form = agreement.forms[deliverable.kind]
    copy = CopyOf(
        document=_name(deliverable),
        form=form.name,
        edition=form.edition,
        version=len(deliverable),
        revisions={of.name: deliverable.heading(of.name).revision for of in form.fields()},
    )
    data = write_docx(document_of(deliverable, None, tools), copy)
    record(engagement, "copy_out", actor, right, tools, {"deliverable": deliverable.kind})
    return data


def compare_copy(deliverable: Deliverable, reading: Reading, tools: Tools) -> list[CopyChange]:
    """Each heading of the copy. Whoever opens the file asks for the right to read."""
    if reading.copy.document != _name(deliverable):
        raise NotPossible(ANOTHER)
    if reading.copy.version != len(deliverable):
        raise NotPossible(OLDER)
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    labels = {of.name: of.label for of in form.fields()}
    return [_change(deliverable, name, labels[name], reading) for name in reading.copy.revisions]


def bring_back(
    deliverable: Deliverable,
    actor: Actor,
    reading: Reading,
    chosen: Collection[str],
    tools: Tools,
) -> Mapping[str, Saved | Conflict]:
    """Write the chosen headings into the draft; the others stay as they are. Where somebody wrote
    since, his text stands and the one of the copy is kept beside it."""
    right = require(tools, actor, "edit", deliverable)
    wanted = [
        change
        for change in compare_copy(deliverable, reading, tools)
        if change.name in chosen and change.what != UNCHANGED
    ]
    for change in wanted:
        if change.what == UNREADABLE:
            raise NotPossible(f"{change.because} Rien n'a été modifié.")
    seen = reading.copy.revisions
    brought = {
        change.name: save_field(
            deliverable, actor, change.name, change.copy, seen[change.name], tools
        )
        for change in wanted
    }
    if brought:
        details = {"deliverable": deliverable.kind, "fields": ",".join(sorted(brought))}
        record(engagement_of(deliverable), "copy_in", actor, right, tools, details)
    return brought


def _change(deliverable: Deliverable, name: str, label: str, reading: Reading) -> CopyChange:
    heading = deliverable.heading(name)
    if name not in reading.content:
        because = reading.unreadable.get(name, "")
        return CopyChange(name, label, UNREADABLE, heading.value, "", because)
    copy = reading.content[name]
    same = name in reading.untouched or (copy or "") == (heading.value or "")
    moved = heading.revision != reading.copy.revisions[name]
    what = UNCHANGED if same else CONFLICT if moved else CHANGED
    return CopyChange(name, label, what, heading.value, copy)


def _name(deliverable: Deliverable) -> str:
    """Among all those of the house."""
    return f"{engagement_of(deliverable).number}/{deliverable.__name__}"
