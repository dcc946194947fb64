"""A process that imports one edition of a directory after the other, until it is killed."""

import os
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from cep_docs.app import Application, random_id
from cep_docs.demo.directory import invented_siren
from cep_docs.intake.provider_rows import CheckedRows
from cep_docs.lifecycle.directories import Origin, import_edition
from cep_docs.storage.instance import find
from tests.people import RULES, Clock, actor
from tests.unit.lifecycle.directory_rows import provider

PROVIDERS = 1200
FIRST_DAY = date(2020, 1, 1)


def import_forever(folder, start, temporary, acknowledge):
    os.environ["TMPDIR"] = str(temporary)
    with find(Path(folder)).open() as house:
        application = Application(house, RULES, Clock(datetime(2023, 2, 3, tzinfo=UTC)), random_id)
        for index in count(start):
            rows = rows_of(index)
            origin = Origin("08", "Annuaire inventé", FIRST_DAY)
            name = application.write(
                lambda tools, rows=rows, origin=origin: (
                    import_edition(rows, origin, actor(tools, "gaelle"), tools).edition.__name__
                )
            )
            acknowledge.send((name, index))


def rows_of(index):
    """The directory of that turn: its file has a digest of its own."""
    providers = [
        provider(f"Organisme {index}-{number}", siren=invented_siren(number))
        for number in range(PROVIDERS)
    ]
    return CheckedRows(providers, [], [], (), f"{index:064x}")
