"""Orders as they are looked at: drawn, left, waited for (R-019, R-020)."""

from datetime import date

import pytest

from cep_docs.errors import CepDocsError
from cep_docs.lifecycle import order_board
from cep_docs.lifecycle.order_board import orders_page, waiting_for_an_order
from tests.people import actor, order
from tests.unit.lifecycle.courses import engaged


def line(tools):
    (found, *_), _ = orders_page(actor(tools, "denis"), tools)
    return found


@pytest.mark.parametrize(
    ("quantity", "state", "label"),
    [(1, "exhausted", "Épuisé"), (10, "running", "En cours"), (100, "running", "En cours")],
)
def test_what_is_drawn_is_no_longer_left(tools, quantity, state, label):
    order(tools, "UO1", quantity)
    engaged(tools, "UO1")

    found = line(tools)

    assert (found.drawn, found.remaining, found.state) == (1, quantity - 1, state)
    assert found.label == label


def test_an_order_nearly_drawn_says_so(tools, monkeypatch):
    monkeypatch.setattr(order_board, "LOW", 2)
    order(tools, "UO1", 2)
    engaged(tools, "UO1")

    assert line(tools).state == "low"


def test_an_order_has_its_time(tools, clock):
    order(tools, "UO1")
    tools.site.orders["2020-Lot08-UO01-01"].starts_on = date(2020, 6, 1)
    assert line(tools).state == "coming"

    clock.on("2021-01-01")
    assert line(tools).state == "over"


def test_the_last_orders_come_first(tools):
    order(tools, "UO1", sequence=1)
    order(tools, "UO1", sequence=2)

    lines, total = orders_page(actor(tools, "farid"), tools)
    rest, _ = orders_page(actor(tools, "farid"), tools, 1)

    assert [one.reference[-2:] for one in lines] == ["02", "01"]
    assert (total, [one.reference[-2:] for one in rest]) == (2, ["01"])


def test_an_order_of_a_lot_nobody_knows_is_still_shown(tools):
    order(tools, "UO1")
    tools.site.orders["2020-Lot08-UO01-01"].lot = "99"

    assert line(tools).lot == "99"


def test_units_that_wait_are_counted_by_agreement_lot_and_unit(tools, monkeypatch):
    monkeypatch.setattr(order_board, "COUNTED", 0)
    engaged(tools, "UO1")

    (waiting,) = waiting_for_an_order(actor(tools, "farid"), tools)

    assert (waiting.lot, waiting.unit, waiting.number, waiting.more) == ("08", "UO1", 0, True)


def test_orders_are_for_those_who_steer(house):
    for login in ("alice", "gaelle"):
        with pytest.raises(CepDocsError):
            orders_page(actor(house, login), house)
        with pytest.raises(CepDocsError):
            waiting_for_an_order(actor(house, login), house)
