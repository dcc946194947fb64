"""kill -9 while a piece is taken in: it is there whole, or not at all; nothing is left of it.

FIC-10. `CEP_KILLS=200` for the full run.
"""

import os
import random
from datetime import date
from pathlib import Path

import psutil
import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.storage.instance import create
from cep_docs.storage.scrub import scrub
from tests.durability.dying import forkserver, killed
from tests.durability.uploading import CANARY, upload_forever
from tests.people import RULES, Clock, furnish, order
from tests.unit.lifecycle.courses import engaged

# Each takes seconds to die and to be looked at: a tenth of the kills of plain storage.
KILLS = max(10, int(os.environ.get("CEP_KILLS", "20")) // 10)


@pytest.fixture(scope="module")
def processes():
    return forkserver("tests.durability.uploading")


@pytest.fixture
def instance(tmp_path):
    return create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))


@pytest.fixture
def number(instance):
    with instance.open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(lambda tools: furnish(tools.site))
        application.write(lambda tools: order(tools, "UO1"))
        return application.write(lambda tools: engaged(tools, "UO1").number)


def upload_and_die(processes, instance, number, temporary, after):
    """The pieces a process acknowledged before it was killed, and its children that are left."""
    acknowledged, children = killed(
        processes, upload_forever, (instance.folder, number, temporary), after
    )
    return dict(acknowledged), children


@pytest.mark.slow
def test_whatever_the_instant_a_piece_is_there_whole_or_not_at_all(
    processes, instance, number, tmp_path
):
    instants = random.Random(87)
    temporary = tmp_path / "tmp-systeme"
    temporary.mkdir()
    acknowledged, apart = {}, 0

    for _ in range(KILLS):
        done, children = upload_and_die(
            processes, instance, number, temporary, instants.uniform(0, 0.3)
        )
        acknowledged |= done
        apart += len(children)

        with instance.open() as house, house.reading() as connection:
            tools = Application(house, RULES, Clock(), random_id).tools(connection)
            identifier, _ = tools.catalog.locate(number)
            person = tools.site.beneficiaries[identifier]
            pieces = {piece.__name__: piece for piece in person.attachments}
            assert acknowledged.keys() <= pieces.keys()
            assert all(pieces[n].original_sha256 == d for n, d in acknowledged.items())
            assert all(piece.file.read().startswith(b"%PDF-") for piece in pieces.values())
            added = [line for line in person.journal if line["what"] == "attach"]
            assert [line["object"] for line in added] == [f"attachment {n}" for n in pieces]
            assert verify_journals(tools, lambda done, total: None).findings == []
            assert left_in_clear(instance.folder / "tmp") == []
        assert list(temporary.iterdir()) == []
        assert psutil.wait_procs(children, timeout=30)[1] == []

    assert apart, "no kill met a process apart at work"
    with instance.open() as house:
        assert scrub(house, lambda done, total: None).sound


def left_in_clear(folder: Path):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if CANARY in path.read_bytes()]
