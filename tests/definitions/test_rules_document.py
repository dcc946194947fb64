"""docs/rules.md is what the rules say, word for word."""

from pathlib import Path

from cep_docs.definitions.describing import everything
from tests.people import RULES

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"


def test_docs_rules_md_is_what_cep_docs_describe_says():
    told = "\n".join(everything(RULES)) + "\n"

    assert DOCUMENT.read_text("utf-8") == told, (
        "docs/rules.md no longer says what the rules say. Read the difference, then run: "
        "cep-docs describe > docs/rules.md"
    )
