"""R-133, R-106: numbers, orders, birth dates and names, by who may know of them."""

import pytest

from cep_docs.access.actor import Actor
from cep_docs.lifecycle.finding import find
from cep_docs.search.place import Index
from tests.people import received
from tests.unit.lifecycle.courses import act, engaged
from tests.unit.lifecycle.searching import found


@pytest.fixture
def look(house, tmp_path):
    """Without any index of words."""

    def looking(text, login="alice"):
        return found(house, Index(tmp_path), text, login)

    return looking


def names(said):
    return [person.name for person in said.people]


def test_a_number_is_found_in_any_spacing(house, look):
    unit = engaged(house, "UO1")
    spaced = " ".join(unit.number)

    (file,) = look(spaced.lower()).files

    assert (file.number, file.unit, file.state) == (unit.number, "UO1", "En cours")
    assert file.person == "Zoé Lefèvre"


def test_a_colleague_learns_that_a_file_is_followed_and_not_whose(house, look):
    """COLLEAGUE-1: whoever may list may not read."""
    unit = engaged(house, "UO1")

    (file,) = look(unit.number, "bruno").files

    assert (file.number, file.person) == (unit.number, "")
    assert names(look("Lefèvre", "bruno")) == []


def test_a_number_of_nobody_and_a_number_of_others_get_the_same_answer(house, look):
    """I12."""
    unit = engaged(house, "UO1")
    nobody = unit.number[:-1] + "9"

    assert look(unit.number, "gaelle") == look(nobody, "gaelle")
    assert look(unit.number, "chloe") == look(nobody, "chloe")


def test_what_was_drawn_on_an_order_is_found_by_its_reference(house, look):
    one = engaged(house, "UO1", received(house, birth_name="Arnaud"))
    other = engaged(house, "UO1", received(house, birth_name="Besson"))
    third = engaged(house, "UO1", received(house, birth_name="Chevalier"), login="bruno")
    order, _, rank = other.order_line.rpartition("-")

    assert [f.number for f in look(order).files] == [u.number for u in (one, other, third)]
    assert [f.number for f in look(f"{order}-{rank}").files] == [other.number]
    assert look(order, "gaelle").files == ()


@pytest.mark.parametrize(
    "typed", ["Lefèvre", "lefev", "zoé lefevre", "LEFEVRE ZOE", "lefevre z", "Lefaivre Zoé"]
)
def test_a_person_is_found_by_the_beginning_or_the_sound_of_her_name(house, look, typed):
    unit = engaged(house, "UO1")

    (person,) = look(typed).people

    assert (person.name, person.birth_date) == ("Zoé Lefèvre", "1984-05-17")
    assert person.numbers == (unit.number,)


def test_another_first_name_is_another_person(house, look):
    engaged(house, "UO1")

    assert names(look("Lefèvre Anna")) == []


def test_a_birth_date_finds_and_with_a_name_tells_apart(house, look):
    engaged(house, "UO1")
    engaged(house, "UO1", received(house, birth_name="Besson", first_name="Ana"))

    assert sorted(names(look("17/05/1984"))) == ["Ana Besson", "Zoé Lefèvre"]
    assert names(look("17/05/1984 besson")) == ["Ana Besson"]
    assert names(look("17 mai 1984", "bruno")) == []


def test_somebody_who_just_arrived_is_found_by_whoever_receives_her(house, look):
    """R-001: in any structure, as long as nobody follows her."""
    person = received(house)

    assert names(look("Lefèvre", "elise")) == names(look("Lefèvre", "chloe")) == ["Zoé Lefèvre"]
    engaged(house, "UO1", person)
    assert names(look("Lefèvre", "elise")) == names(look("Lefèvre", "chloe")) == []


def test_a_manager_finds_those_of_the_structure(house, look):
    engaged(house, "UO1")
    engaged(house, "UO1", received(house, "chloe", birth_name="Lefort"), login="chloe")

    assert names(look("lefe", "denis")) == ["Zoé Lefèvre"]


def test_a_controller_finds_numbers_and_no_name(house, look):
    unit = engaged(house, "UO1")

    (file,) = look(unit.number, "farid").files

    assert (file.number, file.person) == (unit.number, "")
    assert names(look("Lefèvre", "farid")) == []


def test_a_file_that_is_closed_is_found_as_well(house, look):
    unit = engaged(house, "UO1")
    act(unit, "cancel", house, "denis", motive="Homonyme")

    assert [file.state for file in look(unit.number).files] == ["Annulée"]
    assert names(look("Lefèvre")) == ["Zoé Lefèvre"]


def test_the_person_finds_herself(house, tmp_path):
    person = engaged(house, "UO1").__parent__.__parent__
    received(house, birth_name="Lefort")
    herself = Actor("zoe", frozenset({"beneficiary"}), beneficiary=person.identifier)

    assert names(find("lef", herself, house, Index(tmp_path))) == ["Zoé Lefèvre"]


def test_two_letters_at_least(house, look):
    engaged(house, "UO1")

    assert names(look("l")) == []
