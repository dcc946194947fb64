"""Nothing typed twice: what an earlier document of the person says, a new one starts from (R-061).

Each heading keeps where its text came from, and its date, until somebody writes it anew.
"""

from datetime import date

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.draft import Heading, Origin
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField, Value
from cep_docs.definitions.kinds import same_words
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.local_time import local_day


def prefill(deliverable: Deliverable, tools: Tools) -> None:
    """Write into the blank headings what the form says they start from."""
    engagement = engagement_of(deliverable)
    form = tools.agreement_of(engagement).forms[deliverable.kind]
    for field in form.fields():
        if field.prefilled_from and not deliverable.heading(field.name).revision:
            _prefill(deliverable, field, beneficiary_of(engagement), tools)


def is_stale(heading: Heading, deliverable: Deliverable, today: date, tools: Tools) -> bool:
    """Taken over from long ago: to be read again with the person before it is signed."""
    months = tools.agreement_of(engagement_of(deliverable)).limits.stale_months
    if heading.origin is None or not months:
        return False
    then = heading.origin["on"]
    passed = (today.year - then.year) * 12 + today.month - then.month
    return passed > months or (passed == months and today.day > then.day)


def _prefill(
    deliverable: Deliverable, field: FormField, person: Beneficiary, tools: Tools
) -> None:
    kind, _, name = field.prefilled_from.partition(".")
    for engagement in reversed(person.engagements()):
        if engagement.state == "cancelled" or kind not in engagement:
            continue
        earlier = engagement[kind]
        if earlier is deliverable:
            continue
        value, origin = _latest(earlier, engagement, name, tools)
        if value and _fits(field, value):
            heading = deliverable.heading_to_write(field.name)
            heading.write(field.stored_form(value), "", tools.now(), keep=True)
            heading.origin = origin
            return


def _fits(field: FormField, value: Value) -> bool:
    """« Sans objet » there is no answer where an answer is due."""
    absent = isinstance(value, str) and same_words(value, NOT_APPLICABLE)
    return not field.fault(value) and (field.not_applicable or not absent)


def _latest(
    earlier: Deliverable, engagement: Engagement, name: str, tools: Tools
) -> tuple[Value, Origin]:
    """What its last version says, or its draft when it never had one."""
    agreement = tools.agreement_of(engagement)
    zone = agreement.lots[engagement.lot].time_zone
    version = earlier.current
    if version is not None:
        on, number, value = version.frozen_at, str(version.__name__), version.content.get(name, "")
    else:
        heading = earlier.heading(name)
        on, number, value = heading.at or tools.now(), "", heading.value
    return value, {"what": earlier.kind, "number": number, "on": local_day(on, zone)}
