"""A process that writes in files, takes in what it wrote and sometimes draws all of it again,
until it is killed."""

import os
from itertools import count
from pathlib import Path

from cep_docs.app import Application, random_id
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.indexer import Indexer
from cep_docs.search.place import Index
from cep_docs.storage.instance import find
from tests.durability.living import engaged
from tests.people import RULES, Clock, actor

WORDS = ("librairie", "céramique", "menuiserie", "élevage", "accueil", "vente")


def write_and_take_in(folder, start, temporary, acknowledge):
    os.environ["TMPDIR"] = str(temporary)
    with find(Path(folder)).open() as house:
        application = Application(house, RULES, Clock(), random_id)
        indexer = indexer_of(application)
        files = [application.write(lambda tools, i=i: engaged(tools, start + i)) for i in range(2)]
        for turn in count():
            number = files[turn % len(files)]
            text = f"{WORDS[turn % len(WORDS)]} étape {start + turn}"
            application.write(lambda tools, n=number, t=text: said(tools, n, t))
            acknowledge.send((number, text))
            if turn % 7 == 3:
                indexer.rebuild(lambda done, total: None)
            elif turn % 3 == 0 and not indexer.refusal():
                indexer.drain()


def said(tools, number, text):
    identifier, course = tools.catalog.locate(number)
    deliverable = tools.site.beneficiaries[identifier][course][number].deliverable
    save_draft(deliverable, actor(tools, "alice"), {"need": text}, tools)


def indexer_of(application):
    folder = application.house.folder
    index = Index(folder / "index")
    return Indexer(application.reading, application.write, index, folder / "locks")
