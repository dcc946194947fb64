"""What tests of the pages where she signs share: a document that waits for her."""

import pytest

from cep_docs.content.signing import ON_SITE
from tests.functional.web.signing_people import played, waiting


@pytest.fixture
def waits(town):
    """From afar; what is sent can be read."""
    played(town)
    return waiting(town)


@pytest.fixture
def here(town):
    """The same on site: alice saw a passport."""
    return waiting(town, ON_SITE)
