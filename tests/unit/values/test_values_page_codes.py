"""The code on every page of a printed version (R-072)."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.values.page_codes import REPLY_SHEET, SENT_BACK, PageCode

CODE = PageCode("4G200201000001", "shared_assessment", "2", "0123456789abcdef", 3, 12, SENT_BACK)


def test_a_code_is_read_back_as_it_was_written():
    text = str(CODE)

    assert text == "CEP1:4G200201000001:SHARED-ASSESSMENT:2:0123456789ABCDEF:3:12:2"
    assert PageCode.read(text) == CODE


def test_it_names_the_document_and_never_the_person_r_072():
    names = {field.name for field in fields(PageCode)}

    assert names == {"number", "document", "version", "digest", "page", "pages", "copy"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/",
        str(CODE).lower(),
        str(CODE).replace("CEP1", "CEP2"),
        str(CODE).replace(":3:12:", ":13:12:"),
        str(CODE).replace(":3:12:", ":3:0:"),
        str(CODE) + ":",
        str(CODE) + "\n",
        str(CODE)[:-1] + "3",
        str(CODE).replace("0123", "012"),
    ],
)
def test_what_is_no_code_of_ours_is_none(text):
    assert PageCode.read(text) is None


def test_the_reply_sheet_is_page_zero():
    code = PageCode(*CODE.paper, REPLY_SHEET, 12, SENT_BACK)

    assert PageCode.read(str(code)) == code


@given(st.text(alphabet="CEP1:ABCDEF0123456789-", max_size=90))
def test_any_text_is_a_code_or_none(text):
    found = PageCode.read(text)

    assert found is None or str(found) == text
