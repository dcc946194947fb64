"""A process that spends the night, or sends what it left, and is killed at a step of it."""

import os
import signal
from dataclasses import replace
from itertools import count
from pathlib import Path

from cep_docs.cli.messages import sender_of
from cep_docs.lifecycle.asking import Sending, ask_at_a_distance
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.own_invitations import Assured
from cep_docs.lifecycle.sending import send_what_waits
from cep_docs.storage.instance import find
from tests.durability.posting import opened_on
from tests.people import actor, received
from tests.unit.lifecycle import courses

CONTACT = {"email": "zoe@laposte.net", "phone": "06 12 34 56 78"}
FIRST = "https://localhost/signer/le-premier"


def asked(tools):
    """Her document waits for her, at a distance."""
    unit = courses.proposed(courses.engaged(tools, "UO1", received(tools, **CONTACT)), tools)
    courses.act(unit, "sign_as_adviser", tools)
    sending = Sending("email", Assured(verified=True), FIRST)
    ask_at_a_distance(unit.deliverable, sending, actor(tools, "alice"), tools)


def application_on(house, day):
    application = opened_on(house)
    application.now.on(day, "02:00")
    return application


def spend(application, write):
    return spend_night(write, lambda done, of: None).reminded


def die_in_the_night(folder, day, step, saved):
    """At its so-manieth piece of work: before it is saved, or just after."""
    with find(Path(folder)).open() as house:
        application = application_on(house, day)
        spend(application, _dying(application, step, saved))


def die_sending(folder, day, step):
    """Before it is taken (1), before its link is noted (2), once the server took it (3), just
    after that was noted (4)."""
    with find(Path(folder)).open() as house:
        application = application_on(house, day)
        write = _dying(application, min(step, 3), saved=step > 3)
        send_what_waits(replace(sender_of(application), write=write))


def _dying(application, step, saved):
    turns = count(1)

    def write(work):
        turn = next(turns)
        if turn == step and not saved:
            os.kill(os.getpid(), signal.SIGKILL)
        done = application.write(work)
        if turn == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return write
