"""Word and OpenDocument pieces are taken as they are, or not at all (FIC-04)."""

import pytest

from cep_docs.errors import Invalid
from cep_docs.intake.texts import inspect_docx, inspect_odt
from tests.people import RULES
from tests.unit.intake.makers import docx_file, odt_file, zip_bomb

OPTIONS = RULES.attachments.limits.package.as_options()


def test_an_ordinary_text_is_taken_byte_for_byte():
    assert inspect_docx(docx_file(), OPTIONS) == ({}, [])
    assert inspect_odt(odt_file(), OPTIONS) == ({}, [])


@pytest.mark.parametrize("inspect", [inspect_docx, inspect_odt])
def test_a_bomb_is_not(inspect):
    with pytest.raises(Invalid, match="démesuré"):
        inspect(zip_bomb(), OPTIONS)
