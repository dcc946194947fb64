"""Orders, what waits for them, and the work of the night (R-019, R-020, R-032, R-040; C-15)."""

from dataclasses import replace
from datetime import date

import pytest

from cep_docs.content.account import Account
from cep_docs.content.operator import Structure
from cep_docs.errors import Invalid, NotFound, NotPossible
from cep_docs.lifecycle.drawing import file_key, numbers_in_use
from cep_docs.lifecycle.night import BATCH, spend_night
from cep_docs.lifecycle.orders import (
    NewOrder,
    engagement_numbered,
    register_order,
    remaining,
    serve_the_waiting,
)
from cep_docs.lifecycle.sealing import (
    journal_named,
    seal_the_journals,
    verify_journals,
)
from cep_docs.values.file_number import HIGHEST_COUNTER
from tests.people import actor, met, order, received
from tests.unit.lifecycle.courses import act, engaged, signed

NEW = NewOrder(
    "2020-Lot08-UO01-02", "cctp-2019", 10, notified_on=date(2020, 2, 3), starts_on=date(2020, 2, 3)
)


def night(tools):
    return spend_night(lambda work: work(tools), lambda done, of: None)


def notices(tools, about):
    return [n.role for n in tools.site.outbox if n.about == about]


class TestOrders:
    """R-020."""

    def test_it_is_registered_and_shows_what_remains(self, house):
        known = register_order(NEW, actor(house, "farid"), house)

        assert (known.unit, known.lot, remaining(known, house)) == ("UO1", "08", 10)
        assert house.site.orders["2020-Lot08-UO01-02"] is known

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"agreement": "cctp-1999"}, "Cet accord-cadre n'existe pas"),
            ({"reference": "hello"}, "bon de commande"),
            ({"reference": "2020-Lot01-UO01-02"}, "n'est pas un lot de cet opérateur"),
            ({"reference": "2020-Lot08-UO01-01"}, "déjà enregistré"),
            ({"quantity": 0}, "de 1 à 99 999"),
            ({"quantity": 100_000}, "de 1 à 99 999"),
            ({"ends_on": date(2020, 2, 2)}, "précède son début"),
        ],
    )
    def test_a_strange_one_is_refused(self, house, changes, sentence):
        with pytest.raises(Invalid, match=sentence):
            register_order(replace(NEW, **changes), actor(house, "farid"), house)

    @pytest.mark.parametrize("quantity", [1, 99_999])
    def test_the_least_and_the_most(self, house, quantity):
        new = replace(NEW, quantity=quantity, ends_on=NEW.starts_on)

        assert register_order(new, actor(house, "farid"), house).quantity == quantity

    def test_an_adviser_does_not(self, house):
        with pytest.raises(NotFound):
            register_order(NEW, actor(house, "alice"), house)


