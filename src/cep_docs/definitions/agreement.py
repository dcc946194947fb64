"""One framework agreement: everything an engagement opened under it will ever need (R-129)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cep_docs.definitions.block_faults import check_blocks
from cep_docs.definitions.blocks import Required, load_blocks
from cep_docs.definitions.closing import ClosingReason, load_closing
from cep_docs.definitions.columns import Columns, load_columns
from cep_docs.definitions.fields import Fields, load_fields
from cep_docs.definitions.form import Form
from cep_docs.definitions.form_names import check_prefills
from cep_docs.definitions.forms import Around, load_editions, load_forms
from cep_docs.definitions.limits import Limits, load_limits
from cep_docs.definitions.lots import Lot, load_lots
from cep_docs.definitions.mentions import Mention, load_mentions
from cep_docs.definitions.other_operators import OtherOperator, load_other_operators
from cep_docs.definitions.provider_lists import ProviderLists, load_provider_lists
from cep_docs.definitions.reading import Reader
from cep_docs.definitions.samples import MAIN, Sample, load_samples
from cep_docs.definitions.tables import Table, load_tables
from cep_docs.definitions.units import ServiceUnit, load_units
from cep_docs.definitions.vocabulary import Vocabulary
from cep_docs.definitions.workflows import Workflow, load_workflows
from cep_docs.errors import NotPossible

# The life of a document that no unit waits for.
OTHER_DOCUMENT = "other_document"

# The life of a document that no unit waits for.
OTHER_DOCUMENT = "other_document"


@dataclass(frozen=True, slots=True)
class Agreement:
    name: str
    label: str
    source: str
    valid_from: date
    valid_to: date
    units: Mapping[str, ServiceUnit]
    workflows: Mapping[str, Workflow]
    tables: Mapping[str, Table]
    lots: Mapping[str, Lot]
    fields: Fields
    closing: Mapping[str, ClosingReason]
    limits: Limits
    provider_lists: ProviderLists
    other_operators: Mapping[str, OtherOperator]
    facts: Mapping[str, str]
    mentions: Mapping[str, Mention]
    columns: Mapping[str, Columns]
    blocks: Mapping[str, Required]
    forms: Mapping[str, Form]
    editions: Mapping[str, Mapping[str, Form]]
    samples: Mapping[str, Sample]
    variants: Mapping[str, Mapping[str, Sample]]

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    @property
    def engagement(self) -> Workflow:
        """The life of an engaged unit."""
        return self.workflows["engagement"]

    def workflow_of(self, kind: str) -> Workflow:
        """The life of a deliverable, or that of any other document."""
        return self.workflows.get(kind) or self.workflows[OTHER_DOCUMENT]

    def form(self, name: str, edition: str) -> Form:
        """The form in which a version was written: today's, or an edition that was replaced."""
        today = self.forms.get(name)
        if today is not None and today.edition == edition:
            return today
        try:
            return self.editions[name][edition]
        except KeyError as error:
            raise NotPossible(
                f"L'édition {edition} de cette trame n'est plus dans templates/. Rien de ce qui y "
                f"a été écrit n'est perdu ; la remettre dans « {name}/editions/{edition} »."
            ) from error

    @property
    def file_codes(self) -> set[str]:
        return {unit.file_code for unit in self.units.values()}

    @property
    def order_lots(self) -> set[str]:
        """The lot codes an order may carry: those of lots that order under their own (C-16)."""
        return {lot.code for lot in self.lots.values() if lot.may_order_as(lot.code)}

    @property
    def order_codes(self) -> set[str]:
        return {unit.order_code for unit in self.units.values()}


def load_agreement(
    reader: Reader, name: str, words: Vocabulary, facts: Mapping[str, str]
) -> Agreement:
    path = f"workflows/{name}/agreement.yaml"
    data = reader.read(path)
    reader.only(data, ["agreement", "label", "source", "valid_from", "valid_to"], [])
    if reader.text(data, "agreement", name) != name:
        reader.faults.at(data, "agreement", f"« agreement » doit valoir « {name} ».")
    units = load_units(reader, name, words)
    tables = load_tables(reader, name)
    around = Around(load_columns(reader, name), load_mentions(reader, name, facts), facts)
    forms = load_forms(reader, name, around)
    blocks = load_blocks(reader, name, around.tables)
    check_prefills(reader, name, forms)
    check_blocks(reader, name, forms, blocks)
    samples = {
        key: load_samples(reader, name, form, facts, around.mentions)
        for key, form in forms.items()
    }
    return Agreement(
        name=name,
        label=reader.sentence(data, "label"),
        source=reader.sentence(data, "source"),
        valid_from=reader.day(data, "valid_from") or date.max,
        valid_to=reader.day(data, "valid_to") or date.min,
        units=units,
        workflows=load_workflows(reader, name, words, units),
        tables=tables,
        lots=load_lots(reader, name),
        fields=load_fields(reader, name, tables, units),
        closing=load_closing(reader, name, tables, units),
        limits=load_limits(reader, name),
        provider_lists=load_provider_lists(reader, name, tables),
        other_operators=load_other_operators(reader, name, tables),
        facts=facts,
        mentions=around.mentions,
        columns=around.tables,
        blocks=blocks,
        forms=forms,
        editions=load_editions(reader, name, around),
        samples={key: found[MAIN] for key, found in samples.items()},
        variants={key: _variants(found) for key, found in samples.items()},
    )


def _variants(samples: Mapping[str, Sample]) -> dict[str, Sample]:
    return {name: sample for name, sample in samples.items() if name != MAIN}
