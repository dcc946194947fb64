"""One framework agreement, whole (R-129)."""

from datetime import date

import pytest

from tests.people import RULES

OLD, NEW = RULES.agreements["cctp-2019"], RULES.agreements["marche-2024"]


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2019-12-31", False), ("2020-01-01", True), ("2023-12-31", True), ("2024-01-01", False)],
)
def test_an_agreement_holds_from_its_first_day_to_its_last(day, holds):
    assert OLD.valid_on(date.fromisoformat(day)) is holds


def test_an_agreement_knows_its_codes():
    assert OLD.file_codes == {"00", "01", "21", "22"}
    assert OLD.order_codes == {"00", "01", "2.1", "2.2"}
    assert NEW.order_codes == {"R1", "RS"}


def test_the_lot_that_assists_others_orders_under_their_number_c_16():
    assert OLD.order_lots == {f"{number:02}" for number in range(1, 19)}


def test_the_life_of_a_unit_is_one_of_its_workflows():
    assert OLD.engagement is OLD.workflows["engagement"]
    assert NEW.engagement.states["open"].open
