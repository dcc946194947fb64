"""States, transitions, and what happens by itself."""

import pytest

from cep_docs.definitions.reading import Reader
from cep_docs.definitions.vocabulary import Condition, Vocabulary
from cep_docs.definitions.workflows import load_workflows

WORDS = Vocabulary({"asked": Condition("c'est demandé", "demander.")}, {"note": "c'est noté"})
LETTER = """workflow: letter
label: Lettre
source: usage
starts_as: draft
states:
  draft: {label: Brouillon, editable: yes}
  sent:  {label: Envoyée, concludes: yes}
  lost:  {label: Perdue}
transitions:
  send:
    label: Envoyer
    source: usage
    from: [draft]
    to: sent
    requires: [asked]
    then: [note]
  lose:
    label: Perdre
    source: usage
    automatic: yes
    for: [A]
    from: [draft, sent]
    to: lost
  tear:
    label: Déchirer
    source: usage
    automatic: yes
    on_demand: yes
    right: destroy
    from: [draft]
    to: lost
"""


def loaded(tmp_path, text=LETTER):
    folder = tmp_path / "workflows" / "old"
    folder.mkdir(parents=True)
    (folder / "letter.yaml").write_text(text, "utf-8")
    (folder / "agreement.yaml").write_text("not: a workflow", "utf-8")
    reader = Reader(tmp_path)
    return load_workflows(reader, "old", WORDS, ["A", "B"]), list(reader.faults)


@pytest.fixture
def letter(tmp_path):
    workflows, faults = loaded(tmp_path)
    assert faults == []
    assert list(workflows) == ["letter"]
    return workflows["letter"]


def test_states_say_what_they_allow(letter):
    said = {s.name: (s.open, s.editable, s.concludes) for s in letter.states.values()}

    assert said == {
        "draft": (False, True, False),
        "sent": (False, False, True),
        "lost": (False, False, False),
    }


def test_the_right_is_the_name_of_the_act_unless_said_otherwise(letter):
    rights = {name: transition.right for name, transition in letter.transitions.items()}

    assert rights == {"send": "send", "lose": "settle", "tear": "destroy"}


def test_a_transition_concerns_the_units_it_names_or_all_of_them(letter):
    assert letter.transitions["send"].concerns("B")
    assert letter.transitions["lose"].concerns("A")
    assert not letter.transitions["lose"].concerns("B")


def test_what_happens_by_itself_does_not_wait_to_be_asked(letter):
    assert [t.name for t in letter.automatic_from("draft", "A")] == ["lose"]
    assert list(letter.automatic_from("draft", "B")) == []
    assert list(letter.automatic_from("lost", "A")) == []


def test_a_state_reached_only_from_one_that_is_not_is_not_reached(tmp_path):
    island = LETTER.replace(
        "  lost:  {", "  found: {label: Retrouvée}\n  kept: {label: Gardée}\n  lost:  {"
    )
    island += "  keep: {label: Garder, source: usage, from: [found], to: kept}\n"

    _, faults = loaded(tmp_path, island)

    assert faults == [
        f"workflows/old/letter.yaml:{line}: l'état « {state} » ne peut jamais être atteint."
        for line, state in ((8, "found"), (9, "kept"))
    ]


def test_an_empty_file_tells_what_it_lacks(tmp_path):
    _, faults = loaded(tmp_path, "workflow: letter\n")

    told = [fault.split(": ", 1)[1] for fault in faults]
    assert told == [
        *(
            f"« {key} » manque."
            for key in ("label", "source", "starts_as", "states", "transitions")
        ),
        "état inconnu : «  ».",
    ]
