"""The words that stand on paper and in no form: titles, captions, the easy-read first page."""

from cep_docs.values.dates import french_number

YES_NO = {"yes": "Oui", "no": "Non"}
NOT_APPLICABLE = "Sans objet"
TO_FILL_IN = "À remplir"
DRAFT = "Brouillon"
DRAFT_NOTE = "Brouillon : ce document ne se signe pas encore."
SERVICE = "Conseil en évolution professionnelle"
FILE = "Dossier"
VERSION = "Version"
OF = "du"
ON = "Le"
ACCOMPANIED = "avec"
SUBJECT = "Objet"
NUMBER = "N°"
CONTACT = "Votre contact"
SIGNATURES = "Signatures"
OPTIONAL = "s'il y a lieu"
THE = "Le"
TOTALS = {"cost": "Coût total", "funded": "Financements", "remains": "Reste à payer"}
ANNEX = "Annexe"
LISTS = "Les listes remises sont jointes à ce document :"
NO_LIST = "Aucune liste n'est jointe à ce document."
SEAL = "Cachet électronique de l'opérateur"
SIGNATURE_OF = "Signature"
EMBEDDED = "Contenu du document, pour un programme"


def easy_read(facts: dict[str, str], label: str, signed: bool) -> list[tuple[str, list[str]]]:
    """The first page in easy French: short sentences, one idea each (FALC)."""
    about = [f"Ce document s'appelle : {label}.", "Il parle de vous et de votre travail."]
    if facts.get("adviser_name"):
        about.append(f"Vous l'avez fait avec {facts['adviser_name']}.")
    about.append("Vous pouvez demander de l'aide pour le lire.")
    parts = [("Ce document", about)]
    if signed:
        parts.append(("Votre signature", list(_SIGNING)))
    contact = [facts.get(name, "") for name in ("referent_name", "referent_contact")]
    if any(contact):
        parts.append(
            ("Une question ?", ["Vous pouvez appeler ou écrire à :", *filter(None, contact)])
        )
    mediator = facts.get("mediator_contact", "")
    parts.append(
        ("Vous n'êtes pas d'accord ?", [*_DISAGREEING, *([mediator] if mediator else [])])
    )
    return parts


_SIGNING = (
    "On vous demande de signer à la fin.",
    "Signer veut dire : j'ai lu le document, je suis d'accord.",
    "Quelqu'un peut vous le lire.",
    "Prenez votre temps.",
    "Vous avez le droit de ne pas signer.",
)
_DISAGREEING = (
    "Parlez-en d'abord à votre conseiller.",
    "Ensuite, vous pouvez écrire au médiateur.",
    "Le médiateur cherche une solution. C'est gratuit.",
)


def caption(strip: str, mention: str) -> str:
    """What is expected in a strip of a signature area."""
    return {"mention": f"Écrire : « {mention} »", "date": "Date", "signature": "Signature"}[strip]


def lines_of(first: int, last: int) -> str:
    """The title of a part of a long table."""
    return f"Lignes {french_number(first)} à {french_number(last)}"
