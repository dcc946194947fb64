"""An instance in a folder of its own, open when a test wants it open."""

from datetime import UTC, date, datetime

import pytest
from persistent.mapping import PersistentMapping

from cep_docs.content.stored_file import StoredFile
from cep_docs.storage.instance import create
from cep_docs.storage.root import site_of

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def instance(tmp_path):
    return create(tmp_path / "instance", "4G", PersistentMapping, date(2026, 1, 5))


@pytest.fixture
def house(instance):
    with instance.open() as house:
        yield house


@pytest.fixture
def keep_file():
    """Save a file under a key of the site."""

    def keep(house, key, content=b"bilan signe"):
        with house.transaction() as connection:
            site_of(connection)[key] = StoredFile.store(
                connection, content, f"{key}.pdf", "application/pdf", NOW, "conseiller"
            )

    return keep
