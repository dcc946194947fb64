"""Evolution: old data go through the steps they have not seen, once each."""

from datetime import date

import pytest
import ZODB
from BTrees.OOBTree import OOBTree
from persistent.mapping import PersistentMapping
from ZODB.FileStorage import FileStorage

from cep_docs.storage import evolve as evolving
from cep_docs.storage.evolve import evolve, pending
from cep_docs.storage.instance import create
from cep_docs.storage.root import site_of


@pytest.fixture
def old_instance(tmp_path):
    """As the first release made it: without numbers, and without a list of steps."""
    instance = create(tmp_path / "ancienne", "4G", PersistentMapping, date(2026, 1, 5))
    data = instance.data_file
    data.unlink()
    database = ZODB.DB(FileStorage(str(data), blob_dir=str(data.with_name("blobs"))))
    with database.transaction() as connection:
        connection.root()["operator"] = "4G"
        connection.root()["site"] = PersistentMapping({"lot": "Lot08"})
    database.close()
    return instance


def test_old_data_evolve_once_and_then_open(old_instance):
    with old_instance.open(evolving=True) as house:
        with house.transaction() as connection:
            assert evolve(connection.root()) == ["keep_numbers_apart"]
        with house.transaction() as connection:
            assert evolve(connection.root()) == []

    with old_instance.open() as house, house.transaction() as connection:
        assert site_of(connection)["lot"] == "Lot08"
        transaction = connection.transaction_manager.get()
        assert house.numbers.take([("file:4G:2020-01", None)], transaction) == [1]


def test_a_dry_run_names_the_steps_and_changes_nothing(old_instance):
    with old_instance.open(evolving=True) as house:
        with house.transaction() as connection:
            assert evolve(connection.root(), dry_run=True) == ["keep_numbers_apart"]
        with house.reading() as connection:
            assert sorted(connection.root()) == ["operator", "site"]


def test_new_data_have_nothing_pending(house):
    with house.reading() as connection:
        assert pending(connection.root()) == []


def test_only_the_steps_not_seen_yet_are_run(monkeypatch):
    def open_a_register(root):
        root["register"] = "ouvert"

    def done_long_ago(root):
        root["register"] = "perdu"

    monkeypatch.setattr(evolving, "STEPS", (done_long_ago, open_a_register, done_long_ago))
    root = {"evolved": ["done_long_ago"]}

    assert evolve(root) == ["open_a_register"]

    assert root == {"register": "ouvert", "evolved": ["done_long_ago", "open_a_register"]}


def test_a_step_that_is_run_twice_does_no_harm():
    root = {"numbers": OOBTree({"a": 1})}

    for step in evolving.STEPS:
        step(root)

    assert list(root["numbers"]) == ["a"]
