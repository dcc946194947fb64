import pytest
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from cep_docs.journal import Seals, seal
from tests.unit.journal.tampering import NOON, TOMORROW, entry, journal_of


@pytest.fixture
def journals():
    return {name: journal_of(12, name) for name in ("b-0002", "b-0010", "b-0001")}


@pytest.fixture
def seals(journals):
    """Two nights: everybody, then b-0010 alone."""
    seals = Seals()
    seal(seals, journals.values(), NOON)
    journals["b-0010"].record(entry())
    seal(seals, journals.values(), TOMORROW)
    return seals


@pytest.fixture
def root(tmp_path, journals):
    """A database with three journals and their first seal, committed and out of memory."""
    database = DB(FileStorage(str(tmp_path / "data.fs"), blob_dir=str(tmp_path / "blobs")))
    root = database.open().root()
    root["journals"], root["seals"] = journals, Seals()
    transaction.commit()
    seal(root["seals"], journals.values(), NOON)
    transaction.commit()
    root._p_jar.cacheMinimize()
    yield root
    transaction.abort()
    database.close()
