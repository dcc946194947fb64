"""A process that takes in pieces and keeps them, one after the other, until it is killed."""

import io
import os
from itertools import count
from pathlib import Path

from cep_docs.app import Application, random_id
from cep_docs.intake.taking_in import take_in
from cep_docs.lifecycle.attachments import NewAttachment, attach
from cep_docs.storage.instance import find
from tests.people import RULES, Clock, actor
from tests.unit.intake.makers import pdf_with, saved, script

CANARY = b"CANARI-en-clair-"


def upload_forever(folder, number, temporary, acknowledge):
    """A piece that has to be cleaned, so that it goes through another process and back."""
    os.environ["TMPDIR"] = str(temporary)
    with find(Path(folder)).open() as house:
        application = Application(house, RULES, Clock(), random_id)
        for index in count():
            received = take_in(io.BytesIO(piece(index)), "piece.pdf", RULES.attachments.limits)
            name = application.write(lambda tools, it=received: kept(tools, number, it))
            acknowledge.send((name, received.sha256))


def piece(index):
    pdf = pdf_with(1, OpenAction=script())
    text = CANARY + os.urandom(50_000)
    pdf.pages[0].Contents = pdf.make_stream(b"% " + text.replace(b"\n", b" ") + b"\n")
    pdf.Root.PieceInfo = index
    return saved(pdf)


def kept(tools, number, received):
    identifier, _ = tools.catalog.locate(number)
    person = tools.site.beneficiaries[identifier]
    said = NewAttachment("letter", about=number)
    return attach(person, received, said, actor(tools, "alice"), tools).__name__
