"""Evolution: old data go through the steps they have not seen, once each.

tests/data/instance-<month>.tar.gz are instances as a release of that month left them; they are
never made again. Each must open, evolve and be whole.
"""

import shutil
import tarfile
from pathlib import Path

import pytest

from cep_docs.app import Application
from cep_docs.errors import Unusable
from cep_docs.lifecycle.orders import serve_the_waiting
from cep_docs.lifecycle.persons import record_demand
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.storage import evolve as evolving
from cep_docs.storage.catalog import Catalog, contents, keys_of_person
from cep_docs.storage.evolve import evolve, pending
from cep_docs.storage.indexes import compare
from cep_docs.storage.instance import find
from cep_docs.storage.scrub import scrub
from tests.people import RULES, Clock, actor, met, opening, order, received
from tests.unit.lifecycle.courses import act, engaged

DATA = Path(__file__).parents[2] / "data"
OLD = sorted(DATA.glob("instance-*.tar.gz"))


def quiet(done, total):
    """Nobody watches."""


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request, tmp_path):
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    return find(tmp_path / "instance")


@pytest.fixture
def evolved(old):
    with old.open(evolving=True) as house, house.transaction() as connection:
        evolve(connection.root())
    return old


def test_there_is_an_old_instance():
    assert OLD


def test_old_data_are_not_opened_before_they_have_evolved(old):
    with pytest.raises(Unusable, match="cep-docs evolve"), old.open():
        raise AssertionError("opened")


def test_a_dry_run_names_the_steps_and_changes_nothing(old):
    with old.open(evolving=True) as house, house.transaction() as connection:
        names = evolve(connection.root(), dry_run=True)

    with old.open(evolving=True) as house, house.reading() as connection:
        assert names == pending(connection.root()) != []


def test_evolved_data_are_whole(evolved):
    with evolved.open() as house:
        assert scrub(house, quiet).sound
        with house.reading() as connection:
            tools = Application(house, RULES, Clock()).tools(connection)
            assert compare(tools.site, RULES, quiet).sound
            assert verify_journals(tools, quiet).findings == []
            assert pending(connection.root()) == []


def test_units_that_waited_still_wait_and_are_served_in_their_order(evolved):
    with evolved.open() as house, house.transaction() as connection:
        tools = Application(house, RULES, Clock()).tools(connection)
        waiting = list(Catalog(tools.site.catalog, RULES).waiting("cctp-2019", "08", "UO1"))
        order(tools, "UO1", 2, sequence=2)

        assert len(waiting) == 3
        assert serve_the_waiting(tools) == waiting[:2]


def test_people_not_met_yet_are_found_and_leave_when_they_are_met(evolved):
    """R-011: what stands on the person is what stands in the index."""
    with evolved.open() as house, house.transaction() as connection:
        tools = Application(house, RULES, Clock()).tools(connection)
        waiting = {entry for name, _, entry in contents(tools.site.catalog) if name == "unmet"}
        people = [tools.site.beneficiaries[entry.split("|")[1]] for entry in waiting]

        assert people
        assert all(person.catalogued == keys_of_person(person, RULES) for person in people)
        for person in people:
            person.demands = ()
            for unit in person.engagements():
                unit.sheet = {}
            tools.catalog.keep_unmet(person)
        assert compare(tools.site, RULES, quiet).sound


def test_whoever_asked_was_met_or_gave_up_is_indexed_as_the_steps_of_a_day_do(tools, clock):
    """R-011."""
    people = [received(tools, first_name=name) for name in ("Ana", "Eva", "Léa", "Mia", "Zoé")]
    promised, met_once, gone, cancelled, asked = people
    lost = received(tools, first_name="Ida")
    record_demand(lost, opening(tools, "UO0").demand, actor(tools, "alice"), tools)
    for person in people[:4]:
        engaged(tools, "UO0", person)
    met(engaged(tools, "UO1", met_once), tools)
    ended = engaged(tools, "UO1", gone)
    act(ended, "close", tools, reason="VOL_SITUATION", motive="Courrier")
    act(engaged(tools, "UO1", cancelled), "cancel", tools, "denis", motive="Homonyme")
    record_demand(asked, opening(tools, "UO1").demand, actor(tools, "alice"), tools)
    clock.on("2024-01-08")
    engaged(tools, "RDV1", received(tools, first_name="Eve"))
    before = {person.identifier: person.catalogued for person in tools.site.beneficiaries}
    del tools.site.catalog["unmet"]
    for person in tools.site.beneficiaries:
        person.catalogued = tuple(key for key in person.catalogued if key[0] != "unmet")

    evolving.people_not_met_yet_have_an_index({"site": tools.site})

    assert compare(tools.site, RULES, quiet).sound
    assert before == {p.identifier: p.catalogued for p in tools.site.beneficiaries}
    waiting = [name for name, _, _ in contents(tools.site.catalog) if name == "unmet"]
    assert len(waiting) == len([promised, cancelled, asked, "Eve"])


def test_drafts_say_what_they_said_and_their_first_text_is_kept_in_the_past(evolved):
    """R-054: a draft was one dictionary; its texts are headings now, with their past."""
    with evolved.open() as house, house.transaction() as connection:
        tools = Application(house, RULES, Clock()).tools(connection)
        units = [unit for person in tools.site.beneficiaries for unit in person.engagements()]
        frozen = [unit.deliverable for unit in units if unit.deliverable and len(unit.deliverable)]
        deliverable = frozen[0]
        heading = deliverable.heading("request")
        said = heading.value

        heading.write("Autre chose", "alice", tools.now(), keep=True)

        assert all("draft" not in vars(each) for each in frozen)
        assert deliverable.current.content["request"] == said
        assert [earlier.value for earlier in heading.past()] == [said]


def test_each_step_run_twice_does_no_harm(evolved):
    with evolved.open() as house, house.transaction() as connection:
        for step in evolving.STEPS:
            step(connection.root())

    test_evolved_data_are_whole(evolved)


def test_data_of_a_newer_release_are_refused(evolved, tmp_path):
    with evolved.open() as house, house.transaction() as connection:
        connection.root()["evolved"] = [*connection.root()["evolved"], "a_step_to_come"]
    copy = tmp_path / "ailleurs"
    shutil.copytree(evolved.folder, copy)

    with pytest.raises(Unusable, match="version plus récente"), find(copy).open():
        raise AssertionError("opened")


def test_only_the_steps_not_seen_yet_are_run(monkeypatch):
    def open_a_register(root):
        root["register"] = "ouvert"

    def done_long_ago(root):
        root["register"] = "perdu"

    monkeypatch.setattr(evolving, "STEPS", (done_long_ago, open_a_register, done_long_ago))
    root = {"evolved": ["done_long_ago"]}

    assert evolve(root) == ["open_a_register"]

    assert root == {"register": "ouvert", "evolved": ["done_long_ago", "open_a_register"]}
