"""The data of annexe 2 and the tables of codes, told in French."""

from collections.abc import Iterator
from datetime import date

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.describing_words import bullets, heading, listed, table
from cep_docs.definitions.field import Field
from cep_docs.definitions.tables import Table
from cep_docs.values.dates import french_day, french_number

KINDS = {
    "text": "texte",
    "long_text": "texte de plusieurs lignes",
    "name": "nom",
    "day": "date",
    "month": "mois",
    "email": "adresse mail",
    "phone": "téléphone",
    "postcode": "code postal",
    "department": "département",
    "nir": "NIR",
    "siren": "SIREN",
    "yes_no": "oui ou non",
    "code": "un code",
    "codes": "un ou plusieurs codes",
    "computed": "remplie par le programme",
}
CONSENTS = "seulement avec l'accord de la personne"


def data(agreement: Agreement) -> Iterator[str]:
    yield from heading(3, "Les données de l'annexe 2")
    yield "Ce que le programme remplit lui-même est suivi d'un astérisque."
    for unit in agreement.units.values():
        yield from heading(4, f"{unit.name} – {unit.label}")
        yield from bullets(_due(agreement, unit.name))
    for title, group in (
        ("la personne", agreement.fields.person),
        ("l'unité d'œuvre", agreement.fields.engagement),
    ):
        yield from heading(4, f"Ce qui est su de {title}")
        yield from table(
            ("Donnée", "Ce qui s'y écrit", "Précisions", "Source"),
            ((f.label, _kind(f), " ; ".join(_remarks(agreement, f)), f.source) for f in group),
        )
    if agreement.fields.forbidden_mail_domains:
        domains = listed(agreement.fields.forbidden_mail_domains)
        yield from ("", f"Adresses mail d'emprunt, refusées : {domains}.")


def tables(agreement: Agreement, before: list[Agreement]) -> Iterator[str]:
    """Those another agreement has word for word are only named."""
    yield from heading(3, "Les tables de codes")
    known = {name: (table, a) for a in reversed(before) for name, table in a.tables.items()}
    same = [
        name
        for name, of in agreement.tables.items()
        if name in known and known[name][0].rows == of.rows
    ]
    if same:
        yield f"Reprises sans changement de l'accord précédent : {', '.join(same)}."
    for name, of in sorted(agreement.tables.items()):
        if name not in same:
            yield from _table(agreement, of)


def _due(agreement: Agreement, unit: str) -> Iterator[str]:
    fields = agreement.fields
    opening = fields.due(unit, "engagement")
    closing = [field for field in fields.due(unit, "closing") if field not in opening]
    optional = [field for field in fields.sheet_of(unit) if unit not in field.due]
    for title, found in (
        ("Exigé à l'engagement", opening),
        ("Exigé de plus à la clôture", closing),
        ("Sur la fiche, sans être exigé", optional),
    ):
        if found:
            names = (f"{field.label} *" if field.computed else field.label for field in found)
            yield f"{title} : {' ; '.join(names)}."


def _kind(field: Field) -> str:
    table = f", table « {field.table} »" if field.table else ""
    longest = f", {french_number(field.longest)} signes au plus" if field.longest else ""
    return KINDS[field.kind] + table + longest


def _remarks(agreement: Agreement, field: Field) -> Iterator[str]:
    yield from _relations(agreement, field)
    if field.absent_as:
        absences = listed((f"« {words} »" for words in field.absent_as), "ou")
        only = "".join(
            f" si « {_label(agreement, name)} » vaut {listed(codes, 'ou')}"
            for name, codes in field.absent_when.items()
        )
        yield f"à défaut, {absences}{only}"
    for unit, codes in field.refused_in.items():
        refused = (agreement.tables[field.table].label(code, agreement.valid_to) for code in codes)
        yield f"refusé en {unit} : {listed(refused)}"
    if field.ages:
        yield f"à confirmer hors de {field.ages[0]} à {field.ages[1]} ans"
    flags = {
        "reprise de l'unité précédente": field.carried,
        "donnée réservée": field.level == "reserved",
        CONSENTS: bool(field.consent),
        "pas recueillie tant que l'accord-cadre ne le demande pas": field.off,
        "reste chez l'opérateur": not field.transmitted,
    }
    yield from (text for text, holds in flags.items() if holds)


def _relations(agreement: Agreement, field: Field) -> Iterator[str]:
    for name, text in (
        (field.instead, "« {} » suffit"),
        (field.child_of, "détaille « {} »"),
        (field.prefilled_from, "proposée d'après « {} »"),
    ):
        if name:
            yield text.format(_label(agreement, name))
    if field.alone:
        label = agreement.tables[field.table].label(field.alone, agreement.valid_to)
        yield f"« {label} » exclut les autres"


def _label(agreement: Agreement, name: str) -> str:
    field = agreement.fields.named(name)
    return field.label if field else name


def _table(agreement: Agreement, of: Table) -> Iterator[str]:
    codes = len({row.code for row in of.rows})
    yield from heading(4, f"`{of.name}` – {codes} codes")
    yield from table(
        ("Code", "Code de France compétences", "Libellé", "Détaille", "Valide", "Source"),
        (
            (
                f"`{row.code}`",
                row.code_fc,
                row.label,
                f"`{row.parent}`" if row.parent else "",
                _validity(agreement, row.valid_from, row.valid_to),
                row.source,
            )
            for row in of.rows
        ),
    )


def _validity(agreement: Agreement, start: date, end: date | None) -> str:
    """Nothing to say of a code that is there from one end of the agreement to the other."""
    words = f"à partir du {french_day(start)}" if start > agreement.valid_from else ""
    return f"{words} jusqu'au {french_day(end)}".strip() if end else words
