"""Who acts."""

from datetime import date

import pytest

from cep_docs.access import CLOCKWORK, PURGER, TRANSMITTER, Actor, actor_of
from cep_docs.content.account import Account


def test_an_account_says_what_its_holder_is():
    account = Account("alice", "Alice Doré", ("adviser", "manager"))
    account.structure, account.organisation = "LYON", "123456782"
    account.disabled_on = date(2020, 5, 1)

    actor = actor_of(account)

    assert actor.account == "alice"
    assert actor.roles == {"adviser", "manager"}
    assert (actor.structure, actor.organisation) == ("LYON", "123456782")
    assert actor.disabled_on == date(2020, 5, 1)
    assert actor.mandate_until is None


def test_nobody_acts_without_an_account():
    with pytest.raises(ValueError, match="without account"):
        Actor("", frozenset({"adviser"}))


def test_each_program_has_a_role_of_its_own():
    assert [program.roles for program in (CLOCKWORK, TRANSMITTER, PURGER)] == [
        {"clockwork"},
        {"transmitter"},
        {"purger"},
    ]
