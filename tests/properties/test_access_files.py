"""Rights over the life of real files: people come, go, sign, consent, and time passes."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cep_docs.access import (
    CLOCKWORK,
    NOT_FOUND,
    PURGER,
    TRANSMITTER,
    Actor,
    Facet,
    decide,
    require,
)
from cep_docs.content.note import PrivateNote
from cep_docs.definitions.access import load_access
from cep_docs.definitions.reading import Reader
from cep_docs.errors import NotFound, Refused
from tests.unit.access.small_site import (
    LATER,
    NOW,
    STAFF,
    actor,
    close,
    follow,
    grant,
    mandate,
    sign,
    small_site,
)

POLICY = load_access(Reader())
TIES = {"is_referent", "is_deputy", "is_expert", "glass_is_broken", "complaint_is_shared"}
OUTSIDE = {
    "auditor": {"sample": frozenset({"4G200101000001", "4G200221000001"}), "mandate_until": LATER},
    "mediator": {"referrals": frozenset({"B1"}), "mandate_until": LATER},
    "successor": {"handed_over": frozenset({"B1"}), "mandate_until": LATER},
    "france_competences": {"mandate_until": LATER},
    "third_party": {},
    "beneficiary": {"beneficiary": "B1"},
}
PERSONAL = ("disability", "nir", "file", "attachment", "complaint", "access_journal", "note")
often = settings(max_examples=40, deadline=None)
sometimes = settings(max_examples=15, deadline=None)

accounts = st.sampled_from(sorted(STAFF))
advisers = st.sampled_from([name for name, (role, _) in STAFF.items() if role == "adviser"])


def everybody() -> list[Actor]:
    staff = [actor(name, referrals=frozenset({"B1"})) for name in STAFF]
    outside = [actor(f"{role}-1", role, **known) for role, known in OUTSIDE.items()]
    weak = [actor(name, strong=False) for name in ("alice", "root")]
    return [*staff, *outside, *weak, CLOCKWORK, TRANSMITTER, PURGER]


def things_of(person) -> list:
    units = [unit for course in person for unit in course]
    documents = [document for unit in units for document in unit]
    facets = [Facet(person, kind) for kind in PERSONAL]
    proofs = [Facet(document, "proof") for document in documents]
    return [person, *person, *units, *documents, *facets, *proofs, *person.notes]


def rights(site, at=NOW) -> set[tuple[str, str, int]]:
    """Everything everybody may do with everything of B1."""
    things = things_of(site.beneficiaries["B1"])
    return {
        (f"{who.account}/{who.strong}", action, rank)
        for who in everybody()
        for rank, thing in enumerate(things)
        for action in POLICY.actions
        if decide(POLICY, who, action, thing, at).allowed
    }


@st.composite
def lives(draw):
    """A site where some of the things that happen have happened to B1."""
    site = small_site()
    person = site.beneficiaries["B1"]
    draft = person["c1"]["4G200221000001"]["professional_project"]
    happened = draw(st.sets(st.sampled_from(sorted(EVENTS))))
    for name in sorted(happened):
        EVENTS[name](person, draft)
    if draw(st.booleans()):
        follow(person["c1"], draw(advisers), NOW - timedelta(days=draw(st.integers(1, 20))))
    for _ in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(["expert", "break_glass", "complaint"]))
        grant(person, kind, draw(accounts), NOW - timedelta(hours=1), NOW + timedelta(hours=1))
    return site


def _consents(person, _draft) -> None:
    consent = {
        "subject": "mediation",
        "scope": "",
        "given_on": date(2020, 1, 10),
        "channel": "mail",
    }
    person.consents = ({**consent, "recorded_by": "alice", "revoked_on": None},)


def _frozen(_person, draft) -> None:
    draft.freeze({}, "2019-1", "alice", NOW)


def _closed(person, _draft) -> None:
    close(person["c1"]["4G200221000001"], NOW.date())


def _noted(person, _draft) -> None:
    person.notes.add("n2", PrivateNote("denis", "vu ce jour", NOW))


EVENTS = {
    "consents to mediation": _consents,
    "gives a mandate": lambda person, _: mandate(person, "third_party-1", "deliverable plan"),
    "is anonymous": lambda person, _: setattr(person, "anonymous", True),
    "proposes": _frozen,
    "signs": lambda _, draft: sign(draft, "adviser", "beneficiary"),
    "closes": _closed,
    "writes a note": _noted,
    "is held": lambda person, _: grant(person, "legal_hold", ""),
}


@often
@given(lives())
def test_nobody_but_its_author_reads_a_note(site):
    """R-123, in every situation, for every person and every program."""
    for note in site.beneficiaries["B1"].notes:
        for who in everybody():
            for action in set(POLICY.actions) - {"purge", "create"}:
                if decide(POLICY, who, action, note, NOW).allowed:
                    assert who.account == note.author
                    assert action in ("view", "list", "edit")


@often
@given(lives())
def test_the_administrator_reaches_nothing_of_a_person(site):
    for thing in things_of(site.beneficiaries["B1"]):
        for account in ("root", "sacha"):
            for roles in (STAFF[account][0],), (STAFF[account][0], "adviser", "manager"):
                for action in POLICY.actions:
                    assert not decide(POLICY, actor(account, *roles), action, thing, NOW).allowed


@often
@given(lives())
def test_what_is_signed_is_not_written_any_more(site):
    writes = ("edit", "propose", "take_back", "sign", "record_paper_signature", "record_trace")

    for unit in site.beneficiaries["B1"].engagements():
        for document in unit:
            version = document.current
            if document.kind != "action_plan" and version and "beneficiary" in version.signatures:
                for who in everybody():
                    for action in writes:
                        assert not decide(POLICY, who, action, document, NOW).allowed


@often
@given(lives())
def test_an_auditor_reads_his_sample_and_writes_nothing(site):
    wider = OUTSIDE["auditor"] | {"sample": frozenset({"4G200101000001"})}
    auditor = actor("auditor-1", "auditor", **wider)

    for thing in things_of(site.beneficiaries["B1"]):
        for action in POLICY.actions:
            if decide(POLICY, auditor, action, thing, NOW).allowed:
                assert action in ("view", "list", "review")
                unit = getattr(thing, "owner", thing)
                while not hasattr(unit, "closings"):
                    unit = unit.__parent__
                assert unit.number == "4G200101000001"


@sometimes
@given(lives())
def test_grants_end_by_themselves_and_nothing_grows_with_time(site):
    """After the last instant of every grant, only the ties that do not end are left."""
    before, after = rights(site, NOW), rights(site, NOW + timedelta(hours=2))

    assert after <= before
    person = site.beneficiaries["B1"]
    person.grants = tuple(one for one in person.grants if one["until"] > NOW + timedelta(hours=2))
    assert rights(site, NOW + timedelta(hours=2)) == after


@sometimes
@given(lives(), advisers)
def test_who_leaves_the_file_has_what_any_colleague_has(site, successor):
    """Security bar I12, R-035: a change of referent takes everything away at once."""
    person = site.beneficiaries["B1"]
    person.deputies = ()
    person.grants = ()
    person.notes = small_site().beneficiaries["B2"].notes
    person["c1"].deputies = ()
    follow(person["c1"], successor, NOW)
    left = rights(site)

    gone = {right[1:] for right in left if right[0] == "bob/True"}
    for name in ("alice", "denis"):
        if successor not in (name, "bob"):
            assert {right[1:] for right in left if right[0] == f"{name}/True"} == gone


@sometimes
@given(lives())
def test_withdrawing_a_consent_or_a_mandate_never_gives_more(site):
    person = site.beneficiaries["B1"]
    before = rights(site)

    person.consents = ()
    without_consent = rights(site)
    person.mandates = ()

    assert without_consent <= before
    assert rights(site) <= without_consent


@often
@given(lives())
def test_a_disabled_account_has_no_right_at_all(site):
    for thing in things_of(site.beneficiaries["B1"]):
        for name in STAFF:
            gone = actor(name, disabled_on=NOW.date())
            assert not any(
                decide(POLICY, gone, action, thing, NOW).allowed for action in POLICY.actions
            )


@often
@given(lives(), st.sampled_from(["B1", "B2", "B3"]))
def test_a_person_reaches_nobody_but_herself(site, other):
    portal = actor("portal", "beneficiary", beneficiary="B4")

    for thing in things_of(site.beneficiaries[other]):
        for action in POLICY.actions:
            assert not decide(POLICY, portal, action, thing, NOW).allowed


@sometimes
@given(lives())
def test_the_refused_and_the_missing_get_the_same_words(site):
    """I12: nothing in the answer tells that there is a file."""
    for thing in things_of(site.beneficiaries["B1"]):
        for who in everybody():
            seen = any(
                decide(POLICY, who, action, thing, NOW).allowed for action in ("view", "list")
            )
            answers = {refusal(who, action, thing) for action in ("view", "edit", "sign")}
            if seen:
                assert NOT_FOUND not in answers
            else:
                assert answers <= {NOT_FOUND, ""}


def refusal(who: Actor, action: str, thing) -> str:
    try:
        require(POLICY, who, action, thing, NOW)
    except Refused as refused:
        assert (str(refused) == NOT_FOUND) == isinstance(refused, NotFound)  # noqa: PT017
        return str(refused)
    return ""
