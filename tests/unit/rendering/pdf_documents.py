"""Documents to print: a form with every kind, style and computed part, and a letter."""

from dataclasses import replace
from datetime import date

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.columns import Columns
from cep_docs.definitions.form import Form, FormSection, Signatory
from cep_docs.definitions.form_field import FormField
from cep_docs.definitions.layouts import Layout, Slot
from cep_docs.definitions.mentions import Mention
from cep_docs.rendering.document import Document

LABELS = {
    "file_number": "Numéro de dossier",
    "beneficiary_name": "Nom et prénom",
    "birth_day": "Date de naissance",
    "adviser_name": "Conseiller",
    "referent_name": "Référent unique",
    "structure_name": "Lieu d'accueil",
    "opened_on": "Début de l'accompagnement",
}
FACTS = {
    "file_number": "E4260621000318",
    "unit": "UO2.1",
    "beneficiary_name": "Sandrine Exemple",
    "beneficiary_address": "12 rue de l'Invention\n31000 Exempleville",
    "birth_day": "1987-03-14",
    "adviser_name": "Claire Démo",
    "referent_name": "Claire Démo",
    "referent_contact": "05 00 00 00 00, claire.demo@exemple.fr",
    "structure_name": "CEP Exempleville",
    "structure_address": "3 place du Marché, 31000 Exempleville",
    "operator_name": "CEP Occitanie, groupement d'exemple",
    "region": "Occitanie",
    "opened_on": "2024-01-08",
    "mediator_contact": "6 rue de l'Exemple, 75000 Paris, mediateur@exemple.fr",
}
MENTIONS = {
    "mediator": Mention(
        "mediator",
        "Médiateur",
        "En cas de désaccord, vous pouvez saisir gratuitement le médiateur : {mediator_contact}.",
        "R-058",
    ),
    "quality": Mention(
        "quality",
        "Qualité",
        "Le conseil est gratuit et confidentiel. Les choix inscrits ici sont les vôtres.",
        "R-058",
    ),
}
TEXT = (
    "Je souhaite devenir **secrétaire médico-sociale** dans l'agglomération. J'ai tenu pendant "
    "neuf ans l'accueil d'un garage : le téléphone, les rendez-vous, les devis.\n\n"
    "Pour y arriver :\n- je fais une semaine d'immersion ;\n- je dépose mon dossier de "
    "transition professionnelle avant le 18 décembre.\n\nCela me paraît possible, "
    "« à mon rythme »."
)


def cell(name, kind="line", label="", required=False, **choices):
    return Cell(name, label or name, kind, required, False, choices, "")


def field(name, kind="text", label="", columns=None, not_applicable=False, **choices):
    shape = Cell(name, label or name, kind, True, False, choices, "")
    return FormField(shape, columns, not_applicable, "", "", "")


def section(name, label, block, *fields, computed="", **more):
    facts, mentions, says = (more.get(key, "") for key in ("facts", "mentions", "says"))
    return FormSection(
        name, label, block, "", computed, tuple(facts), tuple(mentions), says, None, fields
    )


STEPS = Columns(
    name="steps",
    label="Étapes",
    source="",
    computed=False,
    agrees="",
    cells=(
        cell("objective", "line", "Objectif", required=True),
        cell("action", "text", "Action", required=True),
        cell("who", "line", "Qui"),
        cell("due_on", "day", "Échéance"),
        cell("state", "choice", "État", todo="à faire", doing="en cours", done="fait"),
    ),
)
FINANCING = Columns(
    name="financing",
    label="Plan de financement",
    source="",
    computed=False,
    agrees="the_sums_agree",
    cells=(
        cell("item", "line", "Dépense", required=True),
        cell("cost", "amount", "Coût"),
        cell("funder", "line", "Financeur"),
        cell("eligible", "yes_no", "Éligibilité vérifiée"),
        cell("state", "choice", "État", planned="à demander", granted="accordé", refused="refusé"),
        cell("amount", "amount", "Montant financé"),
    ),
)
COMPETENCES = Columns(
    name="competences",
    label="Compétences",
    source="",
    computed=False,
    agrees="",
    cells=(
        cell("label", "line", "Compétence", required=True),
        cell("kind", "choice", "Nature", True, acquired="acquise", to_acquire="à acquérir"),
        cell("evidence", "text", "Ce qui le montre"),
        cell("gap", "text", "Écart avec le projet"),
    ),
)
PROVIDERS = Columns(
    name="providers",
    label="Organismes",
    source="",
    computed=True,
    agrees="",
    cells=(
        cell("service", "line", "Prestation souhaitée"),
        *(cell(f"detail_{number}", "line", f"Détail {number}") for number in range(8)),
    ),
)

