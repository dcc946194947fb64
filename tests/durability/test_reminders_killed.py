"""kill -9 of the night that reminds, and of whoever sends the reminder: one reminder, one link,
whatever is run again (R-074, decision 0020)."""

import re
import signal
from datetime import date

import pytest

from cep_docs.app import new_site
from cep_docs.cli.messages import sender_of
from cep_docs.lifecycle.sending import send_what_waits, sweep_secrets
from cep_docs.signin.links import Links, links_of
from cep_docs.storage.instance import create
from cep_docs.storage.waiting_secrets import WaitingSecrets
from tests.durability.dying import forkserver
from tests.durability.posting import opened_on
from tests.durability.reminding import (
    application_on,
    asked,
    die_in_the_night,
    die_sending,
    spend,
)
from tests.durability.test_messages_killed import SETTINGS, inbox  # noqa: F401
from tests.people import furnish, orders

DAY = "2020-02-05"


@pytest.fixture(scope="module")
def processes():
    return forkserver("tests.durability.reminding")


@pytest.fixture
def instance(tmp_path, inbox):  # noqa: F811
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    (made.folder / "messages.yaml").write_text(SETTINGS.format(port=inbox.port))
    with made.open() as house:
        application = opened_on(house)
        application.write(lambda tools: (furnish(tools.site), orders(tools)))
        application.write(asked)
        send_what_waits(sender_of(application))
    return made


def killed(processes, work, *said):
    worker = processes.Process(target=work, args=said)
    worker.start()
    worker.join()
    return worker.exitcode == -signal.SIGKILL


def after(instance):
    """The night and the sending run again, twice: how many reminders there are, and what waits."""
    with instance.open() as house:
        application = application_on(house, DAY)
        sender = sender_of(application)
        for _ in range(2):
            spend(application, application.write)
            send_what_waits(sender)
        sweep_secrets(sender)
        with application.reading() as tools:
            reminders = [one for one in tools.site.messages if one.about == "signing_reminder"]
            return len(reminders), list(tools.site.post.waiting)


def links_in(mails):
    texts = (mail.get_body(("plain",)).get_content() for mail in mails)
    return [re.search(r"/signer/[\w-]+", text)[0] for text in texts]


def live_links(instance):
    with instance.open() as house:
        application = application_on(house, DAY)
        links = Links(WaitingSecrets(house.folder).ledger)
        with application.reading() as tools:
            (person,) = (one.identifier for one in tools.site.beneficiaries)
        return len(links_of(links, person, application.now()))


@pytest.mark.slow
@pytest.mark.parametrize("saved", [False, True], ids=["before", "after"])
def test_a_night_that_is_cut_reminds_once(processes, instance, inbox, saved):  # noqa: F811
    """Whatever the piece of work in which it is cut."""
    steps = 0

    while killed(processes, die_in_the_night, instance.folder, DAY, steps + 1, saved):
        steps += 1

    assert steps > 3
    assert after(instance) == (1, [])
    assert len(inbox.taken) == 2


@pytest.mark.slow
@pytest.mark.parametrize(("step", "copies"), [(1, 1), (2, 1), (3, 2), (4, 1)])
def test_a_reminder_leaves_with_one_link(processes, instance, inbox, step, copies):  # noqa: F811
    """Between the server's word and our note a second copy is chosen over none: it is the same,
    to the letter. A link that was drawn and not noted was sent to nobody."""
    with instance.open() as house:
        application = application_on(house, DAY)
        spend(application, application.write)

    died = killed(processes, die_sending, instance.folder, DAY, step)
    left = after(instance)

    reminders = inbox.taken[1:]
    assert died
    assert left == (1, [])
    assert len(reminders) == copies
    assert len({mail["Message-ID"] for mail in reminders}) == 1
    assert len(set(links_in(reminders))) == 1
    assert live_links(instance) == (2 if step == 2 else 1)
    assert links_in(inbox.taken[:1]) != links_in(reminders[:1])
