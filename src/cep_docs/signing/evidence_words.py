"""The words in which a proof of signature speaks to people; the codes are in the JSON."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cep_docs.signing.evidence_paper import PAPER_EVENTS
from cep_docs.values.dates import french_day

Evidence = Mapping[str, Any]
ALL_FILES = 4
UNBROKEN = "\u00a0"

TITLE = "Dossier de preuve d'une signature"
OPERATOR = "L'opérateur"
MEANING = "En clair"
WHAT = "Ce qui a été signé"
WHO = "Qui a signé, et comment nous le savons"
HOURS = "Heure par heure"
TEXTS = "Les textes affichés avant de signer"
SIGNATURE = "La signature dans le fichier"
COPY = "La remise de l'exemplaire"
CHECKING = "Vérifier sans nous"
DIGEST = "Empreinte SHA-256 de ce texte (UTF-8)"
BY_HAND = "Mention tracée"
DRAWN = (
    "Le programme ne lit pas l'écriture : il a vérifié qu'il y a un tracé, pas ce qu'il dit. Le "
    "tracé suit tel qu'il a été fait ; il est gardé point par point dans preuve.json."
)
EVENT_HEADS = ("Heure", "Ce qui s'est passé", "D'où")
NO_EVENTS = "Aucun événement n'a été relevé."
NO_ADDRESS, NO_BROWSER = "adresse non relevée", "navigateur non relevé"
NO_TEXTS = "Aucun texte affiché n'a été relevé."

ROLES = {
    "adviser": "conseiller",
    "representative": "représentant légal ou curateur",
    "beneficiary": "personne accompagnée",
}
MODES = {"on_site": "sur place", "remote": "à distance", "paper": "sur papier"}
ENTERED = {"typed": "au clavier, lettre après lettre", "drawn": "tracée à la main"}
ASSURANCE = {
    "simple": "simple (règlement eIDAS) : sa fiabilité se prouve par ce dossier",
    "advanced": "avancée (règlement eIDAS, article 26)",
    "qualified": "qualifiée (règlement eIDAS) : sa fiabilité est présumée",
}
LEVELS = {
    "B-B": "PAdES B-B : le fichier est protégé, l'heure n'est pas certifiée",
    "B-T": "PAdES B-T : l'heure est certifiée par un horodatage",
    "B-LT": "PAdES B-LT : horodatage, et preuves de validité des certificats dans le fichier",
    "B-LTA": "PAdES B-LTA : horodatage, preuves de validité, et horodatage de l'ensemble",
}
BY = {
    "signer": "par le signataire",
    "adviser": "par le conseiller",
    "colleague": "par un collègue du conseiller",
    "program": "par le programme",
}
# The day something was done with the paper; it may have been noted later.
ON = "on"
EVENTS = {
    "asked": "Signature demandée",
    "opened": "Lien ouvert",
    "code_sent": "Code envoyé",
    "code_wrong": "Code refusé",
    "identity_seen": "Pièce d'identité vue, sans copie",
    "identified": "Identité confirmée",
    "identity_refused": "Identité annoncée, qui n'est pas celle de la fiche",
    "shown": "Document affiché",
    "read": "Lecture du document confirmée",
    "mention": "Mention écrite",
    "signed": "Signature",
    "declined": "Signature refusée",
    "withdrawn": "Demande annulée",
    "reminded": "Rappel envoyé",
    "link_sent": "Lien envoyé",
    "delivered": "Exemplaire remis",
    "expired": "Délai passé",
    "handed_over": "Écran confié à la personne",
    "on_phone": "Poursuite sur son téléphone",
    "paper_asked": "Signature sur papier demandée",
    **PAPER_EVENTS,
}
SAID = {
    "mode": "mode",
    "seen": "pièce",
    "by": "moyen",
    "digest": "empreinte du texte lu",
    "mention": "mention",
    "entered": "saisie",
    "because": "motif",
    "channel": "canal",
    "to": "vers",
    "device": "appareil",
    "shown_sha256": "empreinte du texte affiché",
    "strokes_sha256": "empreinte du tracé",
    ON: "jour",
    "file": "fichier",
    "lacks": "il manque",
}
# The kinds of document an adviser may have seen, face to face; no copy is taken.
SEEN: Mapping[str, str] = {
    "identity_card": "carte nationale d'identité",
    "passport": "passeport",
    "residence_permit": "titre de séjour",
    "driving_licence": "permis de conduire",
    "known": "personne déjà connue du conseiller",
}
VALUES: Mapping[str, Mapping[str, str]] = {
    "mode": MODES,
    "entered": ENTERED,
    "seen": SEEN,
    "by": {"email": "courriel", "sms": "SMS"},
    "device": {
        "adviser": "celui du conseiller, ou d'un collègue",
        "like_adviser": "même navigateur que le conseiller, d'une adresse que plusieurs partagent",
    },
}


def label_of(what: str) -> str:
    return EVENTS.get(what, what)


def in_short(evidence: Evidence) -> list[str]:
    """What a reader in a hurry has to know, in sentences."""
    signer, document = evidence["signer"], evidence["document"]
    told = [
        f"Le {moment(evidence['signature']['signed_at'], evidence)}, {signer['name']} "
        f"({ROLES.get(signer['role'], signer['role'])}) a signé électroniquement "
        f"« {document['label']} », version {document['version']} du dossier "
        f"n° {document['file_number']}.",
        "Ce dossier de preuve dit ce qui a été signé, par qui, comment son identité a été "
        "vérifiée, et ce qui s'est passé, heure par heure. Il porte le cachet électronique de "
        "l'opérateur : le moindre changement se voit.",
    ]
    if evidence["missing"]:
        told.append(f"Preuve incomplète. {' '.join(evidence['missing'])}")
    else:
        told.append("Preuve complète : rien de ce qui devait être relevé ne manque.")
    return told


def document_facts(evidence: Evidence) -> list[tuple[str, str]]:
    document = evidence["document"]
    return [
        ("Document", document["label"]),
        ("Dossier", document["file_number"]),
        ("Version", f"{document['version']}, figée le {moment(document['frozen_at'], evidence)}"),
        ("Empreinte du texte (SHA-256)", document["text_sha256"]),
        ("Empreinte du PDF imprimé", document["printed_sha256"]),
        ("Empreinte du PDF avant cette signature", document["before_sha256"]),
        ("Empreinte du PDF signé", document["signed_sha256"]),
    ]


def signer_facts(evidence: Evidence) -> list[tuple[str, str]]:
    signer, identity, mention = (
        evidence["signer"],
        evidence["identity"],
        evidence["mention"],
    )
    return [
        ("Signataire", signer["name"]),
        ("Qualité", signer.get("as") or ROLES.get(signer["role"], signer["role"])),
        ("Pour", signer.get("for", "")),
        ("Identifiant", signer["identifier"]),
        ("Où", MODES.get(identity["mode"], identity["mode"])),
        ("Identité vérifiée par", identity["factor"]),
        ("Quand", moment(identity["at"], evidence)),
        ("Par qui", BY.get(identity["checked_by"], "").removeprefix("par ")),
        ("Mention", f"« {mention['text']} »" if mention["text"] else ""),
        (BY_HAND, DRAWN if mention.get("strokes") else ""),
        ("Saisie de la mention", ENTERED.get(mention["entered"], mention["entered"])),
        ("Accord", consented(evidence)),
    ]


def consented(evidence: Evidence) -> str:
    """By what act she agreed, and when."""
    at = evidence["consent"]["at"]
    return f"donné en signant, le {moment(at, evidence)}" if at else "l'acte n'a pas été relevé"


def signature_facts(evidence: Evidence) -> list[tuple[str, str]]:
    signature = evidence["signature"]
    first = signature["certificates"][0] if signature["certificates"] else {}
    return [
        ("Signée le", moment(signature["signed_at"], evidence)),
        ("Niveau d'assurance", ASSURANCE.get(signature["assurance"], signature["assurance"])),
        ("Niveau du fichier", LEVELS.get(signature["level"], signature["level"])),
        ("Champ du PDF", signature["field"]),
        ("Certificat du signataire", first.get("subject", "")),
        ("Délivré par", first.get("issuer", "")),
        ("Numéro de série", first.get("serial", "")),
        ("Empreinte du certificat", first.get("sha256", "")),
        ("Règles suivies", ", ".join(evidence["policies"].values())),
    ]


def delivered(evidence: Evidence) -> str:
    """What is known of it when this proof is made; nothing later can be in this file."""
    at = evidence["delivery"]["available_at"]
    if not at:
        return (
            "Sans objet à ce stade : le document n'est complet qu'après la signature de la "
            "personne accompagnée."
        )
    told = (
        "L'exemplaire signé est à la disposition de la personne depuis le "
        f"{moment(at, evidence)}, sur l'écran de signature et dans son espace. Un autre "
        "exemplaire attend l'envoi du jour à France compétences."
    )
    delivered_at = evidence["delivery"]["delivered_at"]
    if delivered_at:
        return f"{told} La personne l'a reçu le {moment(delivered_at, evidence)}."
    return (
        f"{told} Ce qui se passe ensuite est écrit au journal du dossier ; quand la personne a "
        "reçu son exemplaire, cette preuve est faite de nouveau et le dit."
    )


def event_cells(event: Mapping[str, Any], evidence: Evidence) -> list[Sequence[str]]:
    """The three cells of one line of the table, each as its lines."""
    said = [
        f"{SAID.get(key, key)} : {_spoken(key, value)}" for key, value in event["said"].items()
    ]
    happened = [f"{label_of(event['what'])}, {BY.get(event['by'], event['by'])}", *said]
    where = [event["address"] or NO_ADDRESS, event["browser"] or NO_BROWSER]
    day, hour = moment(event["at"], evidence).split(" à ")
    at = [day.replace(" ", UNBROKEN), hour.replace(" ", UNBROKEN)]
    nowhere = event["by"] == "program" or ON in event["said"]
    return [at, happened, [] if nowhere else where]


def _spoken(key: str, value: str) -> str:
    if key == ON:
        return french_day(date.fromisoformat(value))
    return VALUES.get(key, {}).get(value, value)


def moment(at: str, evidence: Evidence) -> str:
    """« 3 février 2020 à 10 h 00 min 00 s », by the clock of the place."""
    if not at:
        return ""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(evidence["time_zone"]))
    hour = f"{local.hour} h {local.minute:02} min {local.second:02} s"
    return f"{french_day(local.date())} à {hour}"


def how_to_check(*, stamped: bool) -> list[tuple[str, list[str]]]:
    """What to do, and the commands to type; poppler and openssl are in every Linux."""
    steps: list[tuple[str, list[str]]] = [
        (
            "1. Ce PDF : il porte le cachet de l'opérateur. Acrobat l'affiche, ou :",
            ["pdfsig preuve.pdf"],
        ),
        (
            "2. Sortir les fichiers joints à ce PDF (« Pièces jointes » de tout lecteur) :",
            ["pdfdetach -saveall preuve.pdf"],
        ),
        (
            "3. Le cachet sur preuve.json, qui dit tout ce que dit cette page :",
            [
                "openssl cms -verify -binary -inform DER -in preuve.json.p7s "
                "-content preuve.json -CAfile racine.pem -out /dev/null"
            ],
        ),
    ]
    if stamped:
        steps.append(
            (
                "4. L'heure de ce cachet, certifiée par une autorité d'horodatage :",
                [
                    "openssl ts -verify -token_in -in preuve.json.p7s.tst "
                    "-data preuve.json.p7s -CAfile racine.pem"
                ],
            )
        )
    else:
        steps.append(
            (
                "4. Sans horodatage : l'autorité n'a pas répondu quand cette preuve a été faite. "
                "L'heure est celle de l'opérateur.",
                [],
            )
        )
    steps += [
        (
            "5. Le document signé : son empreinte doit être celle écrite plus haut.",
            ["sha256sum document.pdf"],
        ),
        (
            "Le certificat racine.pem joint ici ne prouve rien par lui-même : le comparer à celui "
            "que publie l'opérateur.",
            [],
        ),
    ]
    return steps