class TestWaiting:
    """R-019: the unit is engaged all the same, and waits."""

    def test_exhausted_the_controller_is_told_and_the_unit_waits(self, tools):
        order(tools, "UO0", 1)
        first, second = (engaged(tools, "UO0", received(tools, first_name=n)) for n in "AB")

        assert (first.order_line[-5:], second.order_line) == ("00001", "")
        assert (second.state, second.closings[-1]["statement"]) == ("closed", "")
        assert notices(tools, "no_order_left") == ["controller"]

    def test_the_next_order_that_is_open_is_drawn_when_the_first_is_exhausted(self, tools):
        order(tools, "UO0", 1)
        order(tools, "UO0", 5, sequence=2)
        units = [engaged(tools, "UO0", received(tools, first_name=n)) for n in "AB"]

        assert [u.order_line for u in units] == [
            "2020-Lot08-UO00-01-00001",
            "2020-Lot08-UO00-02-00001",
        ]

    def test_the_oldest_is_served_first_by_an_order_that_begins_later(self, tools, clock):
        waiting = [engaged(tools, "UO1", received(tools, first_name=n)) for n in "AB"]
        assert serve_the_waiting(tools) == []
        clock.on("2020-03-02")
        starts = date(2020, 3, 1)
        late = replace(NEW, quantity=1, starts_on=starts)
        register_order(late, actor(tools, "farid"), tools)

        assert serve_the_waiting(tools) == [waiting[0].number]
        assert waiting[0].order_line == "2020-Lot08-UO01-02-00001"
        assert waiting[1].order_line == ""
        lines = list(waiting[0].__parent__.__parent__.journal)
        assert lines[-1]["what"] == "draw_order"

    def test_an_order_of_tomorrow_or_of_another_lot_or_unit_serves_nobody(self, tools, clock):
        engaged(tools, "UO1")
        tools.site.operator.lots = ("08", "10")
        for changes in (
            {"starts_on": date(2020, 2, 4)},
            {"reference": "2020-Lot10-UO01-02"},
            {"reference": "2020-Lot08-UO2.1-02"},
        ):
            register_order(replace(NEW, **changes), actor(tools, "farid"), tools)

        assert serve_the_waiting(tools) == []

    def test_back_dated_it_draws_on_the_order_of_its_day(self, house, clock):
        """R-021: 31 December typed on 2 January is of the old order."""
        person = received(house)
        clock.on("2021-01-02")
        new = replace(NEW, reference="2021-Lot08-UO01-01", starts_on=date(2021, 1, 1))
        register_order(new, actor(house, "farid"), house)
        asked = {"unit": "UO1", "on": date(2020, 12, 31), "author": "person"}

        unit = engaged(house, "UO1", person, opened_on=date(2020, 12, 31), demand=asked)

        assert unit.order_line == "2020-Lot08-UO01-01-00001"

    def test_closed_meanwhile_it_gets_the_statement_of_its_quarter(self, tools, clock):
        """R-040, C-15."""
        unit = signed(engaged(tools, "UO1"), tools)
        clock.on("2020-05-04")
        register_order(NEW, actor(tools, "farid"), tools)

        assert night(tools).served == [unit.number]
        assert unit.closings[-1]["statement"] == "2020-Lot08-UO01-02-T1"

    def test_cancelled_meanwhile_it_gets_nothing(self, tools):
        unit = engaged(tools, "UO1")
        act(unit, "cancel", tools, "denis", motive="Homonyme")
        register_order(NEW, actor(tools, "farid"), tools)

        assert night(tools).served == []
        assert remaining(tools.site.orders[NEW.reference], tools) == 10

    def test_lot_19_orders_under_the_lot_it_helps(self, tools):
        """C-16."""
        tools.site.operator.lots = ("19",)
        tools.site.structures["NTE"].lot = "19"
        register_order(NEW, actor(tools, "farid"), tools)

        assert engaged(tools, "UO1").order_line == "2020-Lot08-UO01-02-00001"

    def test_when_every_number_of_the_month_is_given_nothing_is_engaged(self, house):
        """R-018."""
        house.numbers.last[file_key("4G", date(2020, 2, 3))] = HIGHEST_COUNTER

        with pytest.raises(NotPossible, match="Tous les numéros de dossier de ce mois"):
            engaged(house, "UO0")

    def test_the_numbers_in_use_are_those_that_stand_on_units(self, house):
        person = received(house)
        engaged(house, "UO0", person)
        engaged(house, "UO1", person)

        used = numbers_in_use(house.site, house.catalog)

        assert sorted(used["file:4G:2020-02"]) == [1, 2]
        assert (used["order:2020-Lot08-UO01-01"], used["order:2020-Lot08-UO2.1-01"]) == ([1], [])

    def test_a_number_nobody_has_is_said_so(self, house):
        with pytest.raises(NotPossible, match="n'existe pas"):
            engagement_numbered("4G200201000001", house)


