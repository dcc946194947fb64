"""Whatever stands in the data, the indexes answer as a look at all of it would."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course, Engagement
from cep_docs.storage.catalog import contents, expected
from cep_docs.values.names import folded
from tests.people import RULES, Clock, make_tools

FIRST = date(2020, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))
NAMES = st.text("aàbéç' |-", min_size=1, max_size=6).filter(folded)
UNITS = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["open", "overdue", "closed", "abandoned", "cancelled"]),
        "structure": st.sampled_from(["NTE", "ANG"]),
        "due_on": st.none() | DAYS,
        "order_line": st.sampled_from(["", "2020-Lot08-UO01-01-"]),
        "closed_on": st.none() | DAYS,
        "referent": st.sampled_from(["alice", "bruno"]),
    }
)


@st.composite
def houses(draw):
    """People, a unit each, changed once after they were indexed."""
    tools = make_tools(Clock())
    for rank, (name, before, after) in enumerate(
        draw(st.lists(st.tuples(NAMES, UNITS, UNITS), max_size=6)), 1
    ):
        person = Beneficiary(f"p{rank}", {"birth_name": name, "first_name": "Zoé"})
        tools.site.beneficiaries.add(person.identifier, person)
        tools.catalog.keep_person(person)
        course = person.add("c", Course())
        unit = Engagement("cctp-2019", "UO1", FIRST, "open")
        unit.number, unit.lot = f"4G200101{rank:06}", "08"
        course.add(unit.number, unit)
        for said in (before, after):
            _say(unit, said, rank)
            tools.catalog.keep_course(course)
    return tools


def _say(unit, said, rank):
    unit.state, unit.structure = said["state"], said["structure"]
    unit.due_on = said["due_on"]
    unit.order_line = f"{said['order_line']}{rank:05}" if said["order_line"] else ""
    unit.closings = ({"on": said["closed_on"]},) if said["closed_on"] else ()
    unit.__parent__.starts = ({"account": said["referent"]},)


def units(tools):
    return [unit for person in tools.site.beneficiaries for unit in person.engagements()]


@given(houses())
@settings(max_examples=100, deadline=None)
def test_it_holds_what_it_should_and_no_more(tools):
    assert contents(tools.site.catalog) == expected(tools.site, RULES)


@given(houses(), DAYS)
@settings(max_examples=100, deadline=None)
def test_questions_are_answered_as_by_looking_at_everything(tools, day):
    running = [unit for unit in units(tools) if unit.state in ("open", "overdue")]

    for account in ("alice", "bruno"):
        own = [u for u in running if u.__parent__.referent == account]
        found = list(tools.catalog.caseload(account))
        assert sorted(number for _, number in found) == sorted(u.number for u in own)
        assert found == sorted(found)
    due = [u.number for u in running if u.due_on and u.due_on <= day and u.structure == "NTE"]
    assert sorted(n for _, n in tools.catalog.running("NTE", day)) == sorted(due)
    drawn = sorted(u.number for u in units(tools) if u.order_line)
    assert sorted(n for _, n in tools.catalog.ranks("2020-Lot08-UO01-01")) == drawn
    waiting = [u.number for u in units(tools) if not u.order_line and u.state != "cancelled"]
    assert sorted(tools.catalog.waiting("cctp-2019", "08", "UO1")) == sorted(waiting)
    assert sum(tools.catalog.counts().values()) == len(units(tools))


@given(houses(), NAMES)
@settings(max_examples=100, deadline=None)
def test_a_beginning_finds_every_name_that_begins_so(tools, beginning):
    people = list(tools.site.beneficiaries)
    start = folded(beginning)

    found = sorted(tools.catalog.named(beginning))

    assert found == sorted(
        person.identifier
        for person in people
        if f"{folded(person.sheet['birth_name'])}|zoe".startswith(start)
    )
