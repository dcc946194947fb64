"""kill -9 in the middle of real work: files, versions, journals and indexes stay whole (I11)."""

import os
import random
from datetime import date

import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.rendering.pdf_press import FONTS
from cep_docs.storage.catalog import contents, expected
from cep_docs.storage.instance import create
from tests.durability.dying import forkserver, killed
from tests.durability.living import CANARY, live_forever
from tests.people import RULES, Clock, furnish, order

KILLS = int(os.environ.get("CEP_KILLS", "20"))


@pytest.fixture(scope="module")
def processes():
    return forkserver("tests.durability.living")


@pytest.fixture
def instance(tmp_path):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    with made.open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(lambda tools: furnish(tools.site))
        application.write(lambda tools: order(tools, "UO1", 99_999))
    return made


def live_and_die(processes, instance, start, temporary, after):
    """The last thing a process acknowledged of each file before it was killed."""
    acknowledged, _ = killed(processes, live_forever, (instance.folder, start, temporary), after)
    return dict(acknowledged)


@pytest.mark.slow
def test_whatever_the_instant_nothing_is_lost_and_nothing_is_half_done(
    processes, instance, tmp_path
):
    instants = random.Random(11)
    temporary = tmp_path / "tmp-systeme"
    temporary.mkdir()
    acknowledged, looked_at = {}, set()

    for life in range(KILLS):
        acknowledged |= live_and_die(
            processes, instance, 2 * len(acknowledged), temporary, instants.uniform(0, 0.3)
        )

        with instance.open() as house, house.reading() as connection:
            tools = Application(house, RULES, Clock(), random_id).tools(connection)
            found = {
                unit.number: unit for person in tools.site.beneficiaries for unit in units(person)
            }
            assert acknowledged.keys() <= found.keys()
            assert all(has_its_file(found[n], digest) for n, digest in acknowledged.items())
            # All the files of this life are read again, and those of every life after the last.
            last = life == KILLS - 1
            assert all(is_whole(found[n]) for n in found if last or n not in looked_at)
            looked_at |= found.keys()
            assert verify_journals(tools, lambda done, total: None).findings == []
            assert contents(tools.site.catalog) == expected(tools.site, RULES)
            assert left_in_clear(instance) == []
        assert [path for path in temporary.iterdir() if not path.name.startswith(FONTS)] == []


def units(person):
    found = person.engagements()
    assert found, "a person registered without the unit that came with her"
    return found


def has_its_file(unit, digest):
    version = unit.deliverable.current
    return not digest or (version is not None and version.files["odt"].sha256 == digest)


def is_whole(unit):
    """Before its version or after it, with its file, its number and its line of an order."""
    version = unit.deliverable.current
    before = unit.deliverable.state == "draft" and version is None
    after = unit.deliverable.state == "proposed" and version is not None
    return bool(unit.order_line) and (before or (after and is_printed(version)))


def is_printed(version):
    return version.files["pdf"].read().startswith(b"%PDF") and bool(version.files["odt"].read())


def left_in_clear(instance):
    files = [path for path in (instance.folder / "tmp").rglob("*") if path.is_file()]
    return [path for path in files if CANARY in path.read_bytes()]