FORM = Form(
    name="every_style",
    edition="2024-01",
    label="Projet professionnel",
    source="",
    sections=(
        section("identity", "Identité", "P1", computed="identity", facts=LABELS),
        section("project", "Projet", "P2", field("project", label="Projet")),
        section("words", "Avec mes mots", "P3", field("words", label="Ce que je veux")),
        section(
            "choices",
            "Choix",
            "P4",
            field("told_on", "day", "Autres opérateurs présentés le"),
            field("decision", "choice", "Décision", go_on="poursuivre", close="clore le service"),
            field("continues", "yes_no", "Un appui est souhaité"),
            field("budget", "amount", "Budget"),
            field("place", "line", "Lieu souhaité"),
            field("aids", "text", "Aides humaines et techniques", not_applicable=True),
        ),
        section("plan", "Plan d'actions", "P5", field("steps", columns=STEPS, label="Étapes")),
        section("money", "Financement", "P6", field("money", columns=FINANCING, label="Plan")),
        section(
            "skills", "Compétences", "P7", field("skills", columns=COMPETENCES, label="Elles")
        ),
        section("lists", "Organismes", "P8", field("lists", columns=PROVIDERS, label="Listes")),
        section("annexes", "Listes jointes", "P9", computed="lists"),
        section("notice", "Durée", "P10", says="Suivi depuis le {opened_on}, **sans frais**."),
        section("mentions", "Mentions", "P11", computed="mentions", mentions=MENTIONS),
    ),
    signatories=(
        Signatory("adviser", "La conseillère", "", True),
        Signatory("beneficiary", "La bénéficiaire", "lu et approuvé", True),
        Signatory("representative", "Son représentant", "lu et approuvé", False),
    ),
    layout=Layout(
        paper="document",
        cover=True,
        slots=tuple(
            Slot(name, style, name == "plan", widths)
            for name, style, widths in (
                ("identity", "card", {}),
                ("project", "prose", {}),
                ("words", "quote", {}),
                ("choices", "prose", {}),
                ("plan", "table", {"steps": {"objective": 3, "action": 6, "who": 2}}),
                ("money", "table", {}),
                ("skills", "table", {}),
                ("lists", "sheets", {}),
                ("annexes", "prose", {}),
                ("notice", "prose", {}),
                ("mentions", "note", {}),
            )
        ),
    ),
)
CONTENT = {
    "project": TEXT,
    "words": "Être utile, et rentrer à la maison le soir.",
    "told_on": "2024-02-08",
    "decision": "go_on",
    "continues": "yes",
    "budget": "1234.50",
    "place": "Toulouse et 40 km autour",
    "aids": "sans objet",
    "steps": [
        {
            "objective": f"Objectif {number}",
            "action": "Appeler deux professionnelles en poste, comparer les **horaires**.",
            "who": "Sandrine",
            "due_on": f"2024-{number + 1:02}-18",
            "state": ("todo", "doing", "done")[number % 3],
        }
        for number in range(6)
    ],
    "money": [
        {
            "item": "Formation",
            "cost": "7480.00",
            "funder": "Transitions Pro",
            "eligible": "yes",
            "state": "granted",
            "amount": "7000.00",
        },
        {"item": "Transport", "cost": "620.00", "funder": "", "eligible": "", "state": ""},
    ],
    "skills": [
        {
            "label": "Accueillir",
            "kind": "acquired",
            "evidence": "Neuf ans d'accueil.",
            "gap": "",
        },
        {"label": "Rédiger", "kind": "to_acquire", "evidence": "", "gap": "Vocabulaire médical."},
    ],
    "lists": [
        {"service": "Titre professionnel", **{f"detail_{number}": "Valeur" for number in range(8)}}
    ],
}

LETTER = Form(
    name="letter",
    edition="2024-01",
    label="Nous avons reçu votre réclamation",
    source="",
    sections=(
        section("recipient", "Destinataire", "L1", computed="recipient"),
        section("body", "Lettre", "L2", field("body", label="Texte")),
        section("closing", "Formule", "L3", says="Cordialement,\n\n{referent_name}"),
        section("mentions", "Mentions", "L4", computed="mentions", mentions=MENTIONS),
    ),
    signatories=(),
    layout=Layout(
        paper="letter",
        cover=False,
        slots=tuple(
            Slot(name, style, False, {})
            for name, style in (
                ("recipient", "prose"),
                ("body", "prose"),
                ("closing", "prose"),
                ("mentions", "note"),
            )
        ),
    ),
)


def document(form=FORM, **changes):
    """A version of a document, with what is told of it changed."""
    usual = Document(
        form=form,
        agreement="cctp-2019",
        content=CONTENT if form is FORM else {"body": TEXT},
        facts=FACTS,
        labels=LABELS,
        mentions=MENTIONS,
        day=date(2024, 2, 8),
        version=3,
        digest="4f1c" * 16,
    )
    return replace(usual, **changes)


def with_content(**changes):
    return document(content={**CONTENT, **changes})
