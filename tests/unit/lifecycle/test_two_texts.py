"""Somebody else wrote meanwhile: both texts are kept, and their author decides (R-054)."""

import pytest

from cep_docs.errors import NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.drafts import Saved, save_field
from cep_docs.lifecycle.earlier_texts import earlier_texts, take_again
from cep_docs.lifecycle.referents import add_deputy
from cep_docs.lifecycle.two_texts import keep_both, keep_mine, take_theirs, two_texts
from tests.people import actor
from tests.unit.lifecycle.courses import engaged

BASE = "Vendeuse depuis quatre ans. Elle cherche."


@pytest.fixture
def document(house):
    """A project of Alice, which Bruno may write in as well."""
    unit = engaged(house, "UO2.1")
    today = house.now().date()
    add_deputy(unit.__parent__, "bruno", today, today, actor(house, "denis"), house)
    save_field(unit.deliverable, actor(house, "alice"), "situation", BASE, 0, house)
    return unit.deliverable


def field(document, house, name="situation"):
    return house.rules.agreements["cctp-2019"].forms[document.kind].field(name)


def met_there(document, house, mine, theirs, name="situation", seen=1):
    """Bruno was first; Alice comes with what she wrote from the same text."""
    save_field(document, actor(house, "bruno"), name, theirs, seen, house)
    save_field(document, actor(house, "alice"), name, mine, seen, house)
    return two_texts(document, actor(house, "alice"), field(document, house, name), house)


def test_each_text_is_shown_with_what_they_make_together(document, house):
    found = met_there(document, house, f"{BASE} Et trouve.", f"Hier, {BASE}")

    assert (found.mine, found.theirs) == (f"{BASE} Et trouve.", f"Hier, {BASE}")
    assert found.author == "Bruno"
    assert found.together == f"Hier, {BASE} Et trouve."
    assert found.clashes == 0
    assert {piece.what for piece in found.pieces} == {"same", "removed", "added"}


def test_somebody_whose_text_does_not_wait_has_nothing_to_decide(document, house):
    met_there(document, house, "Le mien.", "Le sien.")

    found = two_texts(document, actor(house, "bruno"), field(document, house), house)

    assert found is None


def test_mine_stands_and_his_is_in_the_past(document, house):
    found = met_there(document, house, "Le mien.", "Le sien.")
    alice = actor(house, "alice")

    keep_mine(document, alice, field(document, house), found.revision, house)

    assert document.heading("situation").value == "Le mien."
    assert "Le sien." in [
        text.value for text in earlier_texts(document, alice, "situation", house)
    ]
    assert two_texts(document, alice, field(document, house), house) is None


def test_his_stands_and_mine_is_in_the_past(document, house):
    met_there(document, house, "Le mien.", "Le sien.")
    alice = actor(house, "alice")

    take_theirs(document, alice, field(document, house), house)

    assert document.heading("situation").value == "Le sien."
    assert document.heading("situation").asides == ()
    assert earlier_texts(document, alice, "situation", house)[0].value == "Le mien."


def test_both_stand_as_it_was_proposed(document, house):
    found = met_there(document, house, f"{BASE} Et trouve.", f"Hier, {BASE}")

    keep_both(document, actor(house, "alice"), field(document, house), found.revision, house)

    assert document.heading("situation").value == f"Hier, {BASE} Et trouve."


def test_lines_of_a_table_are_put_together(document, house):
    rows = [{"service": "Entretien", "provider": "", "period": "", "result": ""}]
    alice = actor(house, "alice")
    save_field(document, alice, "services_received", rows, 0, house)
    mine = [*rows, {"service": "Atelier"}]
    theirs = [{"service": "Enquête"}, *rows]

    found = met_there(document, house, mine, theirs, "services_received")

    assert [row["service"] for row in found.together] == ["Enquête", "Entretien", "Atelier"]
    assert found.rows


def test_one_answer_only_has_no_proposal(document, house):
    alice = actor(house, "alice")
    save_field(document, alice, "continues", "yes", 0, house)
    found = met_there(document, house, "", "no", "continues")

    assert found.together is None
    with pytest.raises(NotPossible, match="une réponse"):
        keep_both(document, alice, field(document, house, "continues"), found.revision, house)


def test_the_proposal_starts_from_the_text_both_had_seen(document, house):
    """Bruno wrote twice in between: what he took away is not put back."""
    bruno, alice = actor(house, "bruno"), actor(house, "alice")
    save_field(document, bruno, "situation", "Vendeuse. Elle cherche.", 1, house)
    save_field(document, bruno, "situation", "Elle.", 2, house)
    save_field(document, alice, "situation", f"{BASE} Vite.", 1, house)

    found = two_texts(document, alice, field(document, house), house)

    assert "Vite." in found.together
    assert "quatre" not in found.together


def test_deciding_twice_is_told(document, house):
    met_there(document, house, "Le mien.", "Le sien.")
    take_theirs(document, actor(house, "alice"), field(document, house), house)

    with pytest.raises(NotPossible, match="le choix est déjà fait"):
        take_theirs(document, actor(house, "alice"), field(document, house), house)


def test_an_earlier_text_stands_again(document, house):
    alice = actor(house, "alice")
    save_field(document, alice, "situation", "Autre chose entièrement.", 1, house)
    past = earlier_texts(document, alice, "situation", house)

    saved = take_again(document, alice, "situation", past[0].number, 2, house)

    assert saved == Saved(3)
    assert document.heading("situation").value == BASE
    assert [text.number for text in earlier_texts(document, alice, "situation", house)] == [2, 1]


def test_a_text_that_is_not_in_the_past_is_not_guessed(document, house):
    with pytest.raises(NotPossible, match="historique"):
        take_again(document, actor(house, "alice"), "situation", 7, 1, house)


def test_who_may_not_write_does_not_look_behind_the_text(document, house):
    for login in ("chloe", "gaelle"):
        with pytest.raises((NotAllowed, NotFound)):
            earlier_texts(document, actor(house, login), "situation", house)
        with pytest.raises((NotAllowed, NotFound)):
            two_texts(document, actor(house, login), field(document, house), house)
        with pytest.raises((NotAllowed, NotFound)):
            take_theirs(document, actor(house, login), field(document, house), house)
