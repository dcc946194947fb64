"""kill -9 of whoever sends: nothing saved is lost, nothing that was taken and said goodbye to is
sent again, and a second copy bears the same Message-ID (R-056, decision 0020)."""

import logging
import os
import random
import re
import signal
from collections import Counter
from datetime import date

import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.cli.messages import sender_of
from cep_docs.lifecycle.sending import send_what_waits, sweep_secrets
from cep_docs.storage.instance import create
from tests.durability.dying import forkserver, killed
from tests.durability.posting import die_at_a_step, opened_on, post_forever, put
from tests.mail_servers import mail_server
from tests.people import RULES, Clock, furnish, received

KILLS = max(10, int(os.environ.get("CEP_KILLS", "60")) // 2)
SETTINGS = """\
address: https://localhost
mail: {{server: 127.0.0.1, port: {port}, security: none, from: a@exemple.fr}}
"""


@pytest.fixture(scope="module")
def processes():
    return forkserver("tests.durability.posting")


@pytest.fixture
def inbox():
    with mail_server() as inbox:
        yield inbox


@pytest.fixture
def instance(tmp_path, inbox):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    with made.open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(lambda tools: furnish(tools.site))
        application.write(lambda tools: received(tools, email="zoe@laposte.net"))
    (made.folder / "messages.yaml").write_text(SETTINGS.format(port=inbox.port))
    return made


def send_the_rest(instance):
    """What whoever comes after sends; what waits then."""
    with instance.open() as house:
        application = opened_on(house)
        sender = sender_of(application)
        done = send_what_waits(sender)
        sweep_secrets(sender)
        with application.reading() as tools:
            site = tools.site
            sent = {f"<{m.__name__}.{m.key}@exemple.fr>" for m in site.messages if m.sent_at}
            return done, sent, list(site.post.waiting)


@pytest.mark.slow
def test_whatever_the_instant_nothing_is_lost_and_goodbye_is_final(processes, instance, inbox):
    instants = random.Random(31)
    saved = set()

    for turn in range(KILLS):
        acknowledged, _ = killed(
            processes,
            post_forever,
            (
                instance.folder,
                1000 * turn,
            ),
            instants.uniform(0, 0.25),
        )
        saved |= {one for one in acknowledged if one}
        final = set(inbox.goodbyes) - {""}
        before = Counter(inbox.ids)
        _, sent, waiting = send_the_rest(instance)
        again = Counter(inbox.ids) - before
        assert not final & set(again), "who said goodbye never comes back"
        assert waiting == []
        assert saved <= sent == set(inbox.ids)

    copies = Counter(inbox.ids)
    twice = [one for one, times in copies.items() if times > 1]
    texts = {mail["Message-ID"]: set() for mail in inbox.taken}
    for mail in inbox.taken:
        texts[mail["Message-ID"]].add(re.search(r"/acces/\d+", mail.as_string())[0])
    assert all(len(links) == 1 for links in texts.values())
    assert len(twice) <= KILLS
    counts = (KILLS, len(copies), len(twice))
    logging.getLogger(__name__).info("%d kills, %d messages, %d sent twice", *counts)


@pytest.mark.slow
@pytest.mark.parametrize(("step", "copies"), [(1, 1), (2, 2), (3, 1)])
def test_killed_at_each_step(processes, instance, inbox, step, copies):
    """Only between the server's word and our note may a mail come twice, with the same key: what
    the protocol cannot tell."""
    with instance.open() as house:
        key = opened_on(house).write(lambda tools: put(tools, 7))

    worker = processes.Process(target=die_at_a_step, args=(instance.folder, step))
    worker.start()
    worker.join()
    _, sent, waiting = send_the_rest(instance)

    assert worker.exitcode == -signal.SIGKILL
    assert inbox.ids == [key] * copies
    assert (sent, waiting) == ({key}, [])
