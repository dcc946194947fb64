"""R-133, I12: what is found is what `decide` allows, no less and no more, for everybody.

What one may not read changes nothing of the answer: neither results, their order, counts,
extracts nor suggestions.
"""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cep_docs.access import Facet, decide, kind_of
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Course
from cep_docs.lifecycle.finding import Page, find
from cep_docs.lifecycle.indexer import Indexer
from cep_docs.lifecycle.indexing import entries_of, path_of
from cep_docs.lifecycle.texts import DRAFT, VERSION
from cep_docs.lifecycle.tools import Tools
from cep_docs.search.asked import read
from cep_docs.search.engine import Match
from cep_docs.storage.catalog import Catalog, new_tree
from cep_docs.storage.changes import new_changes
from cep_docs.storage.indexes import rebuild
from tests.people import RULES, Numbers, kept_nowhere
from tests.properties.test_access_files import everybody, lives
from tests.unit.access.small_site import BEGUN, NOW, _unit, follow
from tests.unit.lifecycle.searching import indexer_in, quiet

POLICY = RULES.access
WORDS = ("céramique", "librairie", "atelier", "projet", "vente")
KINDS = ("shared_assessment", "professional_project", "action_plan")
ASKED = ("céramique", "projet", "atelier vente", "libr*", '"projet atelier"', "ceramiqe", "vante")
EVERYTHING = Page(0, 1000)

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@st.composite
def houses(draw):
    """A site in any situation, with texts everywhere."""
    site = draw(lives())
    for number in range(draw(st.integers(0, 4))):
        person = site.beneficiaries.add(f"P{number}", Beneficiary(f"P{number}", {}))
        course = person.add("c1", Course())
        follow(course, draw(st.sampled_from(["alice", "nina", "bob"])))
        place = draw(st.sampled_from(["LYON", "NICE"]))
        unit = _unit(course, f"4G2001010001{number:02}", "UO1", place, "alice")
        unit.add("shared_assessment", Deliverable("shared_assessment", "draft"))
    for deliverable in documents(site):
        if deliverable.current is None and draw(st.booleans()):
            write(deliverable, draw(texts))
            deliverable.freeze(deliverable.draft, "2019-1", "alice", BEGUN)
            if draw(st.booleans()):
                signature = {"account": "x", "at": NOW, "level": "provisional"}
                deliverable.current.add_signature("beneficiary", signature)
            if draw(st.integers(0, 4)) == 0:
                deliverable.current.withdrawn_because = "une erreur"
        if draw(st.booleans()):
            write(deliverable, draw(texts))
    return site


def documents(site):
    return [d for person in site.beneficiaries for unit in person.engagements() for d in unit]


def write(deliverable, text):
    deliverable.heading_to_write("project").write(text, "alice", NOW, keep=True)


def tools_of(site):
    site.catalog, site.to_index = new_tree(), new_changes()
    rebuild(site, RULES, quiet)
    catalog = Catalog(site.catalog, RULES)
    rest = {"numbers": Numbers(), "store": kept_nowhere, "press": lambda document: {}}
    return Tools(rules=RULES, site=site, catalog=catalog, now=lambda: NOW, new_id=fresh_id, **rest)


def fresh_id():
    return "m"


class Chosen:
    """An index in memory of some entries alone."""

    def __init__(self, entries):
        self.entries = entries

    def matching(self, asked, scope):
        return [
            Match(sum(heaviest), entry.id)
            for entry in self.entries
            if inside(entry.id, scope)
            and all(
                heaviest := [weight_of(entry, word) for word in asked.words + asked.beginnings]
            )
        ]

    def beginning(self, letters):
        return sorted({w for e in self.entries for w in e.counts if w.startswith(letters)})


def weight_of(entry, word):
    if word in ("libr",):
        return max((w for said, w in entry.weights().items() if said.startswith(word)), default=0)
    return entry.weights().get(word, 0)


def inside(id, scope):
    owner, part = id.split("/")[0], id.split("/")[-1]
    return part in scope and (scope[part] is None or owner in scope[part])


def may_read(who, deliverable, part):
    """By `decide` alone, whatever the search does."""
    at = NOW
    if part == VERSION:
        version = deliverable.current
        if version is None or version.withdrawn_because:
            return False
        return decide(POLICY, who, "view", version, at).allowed
    alone = Facet(deliverable.__parent__, kind_of(deliverable))
    return all(decide(POLICY, who, "view", thing, at).allowed for thing in (deliverable, alone))


def allowed(who, tools):
    """The entries somebody may read."""
    found = {path_of(document): document for document in documents(tools.site)}
    return [
        entry
        for person in tools.site.beneficiaries
        for entry in entries_of(person, tools)
        if may_read(who, found[entry.id.rpartition("/")[0]], entry.id.rpartition("/")[2])
    ]


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@given(site=houses())
@settings(max_examples=25)
def test_what_is_found_is_what_is_allowed_and_nothing_else_matters(site, folder):
    tools = tools_of(site)
    indexer: Indexer = indexer_in(folder, tools)
    indexer.rebuild(quiet)
    for who in everybody():
        mine = Chosen(allowed(who, tools))
        for text in ASKED:
            said = find(text, who, tools, indexer.index, EVERYTHING)

            assert said == find(text, who, tools, mine, EVERYTHING), (who.account, text)
            if '"' not in text:
                wanted = mine.matching(read(text), {DRAFT: None, VERSION: None})
                assert said.total == len(wanted), (who.account, text)
    indexer.index.close()


def test_the_situations_are_not_all_the_same():
    """The property says something: each of these finds something somewhere."""
    found = set()

    @given(site=houses())
    @settings(max_examples=20, database=None)
    def look(site):
        tools = tools_of(site)
        found.update(
            (who.account, entry.id.rpartition("/")[2])
            for who in everybody()
            for entry in allowed(who, tools)
        )

    look()

    assert {("alice", DRAFT), ("alice", VERSION), ("max", VERSION), ("camille", VERSION)} <= found