class TestNights:
    @pytest.mark.parametrize(
        ("day", "warned"),
        [("2020-03-03", False), ("2020-03-04", True), ("2020-04-03", True), ("2020-04-04", False)],
    )
    def test_warned_from_thirty_days_before_to_the_last_day(self, house, clock, day, warned):
        """R-032."""
        unit = engaged(house, "UO1")
        clock.on(day)

        assert night(house).warned == ([unit.number] if warned else [])

    def test_between_the_strict_day_and_the_extended_one_nobody_is_warned(self, house, clock):
        """C-07: 1 May, then Monday 4."""
        clock.on("2020-03-01")
        engaged(house, "UO1")
        clock.on("2020-05-02")

        assert night(house).warned == []

    def test_each_threshold_once_and_several_at_once(self, house, clock):
        unit = engaged(house, "UO1")
        told = []
        for day in ("2020-03-04", "2020-03-18", "2020-03-19", "2020-04-02", "2020-04-03"):
            clock.on(day)
            told.append(len(night(house).warned))
        other = engaged(house, "UO1", received(house, first_name="Ana"))
        clock.on("2020-06-02")
        night(house)

        assert told == [1, 0, 1, 1, 0]
        assert unit.warned_days == (30, 15, 3)
        assert other.warned_days == (30, 15, 3)
        assert notices(house, "deadline_near") == ["adviser", "beneficiary"] * 4

    def test_the_journal_says_how_many_days_were_left(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-03-20")
        night(house)

        line = list(unit.__parent__.__parent__.journal)[-1]
        assert (line["what"], line["who"]) == ("warn", "clockwork")
        assert line["details"] == {"days_left": 14}

    def test_a_second_night_changes_nothing(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-04-04")
        first = night(house)
        lines = len(unit.__parent__.__parent__.journal)
        second = night(house)

        assert (first.settled, second.settled, second.warned) == ([unit.number], [], [])
        assert len(unit.__parent__.__parent__.journal) == lines

    def test_each_place_at_its_own_hour(self, house, clock):
        """§ 2.2: 23:30 in Pointe-à-Pitre is tomorrow in Saint-Denis."""
        units = {}
        for code, lot, postcode in (("PTP", "14", "97110"), ("STD", "13", "97400")):
            site = house.site
            site.structures.add(code, Structure(code, code, "732829320", lot, postcode))
            account = Account(code.lower(), code, ("adviser",))
            account.structure = code
            site.accounts.add(account.login, account)
            person = received(house, account.login, postcode=postcode, first_name=code)
            units[code] = engaged(house, "UO1", person, account.login)
        clock.on("2020-04-03", "20:30")

        assert night(house).settled == [units["STD"].number]
        clock.on("2020-04-04", "03:30")
        assert night(house).settled == []
        clock.on("2020-04-04", "04:30")
        assert night(house).settled == [units["PTP"].number]

    def test_statements_are_opened_on_the_first_day_of_the_quarter_and_once(self, house, clock):
        """C-15, R-040."""
        night(house)
        night(house)
        clock.on("2020-04-01")
        night(house)
        clock.on("2021-01-01")
        night(house)

        known = house.site.orders["2020-Lot08-UO01-01"].statements
        assert [p["number"][-2:] for p in known] == ["T1", "T2"]
        assert known[1]["opened_on"] == date(2020, 4, 1)

    def test_a_large_structure_is_done_in_batches(self, house, clock):
        for count in range(BATCH + 1):
            born = f"{1960 + count // 28}-01-{1 + count % 28:02}"
            engaged(house, "UO1", received(house, birth_date=born))
        clock.on("2020-04-04")
        works = []

        done = spend_night(lambda work: works.append(work) or work(house), lambda done, of: None)

        assert len(done.settled) == BATCH + 1
        meetings = ["waiting", "first", "rest"]
        units = [
            "structures",
            "due",
            "due",
            "first",
            "rest",
            "open",
            "serve",
            "signatures",
            "batches",
        ]
        assert len(works) == len([*meetings, *units])

    def test_progress_is_told_until_the_end(self, house):
        told = []
        spend_night(lambda work: work(house), lambda done, of: told.append((done, of)))

        assert told == [(0, 2), (1, 2), (2, 2)]


class TestSeals:
    """R-128, I11."""

    def test_every_chain_is_sealed_and_verified(self, house):
        unit = engaged(house, "UO1")
        digest = seal_the_journals(house)

        report = verify_journals(house, lambda done, of: None)

        assert len(digest) == 64
        assert (report.chains, report.seals, report.findings) == (2, 1, [])
        assert report.lines == len(house.site.journal) + len(unit.__parent__.__parent__.journal)

    def test_a_journal_is_found_by_its_name(self, house):
        person = received(house)

        assert journal_named("operator", house) is house.site.journal
        assert journal_named(person.identifier, house) is person.journal
        assert journal_named("nobody", house) is None


class TestDecisionsThatWait:
    """C-10: a unit that fell due while the person was active waits for a decision."""

    @pytest.fixture
    def overdue(self, house, clock):
        """Engaged on 3 February 2020, due on Friday 3 April, the person met on 20 March."""
        unit = engaged(house, "UO1")
        clock.on("2020-03-20")
        met(unit, house)
        clock.on("2020-04-04")
        night(house)
        return unit

    def test_five_working_days_later_it_is_not_late_yet(self, house, clock, overdue):
        clock.on("2020-04-10")

        night(house)

        assert overdue.state == "overdue"
        assert notices(house, "decision_late") == []

    def test_on_the_sixth_the_manager_is_told_again_once(self, house, clock, overdue):
        clock.on("2020-04-14")  # after Easter Monday

        first, second = night(house), night(house)

        assert notices(house, "decision_late") == ["manager"]
        assert (first.warned, second.warned) == ([overdue.number], [])

    def test_a_unit_that_is_not_due_is_not_told_of(self, house, clock):
        engaged(house, "UO1")
        clock.on("2020-04-03")

        night(house)

        assert notices(house, "decision_late") == []

    def test_an_agreement_that_gives_no_such_time_tells_nobody(self, house, clock, overdue):
        agreement = house.rules.agreements["cctp-2019"]
        limits = replace(agreement.limits, decision_working_days=0)
        rules = replace(house.rules, agreements={"cctp-2019": replace(agreement, limits=limits)})
        clock.on("2020-05-14")

        night(replace(house, rules=rules))

        assert notices(house, "decision_late") == []
