"""The words of the workflows, each with its French sentences."""

from cep_docs.definitions.reading import Reader
from cep_docs.definitions.vocabulary import PATH, Condition, load_vocabulary


def loaded(tmp_path, text):
    (tmp_path / "workflows").mkdir()
    (tmp_path / PATH).write_text(text, "utf-8")
    reader = Reader(tmp_path)
    return load_vocabulary(reader), reader.faults


def test_a_condition_says_what_it_asks_and_what_to_do_when_it_does_not_hold(tmp_path):
    words, faults = loaded(
        tmp_path,
        "conditions:\n  it_rains: {holds: il pleut, otherwise: il ne pleut pas. Attendre.}\n"
        "effects:\n  go_in: on rentre\n",
    )

    assert words.conditions == {"it_rains": Condition("il pleut", "il ne pleut pas. Attendre.")}
    assert words.effects == {"go_in": "on rentre"}
    assert faults == []


def test_a_word_without_its_sentences_is_told(tmp_path):
    _, faults = loaded(
        tmp_path, "conditions:\n  it_rains: {holds: ''}\neffects:\n  go_in:\nothers: {}\n"
    )

    assert faults == [
        f"{PATH}:5: « others » est inconnu ici (connus : conditions, effects).",
        f"{PATH}:2: « otherwise » manque.",
        f"{PATH}:2: « holds » est vide : une phrase en français manque.",
        f"{PATH}:4: « go_in » est vide : une phrase en français manque.",
    ]
