"""Writing a draft heading by heading: nobody's words are lost (R-054)."""

import pytest

from cep_docs.errors import Invalid, NotAllowed, NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, restore, save_draft, save_field
from tests.people import actor
from tests.unit.lifecycle.courses import ASSESSMENT, act, engaged, proposed, signed

LONG = "Elle veut changer de métier sans quitter la région où vivent ses enfants."


@pytest.fixture
def unit(house):
    return engaged(house, "UO1")


@pytest.fixture
def draft(unit):
    return unit.deliverable


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def bruno(house, unit):
    """A deputy, who may write in the same file."""
    from_day = house.now().date()
    deputy = {"account": "bruno", "since": from_day, "until": from_day, "given_by": "alice"}
    unit.__parent__.deputies = (deputy,)
    return actor(house, "bruno")


def edits(unit):
    return [line for line in unit.__parent__.__parent__.journal if line["what"] == "edit"]


class TestTwoAdvisers:
    def test_in_two_headings_never_conflict(self, house, draft, alice, bruno):
        assert save_field(draft, alice, "request", "Changer", 0, house) == Saved(1)
        assert save_field(draft, bruno, "need", "Choisir", 0, house) == Saved(1)

        assert draft.draft == {"request": "Changer", "need": "Choisir"}

    def test_in_the_same_heading_keep_both_texts(self, house, draft, alice, bruno):
        save_field(draft, alice, "request", "Changer", 0, house)

        answer = save_field(draft, bruno, "request", "Se former", 0, house)

        assert answer == Conflict(1, "Changer", "Se former", "alice", house.now())
        heading = draft.heading("request")
        assert heading.value == "Changer"
        assert [(aside["author"], aside["value"]) for aside in heading.asides] == [
            ("bruno", "Se former")
        ]

    def test_who_lost_decides_and_his_first_words_stay_in_the_past(
        self, house, draft, alice, bruno
    ):
        save_field(draft, alice, "request", "Changer", 0, house)
        save_field(draft, bruno, "request", "Se former", 0, house)

        assert save_field(draft, bruno, "request", "Changer et se former", 1, house) == Saved(2)

        heading = draft.heading("request")
        assert heading.asides == ()
        assert {earlier.value for earlier in heading.past()} == {"Changer", "Se former"}

    def test_an_aside_follows_its_author_while_he_goes_on_typing(self, house, draft, alice, bruno):
        save_field(draft, alice, "request", "Changer", 0, house)
        save_field(draft, bruno, "request", "Se for", 0, house)
        save_field(draft, bruno, "request", "Se former", 0, house)

        asides = draft.heading("request").asides
        assert [aside["value"] for aside in asides] == ["Se former"]

    def test_who_sends_the_same_words_twice_is_told_they_are_there(self, house, draft, alice):
        save_field(draft, alice, "request", "Changer", 0, house)

        assert save_field(draft, alice, "request", "Changer", 0, house) == Saved(1)


class TestAStretchOfWriting:
    def test_is_one_line_of_the_journal_and_no_past(self, house, unit, draft, alice):
        for revision, text in enumerate(("Ch", "Changer", "Changer de métier")):
            save_field(draft, alice, "request", text, revision, house)

        assert len(edits(unit)) == 1
        assert list(draft.heading("request").past()) == []

    def test_ends_after_ten_minutes(self, house, unit, draft, alice, clock):
        save_field(draft, alice, "request", "Changer", 0, house)
        clock.on("2020-02-03", "09:10")
        save_field(draft, alice, "request", "Changer de métier", 1, house)

        assert len(edits(unit)) == 2
        assert [earlier.value for earlier in draft.heading("request").past()] == ["Changer"]

    def test_ends_when_the_clock_jumps_back(self, house, draft, alice, clock):
        save_field(draft, alice, "request", "Changer", 0, house)
        clock.on("2020-02-03", "08:00")
        save_field(draft, alice, "request", "Changer de métier", 1, house)

        assert [earlier.value for earlier in draft.heading("request").past()] == ["Changer"]

    def test_ends_when_somebody_else_goes_on(self, house, draft, alice, bruno):
        save_field(draft, alice, "request", "Changer", 0, house)
        save_field(draft, bruno, "request", "Changer de métier", 1, house)

        assert [earlier.author for earlier in draft.heading("request").past()] == ["alice"]

    @pytest.mark.parametrize("after", ["", "Autre chose.", LONG[:20], LONG[20:]])
    def test_ends_when_words_go(self, house, draft, alice, after):
        save_field(draft, alice, "request", LONG, 0, house)
        save_field(draft, alice, "request", after, 1, house)

        assert [earlier.value for earlier in draft.heading("request").past()] == [LONG]

    def test_may_mend_a_few_signs(self, house, draft, alice):
        save_field(draft, alice, "request", LONG, 0, house)
        save_field(draft, alice, "request", LONG.replace("région", "ville"), 1, house)

        assert list(draft.heading("request").past()) == []


class TestWhatIsStored:
    def test_is_the_normal_form_of_the_text(self, house, draft, alice):
        save_draft(draft, alice, {"request": "  Changer\r\n\r\n\r\n• vite \n"}, house)

        assert draft.draft == {"request": "Changer\n\n- vite"}

    @pytest.mark.parametrize("text", ["\x00", "a\x0bb", "\ud800", "\ufffe", "\uffff"])
    def test_is_never_a_sign_no_document_can_hold_out_02(self, house, draft, alice, text):
        with pytest.raises(Invalid, match="signe invisible"):
            save_field(draft, alice, "request", text, 0, house)

    def test_is_bounded(self, house, draft, alice):
        with pytest.raises(Invalid, match="trop long"):
            save_field(draft, alice, "request", "mot " * 6000, 0, house)

    def test_writing_nothing_new_writes_no_line(self, house, unit, draft, alice):
        save_draft(draft, alice, {"request": "Changer"}, house)
        save_draft(draft, alice, {"request": "Changer"}, house)

        assert len(edits(unit)) == 1


class TestRestoring:
    def test_gives_back_what_the_version_says(self, house, unit, draft, alice):
        proposed(unit, house)
        act(unit, "take_back", house, motive="Une coquille")
        save_draft(draft, alice, {"request": "Tout autre chose", "next_steps": ""}, house)

        assert restore(draft, alice, "1", house) == {}

        assert draft.draft == draft["1"].content == ASSESSMENT
        assert draft.heading("request").origin == {
            "what": "shared_assessment",
            "number": "1",
            "on": house.now().date(),
        }
        past = [earlier.value for earlier in draft.heading("request").past()]
        assert past[0] == "Tout autre chose"

    def test_leaves_out_what_the_form_no_longer_has_and_says_so(self, house, unit, draft, alice):
        version = proposed(unit, house).deliverable.current
        act(unit, "take_back", house, motive="Une coquille")
        version.content = {**version.content, "poem": "Ô temps", "decision": "perhaps"}

        left_out = restore(draft, alice, "1", house)

        assert left_out.keys() == {"poem", "decision"}
        assert draft.draft["decision"] == "continue"

    def test_a_version_that_is_not_there_changes_nothing(self, house, draft, alice):
        with pytest.raises(NotPossible, match="n'existe pas"):
            restore(draft, alice, "7", house)

    def test_is_not_for_a_signed_deliverable(self, house, unit, draft, alice):
        signed(unit, house)

        with pytest.raises(NotAllowed):
            restore(draft, alice, "1", house)
