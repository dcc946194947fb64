"""The invented operator: staff that grows with the people, orders that run out."""

from datetime import date

from cep_docs.demo.cast import cast_of, furnish, more_staff
from cep_docs.demo.ordering import NumbersAtHand, orders
from cep_docs.demo.playing import Clock, instant
from cep_docs.demo.words import read_words
from tests.people import RULES, make_tools

WORDS = read_words()


class TestTheStaff:
    def test_a_small_operator_has_no_more_than_its_twelve(self):
        assert list(more_staff(999, WORDS)) == []

    def test_a_large_one_has_an_adviser_for_two_hundred_people(self):
        found = list(more_staff(100_000, WORDS))

        assert len(found) == 496
        assert len({login for login, *_ in found}) == 496
        assert all(login.isascii() for login, *_ in found)
        assert {place for *_, place in found} == {"NTE", "ANG", "LEM"}

    def test_beyond_the_names_there_are_logins_with_a_figure(self):
        logins = [login for login, *_ in more_staff(120_000, WORDS)]

        assert len(set(logins)) == len(logins) == 596
        assert logins[-1].endswith("1")


class TestTheFurniture:
    def test_everything_is_declared_by_its_step(self, clock):
        tools = make_tools(clock)
        for name in ("organisations", "structures", "accounts"):
            getattr(tools.site, name)._children = {}
        now = Clock(instant(date(2020, 1, 1), 0))

        furnish(200, WORDS, now, tools)

        told = [line["what"] for line in tools.site.journal]
        assert told == (
            ["describe_operator"]
            + ["declare_organisation"] * 3
            + ["declare_structure"] * 3
            + ["create_account"] * 12
        )
        cast = cast_of(tools)
        assert set(cast.managers) == {"NTE", "ANG", "LEM"}
        assert "yann.kermeur" not in cast.advisers["LEM"]


class TestTheOrders:
    def test_each_unit_has_one_a_year_while_its_agreement_lasts(self, tools):
        found = {order.reference for _, order in orders(200, date(2024, 2, 8), tools)}

        assert {f"{year}-Lot08-UO01-01" for year in (2020, 2021, 2022, 2023)} <= found
        assert "2024-Lot08-UO01-01" not in found
        assert "2024-Lot08-UOR1-01" in found

    def test_the_last_one_of_the_last_unit_is_short(self, tools):
        last = [
            order
            for _, order in orders(200, date(2024, 2, 8), tools)
            if order.reference.startswith("2023-Lot08-UO2.2")
        ]

        assert [order.quantity for order in last] == [300, 4]
        assert [order.starts_on for order in last] == [date(2023, 1, 1), date(2023, 12, 2)]

    def test_no_order_is_larger_than_its_ranks(self, tools):
        assert (
            max(order.quantity for _, order in orders(300_000, date(2024, 2, 8), tools)) == 99_999
        )

    def test_an_order_is_registered_before_it_begins(self, tools):
        for at, order in orders(200, date(2024, 2, 8), tools):
            assert at.date() < order.starts_on or order.reference.startswith("2020")


def test_numbers_at_hand_are_counted_and_limited():
    numbers = NumbersAtHand({})

    taken = [numbers.take([("a", None), ("b", 1)]) for _ in range(2)]

    assert taken == [[1, 1], [2, None]]
    assert (numbers.peek("a"), numbers.peek("c")) == (2, 0)


def test_the_rules_have_what_the_stories_need():
    assert list(RULES.agreements["cctp-2019"].units)[-1] == "UO2.2"
    assert list(RULES.agreements["marche-2024"].units)[-1] == "RDVS"
