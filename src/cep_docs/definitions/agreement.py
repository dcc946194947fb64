"""One framework agreement: everything an engagement opened under it will ever need (R-129)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cep_docs.definitions.closing import ClosingReason, load_closing
from cep_docs.definitions.fields import Fields, load_fields
from cep_docs.definitions.forms import Form, load_forms
from cep_docs.definitions.limits import Limits, load_limits
from cep_docs.definitions.lots import Lot, load_lots
from cep_docs.definitions.reading import Reader
from cep_docs.definitions.tables import Table, load_tables
from cep_docs.definitions.units import ServiceUnit, load_units
from cep_docs.definitions.vocabulary import Vocabulary
from cep_docs.definitions.workflows import Workflow, load_workflows


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
    forms: Mapping[str, Form]

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    @property
    def engagement(self) -> Workflow:
        """The life of an engaged unit."""
        return self.workflows["engagement"]

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


def load_agreement(reader: Reader, name: str, words: Vocabulary) -> Agreement:
    path = f"workflows/{name}/agreement.yaml"
    data = reader.read(path)
    reader.only(data, ["agreement", "label", "source", "valid_from", "valid_to"], [])
    if reader.text(data, "agreement", name) != name:
        reader.faults.at(data, "agreement", f"« agreement » doit valoir « {name} ».")
    units = load_units(reader, name, words)
    tables = load_tables(reader, name)
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
        forms=load_forms(reader, name),
    )
