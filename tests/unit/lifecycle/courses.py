"""Ordinary ways through a course: engaged, met, written, proposed, signed by both."""

from datetime import date

from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.engine import move_deliverable, move_engagement
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.unit_sheets import edit_unit_sheet
from tests.people import CLOSING, actor, met, opening, received

ASSESSMENT = {
    "request": "Changer de métier sans quitter la région.",
    "situation": "Vendeuse depuis quatre ans.",
    "need": "Savoir ce que ses compétences permettent.",
    "resources": "VAE, bilan, formations courtes.",
    "environment": "sans objet",
    "support_presented": "Quatre rendez-vous sur six mois.",
    "other_operators": "APEC, Cap emploi, missions locales, Pôle emploi.",
    "other_operators_told_on": "2020-02-03",
    "decision": "continue",
    "next_steps": "Prendre rendez-vous avec le même conseiller.",
}
PROJECT = {
    "services_received": [{"service": "Entretiens et enquêtes métier"}],
    "project": "Devenir conductrice de travaux.",
    "strategies": "Formation en alternance.",
    "feasibility": "Réaliste dans le bassin.",
    "variant": "none",
    "situation": "Une expérience d'encadrement.",
    "skills": [{"label": "Organisation, négociation", "kind": "acquired"}],
    "gaps": [{"expected": "Lire des plans", "today": "Notions."}],
    "labour_market": "Secteur en tension.",
    "training": "BTS en un an.",
    "schemes": "Projet de transition professionnelle.",
    "compensations": "sans objet",
    "steps": [{"objective": "Entrer en formation", "action": "Déposer le dossier."}],
    "actions": "Dossier déposé en mai par la personne.",
    "personal_steps": "sans objet",
    "skills_path": "sans objet",
    "financing_plan": "sans objet",
    "calendar": "Entrée en septembre.",
    "providers_list": "sans objet",
    "provider_choice": "sans objet",
    "continues": "yes",
}
TRACE = {
    "channel": "letter",
    "author": "beneficiary",
    "verbatim": "Je souhaite clore mon accompagnement.",
    "service_description": "Entrée en formation réussie.",
}
REPORT = {
    "request": "Savoir par où commencer.",
    "exchanged": "Métiers voisins, formations courtes.",
    "continues": "yes",
    "next_steps": "sans objet",
}


def engaged(tools, unit, person=None, login="alice", **changes):
    """A unit engaged today, for a person who just arrived unless she is named."""
    said = {"given": Given(referent=login), **changes}
    who = person if person is not None else received(tools, login)
    return engage(who, opening(tools, unit, login, **said), actor(tools, login), tools)


def act(engagement, name, tools, login="alice", **said):
    """Make a transition of the deliverable, or else of the unit, by its name."""
    agreement = tools.agreement_of(engagement)
    deliverable = engagement.deliverable
    known = agreement.workflows[deliverable.kind].transitions if deliverable is not None else {}
    who, given = actor(tools, login), Given(**said)
    if name in known:
        move_deliverable(deliverable, name, who, tools, given)
    else:
        move_engagement(engagement, name, who, tools, given)


def write(engagement, tools, login="alice", **changes):
    """Fill every heading of the deliverable."""
    today = tools.now().date().isoformat()
    contents = {
        "shared_assessment": ASSESSMENT,
        "professional_project": PROJECT,
        "closing_statement": {"dated_on": today, **TRACE},
        "appointment_report": {"dated_on": today, **REPORT},
    }
    content = {**contents[engagement.deliverable.kind], **changes}
    save_draft(engagement.deliverable, actor(tools, login), content, tools)


def fill(engagement, tools, login="alice"):
    """What annexe 2 wants at the closing of this unit."""
    fields = tools.agreement_of(engagement).fields.sheet_of(engagement.unit)
    names = {field.name for field in fields}
    sheet = {name: value for name, value in CLOSING.items() if name in names}
    edit_unit_sheet(engagement, sheet, actor(tools, login), tools)


def proposed(engagement, tools, login="alice"):
    """Met, written down, and proposed for signature."""
    met(engagement, tools, login)
    fill(engagement, tools, login)
    write(engagement, tools, login)
    act(engagement, "propose", tools, login)
    return engagement


def signed(engagement, tools, on: date | None = None):
    """Signed by both, the adviser first: that closes the unit."""
    proposed(engagement, tools)
    act(engagement, "sign_as_adviser", tools, on=on)
    act(engagement, "note_paper_signature", tools, on=on)
    return engagement


def supported(tools, clock, day="2020-03-02"):
    """A unit UO2.2 engaged that day, after a project signed on 3 February."""
    project = signed(engaged(tools, "UO2.1"), tools)
    clock.on(day)
    return engaged(tools, "UO2.2", project.__parent__.__parent__)
