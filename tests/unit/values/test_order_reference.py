"""Purchase orders and their lines: R-019, requirements §2.1."""

import pytest

from cep_docs.values.order_reference import CCTP_LOTS, OrderLine, OrderReference


def test_the_example_of_the_agreement_is_read():
    line = OrderLine.parse("2020-Lot08-UO2.1-02-00256")

    assert line == OrderLine(OrderReference(2020, "08", "2.1", 2), 256)
    assert str(line) == "2020-Lot08-UO2.1-02-00256"
    assert str(line.order) == "2020-Lot08-UO2.1-02"


@pytest.mark.parametrize("unit", ["00", "01", "2.1", "2.2"])
@pytest.mark.parametrize("lot", ["01", "18"])
def test_orders_of_all_units_are_read(lot, unit):
    text = f"2020-Lot{lot}-UO{unit}-01"

    order = OrderReference.parse(text)

    assert (order.lot, order.unit) == (lot, unit)
    assert str(order) == text


@pytest.mark.parametrize(
    "order",
    [
        "2020-Lot08-UO21-02",
        "2020-Lot08-UO2-02",
        "2020-Lot08-UO0-02",
        "2020-Lot8-UO2.1-02",
        "2020-Lot19-UO2.1-02",
        "2020-Lot00-UO2.1-02",
        "2020-LOT08-UO2.1-02",
        "2020-lot08-UO2.1-02",
        "2020-Lot08-2.1-02",
        "2020-Lot08-UO2.1-2",
        "2020-Lot08-UO2.1-00",
        "2020-Lot08-UO2,1-02",
        "1920-Lot08-UO2.1-02",
        "20-Lot08-UO2.1-02",
        " 2020-Lot08-UO2.1-02",
        "2020-Lot08-UO2.1-0\u0662",
    ],
)
def test_what_is_not_in_the_agreement_is_refused(order):
    with pytest.raises(ValueError, match=r"par exemple 2020-Lot08-UO2\.1-02"):
        OrderReference.parse(order)
    with pytest.raises(ValueError, match=r"par exemple 2020-Lot08-UO2\.1-02"):
        OrderLine.parse(order + "-00256")


@pytest.mark.parametrize("rank", ["", "-", "-256", "-000256", "-0025A", "-00256\n", "-00000"])
def test_a_rank_has_five_figures_and_starts_at_one(rank):
    with pytest.raises(ValueError, match=r"par exemple 2020-Lot08-UO2\.1-02-00256"):
        OrderLine.parse("2020-Lot08-UO2.1-02" + rank)


def test_an_order_is_not_a_line():
    with pytest.raises(ValueError, match="bonne forme"):
        OrderReference.parse("2020-Lot08-UO2.1-02-00256")


def test_lot_19_is_a_switch():
    """C-16: 01 to 18 unless France compétences says otherwise."""
    lots = {*CCTP_LOTS, "19"}

    line = OrderLine.parse("2020-Lot19-UO01-01-00001", lots=lots)

    assert line.order == OrderReference.parse("2020-Lot19-UO01-01", lots=lots)
    with pytest.raises(ValueError, match=r"lot .* n'existe pas"):
        OrderLine.parse("2020-Lot19-UO01-01-00001")


def test_another_agreement_may_have_other_units():
    order = OrderReference.parse("2024-Lot01-UORDV-01", units={"RDV"})

    assert order.unit == "RDV"
    with pytest.raises(ValueError, match="l'une de RDV, par exemple"):
        OrderReference.parse("2024-Lot01-UO2.1-01", units={"RDV"})


@pytest.mark.parametrize("sequence", [-1, 0, 100])
def test_orders_are_never_numbered_beyond_two_figures(sequence):
    with pytest.raises(ValueError, match="de 01 à 99"):
        OrderReference(2020, "08", "2.1", sequence)


@pytest.mark.parametrize("rank", [-1, 0, 100_000])
def test_ranks_are_never_given_beyond_five_figures(rank):
    """R-019: overflow is an error, never a truncation."""
    with pytest.raises(ValueError, match="de 00001 à 99999"):
        OrderLine(OrderReference(2020, "08", "2.1", 2), rank)


@pytest.mark.parametrize(
    "parts", [(1999, "08", "01"), (2100, "08", "01"), (2020, "8", "01"), (2020, "08", "0-1")]
)
def test_none_can_be_made_that_could_not_be_read_again(parts):
    with pytest.raises(ValueError, match="bonne forme"):
        OrderReference(*parts, 1)
