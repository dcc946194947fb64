"""The forms of documents, their tables and their mentions, told in French."""

from collections.abc import Iterator, Sequence

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.blocks import Block
from cep_docs.definitions.cells import Cell
from cep_docs.definitions.columns import Columns
from cep_docs.definitions.describing_words import bullets, heading, labels, listed, table
from cep_docs.definitions.form import Form, FormSection, Signatory
from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField
from cep_docs.definitions.plain_words import PlainWords

KINDS = {
    "text": "texte",
    "line": "une ligne",
    "choice": "un choix",
    "yes_no": "oui ou non",
    "day": "date",
    "amount": "montant",
}
AGREES = {"the_sums_agree": "les financements ne dépassent pas le coût, et chacun a son financeur"}
PAPERS = {"document": "document", "letter": "lettre"}
YES_NO = {"yes": "oui", "no": "non"}
MARKS = "Une colonne suivie d'un astérisque est obligatoire, suivie de deux elle est conseillée."


def forms(agreement: Agreement) -> Iterator[str]:
    yield from _mentions(agreement)
    yield from _tables(agreement)
    for form in agreement.forms.values():
        yield from _form(agreement, form)
    yield from _required(agreement)


def plain_words(words: PlainWords) -> Iterator[str]:
    yield from heading(2, "Écrire pour être compris")
    yield "Des conseils donnés à qui rédige. Ils ne bloquent rien."
    yield ""
    yield from bullets(
        [
            f"Une phrase de plus de {words.longest_sentence} mots gagne à être coupée.",
            f"Sigles que tout le monde connaît : {listed(words.everyday)}.",
        ]
    )
    yield ""
    yield from table(("Sigle à expliquer", "Ce qu'il veut dire"), words.acronyms.items())
    yield ""
    yield from table(("Mots à éviter", "Que dire à la place"), words.judgements.items())


def _mentions(agreement: Agreement) -> Iterator[str]:
    yield from heading(3, "Les mentions des documents")
    yield "Les mots entre accolades sont remplis par le programme. Aucune trame ne sert sans celle"
    yield "du médiateur, dans une partie toujours présente."
    yield ""
    mentions = agreement.mentions.values()
    rows = ((f"`{m.name}`", m.label, m.text, m.source) for m in mentions)
    yield from table(("Mention", "Titre", "Texte", "Source"), rows)


def _tables(agreement: Agreement) -> Iterator[str]:
    if not agreement.columns:
        return
    yield from heading(3, "Les tableaux des trames")
    yield MARKS
    yield ""
    rows = (
        (f"`{of.name}`", of.label, listed(map(_column, of.cells)), _remarks(of), of.source)
        for of in agreement.columns.values()
    )
    yield from table(("Tableau", "Titre", "Colonnes", "Précisions", "Source"), rows)


def _column(cell: Cell) -> str:
    mark = "\\*" if cell.required else "\\*\\*" if cell.advised else ""
    choices = f" ({listed(cell.choices.values(), 'ou')})" if cell.choices else ""
    return f"{cell.label}{mark}{choices}"


def _remarks(columns: Columns) -> str:
    computed = ["rempli par le programme"] if columns.computed else []
    return " ; ".join([*computed, *([AGREES[columns.agrees]] if columns.agrees else [])])


def _form(agreement: Agreement, form: Form) -> Iterator[str]:
    yield from heading(3, f"Trame : {form.label}")
    cover = ", avec une première page facile à lire sur demande" if form.layout.cover else ""
    yield f"`{form.name}`, édition {form.edition} ({PAPERS[form.layout.paper]}{cover})."
    yield f"Source : {form.source}."
    if earlier := agreement.editions.get(form.name):
        known = listed(sorted(earlier))
        yield f"Édition remplacée, gardée pour ce qui y a été écrit : {known}."
    yield ""
    heads = ("Bloc", "Rubrique", "Ce qui s'y écrit", "Obligation", "Précisions")
    yield from table(heads, _rows(agreement, form))
    yield from _signatures(form.signatories)


