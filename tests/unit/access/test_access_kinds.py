"""What kind of thing an object is."""

import importlib
import pkgutil

import pytest

from cep_docs import content
from cep_docs.access import Facet, kind_of
from cep_docs.access.kinds import KINDS, above
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.engagement import Course
from cep_docs.content.folder import Folder, LargeFolder, Node


def test_every_class_of_content_that_has_a_place_has_a_kind(policy):
    modules = [
        importlib.import_module(f"cep_docs.content.{module.name}")
        for module in pkgutil.iter_modules(content.__path__)
    ]

    nodes = {
        cls
        for module in modules
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, Node)
    }

    assert nodes - {Node, Folder, LargeFolder, Deliverable, Version} == set(KINDS)
    assert set(KINDS.values()) <= set(policy.kinds)


def test_a_person_and_her_file_are_two_things(person):
    assert kind_of(person) == "person"
    assert kind_of(Facet(person, "file")) == "file"
    assert kind_of(person["c1"]) == "file"
    assert kind_of(person["c1"]["4G200101000001"]) == "file"


def test_an_action_plan_is_a_plan_and_so_are_its_versions(person, signed):
    plan = person["c1"]["4G200221000001"]["action_plan"]

    version = plan.freeze({}, "2019-1", "alice", person["c1"].starts[0]["since"])

    assert (kind_of(plan), kind_of(version)) == ("plan", "plan")
    assert (kind_of(signed), kind_of(signed.current)) == ("deliverable", "deliverable")


def test_a_container_has_no_rights_of_its_own(site):
    with pytest.raises(LookupError, match="ask about what holds it"):
        kind_of(site.beneficiaries)


def test_what_is_above_a_facet_is_what_holds_it(person, draft):
    assert above(Facet(draft, "proof"), Course) is person["c1"]
    assert above(Facet(person, "nir"), Beneficiary) is person
    assert above(Facet(person, "nir"), Course) is None
