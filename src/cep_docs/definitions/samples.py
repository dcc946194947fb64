"""templates/<agreement>/<deliverable>/sample*.yaml: forms filled in, for people to look at.

They are held to the same rules as what advisers write: a sample with a gap is a fault. `sample` is
the main one; `sample-<variant>` shows another way of answering.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cep_docs.definitions.form import Form
from cep_docs.definitions.form_field import Content, Value
from cep_docs.definitions.mentions import Mention
from cep_docs.definitions.reading import Items, Reader, Section

MAIN = "sample"


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented person's document: what the program knows of it, and what was written."""

    facts: Mapping[str, str]
    content: Content


def load_samples(
    reader: Reader,
    agreement: str,
    form: Form,
    facts: Collection[str],
    mentions: Mapping[str, Mention],
) -> dict[str, Sample]:
    """The main sample under the name of `MAIN`, the others under that of their variant."""
    folder = f"templates/{agreement}/{form.name}"
    paths = {
        path.split("/")[-1].removesuffix(".yaml").removeprefix(f"{MAIN}-"): path
        for path in reader.names(f"{folder}/{MAIN}-*.yaml")
    }
    paths = {MAIN: f"{folder}/{MAIN}.yaml", **paths}
    return {
        name: _sample(reader, reader.read(path), form, facts, mentions)
        for name, path in paths.items()
    }


def _sample(
    reader: Reader,
    data: Section,
    form: Form,
    facts: Collection[str],
    mentions: Mapping[str, Mention],
) -> Sample:
    if not data:
        return Sample({}, {})
    reader.only(data, ["facts", "content"], [])
    told = reader.section(data, "facts")
    for name in told:
        reader.known(told, name, name, facts)
    listed = reader.section(data, "content")
    written = {name: _value(listed[name]) for name in listed}
    messages = form.check(written)
    for name, message in messages.items():
        reader.faults.at(listed, name, message)
    if messages:
        return Sample({}, {})
    content = form.stored_form(written)
    for _, sentence in form.gaps(content):
        reader.faults.at(data, "content", sentence)
    for name in form.facts(content, mentions):
        if not reader.text(told, name).strip():
            reader.faults.at(told, None, f"la donnée « {name} » manque : la trame l'emploie.")
    return Sample({name: reader.text(told, name) for name in told}, content)


def _value(written: Any) -> Value:
    if isinstance(written, Items):
        return [dict(row) if isinstance(row, Section) else {"": str(row)} for row in written]
    return str(written)
