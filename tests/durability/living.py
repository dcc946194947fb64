"""A process that leads one file after the other to its version with a file, until it is killed."""

import hashlib
import os
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from cep_docs.app import Application, random_id
from cep_docs.content.stored_file import StoredFile
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.move import Given
from cep_docs.storage.instance import find
from tests.people import RULES, Clock, actor, opening, received

CANARY = b"CANARI-en-clair-"
NOON = datetime(2020, 2, 3, 12, tzinfo=UTC)
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


def live_forever(folder, start, temporary, acknowledge):
    """Two commits a file: the unit engaged, then its version with a file."""
    os.environ["TMPDIR"] = str(temporary)
    with find(Path(folder)).open() as house:
        application = Application(house, RULES, Clock(), random_id)
        for index in count(start):
            number = application.write(lambda tools, index=index: engaged(tools, index))
            acknowledge.send((number, ""))
            content = CANARY + os.urandom(20_000)
            house.write(
                lambda connection, content=content, number=number: frozen(
                    application.tools(connection), connection, number, content
                )
            )
            acknowledge.send((number, hashlib.sha256(content).hexdigest()))


def engaged(tools, index):
    name = "".join("bdfglmnprs"[index // 10**place % 10] + "aeiou"[place] for place in range(5))
    person = received(tools, birth_name=name, birth_date=f"{1950 + index % 50}-06-07")
    said = opening(tools, "UO1", given=Given(referent="alice"))
    return engage(person, said, actor(tools, "alice"), tools).number


def frozen(tools, connection, number, content):
    identifier, course = tools.catalog.locate(number)
    deliverable = tools.site.beneficiaries[identifier][course][number].deliverable
    alice = actor(tools, "alice")
    save_draft(deliverable, alice, FILLED, tools)
    move_deliverable(deliverable, "propose", alice, tools)
    stored = StoredFile.store(connection, content, "n.pdf", "application/pdf", NOON, "alice")
    deliverable.current.files = {"pdf": stored}
