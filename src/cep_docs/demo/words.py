"""Reads words/*.yaml: the names, trades and sentences that demonstrations are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from string import Template
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "words"

# For each heading, groups of sentences; one sentence of each group is drawn. In a table, a group
# is made of rows.
Groups = Sequence[Sequence[str]]
Tables = Sequence[Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that was read, as it stands in the files."""

    names: Mapping[str, Any]
    trades: Mapping[str, Mapping[str, str]]
    situations: Mapping[str, Mapping[str, str]]
    assessment: Mapping[str, Any]
    project: Mapping[str, Any]
    later: Mapping[str, Any]


def read_words() -> Words:
    return Words(**{name: _read(name) for name in Words.__dataclass_fields__})


def drawn(groups: Groups, slots: Mapping[str, str], rng: Random) -> str:
    """One sentence of each group, with the words of this person in it."""
    return " ".join(filled(rng.choice(group), slots) for group in groups)


def drawn_rows(groups: Tables, slots: Mapping[str, str], rng: Random) -> list[dict[str, str]]:
    """One row of each group."""
    rows = (rng.choice(group) for group in groups)
    return [{name: filled(text, slots) for name, text in row.items()} for row in rows]


def filled(sentence: str, slots: Mapping[str, str]) -> str:
    return Template(sentence).substitute(slots)


def _read(name: str) -> Any:
    text = (FOLDER / f"{name}.yaml").read_text("utf-8")
    # Strings only, as everywhere: BaseLoader makes nothing else, and no objects.
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506
