"""The link and the code by which a person comes to her own space (AUT-06, AUT-07)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.errors import NotPossible
from cep_docs.signin.codes import Answer, check_code, digits, locked_until, new_code
from cep_docs.signin.links import (
    SIGN,
    SIGN_HERE,
    TELLS_FOR,
    Links,
    find_link,
    links_of,
    new_link,
    revoke_link,
    revoke_links_for,
    revoke_links_of,
)
from cep_docs.storage.ledger import ledger_in

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def links(tmp_path):
    return Links(ledger_in(tmp_path))


@pytest.fixture
def token(links):
    return new_link(links, "p1", "space", "alice", NOW)


def wrong(links, token, times, at=NOW):
    return [check_code(links, token, "no code", at) for _ in range(times)]


def test_a_link_leads_to_its_person_for_seventy_two_hours(links, token):
    found = find_link(links, token, NOW + timedelta(hours=72, seconds=-1))

    assert (found.beneficiary, found.purpose, found.made_by) == ("p1", "space", "alice")
    assert find_link(links, token, NOW + timedelta(hours=72)) is None
    assert find_link(links, token + "x", NOW) is None


def test_a_hundred_looks_change_nothing_and_tokens_are_long_and_not_kept(links, token, tmp_path):
    for _ in range(100):
        assert find_link(links, token, NOW)

    assert len(token) * 6 >= 128
    assert not any(token.encode() in path.read_bytes() for path in tmp_path.iterdir())


def test_links_are_revoked_one_by_one_or_all_those_of_a_person(links, token):
    other, hers = (new_link(links, "p1", "space", "alice", NOW) for _ in range(2))
    of_another = new_link(links, "p2", "space", "alice", NOW)
    new_code(links, hers, NOW)

    revoke_link(links, token)
    assert find_link(links, token, NOW) is None
    assert find_link(links, other, NOW)
    assert revoke_links_of(links, "p1") == 2
    assert find_link(links, other, NOW) is None
    assert find_link(links, of_another, NOW)


def test_old_links_are_forgotten_with_their_codes(links, token):
    new_code(links, token, NOW)

    new_link(links, "p2", "space", "alice", NOW + timedelta(days=4))

    with links.ledger.work() as ask:
        assert ask("select count(*) from cep_links") == [(1,)]
        assert ask("select count(*) from cep_codes") == [(0,)]


def test_a_code_has_six_digits_and_serves_once(links, token):
    code = new_code(links, token, NOW, lambda below: 42)

    assert code == "000042"
    assert check_code(links, token, code, NOW) is Answer.RIGHT
    assert check_code(links, token, code, NOW) is Answer.OVER


def test_a_thousand_replays_open_nothing(links, token):
    code = new_code(links, token, NOW)
    check_code(links, token, code, NOW)

    answers = {check_code(links, token, code, NOW) for _ in range(1000)}

    assert answers == {Answer.OVER}


def test_a_code_lives_ten_minutes(links, token):
    code = new_code(links, token, NOW)

    assert check_code(links, token, code, NOW + timedelta(minutes=10)) is Answer.OVER
    assert check_code(links, token, code, NOW + timedelta(minutes=9, seconds=59)) is Answer.RIGHT


def test_a_code_is_tried_five_times(links, token):
    code = new_code(links, token, NOW)

    assert wrong(links, token, 5) == [Answer.WRONG] * 5
    assert check_code(links, token, code, NOW) is Answer.OVER


def test_ten_wrong_codes_in_all_revoke_the_link(links, token):
    new_code(links, token, NOW)
    wrong(links, token, 5)
    new_code(links, token, NOW)

    assert wrong(links, token, 5) == [Answer.WRONG] * 4 + [Answer.REVOKED]
    assert find_link(links, token, NOW) is None
    with pytest.raises(NotPossible):
        new_code(links, token, NOW)


def test_right_codes_in_between_do_not_wash_wrong_ones_away(links, token):
    for _ in range(3):
        code = new_code(links, token, NOW)
        wrong(links, token, 3)
        assert check_code(links, token, code, NOW) is Answer.RIGHT
    new_code(links, token, NOW)

    assert wrong(links, token, 1) == [Answer.REVOKED]


def test_a_new_code_ends_the_one_before(links, token):
    drawn = iter((1, 2))
    old, new = (new_code(links, token, NOW, lambda below: next(drawn)) for _ in range(2))

    assert check_code(links, token, old, NOW) is Answer.WRONG
    assert check_code(links, token, new, NOW) is Answer.RIGHT


def test_twelve_codes_are_sent_for_one_link(links, token):
    for _ in range(12):
        new_code(links, token, NOW)

    with pytest.raises(NotPossible, match="Trop de codes"):
        new_code(links, token, NOW)


def test_the_code_of_one_link_is_worth_nothing_for_another(links, token):
    other = new_link(links, "p2", "space", "alice", NOW)
    new_code(links, other, NOW, lambda below: 1)

    code = new_code(links, token, NOW, lambda below: 2)

    assert check_code(links, other, code, NOW) is Answer.WRONG


def test_a_link_whose_time_is_over_takes_no_code(links, token):
    late = NOW + timedelta(hours=72)
    code = new_code(links, token, late - timedelta(minutes=1))

    assert check_code(links, token, code, late) is Answer.REVOKED
    assert check_code(links, "unknown", code, NOW) is Answer.REVOKED


def test_counts_are_there_when_the_program_starts_again(links, token, tmp_path):
    code = new_code(links, token, NOW)
    wrong(links, token, 5)

    assert check_code(Links(ledger_in(tmp_path)), token, code, NOW) is Answer.OVER


def test_the_code_is_not_kept(links, token):
    new_code(links, token, NOW, lambda below: 123456)

    with links.ledger.work() as ask:
        assert "123456" not in str(ask("select * from cep_codes"))


@given(st.lists(st.sampled_from(" -–.\u00a0\u202f\u200b\t"), min_size=6, max_size=6))
def test_a_code_is_the_same_however_it_is_written(signs):
    typed = "".join(f"{sign}{digit}" for sign, digit in zip(signs, "418207", strict=True))

    assert digits(typed) == digits(typed.translate({ord("4"): "４"})) == "418207"


def test_the_links_of_a_person_are_listed_the_longest_first(links, token):
    longer = new_link(links, "p1", "space", "alice", NOW, timedelta(days=7))
    new_link(links, "p2", "space", "alice", NOW)

    listed = links_of(links, "p1", NOW)

    assert [link.until for link in listed] == [
        find_link(links, longer, NOW).until,
        find_link(links, token, NOW).until,
    ]
    assert links_of(links, "p1", NOW + timedelta(days=7)) == []


class TestALinkToSign:
    """R-067: three wrong codes lock it for a quarter of an hour."""

    @pytest.fixture
    def token(self, links):
        return new_link(links, "p1", f"{SIGN}4G1_form", "alice", NOW, timedelta(days=30))

    def tried(self, links, token, times, at=NOW):
        return [check_code(links, token, "no code", at, locks=True) for _ in range(times)]

    def test_locks_at_the_third_wrong_code(self, links, token):
        code = new_code(links, token, NOW)

        assert self.tried(links, token, 3) == [Answer.WRONG, Answer.WRONG, Answer.LOCKED]
        assert check_code(links, token, code, NOW, locks=True) is Answer.LOCKED
        assert locked_until(links, token, NOW) == NOW + timedelta(minutes=15)

    def test_locks_whatever_number_of_codes_was_sent_in_between(self, links, token):
        answers = []
        for _ in range(3):
            new_code(links, token, NOW)
            answers += self.tried(links, token, 1)

        assert answers[-1] is Answer.LOCKED

    def test_takes_no_new_code_while_it_is_locked(self, links, token):
        new_code(links, token, NOW)
        self.tried(links, token, 3)

        with pytest.raises(NotPossible, match="quinze minutes"):
            new_code(links, token, NOW + timedelta(minutes=14, seconds=59))

    def test_opens_again_with_a_new_code_only(self, links, token):
        old = new_code(links, token, NOW)
        self.tried(links, token, 3)
        later = NOW + timedelta(minutes=15)

        assert locked_until(links, token, later) is None
        assert check_code(links, token, old, later, locks=True) is Answer.OVER
        new = new_code(links, token, later)
        assert check_code(links, token, new, later, locks=True) is Answer.RIGHT

    def test_is_revoked_after_ten_wrong_codes_in_all(self, links, token):
        at, answers = NOW, []
        for _ in range(4):
            new_code(links, token, at)
            answers += self.tried(links, token, 3, at)
            at += timedelta(minutes=15)

        assert Answer.REVOKED in answers
        assert find_link(links, token, at) is None

    def test_gives_no_more_tries_to_who_holds_the_link_of_a_reminder_too(self, links, token):
        """R-074: they are counted together, and locked together."""
        reminder = new_link(links, "p1", f"{SIGN}4G1_form", "alice", NOW, timedelta(days=30))
        codes = {one: new_code(links, one, NOW) for one in (token, reminder)}

        answers = [*self.tried(links, token, 2), *self.tried(links, reminder, 1)]

        assert answers == [Answer.WRONG, Answer.WRONG, Answer.LOCKED]
        for one, code in codes.items():
            assert check_code(links, one, code, NOW, locks=True) is Answer.LOCKED

    def test_is_revoked_with_the_other_links_of_its_demand(self, links, token):
        reminder = new_link(links, "p1", f"{SIGN}4G1_form", "alice", NOW, timedelta(days=30))
        at = NOW
        for one in (token, reminder, token, reminder):
            new_code(links, one, at)
            self.tried(links, one, 3, at)
            at += timedelta(minutes=15)

        assert [find_link(links, one, at) for one in (token, reminder)] == [None, None]

    def test_is_locked_alone(self, links, token):
        other = new_link(links, "p1", f"{SIGN}4G2_form", "alice", NOW)
        new_code(links, token, NOW)
        self.tried(links, token, 3)

        code = new_code(links, other, NOW)

        assert check_code(links, other, code, NOW, locks=True) is Answer.RIGHT

    def test_stays_locked_when_the_program_starts_again(self, links, token, tmp_path):
        new_code(links, token, NOW)
        self.tried(links, token, 3)

        assert locked_until(Links(ledger_in(tmp_path)), token, NOW) is not None

    def test_says_what_it_is_for(self, links, token):
        here = new_link(links, "p1", f"{SIGN_HERE}4G1_form", "her", NOW)
        space = new_link(links, "p1", "own_space", "alice", NOW)

        found = [find_link(links, one, NOW) for one in (token, here, space)]

        assert [link.errand for link in found] == ["4G1_form", "4G1_form", ""]
        assert [link.is_here for link in found] == [False, True, False]

    def test_is_known_a_while_after_its_time_and_takes_no_code(self, links, token):
        late = NOW + timedelta(days=40)
        new_link(links, "p2", "own_space", "alice", late)

        assert find_link(links, token, late) is None
        assert find_link(links, token, late, TELLS_FOR)
        with pytest.raises(NotPossible):
            new_code(links, token, late)

    def test_is_forgotten_in_the_end(self, links, token):
        very_late = NOW + timedelta(days=61)
        new_link(links, "p2", "own_space", "alice", very_late)

        with links.ledger.look() as ask:
            assert ask("select count(*) from cep_links") == [(1,)]

    def test_is_revoked_with_the_others_for_the_same_thing(self, links, token):
        other = new_link(links, "p1", f"{SIGN}4G2_form", "alice", NOW)
        new_code(links, token, NOW)

        assert revoke_links_for(links, "p1", f"{SIGN}4G1_form") == 1
        assert find_link(links, token, NOW) is None
        assert find_link(links, other, NOW)
