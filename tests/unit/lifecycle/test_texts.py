"""What of a deliverable is searched, and who may read each of its texts (R-087, R-123, R-055)."""

import pytest

from cep_docs.access.actor import Actor
from cep_docs.lifecycle.texts import DRAFT, VERSION, label_of, may_read, texts_of
from tests.people import actor
from tests.unit.lifecycle.courses import engaged, proposed, signed, write


@pytest.fixture
def unit(house):
    return engaged(house, "UO1")


def person_of(unit):
    return unit.__parent__.__parent__


def revised(unit, tools):
    """A version both have signed, and a draft that goes on beside it."""
    signed(unit, tools)
    heading = unit.deliverable.heading_to_write("need")
    heading.write("Autre chose.", "alice", tools.now(), keep=True)
    return unit.deliverable


def readable(deliverable, who, tools):
    return {part for part in (DRAFT, VERSION) if may_read(part, deliverable, who, tools)}


def test_a_draft_is_a_text_until_a_version_says_the_same(house, unit):
    assert texts_of(unit.deliverable, house) == {}
    write(unit, house)
    assert set(texts_of(unit.deliverable, house)) == {DRAFT}

    signed(unit, house)

    assert set(texts_of(unit.deliverable, house)) == {VERSION}


def test_a_draft_that_goes_on_beside_a_version_is_another_text(house, unit):
    texts = texts_of(revised(unit, house), house)

    assert "Autre chose." in texts[DRAFT]
    assert "Autre chose." not in texts[VERSION]


def test_marks_codes_and_labels_are_no_words_of_a_text_but_its_name_is(house, unit):
    write(unit, house, need="Un **atelier**", decision="continue")

    text = texts_of(unit.deliverable, house)[DRAFT]

    assert "Un atelier" in text
    assert "**" not in text
    assert "continue" not in text
    assert text.endswith("État des lieux partagé")
    assert label_of(unit.deliverable, house) == "État des lieux partagé"


def test_the_rows_of_a_table_are_text_as_well(house, unit):
    rows = [{"objective": "Se former", "action": "**Appeler** l'école", "unknown": "Plus tard"}]
    unit.deliverable.heading_to_write("steps").write(rows, "alice", house.now(), keep=True)

    text = texts_of(unit.deliverable, house)[DRAFT]

    assert text.split("\n")[:3] == ["Se former", "Appeler l'école", "Plus tard"]


def test_tables_that_the_program_fills_are_nobody_s_words(house):
    """R-083: a list of all the providers of a region is in many documents."""
    deliverable = proposed(engaged(house, "UO2.1"), house).deliverable
    filled = {**deliverable.draft, "providers_list": [{"name": "Lycée Clemenceau"}]}
    deliverable.freeze(filled, "2020-1", "alice", house.now())

    texts = texts_of(deliverable, house)

    assert set(texts) == {VERSION}
    assert "Clemenceau" not in texts[VERSION]


def test_a_document_without_a_form_is_text_under_its_kind(house, unit):
    unit.deliverable.kind = "older_kind"
    unit.deliverable.heading_to_write("said").write("Un atelier", "", None, keep=True)

    assert texts_of(unit.deliverable, house)[DRAFT] == "Un atelier"
    assert label_of(unit.deliverable, house) == "older_kind"


def test_nothing_else_of_a_file_is_a_text(house, unit):
    person = person_of(unit)

    assert [texts_of(node, house) for node in (person, unit, unit.__parent__)] == [{}, {}, {}]


def test_the_referent_reads_both(house, unit):
    assert readable(revised(unit, house), actor(house, "alice"), house) == {DRAFT, VERSION}


def test_the_person_and_the_manager_read_the_version_and_not_what_is_being_written(house, unit):
    deliverable = revised(unit, house)
    herself = Actor("z", frozenset({"beneficiary"}), beneficiary=person_of(unit).identifier)

    assert readable(deliverable, herself, house) == {VERSION}
    assert readable(deliverable, actor(house, "denis"), house) == {VERSION}


@pytest.mark.parametrize("login", ["bruno", "chloe", "elise", "farid", "gaelle"])
def test_the_others_read_neither(house, unit, login):
    assert readable(revised(unit, house), actor(house, login), house) == set()
