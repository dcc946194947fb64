"""The words that may stand after `if:` and `unless:` in policies/access.yaml.

What a word cannot establish is not true: a thing without beneficiary has no referent.
"""

from cep_docs.access.kinds import above
from cep_docs.access.question import (
    Question,
    courses_of,
    engagements_of,
    granted_to_them,
    mandates_for,
    structures_of,
    version_of,
    workers_on,
)
from cep_docs.content.account import Account
from cep_docs.content.attachment import ASSESSMENT, KEEP
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.note import PrivateNote
from cep_docs.content.outbox import Notice
from cep_docs.content.paper import ScanBatch
from cep_docs.content.site import Site, errand_of

# What ties the actor to the person or to the thing.


def is_referent(question: Question) -> bool:
    who = question.actor.account
    return any(course.referent_at(question.at) == who for course in courses_of(question))


def is_deputy(question: Question) -> bool:
    who = question.actor.account
    return any(who in course.deputies_on(question.day) for course in courses_of(question))


def is_expert(question: Question) -> bool:
    return granted_to_them(question, "expert")


def glass_is_broken(question: Question) -> bool:
    return granted_to_them(question, "break_glass")


def complaint_is_shared(question: Question) -> bool:
    return granted_to_them(question, "complaint")


def same_structure(question: Question) -> bool:
    return bool(question.actor.structure) and question.actor.structure in structures_of(question)


def within_their_organisation(question: Question) -> bool:
    site, own = above(question.thing, Site), question.actor.organisation
    if site is None or own not in site.organisations:
        return False
    if site.organisations[own].part == "lead":
        return True
    known = [code for code in structures_of(question) if code in site.structures]
    return any(site.structures[code].organisation == own for code in known)


def newly_met(question: Question) -> bool:
    return question.person is not None and not question.person.engagements()


def nobody_follows(question: Question) -> bool:
    """She was only told where to go: that leaves neither a referent nor a deliverable."""
    if question.person is None:
        return False
    alone = not any(course.starts for course in question.person)
    return alone and not any(len(unit) for unit in question.person.engagements())


def opened_by_them_today(question: Question) -> bool:
    units = list(engagements_of(question))
    return bool(units) and all(
        unit.opened_by == question.actor.account
        and unit.recorded_at is not None
        and unit.recorded_at.astimezone(question.at.tzinfo).date() == question.day
        for unit in units
    )


def is_self(question: Question) -> bool:
    person = question.person
    return person is not None and question.actor.beneficiary == person.identifier != ""


def within_their_errand(question: Question) -> bool:
    """Who was let in to sign one document has come for that one, and for nothing else."""
    only = question.actor.only
    document = above(question.thing, Deliverable)
    return not only or (document is not None and errand_of(document) == only)


def let_in_for_it(question: Question) -> bool:
    """He came to sign this very document: without an errand, for none."""
    return bool(question.actor.only) and within_their_errand(question)


def is_author(question: Question) -> bool:
    written = above(question.thing, PrivateNote) or above(question.thing, ScanBatch)
    return written is not None and written.author == question.actor.account


def is_own_account(question: Question) -> bool:
    account = above(question.thing, Account)
    return account is not None and account.login == question.actor.account


def conflicted(question: Question) -> bool:
    person = question.person
    return person is not None and question.actor.account in workers_on(person)


def in_sample(question: Question) -> bool:
    unit = above(question.thing, Engagement)
    return unit is not None and unit.number in question.actor.sample


def referred_to_them(question: Question) -> bool:
    person = question.person
    return person is not None and person.identifier in question.actor.referrals


def handed_over_to_them(question: Question) -> bool:
    person = question.person
    return person is not None and person.identifier in question.actor.handed_over


def mandated_by_the_person(question: Question) -> bool:
    known = {question.actor.account, question.actor.organisation} - {""}
    return any(mandate["third_party"] in known for mandate in mandates_for(question))


def a_mandate_covers_it(question: Question) -> bool:
    return any(True for _ in mandates_for(question))


def addressed_to_them(question: Question) -> bool:
    notice, own = above(question.thing, Notice), question.actor.structure
    if notice is None or notice.role not in question.actor.roles:
        return False
    return "" in (own, notice.structure) or own == notice.structure


# What the actor is, whatever the thing.


def account_is_disabled(question: Question) -> bool:
    since = question.actor.disabled_on
    return since is not None and since <= question.day


def strongly_identified(question: Question) -> bool:
    return question.actor.strong


def mandate_is_open(question: Question) -> bool:
    until = question.actor.mandate_until
    return until is not None and question.at < until


# What the thing is, whoever asks.


def frozen(question: Question) -> bool:
    version = version_of(question)
    return version is not None and not version.withdrawn_because


def signed(question: Question) -> bool:
    version = version_of(question)
    return version is not None and "beneficiary" in version.valid_signatures


def completed(question: Question) -> bool:
    """A written trace is never signed: it is complete when it has closed its unit (R-031)."""
    unit, deliverable = above(question.thing, Engagement), above(question.thing, Deliverable)
    if unit is None or deliverable is None or not frozen(question):
        return False
    concluded = unit.closed_on is not None and deliverable.state != "set_aside"
    return signed(question) or concluded


def anonymous(question: Question) -> bool:
    person = question.person
    return person is not None and person.anonymous


def under_legal_hold(question: Question) -> bool:
    person = question.person
    return person is not None and person.granted("legal_hold", "", question.at)


def agrees_to_mediation(question: Question) -> bool:
    person = question.person
    return person is not None and person.consents_to("mediation", question.day)


def agrees_to_the_vault(question: Question) -> bool:
    person = question.person
    return person is not None and KEEP in person.agreed_scopes(ASSESSMENT, question.day)


def asked_of_them(question: Question) -> bool:
    deliverable = above(question.thing, Deliverable)
    return deliverable is not None and bool(deliverable.asked)


WORDS = (
    is_referent,
    is_deputy,
    is_expert,
    glass_is_broken,
    same_structure,
    within_their_organisation,
    newly_met,
    nobody_follows,
    opened_by_them_today,
    is_self,
    within_their_errand,
    let_in_for_it,
    is_author,
    is_own_account,
    account_is_disabled,
    strongly_identified,
    mandate_is_open,
    conflicted,
    in_sample,
    referred_to_them,
    handed_over_to_them,
    mandated_by_the_person,
    a_mandate_covers_it,
    agrees_to_mediation,
    complaint_is_shared,
    addressed_to_them,
    frozen,
    signed,
    completed,
    anonymous,
    under_legal_hold,
    agrees_to_the_vault,
    asked_of_them,
)
PREDICATES = {word.__name__: word for word in WORDS}
