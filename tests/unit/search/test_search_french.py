"""R-133: words that a person would type for one another are one word of the index."""

import pytest

from cep_docs.search.french import counted, spans, stem, text_of, word_of, words

ALIKE = """
formation formations FORMATION
métier métiers metier
national nationale nationaux nationales
travail travaux
conseiller conseillère conseillers conseillères
vendeur vendeuse vendeuses vendeurs
formateur formatrice formatrices
directeur directrice
actif active actives actifs
professionnel professionnelle professionnels professionnelles
recherche recherché recherches rechercher recherchée recherchez
reconverti reconvertie reconvertir reconvertis
heureux heureuse heureuses
lieu lieux
bureau bureaux
nouveau nouveaux nouvelle nouvelles
ancien ancienne anciens
étudiant étudiante étudiantes
infirmier infirmière infirmières
réseau réseaux
salarié salariée salariés salariées
créer créé créée créées
an ans
œuvre œuvres oeuvre OEUVRE
l'emploi l’emploi emplois d'emploi
aujourd'hui aujourd’hui
"""
APART = """
formation formateur
emploi employeur
poste position
mer merci
projet projection
UO1 UO2
"""


@pytest.mark.parametrize("line", ALIKE.split("\n")[1:-1])
def test_words_that_are_typed_for_one_another_are_one(line):
    found = {word for typed in line.split() for word in words(typed)}

    assert len(found) == 1


@pytest.mark.parametrize("line", APART.split("\n")[1:-1])
def test_words_that_mean_something_else_stay_apart(line):
    assert len({word_of(typed.lower()) for typed in line.split()}) == 2


def test_elisions_small_words_and_punctuation_do_not_count():
    text = "L'état des lieux qu’elle a, jusqu'à la Saint-Jean : c'est d'un rendez-vous à l’APEC."

    assert words(text) == ["etat", "lieu", "saint", "jean", "rend", "apec"]


def test_composed_and_decomposed_accents_are_the_same():
    assert words("re\u0301gion") == words("région") == ["region"]


def test_what_was_pasted_from_a_word_processor_does_not_cut_words():
    assert words("re\u00adconver\u200bsion") == ["reconversion"]


def test_figures_and_other_scripts_are_words_too():
    assert words("UO2.1, 2024 et محمد Łódź") == ["uo2", "1", "2024", "محمد", "lodz"]


def test_a_word_without_end_is_cut():
    assert [len(word) for word in words("a" * 5000)] == [40]


def test_nothing_is_made_of_nothing():
    assert words("") == words(" … — !") == words("de la et les") == []


def test_words_are_counted_as_they_come():
    assert counted("Le métier, ses métiers ; un projet.") == {"meti": 2, "projet": 1}


def test_each_word_knows_where_it_stands():
    text = text_of("Ouvrir l'atelier, demain")

    assert [(text[s.start : s.end], s.word) for s in spans(text)] == [
        ("Ouvrir", "ouvri"),
        ("l'atelier", "ateli"),
        ("demain", "demain"),
    ]


@pytest.mark.parametrize("short", ["gaz", "cdi", "vae", "2024", "os"])
def test_short_words_and_figures_are_left_alone(short):
    assert stem(short) == short
