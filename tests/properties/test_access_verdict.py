"""Whatever is true of an actor and a thing, the decision keeps its promises (security bar § 3.4).

The core of the decision is asked about every role, action and kind, while its words are true or
false at random: also in combinations that no real file shows.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from cep_docs.access import verdict
from cep_docs.definitions.access import load_access
from cep_docs.definitions.reading import Reader
from tests.unit.access.invariants import ABSOLUTE, NECESSARY
from tests.unit.access.truth import Truth, words_of

POLICY = load_access(Reader())
WORDS = sorted(POLICY.predicates)
# Words that take rights away; the others only give. A referent is kept from a complaint about him.
DENYING = {"account_is_disabled", "is_own_account", "conflicted", "signed", "anonymous"}
DENYING |= {"under_legal_hold"}
LEAVING = {"is_referent", "is_deputy", "is_expert", "glass_is_broken", "same_structure"}

truths = st.frozensets(st.sampled_from(WORDS))
roles = st.sampled_from(sorted(POLICY.roles))
kinds = st.sampled_from(sorted(POLICY.kinds))
acts = st.tuples(kinds, st.integers(0, 40)).map(
    lambda pair: (
        POLICY.kinds[pair[0]].actions[pair[1] % len(POLICY.kinds[pair[0]].actions)],
        pair[0],
    )
)
often = settings(max_examples=500, deadline=None)


def may(held, action, kind, true) -> bool:
    return verdict(POLICY, held, action, kind, true.__contains__).allowed


@often
@given(roles, acts, truths)
def test_every_invariant_holds_for_one_role(role, act, true):
    if may({role}, *act, true):
        for invariant in NECESSARY:
            if invariant.speaks_of(role, *act):
                assert invariant.holds(lambda word: -1 if word in true else 0) & 1, invariant.name


@often
@given(st.sets(roles, min_size=1, max_size=4), acts, truths)
def test_several_roles_give_nothing_that_none_of_them_gives(held, act, true):
    """Security bar I13."""
    if may(held, *act, true):
        assert any(may({role}, *act, true) for role in held)


@often
@given(
    st.sets(roles, max_size=3), st.sampled_from(["administrator", "systems_officer"]), acts, truths
)
def test_technicians_reach_no_content_whatever_else_they_are(others, technician, act, true):
    """Security bar I2."""
    action, kind = act

    if POLICY.kinds[kind].level != "internal":
        assert not may({*others, technician}, action, kind, true)


@often
@given(st.sets(roles, min_size=1, max_size=3), st.sampled_from(["view", "list", "edit"]), truths)
def test_only_its_author_reads_a_note_and_no_program_does(held, action, true):
    allowed = may(held, action, "note", true)

    assert not allowed or ("is_author" in true and "adviser" in held)


@often
@given(st.sets(roles, min_size=1, max_size=3), acts, truths)
def test_what_binds_one_role_binds_its_holder(held, act, true):
    """A prohibition that names a role is not escaped by taking another one."""
    for invariant in ABSOLUTE:
        bound = [role for role in held if invariant.personal and invariant.speaks_of(role, *act)]
        kept = invariant.holds(lambda word: -1 if word in true else 0) & 1
        if bound and not kept:
            assert not may(held, *act, true), invariant.name


@often
@given(roles, acts, truths, st.sampled_from(WORDS))
def test_losing_a_tie_never_gives_more(role, act, true, lost):
    """Security bar I4, I6, I11, I12: leaving a file, withdrawing a consent, ending a grant."""
    kept_from_referent = act[1] == "complaint" and lost == "is_referent"

    if lost not in DENYING and not kept_from_referent and may({role}, *act, true - {lost}):
        assert may({role}, *act, true | {lost})


@often
@given(roles, acts, truths, st.sampled_from(sorted(DENYING)))
def test_a_word_that_denies_never_gives(role, act, true, word):
    if may({role}, *act, true | {word}):
        assert may({role}, *act, true - {word})


@often
@given(acts, truths)
def test_an_adviser_without_any_tie_changes_nobodys_file(act, true):
    """Leaving is complete: no right to write survives without a tie to the person."""
    action, kind = act
    level = POLICY.kinds[kind].level
    tied = LEAVING | {"newly_met", "is_author", "complaint_is_shared"}

    if level != "internal" and not true & tied:
        assert not may({"adviser"}, action, kind, true)


@often
@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12), truths)
def test_the_unknown_is_refused(role, action, kind, true):
    """Security bar I1."""
    known = (role in POLICY.roles, action in POLICY.actions, kind in POLICY.kinds)

    if not all(known):
        assert not may({role}, action, kind, true)
        assert not may({*POLICY.roles} - {"administrator"}, action, kind, true)


@often
@given(roles, acts, truths)
def test_the_decision_is_what_the_truth_table_says(role, act, true):
    """The two ways of computing a right, one for the program, one for the tests, agree."""
    cell = POLICY.table.get((role, *act))

    if cell is None:
        assert not may({role}, *act, true)
        return
    truth = Truth(words_of(cell))
    row = sum(1 << rank for rank, word in enumerate(truth.words) if word in true)
    assert may({role}, *act, true) == bool(truth.allowed(cell) >> row & 1)
