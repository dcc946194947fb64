"""A process that leads one file after the other to its printed version, until it is killed."""

import os
from itertools import count
from pathlib import Path

from cep_docs.app import Application, random_id
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.move import Given
from cep_docs.rendering.papers import on_paper
from cep_docs.storage.instance import find
from tests.people import RULES, Clock, actor, opening, received

CANARY = b"CANARI-en-clair-"
FILLED = {
    "request": "Changer de métier",
    "situation": "Vendeuse depuis huit ans",
    "need": "Vérifier un projet",
    "resources": "VAE, bilan de compétences",
    "environment": "sans objet",
    "support_presented": "oui, les trois temps",
    "other_operators": "APEC, Cap emploi",
    "other_operators_told_on": "2020-02-03",
    "decision": "continue",
    "next_steps": "Prendre rendez-vous",
}


def on_papers_with_a_canary(document):
    """The real PDF, and a file whose bytes are known if they are ever found in clear."""
    return {**on_paper(document), "odt": CANARY + os.urandom(20_000)}


def live_forever(folder, start, temporary, acknowledge):
    """Two commits a file: the unit engaged, then its version, rendered and kept."""
    os.environ["TMPDIR"] = str(temporary)
    with find(Path(folder)).open() as house:
        application = Application(house, RULES, Clock(), random_id, on_papers_with_a_canary)
        for index in count(start):
            number = application.write(lambda tools, index=index: engaged(tools, index))
            acknowledge.send((number, ""))
            digest = application.write(lambda tools, number=number: frozen(tools, number))
            acknowledge.send((number, digest))


def engaged(tools, index):
    name = "".join("bdfglmnprs"[index // 10**place % 10] + "aeiou"[place] for place in range(5))
    person = received(tools, birth_name=name, birth_date=f"{1950 + index % 50}-06-07")
    said = opening(tools, "UO1", given=Given(referent="alice"))
    return engage(person, said, actor(tools, "alice"), tools).number


def frozen(tools, number):
    identifier, course = tools.catalog.locate(number)
    deliverable = tools.site.beneficiaries[identifier][course][number].deliverable
    alice = actor(tools, "alice")
    save_draft(deliverable, alice, FILLED, tools)
    move_deliverable(deliverable, "propose", alice, tools)
    return deliverable.current.files["odt"].sha256
