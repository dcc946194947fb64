"""Whatever two advisers do in the same headings, no word of theirs is lost (R-054)."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cep_docs.definitions.forms import NOT_APPLICABLE
from cep_docs.lifecycle.drafts import Conflict, Saved, restore, save_draft, save_field
from cep_docs.lifecycle.opening_documents import open_document
from tests.people import Clock, actor, make_tools, orders
from tests.unit.lifecycle.courses import engaged

HEADINGS = ("request", "situation")
# Each longer than what may be mended without a trace.
WORDS = st.sampled_from([letter * 20 for letter in "abcdefghij"])
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


class TwoAdvisers(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.clock = Clock()
        self.tools = make_tools(self.clock)
        orders(self.tools)
        self.unit = engaged(self.tools, "UO1")
        day = self.clock.now.date()
        deputy = {"account": "bruno", "since": day, "until": day, "given_by": "alice"}
        self.unit.__parent__.deputies = (deputy,)
        self.sent = {name: set() for name in HEADINGS}
        self.seen = {}

    @property
    def draft(self):
        return self.unit.deliverable

    @rule(login=st.sampled_from(["alice", "bruno"]), name=st.sampled_from(HEADINGS))
    def looks(self, login, name):
        self.seen[login, name] = self.draft.heading(name).revision

    @rule(login=st.sampled_from(["alice", "bruno"]), name=st.sampled_from(HEADINGS), text=TEXTS)
    def writes(self, login, name, text):
        seen = self.seen.get((login, name), 0)
        standing = self.draft.heading(name)
        before = (standing.value, standing.revision)

        answer = save_field(self.draft, actor(self.tools, login), name, text, seen, self.tools)

        self.sent[name] |= set(text.split())
        now = self.draft.heading(name)
        if isinstance(answer, Saved):
            self.seen[login, name] = answer.revision
            assert now.value == text
        else:
            assert isinstance(answer, Conflict)
            assert (now.value, now.revision) == before
            assert answer.theirs == before[0]

    @rule(minutes=st.integers(1, 15))
    @precondition(lambda self: self.clock.now.hour < 20)
    def waits(self, minutes):
        self.clock.now += timedelta(minutes=minutes)

    @invariant()
    def every_word_is_somewhere(self):
        for name in HEADINGS:
            heading = self.draft.heading(name)
            kept = [heading.value]
            kept += [earlier.value for earlier in heading.past()]
            kept += [aside["value"] for aside in heading.asides]
            assert self.sent[name] <= set(" ".join(kept).split())


TestTwoAdvisers = TwoAdvisers.TestCase
TestTwoAdvisers.settings = settings(deadline=None, max_examples=60, stateful_step_count=25)

SIGNS = st.text(alphabet="ab -*•\\\n’é\u00a0ع🙂", max_size=40)
STEP = st.fixed_dictionaries(
    {
        "objective": SIGNS,
        "action": SIGNS,
        "who": SIGNS,
        "due_on": st.sampled_from(["", "2020-05-29"]),
        "state": st.sampled_from(["", "todo", "done"]),
    }
)


@given(texts=st.lists(SIGNS, min_size=2, max_size=2), steps=st.lists(STEP, max_size=4))
def test_restoring_what_was_frozen_gives_it_back(texts, steps):
    tools = make_tools(Clock())
    orders(tools)
    alice = actor(tools, "alice")
    unit = engaged(tools, "UO2.1")
    plan = open_document(unit, "action_plan", alice, tools)
    fields = list(tools.agreement_of(unit).forms["action_plan"].fields())
    first = next(field.name for field in fields if field.kind == "steps")
    free = [field.name for field in fields if field.kind == "text"]
    written = {first: steps, **dict(zip(free, texts, strict=False))}
    save_draft(plan, alice, written, tools)
    before = plan.draft
    plan.freeze(plan.draft, "2020-01", "alice", tools.now())

    blank = {field.name: NOT_APPLICABLE for field in fields if field.not_applicable}
    save_draft(plan, alice, {**dict.fromkeys(written, ""), **blank}, tools)
    left_out = restore(plan, alice, "1", tools)

    assert left_out == {}
    assert plan.draft == before == plan["1"].content
