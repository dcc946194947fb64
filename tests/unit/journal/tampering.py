"""A hand in the database: what an administrator could do to a journal behind the application."""

import json
from datetime import UTC, datetime, timedelta

from BTrees.IOBTree import IOBTree

from cep_docs.journal import Entry, Journal, Page
from cep_docs.journal.journal import LINES_PER_PAGE
from cep_docs.journal.line import canonical

NOON = datetime(2020, 1, 2, 12, 0, tzinfo=UTC)
TOMORROW = NOON + timedelta(days=1)


def entry(what="edit", **changes):
    return Entry(**{"what": what, "who": "u-0042", "role": "adviser", "at": NOON} | changes)


def journal_of(length, name="b-0001"):
    journal = Journal(name)
    for number in range(length):
        journal.record(entry("view", details={"visit": number}))
    return journal


def rewrite(journal, lines):
    """Lay the lines out again, without a word to the count and the head."""
    full = len(lines) // LINES_PER_PAGE * LINES_PER_PAGE
    pages = range(0, full, LINES_PER_PAGE)
    journal._pages = IOBTree(
        {n // LINES_PER_PAGE: Page(tuple(lines[n : n + LINES_PER_PAGE])) for n in pages}
    )
    journal._tail = tuple(lines[full:])


def edited(text, **changes):
    return canonical(json.loads(text) | changes)


def covered(seal):
    with seal.blob.open("r") as file:
        return file.read()
