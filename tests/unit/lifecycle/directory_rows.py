"""Directories of providers for tests: rows as they come out of a checked file."""

from datetime import date

from cep_docs.demo.directory import invented_siren
from cep_docs.intake.provider_rows import CheckedRows, Remark
from cep_docs.lifecycle.directories import Origin, import_edition
from tests.people import actor

SOURCE_ON = date(2020, 1, 15)


def provider(name, services="BILAN", **changes):
    """A provider with the SIREN that its name gives it, unless it is said."""
    number = sum((place + 1) * ord(sign) for place, sign in enumerate(name)) % 10_000
    return {
        "name": name,
        "siren": invented_siren(number),
        "siret": "",
        "services": services,
        "address": "",
        "postcode": "44000",
        "commune": "Nantes",
        "phone": "",
        "mail": "",
        "web": "",
        "certification": "",
        "certification_source": "",
        "certification_on": "",
        "remote": "",
        **changes,
    }


def rows(*providers, faults=0, file="a" * 64):
    wrong = [Remark(number, "Le SIREN manque.", ("",)) for number in range(2, faults + 2)]
    return CheckedRows(list(providers), wrong, [], ("Nom",), file)


def origin(region="08", source="Annuaire inventé", source_on=SOURCE_ON):
    return Origin(region, source, source_on)


def imported(tools, *providers, login="gaelle", **said):
    """An edition of the Pays de la Loire of that day, by the administrator."""
    keep = said.pop("keep_good_rows", False)
    checked = rows(*providers, **{k: said.pop(k) for k in ("faults", "file") if k in said})
    return import_edition(checked, origin(**said), actor(tools, login), tools, keep)
