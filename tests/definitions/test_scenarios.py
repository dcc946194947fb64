"""Plays tests/scenarios/*.yaml: examples a quality manager can read, each of them a test."""

import re
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cep_docs import errors
from cep_docs.content.account import Account
from cep_docs.content.operator import Structure
from cep_docs.definitions.reading import Reader
from cep_docs.lifecycle.contacts import count_contact, identify_contact
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.interactions import Exchange, log_interaction
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.orders import NewOrder, register_order, remaining
from cep_docs.lifecycle.persons import NewPerson, record_demand, record_status, register_person
from cep_docs.lifecycle.referents import reassign
from tests.people import PERSON, Clock, actor, make_tools, opening
from tests.unit.lifecycle.courses import act, fill, write

FOLDER = Path(__file__).parent.parent / "scenarios"


def scenarios():
    reader = Reader(FOLDER)
    for path in sorted(FOLDER.glob("*.yaml")):
        for title, told in reader.read(path.name).items():
            if "processes" not in told:  # played by several processes, in tests/durability
                yield pytest.param(told, id=f"{path.stem} : {title}")
    reader.faults.raise_if_any()


class Story:
    """One operator, one person, and her files by the names the scenario gives them."""

    def __init__(self, told):
        self.clock = Clock()
        self.tools = make_tools(self.clock)
        self.files = {}
        self.person = None
        self.contact = ""
        self.sheet = {**PERSON, **told.get("person", {})}
        for code, place in told.get("places", {}).items():
            self._open_place(code, **place)
        self._register_orders(told.get("orders", {}))

    def _open_place(self, code, town, lot, postcode, adviser):
        site = self.tools.site
        site.operator.lots = (*site.operator.lots, lot)
        site.structures.add(code, Structure(code, town, "732829320", lot, postcode))
        account = Account(adviser, adviser.capitalize(), ("adviser",))
        account.structure, account.organisation = code, "732829320"
        site.accounts.add(adviser, account)

    def _register_orders(self, quantities):
        for unit in self.tools.rules.agreements["cctp-2019"].units.values():
            for lot in dict.fromkeys(self.tools.site.operator.lots):
                quantity = int(quantities.get(unit.name, 100))
                if quantity:
                    reference = f"2020-Lot{lot}-UO{unit.order_code}-01"
                    self._order(reference, quantity, date(2020, 1, 2))

    def _order(self, reference, quantity, day):
        agreement = self.tools.rules.agreement_on(date(int(reference[:4]), 6, 30)).name
        new = NewOrder(reference, agreement, quantity, notified_on=day, starts_on=day)
        register_order(new, actor(self.tools, "farid"), self.tools)

    # what people do

    def play(self, step):
        known = dict(step)
        self._set_the_clock(known.pop("day"), known.pop("at", "09:00"), known.get("who", "alice"))
        known.pop("says", "")
        refused = known.pop("refused", "")
        raised = (
            pytest.raises(getattr(errors, refused), match=re.escape(step["says"]))
            if refused
            else nullcontext()
        )
        with raised:
            getattr(self, known.pop("does"))(**known)

    def _set_the_clock(self, day, at, who):
        place = self.tools.site.structures[self.tools.site.accounts[who].structure or "NTE"]
        zone = self.tools.rules.agreements["cctp-2019"].lots[place.lot].time_zone
        self.clock.now = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZoneInfo(zone))

    def engage(self, who, unit, name="", on="", demand="", **said):
        """For the person of the story, received by whoever engages her first unit."""
        tools = self.tools
        self.person = self.person or self._received(who)
        today = self.clock.now.date()
        asked = date.fromisoformat(demand or on) if demand or on else today
        plain = opening(tools, unit, who, opened_on=date.fromisoformat(on) if on else today)
        author = said.pop("demanded_by", "person")
        declared = {**plain.declarations, **said.pop("declares", {})}
        referent = said.pop("referent", who if "adviser" in actor(tools, who).roles else "")
        overrides = said.pop("overrides", {})
        given = Given(referent=referent, overrides=overrides, **said)
        changed = opening(
            tools,
            unit,
            who,
            opened_on=plain.opened_on,
            declarations=declared,
            demand={**plain.demand, "on": asked, "author": author},
            given=given,
        )
        self.files[name or unit] = engage(self.person, changed, actor(tools, who), tools)

    def _received(self, who):
        sheet = {name: value for name, value in self.sheet.items() if value}
        status = sheet.pop("status", "SAL_CDI")
        staff = actor(self.tools, who)
        new = NewPerson(sheet, status, date(2020, 1, 1), staff.structure)
        return register_person(new, staff, self.tools)

    def meet(self, who, unit, mode="PRES", on=""):
        exchange = Exchange(
            mode,
            on=date.fromisoformat(on) if on else None,
            minutes=60,
            remote_agreed_by="person_accepted",
        )
        log_interaction(self.files[unit], exchange, actor(self.tools, who), self.tools)

    def write(self, who, unit, **content):
        fill(self.files[unit], self.tools, who)
        write(self.files[unit], self.tools, who, **content)

    def propose(self, who, unit):
        act(self.files[unit], "propose", self.tools, who)

    def take_back(self, who, unit, motive):
        act(self.files[unit], "take_back", self.tools, who, motive=motive)

    def sign(self, who, unit, on=""):
        self._dated(who, unit, "sign_as_adviser", on)

    def note_signature_of_the_person(self, who, unit, on=""):
        self._dated(who, unit, "note_paper_signature", on)

    def note_late_paper(self, who, unit, on):
        self._dated(who, unit, "sign_late", on)

    def record_trace(self, who, unit):
        self._dated(who, unit, "record_trace", "")

    def record_late_trace(self, who, unit):
        self._dated(who, unit, "record_late_trace", "")

    def close(self, who, unit, because, motive, on=""):
        self._dated(who, unit, "close", on, reason=because, motive=motive)

    def rectify(self, who, unit, because, motive, on):
        self._dated(who, unit, "rectify", on, reason=because, motive=motive)

    def cancel(self, who, unit, motive=""):
        self._dated(who, unit, "cancel", "", motive=motive)

    def confirm_abandon(self, who, unit, motive):
        self._dated(who, unit, "confirm_abandon", "", motive=motive)

    def _dated(self, who, unit, name, on, **said):
        day = date.fromisoformat(on) if on else None
        act(self.files[unit], name, self.tools, who, on=day, **said)

    def change_status(self, who, to):
        today = self.clock.now.date()
        record_status(self.person, to, today, actor(self.tools, who), self.tools)

    def ask(self, who, unit, author="person"):
        demand = {**opening(self.tools, unit, who).demand, "author": author}
        record_demand(self.person, demand, actor(self.tools, who), self.tools)

    def reassign(self, who, unit, to, motive):
        course = self.files[unit].__parent__
        reassign(course, to, motive, actor(self.tools, who), self.tools)

    def count_anonymous(self, who):
        staff = actor(self.tools, who)
        sheet = {"motive": "POINT"}
        self.contact = count_contact("anonymous", staff.structure, sheet, staff, self.tools)

    def identify(self, who):
        staff = actor(self.tools, who)
        status = self.sheet.get("status", "SAL_CDI")
        new = NewPerson(PERSON, status, self.clock.now.date(), staff.structure)
        self.person = identify_contact(
            self.contact, new, opening(self.tools, "UO0", who), staff, self.tools
        )
        self.files["UO0"] = self.person.engagements()[0]

    def register_order(self, who, reference, quantity):
        self._order(reference, int(quantity), self.clock.now.date())

    def night(self, **found):
        """What the night reports: alerts, units it settled, units it served with an order."""
        done = spend_night(lambda work: work(self.tools), lambda done, of: None)
        names = {engagement.number: name for name, engagement in self.files.items()}
        for kind in ("warned", "settled", "served"):
            told = [names[number] for number in getattr(done, kind)]
            assert told == list(found.get(kind, [])), f"{kind} : {told}"

    # what is seen

    def see(self, name):
        engagement = self.files[name]
        last = engagement.closings[-1] if engagement.closings else {}
        deliverable = engagement.deliverable
        return {
            "state": engagement.state,
            "agreement": engagement.agreement,
            "number": engagement.number,
            "order": engagement.order_line,
            "due_on": engagement.due_on,
            "extended_to": engagement.due_extended_on,
            "closed_on": engagement.closed_on,
            "because": engagement.closed_because,
            "late": "yes" if last.get("late") else "no",
            "billable": last.get("billable", ""),
            "statement": last.get("statement", ""),
            "closings": len(engagement.closings),
            "deliverable": deliverable.state if deliverable is not None else "",
            "referent": engagement.__parent__.referent,
            "overrides": [override["condition"] for override in engagement.overrides],
            "same_course_as": [
                other
                for other, unit in self.files.items()
                if unit is not engagement and unit.__parent__ is engagement.__parent__
            ],
        }

    def tasks(self):
        names = {engagement.number: name for name, engagement in self.files.items()}
        return [f"{n.role} {n.about} {names[n.thing]}" for n in self.tools.site.outbox]


@pytest.mark.parametrize("told", list(scenarios()))
def test_scenario(told):
    story = Story(told)

    for step in told["steps"]:
        story.play(step)

    for name, expected in told.get("expect", {}).items():
        seen = story.see(name)
        assert {key: _text(seen[key]) for key in expected} == dict(expected), name
    if "tasks" in told:
        assert sorted(story.tasks()) == sorted(told["tasks"])
    for reference, left in told.get("remaining", {}).items():
        assert remaining(story.tools.site.orders[reference], story.tools) == int(left)
    if "contacts" in told:
        assert sum(1 for _ in story.tools.site.contacts) == int(told["contacts"])


def _text(seen):
    if isinstance(seen, list):
        return seen
    return "" if seen is None else str(seen)
