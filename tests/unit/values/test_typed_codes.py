"""A code is told by its number, by itself, or by the beginning of a word (R-001)."""

import pytest

from cep_docs.values.typed_codes import code_typed

STATUSES = (
    ("SAL_CDI", "Salarié en CDI"),
    ("SAL_CDD", "Salarié en CDD (dont fin de CDD)"),
    ("DE_AR", "Demandeur d'emploi en activité réduite"),
    ("DE", "Demandeur d'emploi sans activité"),
    ("AGPUB", "Agent public (UO0 seulement)"),
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1", "SAL_CDI"),
        (" 5 ", "AGPUB"),
        ("cdi", "SAL_CDI"),
        ("CDD", "SAL_CDD"),
        ("sal_cdd", "SAL_CDD"),
        ("de", "DE"),
        ("dem réd", "DE_AR"),
        ("agent", "AGPUB"),
        ("salarie en cdi", "SAL_CDI"),
        ("1 Salarié en CDI", "SAL_CDI"),
        ("5 Agent public (UO0 seulement)", "AGPUB"),
        ("", ""),
        (" – ", ""),
    ],
)
def test_a_few_letters_are_enough(typed, code):
    assert code_typed(typed, STATUSES) == code


def test_several_answers_are_told_with_their_numbers():
    with pytest.raises(ValueError, match="1 Salarié en CDI, 2 Salarié en CDD"):
        code_typed("sal", STATUSES)


def test_many_answers_are_cut_short():
    many = [(f"C{rank}", f"Chose {rank}") for rank in range(9)]

    with pytest.raises(ValueError, match="4 Chose 3 …"):
        code_typed("chose", many)


@pytest.mark.parametrize("typed", ["zzz", "6", "0", "1 Agent public", "12"])
def test_nothing_is_guessed(typed):
    with pytest.raises(ValueError, match="Rien de la liste"):
        code_typed(typed, STATUSES)
