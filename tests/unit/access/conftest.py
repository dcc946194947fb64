"""The policy as it is written, and a small operator."""

import pytest

from cep_docs.definitions.access import load_access
from cep_docs.definitions.reading import Reader
from tests.unit.access.small_site import small_site


@pytest.fixture(scope="session")
def policy():
    return load_access(Reader())


@pytest.fixture
def site():
    return small_site()


@pytest.fixture
def person(site):
    """B1, whom alice follows."""
    return site.beneficiaries["B1"]


@pytest.fixture
def draft(person):
    return person["c1"]["4G200221000001"]["professional_project"]


@pytest.fixture
def signed(person):
    return person["c1"]["4G200101000001"]["shared_assessment"]
