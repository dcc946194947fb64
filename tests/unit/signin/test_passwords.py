"""What is kept of a password, and which ones may be chosen (AUT-01, AUT-02)."""

import time
from statistics import median

import argon2
import pytest

from cep_docs.signin.passwords import (
    HASHER,
    NOBODY,
    chosen,
    fault_of,
    hashed,
    is_outdated,
    is_right,
)

NAMES = ("alice.martin", "Alice Martin", "Cap Horizon Loire", "Agence de Nantes Nantes")


def test_a_password_is_kept_as_argon2id_with_nineteen_mebibytes():
    kept = hashed("cheval agrafe pile correct").text

    found = argon2.extract_parameters(kept)

    assert found.type is argon2.Type.ID
    assert (found.time_cost, found.memory_cost, found.parallelism) == (2, 19 * 1024, 1)
    assert kept != hashed("cheval agrafe pile correct").text


def test_the_right_one_is_right_and_any_other_wrong():
    kept = hashed("cheval agrafe pile correct").text

    assert is_right(kept, "cheval agrafe pile correct")
    for typed in ("", "cheval agrafe pile correc", "Cheval agrafe pile correct", "x" * 10_000):
        assert not is_right(kept, typed)
    assert not is_right("", "")
    assert not is_right("not a hash", "x")


def test_the_same_signs_from_another_keyboard_are_the_same_password():
    kept = hashed("e\u0301te\u0301 a\u0300 la mer du Nord").text

    assert is_right(kept, "été à la mer du Nord")


def test_a_lone_half_of_a_sign_breaks_nothing():
    assert not is_right(hashed("quelque chose de long").text, "\ud800 quelque chose")


def test_a_hash_made_with_other_parameters_is_made_again():
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)

    assert is_outdated(old.hash("cheval agrafe pile correct"))
    assert not is_outdated(hashed("cheval agrafe pile correct").text)


def test_nobody_is_judged_by_the_same_work_aut_08():
    assert argon2.extract_parameters(NOBODY) == argon2.extract_parameters(HASHER.hash("x"))


def test_an_unknown_account_costs_as_much_as_a_wrong_password_aut_08():
    """Processor time, as a ratio: it takes no account of what else the machine does."""
    kept = hashed("cheval agrafe pile correct").text

    def cost(hash_of_account):
        begun = time.thread_time()
        is_right(hash_of_account, "a wrong one, long enough")
        return time.thread_time() - begun

    known = median(cost(kept) for _ in range(9))
    unknown = median(cost("") for _ in range(9))

    assert 0.5 < unknown / known < 2


@pytest.mark.parametrize(
    "password",
    [
        "cheval agrafe pile correct",
        "une belle journée à la mer",
        "x7#kQ9!pLm2$",
        "            un espace devant",
        "🦊🐢🐝🦉🐙🦀🐌🐞🦋🐳🦔🐿",
        "alice.martin mange trois pommes vertes",
        "пароль из четырёх слов",
    ],
)
def test_no_rule_says_which_signs_it_is_made_of(password):
    assert fault_of(password, NAMES) == ""


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse123",
        "Mot-de-passe-2026 !",
        "azertyuiop12",
        "AZERTYUIOP!!",
        "qwertyuiop[]12",
        "poiuytrezaml",
        "123456789012",
        "abcdefghijkl",
        "1234567890AZERTY",
        "abcabcabcabc",
        "aaaaaaaaaaaa",
        "🙂" * 12,
        "------------",
        "changezmoi2026",
        "Administrateur1",
        "jetaimemonamour",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    assert "trop facile" in fault_of(password, NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "alice.martin1",
        "AliceMartin2026",
        "Martin-Alice!!",
        "Cap Horizon 2026",
        "Nantes-Loire-44",
        "cepdocs2026!!",
        "francecompetences",
    ],
)
def test_names_that_everybody_knows_are_refused(password):
    assert "contient un nom" in fault_of(password, NAMES)


@pytest.mark.parametrize(
    ("length", "allowed"), [(11, False), (12, True), (128, True), (129, False)]
)
def test_from_twelve_to_a_hundred_and_twenty_eight_signs(length, allowed):
    password = ("Zq7 vent bleu lampe rare orme tuile sable cuivre nuit pont lac " * 3)[:length]

    assert (fault_of(password) == "") is allowed
    if allowed:
        assert is_right(chosen(password, password, ()).text, password)