def _rows(agreement: Agreement, form: Form) -> Iterator[Sequence[str]]:
    for section in form.sections:
        said = _written_by_the_program(agreement, section)
        yield (section.block, f"**{section.label}**", said, "", _condition(form, section))
        for field in section.fields:
            written = _kind(agreement, field)
            precisions = " ; ".join(_precisions(agreement, form, field))
            yield ("", field.label, written, _obligation(field), precisions)


def _written_by_the_program(agreement: Agreement, section: FormSection) -> str:
    names = [agreement.facts[name] for name in section.facts]
    names += [agreement.mentions[name].label for name in section.mentions]
    if section.computed:
        return f"rempli par le programme : {listed(names)}" if names else "rempli par le programme"
    return f"texte fixe : {section.says}" if section.says else ""


def _condition(form: Form, section: FormSection) -> str:
    asked = form.field(section.when[0]) if section.when else None
    if asked is None or section.when is None:
        return ""
    answers = labels(section.when[1], asked.choices or YES_NO, "ou")
    return f"seulement si « {asked.label} » : {answers}"


def _kind(agreement: Agreement, field: FormField) -> str:
    if field.columns is not None:
        return f"tableau « {agreement.columns[field.kind].label} »"
    return KINDS[field.kind] + (f" : {listed(field.choices.values(), 'ou')}" * bool(field.choices))


def _obligation(field: FormField) -> str:
    if not field.required:
        return "facultative"
    return (
        f"le cas échéant (sinon « {NOT_APPLICABLE} »)" if field.not_applicable else "obligatoire"
    )


def _precisions(agreement: Agreement, form: Form, field: FormField) -> Iterator[str]:
    if field.help:
        yield field.help.rstrip(".")
    if field.prefilled_from:
        name, _, heading_name = field.prefilled_from.partition(".")
        origin = agreement.forms[name].field(heading_name)
        of = agreement.forms[name].label
        yield f"part de « {origin.label if origin else heading_name} » ({of})"
    for other, text in (
        (field.acknowledged_by, "ce qui reste à payer est su : « {} »"),
        (field.after, "signalée si elle vient avant « {} »"),
    ):
        if named := form.field(other):
            yield text.format(named.label)


def _signatures(signatories: Sequence[Signatory]) -> Iterator[str]:
    if not signatories:
        return
    said = [
        f"{signatory.label}"
        + (f", qui écrit « {signatory.mention} »" if signatory.mention else "")
        + ("" if signatory.required else " (facultatif)")
        + (" (quand il y en a un)" if signatory.when_named else "")
        for signatory in signatories
    ]
    yield ""
    yield f"Signent, dans cet ordre : {listed(said)}."


def _required(agreement: Agreement) -> Iterator[str]:
    if not agreement.blocks:
        return
    yield from heading(3, "Ce que toute trame doit contenir")
    yield "Qui remplace une trame garde ces blocs ; `cep-docs check --templates` le vérifie avant."
    for name, required in agreement.blocks.items():
        form = agreement.forms[name]
        yield from heading(4, form.label)
        yield f"Source : {required.source}."
        yield ""
        rows = (_block(agreement, form, block) for block in required.blocks.values())
        yield from table(("Bloc", "Titre", "Ce qui doit y être", "« Sans objet » accepté"), rows)


def _block(agreement: Agreement, form: Form, block: Block) -> Sequence[str]:
    wanted = [agreement.facts.get(name, name) for name in block.facts]
    wanted += [f"mention « {agreement.mentions[name].label} »" for name in block.mentions]
    wanted += [_label(form, name) for name in block.headings]
    absent = " ; ".join(_label(form, name) for name in block.not_applicable)
    return (block.code, block.label, " ; ".join(wanted), absent)


def _label(form: Form, name: str) -> str:
    field = form.field(name)
    return field.label if field else name
