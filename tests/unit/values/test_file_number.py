"""The national file number: R-018, requirements §2.1."""

import pytest

from cep_docs.values.file_number import FileNumber


def test_is_read_and_written_in_the_stored_form():
    number = FileNumber.parse("AB200121000001")

    assert number == FileNumber("AB", 2020, 1, "21", 1)
    assert str(number) == "AB200121000001"


def test_is_displayed_in_five_groups():
    number = FileNumber("7Z", 2023, 12, "00", 999_999)

    assert number.display() == "7Z 23 12 00 999999"


@pytest.mark.parametrize(
    "typed",
    [
        "AB 20 01 21 000001",
        "  ab2001 21000001\n",
        "ab\u00a020\u00a001\u00a021\u00a0000001",
        "AB\u202f20\u200901\t21 000001",
    ],
)
def test_is_read_as_people_type_or_paste_it(typed):
    number = FileNumber.read(typed)

    assert str(number) == "AB200121000001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AB20012100001",
        "AB2001210000011",
        "AB200121000001\n",
        "AB 20 01 21 000001",
        "ab200121000001",
        "AB200021000001",
        "AB201321000001",
        "A-200121000001",
        "ÀB200121000001",
        "AB20012100000\u0661",
        "AB\u0662\u0660012100000",
    ],
)
def test_any_other_form_is_refused(text):
    with pytest.raises(ValueError, match=r"14 signes, par exemple AB 20 01 21 000001\.$"):
        FileNumber.parse(text)


@pytest.mark.parametrize("typed", ["ß200121000001", "ıB200121000001", "AB20012100000١"])
def test_tolerance_does_not_turn_foreign_letters_into_others(typed):
    with pytest.raises(ValueError, match="bonne forme"):
        FileNumber.read(typed)


@pytest.mark.parametrize("code", ["00", "01", "21", "22"])
def test_codes_of_the_2019_agreement_are_known(code):
    number = FileNumber.parse(f"AB2001{code}000001")

    assert number.code == code


@pytest.mark.parametrize("code", ["02", "20", "23", "99"])
def test_codes_that_the_agreement_does_not_have_are_refused(code):
    with pytest.raises(ValueError, match="l'un de 00, 01, 21, 22, par exemple"):
        FileNumber.parse(f"AB2001{code}000001")


def test_another_agreement_may_have_other_codes():
    number = FileNumber.parse("AB240131000001", codes={"31"})

    assert number == FileNumber("AB", 2024, 1, "31", 1)
    assert FileNumber.read("ab 24 01 31 000001", codes={"31"}) == number
    with pytest.raises(ValueError, match="l'un de 31, par exemple"):
        FileNumber.parse("AB240101000001", codes={"31"})


def test_the_first_counter_is_one():
    """C-17: start at 000001."""
    with pytest.raises(ValueError, match="de 000001 à 999999"):
        FileNumber.parse("AB200121000000")


@pytest.mark.parametrize("counter", [-1, 0, 1_000_000])
def test_a_counter_never_overflows_nor_is_cut(counter):
    """R-018: counter > 999999."""
    with pytest.raises(ValueError, match="de 000001 à 999999"):
        FileNumber("AB", 2020, 1, "21", counter)


@pytest.mark.parametrize(
    "parts",
    [
        ("A", 2020, 1, "21"),
        ("ab", 2020, 1, "21"),
        ("AB", 1999, 1, "21"),
        ("AB", 2100, 1, "21"),
        ("AB", 2020, 0, "21"),
        ("AB", 2020, 13, "21"),
        ("AB", 2020, 1, "2.1"),
        ("AB", 2020, 1, "2"),
    ],
)
def test_none_can_be_made_that_could_not_be_read_again(parts):
    with pytest.raises(ValueError, match="bonne forme"):
        FileNumber(*parts, 1)
