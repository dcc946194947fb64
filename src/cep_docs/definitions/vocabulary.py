"""workflows/vocabulary.yaml: what each word of the workflows means, in French."""

from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader

PATH = "workflows/vocabulary.yaml"


@dataclass(frozen=True, slots=True)
class Condition:
    holds: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    conditions: Mapping[str, Condition]
    effects: Mapping[str, str]


def load_vocabulary(reader: Reader) -> Vocabulary:
    data = reader.read(PATH)
    reader.only(data, ["conditions", "effects"], [])
    conditions = {}
    for word, section in reader.sections(reader.section(data, "conditions")):
        reader.only(section, ["holds", "otherwise"], [])
        conditions[word] = Condition(
            reader.sentence(section, "holds"), reader.sentence(section, "otherwise")
        )
    effects = reader.section(data, "effects")
    return Vocabulary(conditions, {word: reader.sentence(effects, word) for word in effects})
