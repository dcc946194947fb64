"""A process that writes records with a file each, and says after each commit what it has saved."""

import hashlib
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from persistent.mapping import PersistentMapping

from cep_docs.content.stored_file import StoredFile
from cep_docs.storage.instance import find
from cep_docs.storage.root import site_of

CANARY = b"CANARI-en-clair-"
FILES = "file:4G:2026-03"
ADDED_AT = datetime(2026, 3, 2, tzinfo=UTC)


def write_forever(folder, temporary, acknowledge, pause):
    """Write until killed; `acknowledge` gets the key and the digest of what is saved."""
    os.environ["TMPDIR"] = str(temporary)
    with find(Path(folder)).open() as house:
        while True:
            acknowledge.send(write_one(house, CANARY + os.urandom(20_000)))
            time.sleep(pause)


def write_one(house, content):
    """What an engagement is: a number of its own, a record, a file."""
    with house.transaction() as connection:
        transaction = connection.transaction_manager.get()
        (number,) = house.numbers.take([(FILES, None)], transaction)
        site_of(connection)[number] = PersistentMapping(
            number=number,
            file=StoredFile.store(
                connection, content, f"{number}.pdf", "application/pdf", ADDED_AT, "conseiller"
            ),
        )
    return number, hashlib.sha256(content).hexdigest()


def digests(house):
    """The number and the digest of each record, as they are read and verified now."""
    with house.reading() as connection:
        return {
            number: hashlib.sha256(record["file"].read()).hexdigest()
            for number, record in site_of(connection).items()
        }
