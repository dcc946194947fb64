"""kill -9 in the middle of an import: an edition is there, whole, or it is not (R-082)."""

import os
import random
from datetime import date

import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.content.directory import digest_of_providers
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.storage.instance import create
from tests.durability.dying import forkserver, killed
from tests.durability.importing import PROVIDERS, import_forever, rows_of
from tests.people import RULES, Clock, furnish

# Each takes seconds to die and to be looked at: a tenth of the kills of plain storage.
KILLS = max(10, int(os.environ.get("CEP_KILLS", "20")) // 10)


@pytest.fixture(scope="module")
def processes():
    return forkserver("tests.durability.importing")


@pytest.fixture
def instance(tmp_path):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    with made.open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(lambda tools: furnish(tools.site))
    return made


def import_and_die(processes, instance, start, temporary, after):
    """What a process acknowledged before it was killed."""
    acknowledged, _ = killed(processes, import_forever, (instance.folder, start, temporary), after)
    return dict(acknowledged)


@pytest.mark.slow
def test_whatever_the_instant_no_edition_is_half_there(processes, instance, tmp_path):
    instants = random.Random(5)
    temporary = tmp_path / "tmp-systeme"
    temporary.mkdir()
    acknowledged = {}

    for turn in range(KILLS):
        acknowledged |= import_and_die(
            processes, instance, 1000 * turn, temporary, instants.uniform(0, 0.15)
        )

        with instance.open() as house, house.reading() as connection:
            tools = Application(house, RULES, Clock(), random_id).tools(connection)
            found = {edition.__name__: edition for edition in tools.site.directories}
            assert acknowledged.keys() <= found.keys()
            assert all(is_whole(edition) for edition in found.values())
            assert verify_journals(tools, lambda done, total: None).findings == []
            lines = [line["object"] for line in tools.site.journal]
            assert sorted(lines) == sorted(f"directory {name}" for name in found)
            for name, index in acknowledged.items():
                assert list(found[name]) == rows_of(index).providers
        assert list(temporary.iterdir()) == []


def is_whole(edition):
    rows = list(edition)
    return (len(rows), digest_of_providers(rows)) == (PROVIDERS, edition.digest)
