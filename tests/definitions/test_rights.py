"""policies/access.yaml as it is: complete, explained, and reviewed."""

import re
from pathlib import Path

import pytest

from cep_docs.access.matrix import lines
from cep_docs.access.predicates import WORDS
from cep_docs.definitions.access import load_access
from cep_docs.definitions.reading import Reader
from tests.unit.access.invariants import ABSOLUTE, CONTENT, NECESSARY, broken
from tests.unit.access.truth import Truth, wide_open, words_of

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
AGAIN = "Les droits ont changé. Les relire, puis : cep-docs describe --rights > docs/rights.md"

# Requirements § 1, line by line; the expert and the referent are relations, not roles.
ACTORS = {
    "Bénéficiaire": ["beneficiary"],
    "Chargé d'information": ["information_officer"],
    "Conseiller / conseiller expert": ["adviser"],
    "Référent unique": ["adviser"],
    "Assistant(e) de structure": ["assistant"],
    "Manager": ["manager"],
    "Directeur de projet": ["project_director"],
    "Interlocuteur dédié (Titulaire)": ["contract_contact"],
    "Correspondant Médiation": ["mediation_officer"],
    "Correspondant SI": ["systems_officer"],
    "Pilote / contrôle de gestion": ["controller"],
    "Interlocuteur France compétences": ["france_competences"],
    "Auditeur qualité (FC or tiers)": ["auditor"],
    "Opérateur successeur": ["successor"],
    "Médiateur FC": ["mediator"],
    "CPIR / Transitions Pro, prestataire, financeur": ["third_party"],
    "Admin IT / DPO": ["administrator", "dpo"],
    "(legal representative or curator, R-079)": ["representative"],
    "(programs)": ["clockwork", "transmitter", "purger"],
}


@pytest.fixture(scope="module")
def policy():
    reader = Reader()
    found = load_access(reader)
    reader.faults.raise_if_any()
    return found


def test_the_reviewed_page_is_the_policy(policy):
    """A right that changes is seen by whoever reads the change."""
    assert "\n".join(lines(policy)) + "\n" == PAGE.read_text("utf-8"), AGAIN


def test_every_word_of_the_file_is_a_function_and_every_function_a_word(policy):
    assert list(policy.predicates) == [word.__name__ for word in WORDS]


def test_every_actor_of_the_requirements_has_a_role(policy):
    assert {role for roles in ACTORS.values() for role in roles} == set(policy.roles)


def test_every_reason_cites_its_source(policy):
    cited = re.compile(r"\((CCTP|RGPD|C\. civ\.)[^()]*\)$")

    silent = [
        entry.id
        for entry in (*policy.prohibitions, *policy.rules)
        if not cited.search(entry.because)
    ]

    assert silent == []


def test_levels_are_those_of_the_contract(policy):
    """R-123: deliverable, file, private note; reserved fields; what names nobody."""
    levels = {kind: policy.kinds[kind].level for kind in policy.kinds}

    assert {kind for kind, level in levels.items() if level != "internal"} == CONTENT
    assert [kind for kind, level in levels.items() if level == "note"] == ["note"]
    reserved = {kind for kind, level in levels.items() if level == "reserved"}
    assert reserved == {"disability", "nir", "vault"}


def test_every_personal_thing_can_be_purged(policy):
    """Security bar I19; the journal of accesses is destroyed with the keys of the file."""
    kept = {kind for kind in CONTENT if "purge" not in policy.kinds[kind].actions}

    assert kept == {"access_journal"}
    assert all(("purger", "purge", kind) in policy.table for kind in CONTENT - kept)


def test_no_note_nor_reserved_field_is_ever_listed_shared_or_handed_over(policy):
    """I19 of the requirements: private notes never in search, sample, flow or package."""
    assert policy.kinds["note"].actions == ("view", "list", "create", "edit", "purge")
    assert not {"list", "share", "download"} & {*policy.kinds["nir"].actions}
    assert not {"list", "share", "download"} & {*policy.kinds["disability"].actions}
    assert not {"share", "transmit"} & {*policy.kinds["vault"].actions}


@pytest.mark.parametrize("invariant", NECESSARY, ids=lambda invariant: invariant.name)
def test_whoever_is_allowed_fulfils(policy, invariant):
    """In every place, for every way the words may be true or false."""
    for place, cell in policy.table.items():
        if invariant.speaks_of(*place):
            truth = Truth(words_of(cell) | set(invariant.words))
            assert not broken(invariant, truth, truth.allowed(cell)), place


@pytest.mark.parametrize("invariant", ABSOLUTE, ids=lambda invariant: invariant.name)
def test_prohibitions_hold_against_a_rule_that_gives_everything_to_everybody(policy, invariant):
    for place, cell in wide_open(policy).table.items():
        if invariant.speaks_of(*place):
            truth = Truth(words_of(cell) | set(invariant.words))
            barriers = cell.personal if invariant.personal else (*cell.personal, *cell.forbidden)
            assert not broken(invariant, truth, truth.all & ~truth.stopped(barriers)), place
