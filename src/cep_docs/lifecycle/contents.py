"""All that a deliverable says: what people wrote, and the tables the program fills from what it
knows (R-082, R-083)."""

from collections.abc import Callable, Mapping

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form_field import Value
from cep_docs.lifecycle.provider_tables import rows_for
from cep_docs.lifecycle.tools import Tools

Rows = list[dict[str, str]]
# The tables of templates/<agreement>/columns.yaml that are « computed », and what fills them.
FILLED: Mapping[str, Callable[[Engagement, Tools], Rows]] = {"providers": rows_for}


def content_of(deliverable: Deliverable, tools: Tools) -> dict[str, Value]:
    """The draft as it would be frozen: « sans objet » stands while there is nothing to fill, and
    what was written in a part that does not apply stays in the draft."""
    engagement = engagement_of(deliverable)
    content = deliverable.draft
    form = tools.agreement_of(engagement).forms[deliverable.kind]
    for field in form.fields():
        rows = FILLED[field.kind](engagement, tools) if field.computed else []
        if rows:
            content[field.name] = rows
    return form.applicable(content)
