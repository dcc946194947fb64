"""A process that puts messages in the outbox and sends them, until it is killed."""

import os
import signal
from dataclasses import replace
from itertools import count
from pathlib import Path

from cep_docs.app import Application, random_id
from cep_docs.cli.messages import sender_of
from cep_docs.lifecycle.announcing import EMAIL, put_in_outbox
from cep_docs.lifecycle.sending import send_what_waits
from cep_docs.storage.instance import find
from cep_docs.storage.waiting_secrets import WaitingSecrets
from tests.people import RULES, Clock

LINK = "https://localhost/acces/{0}"


def opened_on(house):
    secrets = WaitingSecrets(house.folder)
    return Application(house, RULES, Clock(), random_id, secrets=secrets)


def post_forever(folder, start, acknowledge):
    """Acknowledges what is put in the outbox, once it is saved."""
    with find(Path(folder)).open() as house:
        application = opened_on(house)
        sender = sender_of(application)
        acknowledge.send("")
        with sender.alone():
            for number in count(start):
                acknowledge.send(application.write(lambda tools, n=number: put(tools, n)))
                if number % 3 == 0:
                    send_what_waits(sender)


def die_at_a_step(folder, step):
    """Sends what waits and is killed in the midst of it: before it is taken (1), once it was
    taken by the server and before that is noted (2), just after it was noted (3)."""
    with find(Path(folder)).open() as house:
        application = opened_on(house)
        writes = count(1)

        def write(work):
            turn = next(writes)
            if turn == step:
                os.kill(os.getpid(), signal.SIGKILL)
            done = application.write(work)
            if turn == step - 1 == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        send_what_waits(replace(sender_of(application), write=write))


def put(tools, number):
    person = next(iter(tools.site.beneficiaries))
    slots = {"link": LINK.format(number)}
    message = put_in_outbox(person, "invitation", EMAIL, slots, tools)
    return f"<{message.__name__}.{message.key}@exemple.fr>"
