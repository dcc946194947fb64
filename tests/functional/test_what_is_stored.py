"""What a real database holds: renaming a class must not cost a migration by surprise."""

from io import BytesIO
from pickletools import genops

import pytest

from cep_docs.demo.making import Plan, make_demo
from cep_docs.storage.instance import find
from tests.people import RULES

ALLOWED = (
    "cep_docs.content.",
    "cep_docs.journal.",
    "BTrees.",
    "ZODB.blob.Blob",
    "datetime.",
    "persistent.mapping.PersistentMapping",  # the root of every database
    "copyreg._reconstructor",
    "_codecs.encode",
)


def names_in(record):
    """Everything a record would import: two pickles, the class and the state."""
    data = BytesIO(record)
    for _ in range(2):
        strings = []
        for opcode, argument, _ in genops(data):
            if opcode.name == "GLOBAL":
                yield argument.replace(" ", ".")
            elif opcode.name == "STACK_GLOBAL":
                yield ".".join(strings[-2:])
            elif isinstance(argument, str):
                strings.append(argument)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored") / "instance"
    make_demo(folder, Plan(60), RULES, lambda done, total: None)
    with find(folder).open() as house:
        storage = house.db.storage
        return {
            name
            for transaction in storage.iterator()
            for record in transaction
            if record.data
            for name in names_in(record.data)
        }


def test_only_content_journal_and_plain_data_are_stored(stored):
    assert {name for name in stored if not name.startswith(ALLOWED)} == set()


def test_the_whole_tree_was_looked_at(stored):
    assert {
        "cep_docs.content.beneficiary.Beneficiary",
        "cep_docs.content.engagement.Engagement",
        "cep_docs.content.deliverable.Version",
        "cep_docs.content.note.PrivateNote",
        "cep_docs.content.counter.Counter",
        "cep_docs.journal.journal.Page",
        "cep_docs.journal.seals.Seal",
        "datetime.date",
    } <= stored
