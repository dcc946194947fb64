"""A form with every kind of place, contents for it, and the document they make."""

from datetime import date

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.columns import Columns
from cep_docs.definitions.form_field import FormField
from cep_docs.definitions.forms import Form, FormSection, Signatory
from cep_docs.definitions.layouts import Layout, Slot
from cep_docs.definitions.mentions import Mention
from cep_docs.rendering.document import Document
from cep_docs.rendering.word import CopyOf

STATES = {"todo": "à faire", "doing": "en cours", "done": "fait"}
FACTS = {
    "file_number": "4G200201000001",
    "beneficiary_name": "Zoé Exemple",
    "referent_name": "Alice Exemple",
    "referent_contact": "02 40 00 00 00, alice@exemple.fr",
    "structure_name": "Nantes",
    "mediator_contact": "mediateur@exemple.fr",
}
LABELS = {
    "file_number": "Numéro de dossier",
    "beneficiary_name": "Nom et prénom",
    "referent_name": "Référent unique",
    "referent_contact": "Contact du référent",
    "structure_name": "Lieu d'accueil",
    "mediator_contact": "Contact du médiateur",
}
MENTIONS = {
    "mediator": Mention(
        "mediator",
        "Médiateur",
        "Vous pouvez saisir le **médiateur** : {mediator_contact}.",
        "R-058",
    ),
    "referent": Mention(
        "referent", "Votre contact", "{referent_name}, {structure_name}, {referent_contact}.", ""
    ),
}


def cell(name, kind, label="", choices=None, help=""):
    return Cell(name, label or f"Colonne {name}", kind, False, False, choices or {}, help)


def heading(name, kind, label="", not_applicable=False, **more):
    columns = more.pop("columns", None)
    return FormField(
        cell=cell(name, kind, label or f"Rubrique {name}", **more),
        columns=columns,
        not_applicable=not_applicable,
        source="",
        prefilled_from="",
        acknowledged_by="",
    )


STEPS = Columns(
    name="steps",
    label="Étapes",
    source="",
    computed=False,
    agrees="",
    cells=(
        cell("objective", "line", "Objectif"),
        cell("action", "text", "Action"),
        cell("due_on", "day", "Échéance"),
        cell("cost", "amount", "Coût"),
        cell("state", "choice", "État", STATES),
        cell("agreed", "yes_no", "Accord"),
    ),
)
PROVIDERS = Columns(
    name="providers",
    label="Organismes",
    source="",
    computed=True,
    agrees="",
    cells=(cell("service", "line", "Prestation"), cell("count", "line", "Nombre")),
)


def part(name, *fields, **more):
    said = {"computed": "", "facts": (), "mentions": (), "says": "", "when": None, **more}
    return FormSection(
        name=name,
        label=said.pop("label", f"Partie {name}"),
        block="",
        source="",
        fields=fields,
        **said,
    )


PARTS = (
    part("identity", computed="identity", facts=("file_number", "beneficiary_name")),
    part("words", heading("story", "text"), heading("title", "line", help="En une ligne.")),
    part("request", heading("request", "text", "Demande"), label="Demande"),
    part(
        "answers",
        heading("told_on", "day", not_applicable=True),
        heading("decision", "choice", choices=STATES, not_applicable=True),
        heading("continues", "yes_no"),
        heading("total", "amount"),
        heading("absent", "text", not_applicable=True),
    ),
    part("plan", heading("steps", "text", columns=STEPS, not_applicable=True)),
    part("lists", heading("providers", "text", columns=PROVIDERS)),
    part("later", heading("trial", "text"), when=("decision", ("done",))),
    part("notice", says="Bonjour {beneficiary_name},\n\n- un point"),
    part("mentions", computed="mentions", mentions=("mediator", "referent")),
)
WIDTHS = {"steps": {"objective": 3, "action": 4, "due_on": 2, "cost": 2, "state": 2, "agreed": 1}}
FORM = Form(
    name="every_kind",
    edition="2020-01",
    label="Toutes les rubriques",
    source="",
    sections=PARTS,
    signatories=(Signatory("adviser", "Le conseiller", "", True),),
    layout=Layout(
        "document",
        True,
        tuple(
            Slot(of.name, "prose", of.name == "plan", WIDTHS if of.name == "plan" else {})
            for of in PARTS
        ),
    ),
)
CONTENT = {
    "story": "Un **premier** paragraphe\nsur deux lignes.\n\n- un point\n- un **autre** point\n\n"
    "- une seconde liste\n\nLa fin : 1\u202f000\u00a0€.",
    "title": "Une ligne & rien d'autre",
    "request": "Apprendre le français : أتعلم الفرنسية **كل يوم**, puis 😀.",
    "told_on": "2024-02-08",
    "decision": "doing",
    "continues": "yes",
    "total": "1234.50",
    "absent": "sans objet",
    "steps": [
        {
            "objective": "S'inscrire",
            "action": "Appeler l'organisme.\n\n- le matin\n- ou le **soir**",
            "due_on": "2024-03-01",
            "cost": "250.00",
            "state": "todo",
            "agreed": "no",
        },
        {
            "objective": "",
            "action": "Réserver.",
            "due_on": "",
            "cost": "",
            "state": "",
            "agreed": "yes",
        },
    ],
    "providers": [{"service": "Bilan", "count": "12"}, {"service": "VAE", "count": "3"}],
}


def document(content=None, form=FORM):
    return Document(
        form=form,
        agreement="cctp-2019",
        content=CONTENT if content is None else content,
        facts=FACTS,
        labels=LABELS,
        mentions=MENTIONS,
        day=date(2024, 2, 8),
    )


def copy_of(form=FORM, revision=3):
    revisions = {field.name: revision for field in form.fields()}
    return CopyOf("4G200201000001/every_kind", form.name, form.edition, 1, revisions)


def written_by_people(content, form=FORM):
    """The headings of the copy that people write, blank ones too."""
    return {
        field.name: content.get(
            field.name, [] if field.columns and not field.not_applicable else ""
        )
        for section in form.parts(content)
        for field in section.fields
        if not field.computed
    }
