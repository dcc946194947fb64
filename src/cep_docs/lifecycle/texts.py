"""The texts of the tree that are searched, and who may read each.

Deliverables alone have any: neither sheets nor notes, proofs or what lies in the vault are ever
looked into (R-087, R-123). A deliverable has two texts, its draft and its latest version, as not
everybody who may read the one may read the other.
"""

from collections.abc import Iterator, Mapping

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet, kind_of
from cep_docs.access.predicates import completed, frozen, signed
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.folder import Node
from cep_docs.content.site import engagement_of
from cep_docs.definitions.cells import Cell
from cep_docs.definitions.form_field import Content, FormField, Value
from cep_docs.definitions.forms import Form
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.markup import plain

DRAFT, VERSION = PARTS = ("unfrozen", "version")
# What holds of no draft: a version has to stand for it.
OF_VERSIONS = frozenset(word.__name__ for word in (frozen, signed, completed))


def texts_of(node: Node, tools: Tools) -> dict[str, str]:
    """The text of each part that says something; of a draft, only when no version says it."""
    if not isinstance(node, Deliverable):
        return {}
    form, standing = _form(node, tools), standing_version(node)
    draft = _typed(node.draft, form)
    texts = {}
    if standing is not None:
        texts[VERSION] = _text(_typed(standing.content, form), form)
    if draft and (standing is None or draft != _typed(standing.content, form)):
        texts[DRAFT] = _text(draft, form)
    return texts


def standing_version(deliverable: Deliverable) -> Version | None:
    """The latest version, unless it was withdrawn."""
    current = deliverable.current
    return None if current is None or current.withdrawn_because else current


def may_read(part: str, deliverable: Deliverable, actor: Actor, tools: Tools) -> bool:
    """A version as it is; a draft as a deliverable of which there is no version yet."""
    if part == VERSION:
        version = standing_version(deliverable)
        return version is not None and decide(tools, actor, "view", version).allowed
    unfrozen = Facet(engagement_of(deliverable), kind_of(deliverable))
    return all(decide(tools, actor, "view", thing).allowed for thing in (deliverable, unfrozen))


def label_of(deliverable: Deliverable, tools: Tools) -> str:
    form = _form(deliverable, tools)
    return form.label if form is not None else deliverable.kind


def _form(deliverable: Deliverable, tools: Tools) -> Form | None:
    return tools.agreement_of(engagement_of(deliverable)).forms.get(deliverable.kind)


def _typed(content: Content, form: Form | None) -> Content:
    """Without the tables that the program fills: every list of the region says the same."""
    fields = form.fields() if form is not None else ()
    computed = {field.name for field in fields if field.computed}
    return {name: value for name, value in content.items() if name not in computed}


def _text(content: Content, form: Form | None) -> str:
    """What was written, without the labels around it; after it, the name of the document."""
    said = [
        text
        for name, value in content.items()
        for text in _said(value, form.field(name) if form is not None else None)
    ]
    return "\n".join(filter(None, [*said, form.label if form is not None else ""]))


def _said(value: Value, field: FormField | None) -> Iterator[str]:
    if isinstance(value, str):
        yield _words(value, field.cell if field is not None else None)
        return
    columns = field.columns if field is not None else None
    cells: Mapping[str, Cell] = {cell.name: cell for cell in columns.cells} if columns else {}
    for row in value:
        for name, text in row.items():
            yield _words(text, cells.get(name))


def _words(value: str, cell: Cell | None) -> str:
    """As a person reads it: the label of an answer, and nothing for yes or no."""
    if cell is None or cell.kind == "text":
        return plain(value)
    if cell.kind == "yes_no":
        return ""
    return cell.choices.get(value, value)
