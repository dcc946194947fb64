"""Whatever a small operator does, the invariants of § 8.3 hold after every step."""

import re
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from cep_docs.content.deliverable import digest_of
from cep_docs.errors import Invalid, Refused
from cep_docs.journal import findings
from cep_docs.lifecycle.accounts import disable_account
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.interactions import Exchange, log_interaction
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.orders import remaining
from cep_docs.lifecycle.persons import record_status
from cep_docs.lifecycle.referents import add_deputy, grant_expert, reassign
from cep_docs.storage.catalog import contents, expected
from cep_docs.values.local_time import local_day
from cep_docs.values.months import add_months
from tests.people import RULES, Clock, actor, make_tools, opening, order, received
from tests.unit.lifecycle.courses import act, fill, write

AGREEMENT = RULES.agreements["cctp-2019"]
NUMBER = re.compile(r"4G\d{2}(0[1-9]|1[0-2])(00|01|21|22)\d{6}")
PARIS = "Europe/Paris"
REFUSED = (Refused, Invalid)
STAFF = st.sampled_from(["alice", "bruno", "denis"])
ADVISERS = st.sampled_from(["alice", "bruno"])
BACK = st.integers(0, 20)
REASONS = st.sampled_from(
    ["VOL_SIGNE", "VOL_ECRIT", "VOL_AUTONOME", "VOL_SITUATION", "DECES", "TRANSFERT", "ERREUR"]
)


