"""Versions that go round on paper, in tests: printed for good, scanned by `scanning.Scanner`."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pypdfium2

from cep_docs.content.account import Account
from cep_docs.content.stored_file import StoredFile
from cep_docs.intake.taking_in import take_in
from cep_docs.lifecycle.paper_copies import print_to_sign
from cep_docs.lifecycle.scanned import begin_batch, read_some
from cep_docs.rendering.papers import on_paper
from tests.people import RULES, actor
from tests.unit.intake.scanning import Scanner
from tests.unit.lifecycle import courses


def kept(source, name, media_type, account):
    """Files, without a database."""
    file = StoredFile(name, media_type, datetime(2020, 2, 3, tzinfo=UTC), account)
    file._fill(BytesIO(source))
    return file


def printing(house):
    """Tools that print for good, and an assistant in Nantes."""
    for login, structure in (("agnes", "NTE"), ("anne", "ANG")):
        account = Account(login, login.capitalize(), ("assistant",))
        account.structure, account.organisation = structure, "732829320"
        house.site.accounts.add(login, account)
    place = house.site.structures["NTE"]
    place.address, place.town = "12 quai de la Fosse", "Nantes"
    return replace(house, press=on_paper, store=kept)


def printed(tools, unit="UO1", person=None):
    """A proposed version, and what comes out of the printer."""
    engagement = courses.proposed(courses.engaged(tools, unit, person), tools)
    return engagement, print_to_sign(engagement.deliverable, actor(tools, "alice"), tools)


def pages_of(paper, copy=2):
    """The numbers, in the printed PDF, of the pages of one copy; the reply sheet is the first."""
    from_one = (count(paper) - 1) // 2
    start = 2 if copy == 2 else 2 + from_one
    return list(range(start, start + from_one))


def count(paper):
    return len(pypdfium2.PdfDocument(paper))


def batch_of(pictures, tools, login="agnes", scanner=None):
    """A batch of pictures, taken in and read to its end."""
    data = (scanner or Scanner()).batch(pictures)
    received = take_in(BytesIO(data), "lot.pdf", RULES.attachments.limits)
    who = actor(tools, login)
    batch = begin_batch(received, who, tools)
    while not batch.is_read:
        read_some(batch, who, tools)
    return batch


def scanned(paper, tools, copy=2, login="agnes", scanner=None):
    """One copy that came back alone, whole."""
    scanner = scanner or Scanner()
    pictures = [scanner.page(paper, number) for number in pages_of(paper, copy)]
    return batch_of(pictures, tools, login, scanner)
