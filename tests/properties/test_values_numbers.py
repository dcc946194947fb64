"""Numbers that are written can be read, and only those of requirements §2.1 (R-018, R-019)."""

import re
from string import printable

from hypothesis import given, settings
from hypothesis import strategies as st

from cep_docs.values.companies import parse_siren, parse_siret
from cep_docs.values.contacts import is_mobile, parse_phone
from cep_docs.values.file_number import FileNumber
from cep_docs.values.nir import masked, parse_nir
from cep_docs.values.order_reference import OrderLine, OrderReference

# Copied from the requirements, with ASCII figures
FILE_NUMBER = re.compile(
    r"(?P<op>[0-9A-Z]{2})(?P<aa>\d{2})(?P<mm>0[1-9]|1[0-2])(?P<uu>00|01|21|22)(?P<n>\d{6})",
    re.ASCII,
)
ORDER_LINE = re.compile(
    r"(?P<annee>20\d{2})-Lot(?P<lot>0[1-9]|1[0-8])-UO(?P<uo>00|01|2\.1|2\.2)"
    r"-(?P<ordre>\d{2})-(?P<rang>\d{5})",
    re.ASCII,
)
NIR_BODY = r"[1-478]\d{2}(0[1-9]|1[0-2]|[2-9]\d)(\d{2}|2[AB])\d{6}"

quick = settings(max_examples=200, deadline=None, database=None)
file_numbers = st.builds(
    FileNumber,
    st.from_regex(r"[0-9A-Z]{2}", fullmatch=True),
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.sampled_from(["00", "01", "21", "22"]),
    st.integers(1, 999_999),
)
orders = st.builds(
    OrderReference,
    st.integers(2000, 2099),
    st.sampled_from([f"{lot:02}" for lot in range(1, 19)]),
    st.sampled_from(["00", "01", "2.1", "2.2"]),
    st.integers(1, 99),
)
lines = st.builds(OrderLine, orders, st.integers(1, 99_999))
spaces = st.text(alphabet=" \t\n\u00a0\u202f\u2009", max_size=2)
edits = st.tuples(st.integers(0, 30), st.integers(0, 2), st.text(printable, max_size=2))


def edited(text, edit):
    at, removed, put = edit
    return text[:at] + put + text[at + removed :]


@quick
@given(file_numbers)
def test_a_file_number_is_read_as_it_was_written(number):
    assert FILE_NUMBER.fullmatch(str(number))
    assert FileNumber.parse(str(number)) == number
    assert FileNumber.read(number.display()) == number


@quick
@given(file_numbers, st.data())
def test_a_file_number_is_read_with_any_spaces_in_any_case(number, data):
    typed = "".join(sign + data.draw(spaces) for sign in str(number).lower())

    assert FileNumber.read(typed) == number


@quick
@given(file_numbers, edits)
def test_a_file_number_is_read_when_the_pattern_says_so(number, edit):
    text = edited(str(number), edit)

    assert is_read(FileNumber, text) == bool(
        (match := FILE_NUMBER.fullmatch(text)) and int(match["n"])
    )


@quick
@given(lines)
def test_an_order_line_is_read_as_it_was_written(line):
    assert ORDER_LINE.fullmatch(str(line))
    assert OrderLine.parse(str(line)) == line
    assert OrderReference.parse(str(line.order)) == line.order


@quick
@given(lines, edits)
def test_an_order_line_is_read_when_the_pattern_says_so(line, edit):
    text = edited(str(line), edit)

    assert is_read(OrderLine, text) == bool(
        (match := ORDER_LINE.fullmatch(text)) and int(match["ordre"]) and int(match["rang"])
    )


@quick
@given(st.from_regex(re.compile(NIR_BODY, re.ASCII), fullmatch=True), st.integers(0, 99))
def test_of_a_hundred_keys_one_is_right(body, key):
    """R-104, Corsica by the other known rule: A is 0 and takes away 1,000,000, B 2,000,000."""
    number = int(body.replace("A", "0").replace("B", "0"))
    number -= 1_000_000 * ("A" in body) + 2_000_000 * ("B" in body)
    right = 97 - number % 97

    nir = f"{body}{right:02}"

    assert parse_nir(nir) == nir
    assert masked(nir).strip("•") == f"{right:02}"
    assert is_taken(parse_nir, f"{body}{key:02}") == (key == right)


@quick
@given(st.text(alphabet="0123456789", min_size=8, max_size=8))
def test_of_ten_keys_of_a_company_one_is_right(body):
    """And one wrong figure is always noticed."""
    right = [digit for digit in "0123456789" if is_taken(parse_siren, body + digit)]

    assert len(right) == (1 if int(body) else 0)


@quick
@given(st.integers(0, 99_999), st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_figure_of_a_place_of_business_is_noticed(place, at, more):
    siret = f"732829320{place:05}"
    wrong = siret[:at] + str((int(siret[at]) + more) % 10) + siret[at + 1 :]

    assert not (is_taken(parse_siret, siret) and is_taken(parse_siret, wrong))


@quick
@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), st.data())
def test_a_telephone_number_is_the_same_however_it_is_written(digits, data):
    number = parse_phone(digits)
    separators = st.sampled_from(["", " ", ".", "-", "\u00a0"])

    written = "".join(digit + data.draw(separators) for digit in digits)

    assert parse_phone(written) == parse_phone(f"+33{digits[1:]}") == number
    assert parse_phone(number) == number
    assert is_mobile(number) == (digits[1] in "67")


def is_read(kind, text):
    """Read, and then written as before."""
    return is_taken(kind.parse, text) and str(kind.parse(text)) == text


def is_taken(parse, text):
    try:
        parse(text)
    except ValueError:
        return False
    return True
