"""Every word of workflows/*.yaml with the function of the same name."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from cep_docs.access.predicates import PREDICATES
from cep_docs.definitions.access import PATH as ACCESS
from cep_docs.definitions.reading import FILES, Reader
from cep_docs.definitions.rules import Rules, read_rules
from cep_docs.definitions.vocabulary import PATH as VOCABULARY
from cep_docs.lifecycle import (
    closing_conditions,
    deliverable_conditions,
    effects,
    opening_conditions,
)
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.sheets import closing_faults, opening_faults

CONDITIONS: Mapping[str, Callable[[Move], bool]] = {
    word.__name__: word
    for module in (opening_conditions, closing_conditions, deliverable_conditions)
    for word in module.WORDS
}
EFFECTS: Mapping[str, Callable[[Move], None]] = {word.__name__: word for word in effects.WORDS}

# What a refusal adds to the sentence of the vocabulary: each gap by its name.
DETAILS: Mapping[str, Callable[[Move], Iterable[str]]] = {
    "sheet_due_at_opening_is_complete": lambda move: opening_faults(move).values(),
    "sheet_due_at_closing_is_complete": lambda move: closing_faults(move).values(),
    "the_form_has_no_gap": deliverable_conditions.gaps,
}


def spoken_rules(files: Path = FILES) -> Rules:
    """The rules, or DefinitionError with every fault, words that nobody speaks included."""
    rules, reader = read_rules(files)
    unspoken(reader, rules)
    reader.faults.raise_if_any()
    return rules


def unspoken(reader: Reader, rules: Rules) -> None:
    """Every word of the rules is a function here, and every function is explained there."""
    quiet = reader.quietly()
    vocabulary, access = quiet.read(VOCABULARY), quiet.read(ACCESS)
    for section, spoken, known in (
        (quiet.section(vocabulary, "conditions"), rules.words.conditions, CONDITIONS),
        (quiet.section(vocabulary, "effects"), rules.words.effects, EFFECTS),
        (quiet.section(access, "predicates"), rules.access.predicates, PREDICATES),
    ):
        for word in spoken:
            if word not in known:
                reader.faults.at(section, word, f"« {word} » n'existe pas dans le programme.")
        for word in known:
            if word not in spoken:
                reader.faults.at(section, None, f"« {word} » n'est pas expliqué en français.")
