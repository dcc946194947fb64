"""The words that may stand after `requires:` in the workflow of a deliverable."""

from cep_docs.content.deliverable import Version
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.signatories import (
    PERSON,
    REPRESENTATIVE,
    foresees_him,
    represents,
    signs_as,
)
from cep_docs.values.local_time import local_day


def the_form_has_no_gap(move: Move) -> bool:
    return not gaps(move)


def the_unit_is_open(move: Move) -> bool:
    return move.agreement.engagement.states[move.engagement.state].open


def a_version_stands(move: Move) -> bool:
    version = move.deliverable.current if move.deliverable else None
    return version is not None and not version.withdrawn_because


def the_revision_is_motivated(move: Move) -> bool:
    """The first version needs no cause, the next ones do (R-050)."""
    version = move.deliverable.current if move.deliverable else None
    return version is None or bool(version.withdrawn_because) or bool(move.given.motive.strip())


def the_adviser_has_signed(move: Move) -> bool:
    version = move.deliverable.current if move.deliverable else None
    return version is not None and "adviser" in version.valid_signatures


def an_adviser_signs(move: Move) -> bool:
    return not move.actor.beneficiary


def the_person_signs_herself(move: Move) -> bool:
    own = move.actor.beneficiary == move.person.identifier != ""
    return own and signs_as(move.actor) == PERSON


def the_representative_signs(move: Move) -> bool:
    version = move.deliverable.current if move.deliverable else None
    asked = _asked(version) == REPRESENTATIVE
    return foresees_him(version) and asked and represents(move.actor, move.person)


def the_representative_has_signed(move: Move) -> bool:
    version = move.deliverable.current if move.deliverable else None
    if version is None or not foresees_him(version):
        return version is not None
    return REPRESENTATIVE in version.valid_signatures


def whoever_was_asked_answers(move: Move) -> bool:
    """Her own refusal needs no demand; his does."""
    version = move.deliverable.current if move.deliverable else None
    if represents(move.actor, move.person):
        return _asked(version) == REPRESENTATIVE
    return the_person_signs_herself(move) and _asked(version) in ("", PERSON)


def the_ceremony_is_complete(move: Move) -> bool:
    version = move.deliverable.current if move.deliverable else None
    request = version.request if version is not None else None
    return request is not None and bool(request.identified and request.read and request.mention)


def the_signing_day_is_possible(move: Move) -> bool:
    version = move.deliverable.current if move.deliverable else None
    if version is None:
        return False
    zone = move.agreement.lots[move.engagement.lot].time_zone
    before = [version.frozen_at, *(s["at"] for s in version.valid_signatures.values())]
    return max(local_day(at, zone) for at in before) <= move.day <= move.today


def the_scan_is_checked(move: Move) -> bool:
    """Nobody of the house saw who signed a copy that was posted: what counts is what came back,
    on the day that was written by hand (R-072)."""
    version = move.deliverable.current if move.deliverable else None
    paper = version.paper if version is not None else None
    return paper is None or not paper.left or paper.dated_on == move.day


def _asked(version: Version | None) -> str:
    request = version.request if version is not None else None
    return request.signatory if request is not None else ""


def gaps(move: Move) -> list[str]:
    """A sentence for each heading that is still empty, in the order of the form (R-044)."""
    if move.deliverable is None:
        return ["Aucun livrable n'est ouvert pour cette unité."]
    form = move.agreement.forms[move.deliverable.kind]
    return [sentence for _, sentence in form.gaps(content_of(move.deliverable, move.tools))]


WORDS = (
    the_form_has_no_gap,
    the_unit_is_open,
    a_version_stands,
    the_revision_is_motivated,
    the_adviser_has_signed,
    an_adviser_signs,
    the_person_signs_herself,
    the_representative_signs,
    the_representative_has_signed,
    whoever_was_asked_answers,
    the_ceremony_is_complete,
    the_signing_day_is_possible,
    the_scan_is_checked,
)
