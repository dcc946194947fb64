"""kill -9 while people sign: never half signed, never closed without its file (I8, I9)."""

import os
import random
from datetime import date

import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.signing.authority import make_authority
from cep_docs.storage.catalog import contents, expected
from cep_docs.storage.instance import create
from tests.durability.dying import forkserver, killed
from tests.durability.signing import sign_forever
from tests.people import RULES, Clock, furnish, order
from tests.signed_files import assert_signed_by_all

KILLS = int(os.environ.get("CEP_KILLS", "20"))
# Checked with all the cryptography at the end; every other one by its digest, after each kill.
LOOKED_INTO = 10


@pytest.fixture(scope="module")
def processes():
    return forkserver("tests.durability.signing")


@pytest.fixture
def instance(tmp_path):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    make_authority(made.folder, "4G")
    with made.open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(lambda tools: furnish(tools.site))
        application.write(lambda tools: order(tools, "UO1", 99_999))
    return made


@pytest.mark.slow
@pytest.mark.timeout(2400)
def test_whatever_the_instant_a_unit_is_closed_with_its_signed_file_or_not_at_all(
    processes, instance, tmp_path
):
    instants = random.Random(5)
    temporary = tmp_path / "tmp-systeme"
    temporary.mkdir()
    acknowledged, looked_at = {}, set()

    for life in range(KILLS):
        work = (instance.folder, 2 * len(acknowledged), temporary)
        said, _ = killed(processes, sign_forever, work, instants.uniform(0, 1.8))
        acknowledged |= dict(said)

        with instance.open() as house, house.reading() as connection:
            tools = Application(house, RULES, Clock(), random_id).tools(connection)
            found = {
                unit.number: unit
                for person in tools.site.beneficiaries
                for unit in person_units(person)
            }
            dispatched = [(sent.number, sent.sha256) for sent in tools.site.dispatches]
            assert acknowledged.keys() <= found.keys()
            assert all(is_as_far_as(found[n], said) for n, said in acknowledged.items())
            last = life == KILLS - 1
            for number, unit in found.items():
                if last or number not in looked_at:
                    assert_whole(unit, dispatched)
            looked_at |= found.keys()
            assert verify_journals(tools, lambda done, total: None).findings == []
            assert contents(tools.site.catalog) == expected(tools.site, RULES)
            if last:
                done = [unit for unit in found.values() if unit.closed_on]
                assert done
                for unit in done[:LOOKED_INTO]:
                    assert_signed_by_all(unit.deliverable.current, instance.folder)


def person_units(person):
    found = person.engagements()
    assert found, "a person registered without the unit that came with her"
    return found


STEPS = ("proposed", "signed_by_adviser", "signed")


def is_as_far_as(unit, said):
    """What was acknowledged is there; what was begun after it may be there too."""
    reached = STEPS.index(unit.deliverable.state)
    if said in ("proposed", "begun"):
        return reached >= ("proposed", "begun").index(said)
    return reached == 2 and unit.deliverable.current.files["signed"].sha256 == said


def assert_whole(unit, dispatched):
    """I8: closed, if and only if both signed the file that is kept; it waits to be sent once."""
    version = unit.deliverable.current
    closed = unit.closed_on is not None
    sent = [digest for number, digest in dispatched if number == unit.number]
    assert closed == (unit.deliverable.state == "signed")
    assert closed == ("signed" in version.files) == ("beneficiary" in version.signatures)
    assert ("started" in version.files) == ("adviser" in version.signatures)
    assert sent == ([version.files["signed"].sha256] if closed else [])
    for file in version.files.values():
        assert file.read()
