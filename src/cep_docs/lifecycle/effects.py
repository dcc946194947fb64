"""The words that may stand after `then:` in workflows/*.yaml."""

from datetime import date, datetime, timedelta

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.facts import ReferentStart
from cep_docs.errors import NotPossible
from cep_docs.lifecycle import signatures
from cep_docs.lifecycle.closing import reserve_statement, write_closing
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.drawing import draw_numbers
from cep_docs.lifecycle.history import base_of_deadline, concluded_on
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.papers import facts_of
from cep_docs.lifecycle.prefilling import prefill
from cep_docs.lifecycle.printing import print_version
from cep_docs.lifecycle.sheets import carried_sheet
from cep_docs.lifecycle.signatures import version_of
from cep_docs.lifecycle.tasks import tell
from cep_docs.values.deadlines import deadline
from cep_docs.values.local_time import end_of_day

# Engaging a unit.


def number_the_file(move: Move) -> None:
    draw_numbers(move.engagement, move.today, move.tools)
    move.course.add(move.engagement.number, move.engagement)


def draw_on_the_order(move: Move) -> None:
    """Drawn together with the number; what is left to do is to tell that none was left (R-019)."""
    if not move.engagement.order_line:
        tell(move, "controller", "no_order_left")


def set_the_deadline(move: Move) -> None:
    """Same day of the month, and the next working day of the place (R-023…R-025)."""
    limit, base = move.unit.time_limit, base_of_deadline(move)
    if limit is None or base is None:
        return
    zone = move.tools.holiday_zone(move.engagement.structure)
    due = deadline(base, limit.months, zone)
    move.engagement.due_on, move.engagement.due_extended_on = due.strict, due.extended


def name_the_referent(move: Move) -> None:
    """The same person goes on unless another one is named (R-035). Somebody is it from the first
    hour of the engagement, however late it was written down: no instant is without (I7)."""
    if not move.unit.accompaniment:
        return
    chosen = move.given.referent or move.course.referent
    zone = move.agreement.lots[move.engagement.lot].time_zone
    first_hour = end_of_day(move.engagement.opened_on - timedelta(days=1), zone)
    if not move.course.referent_at(first_hour):
        move.course.starts = (_referent(move, chosen, first_hour), *move.course.starts)
    if move.course.referent != chosen:
        move.course.starts = (*move.course.starts, _referent(move, chosen, move.tools.now()))


def carry_forward(move: Move) -> None:
    """Nothing is typed twice: what the previous unit knew, this one knows (annexe 2)."""
    move.engagement.sheet = carried_sheet(move)


def open_the_deliverable(move: Move) -> None:
    kind = move.unit.deliverable
    if kind:
        workflow = move.agreement.workflow_of(kind)
        prefill(move.engagement.add(kind, Deliverable(kind, workflow.starts_as)), move.tools)


# Closing it.


def close_the_same_day(move: Move) -> None:
    write_closing(move, move.engagement.opened_on, move.transition.reason)


def close_on_the_day_of_signature(move: Move) -> None:
    write_closing(move, _concluding_day(move), move.transition.reason)


def close_on_the_day_of_the_trace(move: Move) -> None:
    write_closing(move, _concluding_day(move), move.transition.reason)


def close_on_the_given_day(move: Move) -> None:
    write_closing(move, move.day, move.given.reason)


def close_on_the_last_day(move: Move) -> None:
    """The unit ends when its time ended, not when the night noticed it (R-032); later only when
    somebody decides so of a person who was still met (I4)."""
    held = [interaction["on"] for interaction in move.engagement.interactions]
    last = max([move.engagement.due_on or move.today, *held])
    write_closing(move, last, move.transition.reason)


def close_again(move: Move) -> None:
    write_closing(move, move.day, move.given.reason)


def cancel_the_unit(move: Move) -> None:
    write_closing(move, move.today, move.transition.reason)


def reserve_the_statement(move: Move) -> None:
    """Orders wait for their turn: a unit without order gets its statement when it gets one."""
    order = move.engagement.order_line.rpartition("-")[0]
    if order:
        reserve_statement(move.engagement, move.tools.site.orders[order], move.agreement)


def set_aside_the_drafts(move: Move) -> None:
    for deliverable in move.engagement:
        state = move.agreement.workflow_of(deliverable.kind).states[deliverable.state]
        if not (state.concludes or state.stays):
            deliverable.state = "set_aside"
            waiting = deliverable.current.request if deliverable.current else None
            if waiting is not None:
                waiting.end("withdrawn")


def tell_the_manager(move: Move) -> None:
    tell(move, "manager", "decide_on_overdue")


# Deliverables.


def freeze_version(move: Move) -> None:
    if move.deliverable is not None:
        form = move.agreement.forms[move.deliverable.kind]
        content = content_of(move.deliverable, move.tools)
        account, now = move.actor.account, move.tools.now()
        version = move.deliverable.freeze(content, form.edition, account, now)
        version.facts = dict(facts_of(move.deliverable, move.tools, move.given.motive))
        version.because = move.given.motive


def print_the_version(move: Move) -> None:
    """On paper as it will be signed, in the same transaction: no version is without (I9)."""
    if move.deliverable is not None:
        print_version(move.deliverable, version_of(move), move.actor, move.tools)


def withdraw_version(move: Move) -> None:
    version = move.deliverable.current if move.deliverable else None
    if version is not None:
        version.withdrawn_because = move.given.motive
        if version.request is not None:
            version.request.end("withdrawn", move.given.motive)


# What these words share.


def _referent(move: Move, account: str, since: datetime) -> ReferentStart:
    return {
        "since": since,
        "account": account,
        "because": move.given.motive,
        "given_by": move.actor.account,
    }


def _concluding_day(move: Move) -> date:
    day = concluded_on(move.engagement, move.agreement)
    if day is None:
        raise NotPossible("La signature du bénéficiaire manque. Rien n'a été enregistré.")
    return day


WORDS = (
    number_the_file,
    draw_on_the_order,
    set_the_deadline,
    name_the_referent,
    carry_forward,
    open_the_deliverable,
    close_the_same_day,
    close_on_the_day_of_signature,
    close_on_the_day_of_the_trace,
    close_on_the_given_day,
    close_on_the_last_day,
    close_again,
    cancel_the_unit,
    reserve_the_statement,
    set_aside_the_drafts,
    tell_the_manager,
    freeze_version,
    print_the_version,
    withdraw_version,
    *signatures.WORDS,
)
