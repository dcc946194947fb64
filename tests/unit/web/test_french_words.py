"""What pages write around words that come from elsewhere: spaces, apostrophes, first letters."""

from cep_docs.web.french import days_left, first_down, first_up, spaced_text


def test_a_first_letter_changes_alone():
    assert first_up("transmis à France compétences") == "Transmis à France compétences"
    assert first_down("Interlocuteur France compétences") == "interlocuteur France compétences"
    assert first_up("") == first_down("") == ""


def test_a_word_in_capitals_stays_so():
    assert first_down("UO1, premier conseil") == "UO1, premier conseil"


def test_a_deadline_is_feminine():
    assert days_left(-8).startswith("dépassée de 8")
    assert days_left(12).endswith("jours")


def test_an_apostrophe_that_comes_from_the_data_is_a_french_one():
    assert spaced_text("Agence d'Angers : ouverte") == "Agence d’Angers\u00a0: ouverte"