class SmallOperator(RuleBasedStateMachine):
    """Refusals are part of life: what is refused must leave every invariant as it was."""

    persons = Bundle("persons")
    units = Bundle("units")

    @initialize(target=persons)
    def open_the_house(self):
        self.clock = Clock()
        self.tools = make_tools(self.clock)
        self.numbers = {}
        self.texts = {}
        for unit in AGREEMENT.units:
            order(self.tools, unit, 2)
        return multiple(*(received(self.tools, first_name=name) for name in ("Ana", "Zoé")))

    # what people do

    @rule(target=units, person=persons, back=st.sampled_from([0, 0, 3]))
    def go_on(self, person, back):
        """The next unit, as the contract has it, so that enough of them get there."""
        lived = [u.unit for u in person.engagements() if u.state == "closed"]
        following = {"UO1": "UO2.1", "UO2.1": "UO2.2"}.get(lived[-1] if lived else "", "UO1")
        courses = list(person)
        who = (courses[-1].referent if courses else "") or "alice"
        return self.engage_unit(person, following, who, who, back, False)

    @rule(
        target=units,
        person=persons,
        unit=st.sampled_from(["UO0", "UO1", "UO1", "UO2.1", "UO2.1", "UO2.2"]),
        who=STAFF,
        referent=ADVISERS,
        back=st.sampled_from([0, 0, 0, 1, 10, 20]),
        let_pass=st.booleans(),
    )
    def engage(self, person, unit, who, referent, back, let_pass):
        return self.engage_unit(person, unit, who, referent, back, let_pass)

    def engage_unit(self, person, unit, who, referent, back, let_pass):
        day = self.today() - timedelta(days=back)
        words = ("follows_a_signed_project", "not_backdated_too_far", "status_in_perimeter")
        overrides = dict.fromkeys(words, "Accordé") if let_pass else {}
        said = opening(self.tools, unit, who)
        declared = {**said.declarations, "return_motive": "Nouveau projet"}
        asked = opening(
            self.tools,
            unit,
            who,
            opened_on=day,
            declarations=declared,
            demand={**said.demand, "on": day},
            given=Given(referent=referent, overrides=overrides),
        )
        try:
            engagement = engage(person, asked, actor(self.tools, who), self.tools)
        except REFUSED:
            return multiple()
        self.check_what_it_follows(engagement)
        return engagement

    def check_what_it_follows(self, engagement):
        """I6, unless a manager let it pass."""
        passed = {override["condition"] for override in engagement.overrides}
        if engagement.unit == "UO2.2" and "follows_a_signed_project" not in passed:
            projects = [
                unit
                for unit in engagement.__parent__
                if unit.unit == "UO2.1" and unit.state == "closed"
            ]
            assert projects
            assert AGREEMENT.closing[projects[-1].closed_because].voluntary
            assert projects[-1].closed_on <= engagement.opened_on

    @rule(unit=units, who=STAFF)
    def fill_and_write(self, unit, who):
        with suppress(*REFUSED):
            fill(unit, self.tools, who)
            if unit.deliverable is not None:
                write(unit, self.tools, who)

    @rule(unit=units, who=STAFF, back=st.sampled_from([0, 0, 1, 20]))
    def meet(self, unit, who, back):
        exchange = Exchange("PRES", on=self.today() - timedelta(days=back), minutes=30)
        with suppress(*REFUSED):
            log_interaction(unit, exchange, actor(self.tools, who), self.tools)

    @rule(
        unit=units,
        name=st.sampled_from(["propose", "take_back", "sign_as_adviser", "note_paper_signature"]),
        who=STAFF,
        back=st.sampled_from([0, 0, 0, 1, 5]),
    )
    def sign(self, unit, name, who, back):
        self.act(unit, name, who, on=self.today() - timedelta(days=back), motive="Oui")

    @rule(unit=units, back=st.sampled_from([0, 0, 3]))
    def go_to_the_signature(self, unit, back):
        """The ordinary way, by the referent."""
        who = unit.__parent__.referent or "alice"
        self.meet(unit, who, 0)
        self.fill_and_write(unit, who)
        day = self.today() - timedelta(days=back)
        for name in ("propose", "sign_as_adviser", "note_paper_signature", "record_trace"):
            self.act(unit, name, who, on=day)

    @rule(target=units, person=persons, levels=st.integers(2, 3))
    def go_through_levels(self, person, levels):
        """One signed unit after another; the last one is only engaged."""
        engaged = self.go_on(person, 0)
        while levels > 1 and engaged != multiple():
            self.go_to_the_signature(engaged, 0)
            engaged, levels = self.go_on(person, 0), levels - 1
        return engaged

    @rule(unit=units, back=st.integers(0, 60))
    def bring_a_late_paper(self, unit, back):
        """After an abandon: the signatures or the trace, then the manager restates."""
        who = unit.__parent__.referent or "alice"
        day = self.today() - timedelta(days=back)
        for name, reason in (("sign_late", "VOL_SIGNE"), ("record_late_trace", "VOL_ECRIT")):
            if unit.deliverable is not None and unit.deliverable.kind == "closing_statement":
                with suppress(*REFUSED):
                    write(unit, self.tools, who, dated_on=day.isoformat())
            self.act(unit, name, who, on=day)
            self.act(unit, "rectify", "denis", on=day, reason=reason, motive="Papier reçu")

    @rule(
        unit=units,
        name=st.sampled_from(["close", "rectify"]),
        who=STAFF,
        reason=REASONS,
        back=BACK,
    )
    def close(self, unit, name, who, reason, back):
        day = self.today() - timedelta(days=back)
        self.act(unit, name, who, on=day, reason=reason, motive="Constaté")

    @rule(unit=units, name=st.sampled_from(["cancel", "confirm_abandon"]), who=STAFF)
    def decide(self, unit, name, who):
        self.act(unit, name, who, motive="Décidé")

    @rule(person=persons, who=STAFF, code=st.sampled_from(["DE", "SAL_CDI", "AGPUB"]), back=BACK)
    def change_status(self, person, who, code, back):
        day = self.today() - timedelta(days=back)
        with suppress(*REFUSED):
            record_status(person, code, day, actor(self.tools, who), self.tools)

    @rule(unit=units, to=ADVISERS, who=STAFF)
    def reassign(self, unit, to, who):
        with suppress(*REFUSED):
            reassign(unit.__parent__, to, "Congé", actor(self.tools, who), self.tools)

    @rule(unit=units, to=ADVISERS, who=STAFF)
    def stand_in(self, unit, to, who):
        until = self.today() + timedelta(days=3)
        staff = actor(self.tools, who)
        with suppress(*REFUSED):
            add_deputy(unit.__parent__, to, self.today(), until, staff, self.tools)
        with suppress(*REFUSED):
            person = unit.__parent__.__parent__
            hour = self.clock.now + timedelta(hours=1)
            grant_expert(person, to, hour, "Financement", staff, self.tools)

    @rule(successor=st.sampled_from(["", "alice", "bruno"]))
    def somebody_leaves_and_comes_back(self, successor):
        account = self.tools.site.accounts["alice"]
        with suppress(*REFUSED):
            gaelle = actor(self.tools, "gaelle")
            disable_account("alice", successor, "Départ", self.today(), gaelle, self.tools)
            assert list(self.tools.catalog.caseload("alice")) == []
        account.disabled_on = None

    @rule(unit=st.sampled_from(list(AGREEMENT.units)))
    def receive_an_order(self, unit):
        known = [o for o in self.tools.site.orders if o.unit == unit]
        with suppress(*REFUSED):
            order(self.tools, unit, 3, sequence=len(known) + 1)

    @rule(days=st.sampled_from([1, 3, 14, 31, 62, 200]))
    def let_days_pass(self, days):
        self.clock.now += timedelta(days=days)
        self.night()
        before = self.picture()

        again = self.night()

        assert (again.warned, again.settled, again.served) == ([], [], [])
        assert self.picture() == before

    def night(self):
        return spend_night(lambda work: work(self.tools), lambda done, of: None)

    def act(self, unit, name, who, **said):
        with suppress(*REFUSED):
            act(unit, name, self.tools, who, **said)

    # what is seen

    def today(self):
        return local_day(self.clock.now, PARIS)

    def all_persons(self):
        return list(self.tools.site.beneficiaries)

    def all_units(self):
        return [unit for person in self.all_persons() for unit in person.engagements()]

    def picture(self):
        """Everything a night could change, in words."""
        site = self.tools.site
        return (
            [person.journal.head for person in self.all_persons()],
            sum(1 for _ in site.outbox),
            [order.statements for order in site.orders],
            [(unit.state, unit.order_line, unit.closings) for unit in self.all_units()],
            contents(site.catalog),
        )

    # what always holds

    @invariant()
    def file_numbers_are_unique_well_formed_and_for_ever(self):
        """I1."""
        numbers = [unit.number for unit in self.all_units()]
        assert len(numbers) == len(set(numbers))
        for unit in self.all_units():
            assert NUMBER.fullmatch(unit.number)[2] == AGREEMENT.units[unit.unit].file_code
            assert self.numbers.setdefault(id(unit), unit.number) == unit.number
            assert unit.__name__ == unit.number

    @invariant()
    def ranks_are_unique_and_what_remains_is_what_was_not_drawn(self):
        """I2."""
        for known in self.tools.site.orders:
            lines = [u.order_line for u in self.all_units()]
            ranks = sorted(int(x[-5:]) for x in lines if x.startswith(f"{known.reference}-"))
            assert ranks == list(range(1, len(ranks) + 1))
            assert remaining(known, self.tools) == known.quantity - len(ranks) >= 0

    @invariant()
    def one_accompaniment_is_open_at_a_time(self):
        """I3."""
        for person in self.all_persons():
            running = [u for u in person.engagements() if u.state in ("open", "overdue")]
            assert len(running) <= 1

    @invariant()
    def days_are_in_order(self):
        """I4; the units of one person follow each other."""
        for unit in self.all_units():
            days = [unit.opened_on, *(i["on"] for i in unit.interactions)]
            assert max(days) <= (unit.closed_on or self.today()) <= self.today()
            assert min(days) == unit.opened_on
        for person in self.all_persons():
            lived = [u for u in person.engagements() if u.unit != "UO0" and u.state != "cancelled"]
            for before, after in pairwise(lived):
                assert before.closed_on <= after.opened_on

    @invariant()
    def time_limits_count_from_where_they_should(self):
        """I5, R-022…R-025."""
        for unit in self.all_units():
            if unit.unit == "UO0":
                assert (unit.due_on, unit.closed_on) == (None, unit.opened_on)
                continue
            months, base = {"UO1": (2, "UO1"), "UO2.1": (6, "UO2.1"), "UO2.2": (18, "UO2.1")}[
                unit.unit
            ]
            starts = [
                other.opened_on
                for other in unit.__parent__
                if other.unit == base and (other is unit or other.state != "cancelled")
            ]
            assert unit.due_on in [add_months(start, months) for start in starts]
            assert unit.due_on <= unit.due_extended_on

    @invariant()
    def a_course_has_one_referent_at_any_instant(self):
        """I7."""
        for person in self.all_persons():
            for course in person:
                opened = [u.opened_on for u in course if u.unit != "UO0"]
                if not opened:
                    continue
                first = datetime.combine(min(opened), time(0), UTC) - timedelta(hours=1)
                instants = [s["since"] for s in course.starts]
                assert instants == sorted(instants)
                assert instants[0] <= first + timedelta(hours=1)
                assert all(course.referent_at(at) for at in [*instants, self.clock.now])

    @invariant()
    def a_wanted_closing_has_both_signatures_the_advisers_first(self):
        """I8, as far as signing goes here."""
        for unit in self.all_units():
            if unit.unit not in ("UO1", "UO2.1"):
                continue
            version = unit.deliverable.current
            signatures = version.valid_signatures if version is not None else {}
            both = list(signatures) == ["adviser", "beneficiary"]
            wanted = unit.closed_because in ("VOL_SIGNE", "VOL_AUTONOME", "VOL_OPERATEUR")
            assert both == (unit.deliverable.state == "signed")
            assert both or not wanted
            if both:
                assert signatures["adviser"]["at"] <= signatures["beneficiary"]["at"]
                assert unit.closings
            if wanted:
                day = local_day(signatures["beneficiary"]["at"], PARIS)
                assert (unit.closed_on, unit.state) == (day, "closed")

    @invariant()
    def every_change_of_state_is_in_the_journal_and_the_chain_holds(self):
        """I11: the lines of a unit are a way through its workflow, up to where it is."""
        for person in self.all_persons():
            lines = list(person.journal)
            assert list(findings(person.journal)) == []
            for unit in person.engagements():
                own = [x for x in lines if x["object"] == f"engagement {unit.number}"]
                moves = [x for x in own if "state" in x["details"]]
                self.follow(
                    unit,
                    AGREEMENT.engagement,
                    [x for x in moves if "deliverable" not in x["details"]],
                )
                if unit.deliverable is not None:
                    written = [x for x in moves if "deliverable" in x["details"]]
                    workflow = AGREEMENT.workflows[unit.deliverable.kind]
                    self.follow(unit.deliverable, workflow, written)

    def follow(self, thing, workflow, lines):
        state = workflow.starts_as
        for line in lines:
            made = workflow.transitions[line["what"]]
            aside = ("set_aside",) if "late" in made.name else ()
            assert state in made.from_states or set(aside) & set(made.from_states)
            assert line["details"]["state"] == made.to_state
            state = made.to_state
        assert thing.state in (state, "set_aside")

    @invariant()
    def versions_never_change(self):
        """I9, as far as content goes."""
        for unit in self.all_units():
            for deliverable in unit:
                for version in deliverable:
                    seen = self.texts.setdefault(id(version), (version.digest, version.frozen_at))
                    assert seen == (version.digest, version.frozen_at)
                    assert digest_of(version.content, version.edition) == version.digest

    @invariant()
    def the_catalog_is_what_the_data_say(self):
        assert contents(self.tools.site.catalog) == expected(self.tools.site, RULES)

    @invariant()
    def a_closed_unit_has_the_statement_of_its_quarter(self):
        """R-040."""
        for unit in self.all_units():
            if unit.state in ("closed", "abandoned") and unit.order_line:
                quarter = f"T{(unit.closed_on.month + 2) // 3}"
                statement = unit.closings[-1]["statement"]
                assert statement.endswith(quarter)
                assert statement.startswith(str(unit.closed_on.year))


SmallOperator.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.slow
class TestSmallOperator(SmallOperator.TestCase):
    """Sixty lives of thirty steps."""
