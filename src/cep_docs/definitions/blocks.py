"""policies/<agreement>/blocks.yaml: what a form must contain, whoever wrote it (R-052, R-053).

An operator may replace a form by the one France compétences supplies; what is asked here is named
slot by slot, so that no replacement loses what the framework agreement wants.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cep_docs.definitions.cells import CELLS
from cep_docs.definitions.columns import Columns
from cep_docs.definitions.reading import Reader, Section

When = tuple[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True)
class Block:
    """`headings` have the kind of each; `answers` those that a closed choice must offer;
    `not_applicable` the headings to which « sans objet » may be answered. `when`: the block is
    that of a variant."""

    code: str
    label: str
    facts: tuple[str, ...]
    mentions: tuple[str, ...]
    headings: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]]
    not_applicable: tuple[str, ...]
    when: When


@dataclass(frozen=True, slots=True)
class Required:
    """What is asked of one form; `signatures` has what each signatory writes by hand."""

    source: str
    blocks: Mapping[str, Block]
    signatures: Mapping[str, str]


def load_blocks(
    reader: Reader, agreement: str, tables: Mapping[str, Columns]
) -> dict[str, Required]:
    """Nothing when the agreement asks nothing of its forms."""
    required = {}
    for path in reader.names(f"policies/{agreement}/blocks.yaml"):
        for name, section in reader.sections(reader.read(path)):
            reader.only(section, ["source", "blocks"], ["signatures"])
            signed = reader.section(section, "signatures")
            listed = reader.section(section, "blocks")
            required[name] = Required(
                source=reader.sentence(section, "source"),
                blocks=dict(_blocks(reader, listed, [*CELLS, *tables])),
                signatures={role: reader.text(signed, role) for role in signed},
            )
    return required


def _blocks(
    reader: Reader, listed: Section, kinds: Collection[str]
) -> Iterator[tuple[str, Block]]:
    for code, section in reader.sections(listed):
        optional = ["facts", "mentions", "headings", "answers", "not_applicable", "when"]
        reader.only(section, ["label"], optional)
        headings = reader.section(section, "headings")
        for heading in headings:
            reader.known(headings, heading, reader.text(headings, heading), kinds)
        answers = reader.section(section, "answers")
        for heading in answers:
            reader.known(answers, heading, heading, headings)
        condition = reader.section(section, "when")
        whens = [(name, reader.words(condition, name, None)) for name in condition]
        yield (
            code,
            Block(
                code=code,
                label=reader.sentence(section, "label"),
                facts=reader.words(section, "facts", None),
                mentions=reader.words(section, "mentions", None),
                headings={name: reader.text(headings, name) for name in headings},
                answers={name: reader.words(answers, name, None) for name in answers},
                not_applicable=reader.words(section, "not_applicable", headings),
                when=whens[0] if whens else None,
            ),
        )
