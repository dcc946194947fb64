"""Writing the draft of a deliverable."""

from collections.abc import Mapping

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


def save_draft(
    deliverable: Deliverable, actor: Actor, content: Mapping[str, object], tools: Tools
) -> None:
    """Add these fields to the draft; the others stay as they are (R-054)."""
    right = require(tools, actor, "edit", deliverable)
    engagement = engagement_of(deliverable)
    agreement = tools.agreement_of(engagement)
    if not agreement.workflows[deliverable.kind].states[deliverable.state].editable:
        raise NotPossible(
            "Ce livrable n'est plus modifiable. Rien n'a été perdu ; "
            "le reprendre en brouillon pour le changer."
        )
    if messages := agreement.forms[deliverable.kind].check(content):
        raise Invalid(messages)
    deliverable.draft = {**deliverable.draft, **content}
    details = {"deliverable": deliverable.kind, "fields": ",".join(sorted(content))}
    record(engagement, "edit", actor, right, tools, details)
