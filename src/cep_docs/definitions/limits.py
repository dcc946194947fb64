"""policies/<agreement>/limits.yaml: the delays and thresholds an agreement leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section

# What each of them limits, and in what it is counted.
NUMBERS = {
    "backdating_days": ("saisie tardive d'un engagement sans accord, au plus", "jours"),
    "quiet_days": ("silence de la personne avant l'échéance qui vaut abandon", "jours"),
    "decision_working_days": ("temps laissé pour décider d'une unité échue", "jours ouvrés"),
    "return_months": ("après une clôture, le retour est rapide pendant", "mois"),
    "glass_minutes": ("durée d'un accès d'urgence (bris de glace)", "minutes"),
    "glass_motive_signs": ("motif d'un accès d'urgence, au moins", "signes"),
    "stale_months": ("un texte repris d'une unité précédente est à relire après", "mois"),
    "signature_days": ("une signature proposée se relance après", "jours"),
    "signing_days": ("une demande de signature court pendant", "jours, ou jusqu'à l'échéance"),
    "first_meeting_working_days": ("premier rendez-vous proposé sous", "jours ouvrés"),
}
LISTS = {
    "warning_days": ("alertes avant l'échéance", "jours"),
    "signing_reminder_days": ("relances d'une signature demandée à distance, après", "jours"),
    "paper_reminder_days": ("relances d'un exemplaire papier posté, après", "jours"),
    "first_meeting_alert_days": ("alertes sur le premier rendez-vous, après", "jours ouvrés"),
}
TEXTS = {"statement_number": ("modèle du numéro de décompte", "")}
# An example of what stands in each slot of the number of a statement.
SLOTS = {"year": 2020, "lot": "08", "unit": "2.1", "sequence": "02", "quarter": 1}


@dataclass(frozen=True, slots=True)
class Limits:
    """`because` has an entry for each limit that the agreement sets; the others are nought."""

    backdating_days: int
    quiet_days: int
    decision_working_days: int
    return_months: int
    glass_minutes: int
    glass_motive_signs: int
    first_meeting_working_days: int
    stale_months: int
    signature_days: int
    signing_days: int
    warning_days: tuple[int, ...]
    signing_reminder_days: tuple[int, ...]
    paper_reminder_days: tuple[int, ...]
    first_meeting_alert_days: tuple[int, ...]
    statement_number: str
    because: Mapping[str, str]


def load_limits(reader: Reader, agreement: str) -> Limits:
    data = reader.read(f"policies/{agreement}/limits.yaml")
    reader.only(data, ["statement_number"], [*NUMBERS, *LISTS])
    because = {}
    for key, section in reader.sections(data):
        reader.only(section, ["value", "because"], [])
        because[key] = reader.sentence(section, "because")
    numbers = {key: reader.number(reader.section(data, key), "value") for key in NUMBERS}
    return Limits(
        **numbers,
        warning_days=_days(reader, data, "warning_days"),
        signing_reminder_days=_days(reader, data, "signing_reminder_days"),
        paper_reminder_days=_days(reader, data, "paper_reminder_days"),
        first_meeting_alert_days=_days(reader, data, "first_meeting_alert_days"),
        statement_number=_pattern(reader, data),
        because=because,
    )


def _days(reader: Reader, data: Section, key: str) -> tuple[int, ...]:
    section = reader.section(data, key)
    words = reader.words(section, "value", None)
    if all(word.isdecimal() for word in words):
        return tuple(int(word) for word in words)
    reader.faults.at(section, "value", f"« {key} » est une liste de nombres de jours.")
    return ()


def _pattern(reader: Reader, data: Section) -> str:
    section = reader.section(data, "statement_number")
    pattern = reader.text(section, "value")
    try:
        pattern.format(**SLOTS)
    except KeyError as error:
        sentence = f"« {{{error.args[0]}}} » est inconnu dans ce modèle de numéro."
        reader.faults.at(section, "value", sentence)
    except (ValueError, LookupError, AttributeError):
        sentence = "ce modèle de numéro est mal écrit (vérifier les accolades)."
        reader.faults.at(section, "value", sentence)
    else:
        return pattern
    return ""
