"""Shared phrases are filled from the file and put behind what is written (R-060, R-061)."""

from dataclasses import replace

import pytest

from cep_docs.errors import Invalid, NotAllowed, NotPossible
from cep_docs.lifecycle.phrases import (
    LONGEST,
    SLOTS,
    add_phrase,
    edit_phrase,
    phrases_of,
    place_of,
    ready_phrases,
    set_phrase_aside,
    share_phrase,
)
from cep_docs.values.markup import plain
from tests.people import RULES, actor, received
from tests.unit.lifecycle.courses import engaged, write


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def place(alice, house):
    return place_of(alice, house)


@pytest.fixture
def draft(house):
    unit = engaged(house, "UO1")
    write(unit, house)
    return unit.deliverable


def titles(found):
    return [phrase.title for phrase in found]


def test_every_slot_is_a_fact_the_house_knows():
    facts = next(iter(RULES.agreements.values())).facts

    assert {name for name in SLOTS.values() if name} - set(facts) == set()


def test_a_shared_phrase_is_found_by_the_team_whatever_the_accents(place, alice, house):
    share_phrase(place, "Étape suivante", "Nous nous revoyons.", alice, house)
    share_phrase(place, "Congé de formation", "Demander l'accord.", alice, house)

    bruno = actor(house, "bruno")
    assert titles(phrases_of(place, bruno, house)) == ["Congé de formation", "Étape suivante"]
    assert titles(phrases_of(place, bruno, house, "etape revoyons")) == ["Étape suivante"]


def test_the_phrases_of_another_place_are_not_shown(place, alice, house):
    chloe = actor(house, "chloe")
    phrase = share_phrase(place, "Étape", "Nous nous revoyons.", alice, house)

    with pytest.raises(NotAllowed):
        phrases_of(place, chloe, house)
    with pytest.raises(NotAllowed):
        share_phrase(place, "Étape", "Nous.", chloe, house)
    with pytest.raises(Exception, match="n'existe pas"):
        edit_phrase(phrase, ("Étape", "Non."), 1, chloe, house)
    assert phrases_of(place_of(chloe, house), chloe, house) == []


def test_who_works_nowhere_shares_nothing(house, draft):
    with pytest.raises(NotPossible, match="lieu"):
        place_of(actor(house, "farid"), house)


def test_slots_are_filled_from_the_file(draft, place, alice, house):
    text = "{Prénom} est suivie par {référent} jusqu'au {date limite} à {lieu d’accueil}."
    share_phrase(place, "Qui suit", text, alice, house)

    (ready,) = ready_phrases(draft, "", alice, house)

    assert ready.text == "Zoé est suivie par Alice jusqu'au 3 avril 2020 à Nantes."
    assert ready.lacking == []


def test_what_is_not_known_is_left_to_be_completed(draft, place, alice, house):
    share_phrase(place, "Contact", "Écrire à {contact du référent}.", alice, house)

    (ready,) = ready_phrases(draft, "", alice, house)

    assert ready.text == "Écrire à [contact du référent à compléter]."
    assert ready.lacking == ["contact du référent"]


def test_a_name_with_marks_stays_a_name(house, place, alice):
    person = received(house, first_name="Zoé")
    person.sheet = {**person.sheet, "first_name": "**Zoé**"}
    unit = engaged(house, "UO1", person)
    share_phrase(place, "Bonjour", "{prénom}", alice, house)

    (ready,) = ready_phrases(unit.deliverable, "", alice, house)

    assert plain(ready.text) == "**Zoé**"


def test_a_phrase_goes_behind_what_is_written(draft, place, alice, house):
    phrase = share_phrase(place, "Suite", "Rendez-vous en mars.", alice, house)

    add_phrase(draft, "next_steps", phrase.__name__, alice, house)

    written = draft.heading("next_steps").value
    assert written == "Prendre rendez-vous avec le même conseiller.\n\nRendez-vous en mars."


def test_a_phrase_goes_into_no_table(house, place, alice):
    unit = engaged(house, "UO2.1")
    write(unit, house)
    phrase = share_phrase(place, "Suite", "Rendez-vous en mars.", alice, house)

    with pytest.raises(Invalid, match="texte"):
        add_phrase(unit.deliverable, "gaps", phrase.__name__, alice, house)
    with pytest.raises(NotPossible):
        add_phrase(unit.deliverable, "situation", "none", alice, house)


def test_the_past_of_a_phrase_is_kept(place, alice, house):
    phrase = share_phrase(place, "Suite", "Avant.", alice, house)

    edit_phrase(phrase, ("Suite", "Après."), 1, alice, house)
    edit_phrase(phrase, ("Suite", "Après."), 2, alice, house)

    assert (phrase.text, phrase.revision) == ("Après.", 2)
    assert [said["text"] for said in phrase.earlier] == ["Avant."]
    assert [line["what"] for line in house.site.journal][-2:] == ["share_phrase", "edit_phrase"]


def test_a_text_somebody_changed_meanwhile_is_not_written_over(place, alice, house):
    phrase = share_phrase(place, "Suite", "Avant.", alice, house)
    edit_phrase(phrase, ("Suite", "Bruno."), 1, actor(house, "bruno"), house)

    with pytest.raises(NotPossible, match="entre-temps"):
        edit_phrase(phrase, ("Suite", "Alice."), 1, alice, house)

    assert phrase.text == "Bruno."


def test_a_phrase_set_aside_is_not_offered_and_comes_back(draft, place, alice, house):
    phrase = share_phrase(place, "Suite", "Un texte.", alice, house)

    set_phrase_aside(phrase, True, alice, house)
    set_phrase_aside(phrase, True, alice, house)
    assert ready_phrases(draft, "", alice, house) == []
    assert phrases_of(place, alice, house)[0].aside

    set_phrase_aside(phrase, False, alice, house)
    assert titles(ready_phrases(draft, "", alice, house)) == ["Suite"]
    said = [line["what"] for line in house.site.journal][-2:]
    assert said == ["set_phrase_aside", "take_up_phrase"]


def test_plain_language_is_advised_not_required_r_060(place, alice, house):
    share_phrase(place, "Sigle", "Demander une VAE au {référent}.", alice, house)

    (listed,) = phrases_of(place, alice, house)

    assert [hint.words for hint in listed.hints] == ["VAE"]


@pytest.mark.parametrize(
    ("title", "text", "faults"),
    [
        ("", "Un texte.", {"title"}),
        ("Titre", " ", {"text"}),
        ("x" * 121, "x" * (LONGEST + 1), {"title", "text"}),
        ("Titre", "Bonjour {nir}", {"text"}),
        ("Tit\x00re", "Un texte.", {"title"}),
    ],
)
def test_what_cannot_be_shared_is_said_at_its_place(place, alice, house, title, text, faults):
    with pytest.raises(Invalid) as refused:
        share_phrase(place, title, text, alice, house)

    assert set(refused.value.messages) == faults


def test_who_shares_no_place_is_offered_nothing(house, draft, place, alice):
    share_phrase(place, "Suite", "Un texte.", alice, house)
    nowhere = replace(alice, structure="")

    assert ready_phrases(draft, "", nowhere, house) == []
