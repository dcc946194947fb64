"""Messages put in the outbox, sent, tried again, given up (R-056, R-058, R-067, R-124)."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from cep_docs.errors import Unusable
from cep_docs.lifecycle.announcing import (
    EMAIL,
    SMS,
    announce_copy,
    contact_of,
    is_doubtful,
    put_in_outbox,
)
from cep_docs.lifecycle.own_invitations import ways_to
from cep_docs.lifecycle.sending import (
    FAILURES_KEPT_FOR,
    HELD_FOR,
    Sender,
    note_bounce,
    send_what_waits,
    sweep_secrets,
)
from cep_docs.messaging.bounces import Bounce
from cep_docs.messaging.letters import SENT, later, never
from tests.people import actor
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.test_ceremony import proposed, signed_on_site  # noqa: F401

LINK = "https://cep.exemple.fr/acces/abc"


@dataclass
class Courier:
    """Notes what it is given; gives each answer once, then takes everything."""

    answers: list = field(default_factory=list)
    letters: list = field(default_factory=list)

    @contextmanager
    def carry(self, letter):
        self.letters.append(letter)
        yield self.answers.pop(0) if self.answers else SENT


@dataclass
class Safe:
    """Secrets, in memory."""

    kept: dict = field(default_factory=dict)

    def keep(self, said, now, until):
        key = f"key {len(self.kept)}"
        self.kept[key] = dict(said)
        return key

    def read(self, key, now):
        return self.kept.get(key)

    def forget(self, key):
        self.kept.pop(key, None)

    def sweep(self, waiting, now):
        gone = [key for key in self.kept if key not in waiting]
        for key in gone:
            del self.kept[key]
        return len(gone)


@dataclass
class Post:
    """The post office of a test: what it needs, and a sender that works."""

    tools: object
    safe: Safe
    courier: Courier
    sender: Sender

    def send(self):
        done = send_what_waits(self.sender)
        return done.sent, done.waiting, done.failed

    def notices(self):
        return [(one.about, one.thing) for one in self.tools.site.outbox]


@pytest.fixture
def post(house, tmp_path):
    safe, courier = Safe(), Courier()
    tools = replace(house, secrets=safe)

    @contextmanager
    def reading():
        yield tools

    sender = Sender(
        reading,
        lambda work: work(tools),
        {EMAIL: courier, SMS: courier},
        safe,
        lambda wanted: f"{LINK}?drawn={wanted.errand}",
        tmp_path,
        "here",
    )
    return Post(tools, safe, courier, sender)


@pytest.fixture
def unit(post):
    unit = courses.engaged(post.tools, "UO1")
    person = unit.__parent__.__parent__
    person.sheet = {**person.sheet, "email": "zoe@laposte.net", "phone": "0612345678"}
    return unit


@pytest.fixture
def zoe(unit):
    return unit.__parent__.__parent__


def invited(zoe, post):
    return put_in_outbox(zoe, "invitation", EMAIL, {"link": LINK}, post.tools)


def test_a_message_leaves_once_with_its_link_and_the_mediator(post, zoe):
    message = invited(zoe, post)

    outcomes = post.send(), post.send()

    (letter,) = post.courier.letters
    assert outcomes == ((1, 0, 0), (0, 0, 0))
    assert letter.to == "zoe@laposte.net"
    assert LINK in letter.text
    assert "médiateur de France compétences" in letter.text
    assert letter.key == f"{message.__name__}.{message.key}"
    assert message.sent_at == post.tools.now()


def test_nothing_secret_stays_once_it_left(post, zoe):
    message = invited(zoe, post)
    before = dict(post.safe.kept)

    post.send()

    assert before == {message.secret: {"link": LINK}}
    assert post.safe.kept == {}
    assert LINK not in str(message.__dict__)
    assert "{link}" in message.text


def test_the_file_says_that_she_was_written_to_but_for_codes(post, zoe):
    """Proof of delivery (R-056): what, how, when; never the text."""
    invited(zoe, post)
    put_in_outbox(zoe, "code", SMS, {"code": "123456"}, post.tools)

    post.send()

    lines = [line for line in zoe.journal if line["what"] == "send_message"]
    assert [line["details"]["about"] for line in lines] == ["invitation"]
    assert LINK not in str(list(zoe.journal))


def test_a_code_goes_by_sms_and_is_over_after_ten_minutes(post, zoe, clock):
    put_in_outbox(zoe, "code", SMS, {"code": "123456"}, post.tools)
    post.send()
    put_in_outbox(zoe, "code", SMS, {"code": "654321"}, post.tools)
    clock.now += timedelta(minutes=10)

    assert post.send() == (0, 0, 1)

    (letter,) = post.courier.letters
    assert letter.to == "+33612345678"
    assert letter.text == "Votre code : 123456. Il vaut dix minutes. Ne le donnez à personne."


def test_an_sms_is_short_and_a_mail_is_not(post, zoe):
    put_in_outbox(zoe, "signing", SMS, {"link": LINK}, post.tools)
    put_in_outbox(zoe, "signing", EMAIL, {"link": LINK}, post.tools)

    post.send()

    short, long = (letter.text for letter in post.courier.letters)
    assert len(short) < 160 < len(long)
    assert LINK in short
    assert LINK in long


def test_it_is_tried_again_after_growing_pauses_with_the_same_key(post, zoe, clock):
    message = invited(zoe, post)
    post.courier.answers = [later("silent")] * 3
    tried_at, start = [], clock.now

    for minute in range(12):
        clock.now = start + timedelta(minutes=minute)
        if post.send() != (0, 0, 0):
            tried_at.append(minute)

    assert tried_at == [0, 1, 3, 7]
    assert len({letter.key for letter in post.courier.letters}) == 1
    assert len({letter.text for letter in post.courier.letters}) == 1
    assert message.sent_at


def test_pauses_never_grow_beyond_an_hour(post, zoe, clock):
    message = invited(zoe, post)
    post.courier.answers = [later("silent")] * 90

    for _ in range(14):
        post.send()
        pause = message.next_at - clock.now
        clock.now = message.next_at

    assert pause == timedelta(hours=1)


def test_after_a_day_it_is_given_up_and_her_adviser_is_told_once(post, zoe, unit, clock):
    first, second = invited(zoe, post), invited(zoe, post)
    post.courier.answers = [later("silent")] * 90

    clock.now += timedelta(days=1)

    assert post.send() == (0, 0, 2)
    assert post.notices() == [("message_failed", unit.number)]
    assert (first.trouble, list(post.tools.site.post.waiting)) == ("late", [])
    assert list(post.tools.site.post.failed) == [first.__name__, second.__name__]
    sweep_secrets(post.sender)
    assert post.safe.kept == {}


def test_what_nobody_can_send_waits_and_is_given_up_in_time(post, zoe, clock):
    """No provider of SMS was set up."""
    put_in_outbox(zoe, "signing", SMS, {"link": LINK}, post.tools)
    mute = replace(post.sender, couriers={})

    before = send_what_waits(mute)
    clock.now += timedelta(days=1)

    assert (before.waiting, before.failed) == (0, 0)
    assert send_what_waits(mute).failed == 1


def test_a_refused_address_is_given_up_at_once_and_in_doubt_until_it_changes(post, zoe, unit):
    invited(zoe, post)
    post.courier.answers = [never("recipient 550", doubtful=True)]

    assert post.send() == (0, 0, 1)

    assert ways_to(zoe, actor(post.tools, "alice"), post.tools).doubtful == (EMAIL,)
    assert post.notices() == [("message_failed", unit.number)]
    zoe.sheet = {**zoe.sheet, "email": "autre@laposte.net"}
    assert not is_doubtful(zoe, EMAIL)


def test_what_was_meant_for_an_address_goes_to_no_other(post, zoe):
    """SIG-10: corrected in between, perhaps by whoever should not receive it."""
    message = invited(zoe, post)
    zoe.sheet = {**zoe.sheet, "email": "mallory@laposte.net"}

    assert post.send() == (0, 0, 1)

    assert post.courier.letters == []
    assert message.trouble == "contact_changed"


def test_whoever_has_no_address_any_more_receives_nothing(post, zoe):
    message = invited(zoe, post)
    zoe.sheet = {name: said for name, said in zoe.sheet.items() if name != "email"}

    assert post.send() == (0, 0, 1)
    assert message.trouble == "no_contact"


def test_what_somebody_else_holds_is_left_to_him_until_he_must_be_dead(post, zoe, clock):
    message = invited(zoe, post)
    message.held_by, message.held_until = "elsewhere", clock.now + HELD_FOR

    before = post.send()
    clock.now += HELD_FOR

    assert (before, post.send()) == ((0, 0, 0), (1, 0, 0))


def test_what_this_place_held_when_it_was_killed_is_tried_at_once(post, zoe, clock):
    message = invited(zoe, post)
    message.held_by, message.held_until = "here", clock.now + HELD_FOR

    assert post.send() == (1, 0, 0)


def test_what_was_taken_in_between_is_left(post, zoe):
    """Another sender was faster: the transaction that takes it looks again."""
    invited(zoe, post)
    name = next(iter(post.tools.site.post.waiting))

    def other_was_faster(work):
        post.tools.site.post.waiting.pop(name, None)
        return work(post.tools)

    slow = replace(post.sender, write=other_was_faster)

    done = send_what_waits(slow)

    assert (done.sent, done.waiting, done.failed) == (0, 0, 0)
    assert post.courier.letters == []


def test_two_senders_of_one_folder_never_work_together(post):
    refused = pytest.raises(Unusable, match="Rien n'a été envoyé deux fois")
    with post.sender.alone(), refused, post.sender.alone():
        pass


def test_whoever_is_told_to_stop_begins_no_other(post, zoe):
    invited(zoe, post)

    done = send_what_waits(post.sender, lambda: True)

    assert done.sent == 0
    assert post.courier.letters == []


def test_without_its_secret_nothing_half_said_leaves(post, zoe):
    """Kept by another machine, or lost with the folder of visits."""
    message = invited(zoe, post)
    post.safe.kept.clear()

    assert post.send() == (0, 1, 0)

    assert post.courier.letters == []
    assert message.trouble == "no_secret"


def test_a_secret_nobody_kept_is_not_a_pair_of_braces_in_a_mail(post, zoe):
    put_in_outbox(zoe, "code", SMS, {"code": "1"}, replace(post.tools, secrets=None))

    assert post.send() == (0, 1, 0)
    assert post.courier.letters == []


def test_nothing_leaves_from_a_demonstration_where_everything_is_shown(post, zoe):
    post.tools.site.demo_day = date(2024, 2, 8)
    message = invited(zoe, post)
    post.tools.site.post.waiting[message.__name__] = post.tools.now()

    assert post.send() == (0, 0, 0)

    assert post.courier.letters == []
    assert LINK in message.text
    assert post.safe.kept == {}


def test_her_copy_is_announced_with_a_link_drawn_when_it_leaves(post, zoe, unit):
    message = announce_copy(zoe, unit.deliverable, post.tools)
    kept = dict(post.safe.kept)

    post.send()

    (letter,) = post.courier.letters
    assert kept == {}
    assert f"{LINK}?drawn" in letter.text
    assert (message.channel, message.thing) == (EMAIL, unit.number)


@pytest.mark.parametrize(
    "changes",
    [
        {"email": ""},
        {"phone": ""},
        {"phone": "02 61 91 00 11"},
        {"email": "accueil@laposte.net"},
        {"email": "zoe@entreprise.fr"},
        {"email": "alice@laposte.net"},
    ],
)
def test_whoever_cannot_be_written_to_has_her_copy_on_paper(post, zoe, unit, changes):
    alice = post.tools.site.accounts["alice"]
    alice.email, alice.phone = "Alice@laposte.net", "+33 2 61 91 00 11"
    zoe.sheet = {**zoe.sheet, **changes}

    assert announce_copy(zoe, unit.deliverable, post.tools) is None

    assert post.notices() == [("copy_on_paper", unit.number)]


def test_a_copy_that_does_not_arrive_is_asked_on_paper_the_same_day(post, zoe, unit):
    announce_copy(zoe, unit.deliverable, post.tools)
    post.courier.answers = [never("recipient 550 5.1.1", doubtful=True)]

    post.send()

    assert post.notices() == [("copy_on_paper", unit.number)]
    assert announce_copy(zoe, unit.deliverable, post.tools) is None


def test_a_mail_that_comes_back_is_noted_once_and_by_its_whole_key_only(post, zoe, unit):
    message = announce_copy(zoe, unit.deliverable, post.tools)
    post.send()
    name, key = message.__name__, message.key

    forged = [note_bounce(b, post.tools) for b in (Bounce(name, "0" * 20, "5.1.1"),)]
    unknown = note_bounce(Bounce("0000009999", key, "5.1.1"), post.tools)
    noted = [note_bounce(Bounce(name, key, "5.1.1"), post.tools) for _ in range(2)]

    assert (forged, unknown, noted) == ([False], False, [True, False])
    assert is_doubtful(zoe, EMAIL)
    assert post.notices() == [("copy_on_paper", unit.number)]


def test_a_failure_that_may_pass_leaves_no_doubt_on_the_address(post, zoe):
    message = invited(zoe, post)
    post.send()

    assert note_bounce(Bounce(message.__name__, message.key, "4.4.7"), post.tools)
    assert not is_doubtful(zoe, EMAIL)


def test_failures_are_forgotten_after_a_month(post, zoe, clock):
    for _ in range(2):
        invited(zoe, post)
        post.courier.answers = [never("recipient 550")]
        post.send()
        clock.now += FAILURES_KEPT_FOR + timedelta(days=1)

    assert len(post.tools.site.post.failed) == 1


def test_a_person_without_a_unit_may_be_written_to(post):
    from_nowhere = courses.received(post.tools, email="lea@laposte.net", phone="0699887766")
    message = invited(from_nowhere, post)
    post.courier.answers = [never("recipient 550")]

    assert post.send() == (0, 0, 1)
    assert (message.thing, post.notices()) == ("", [])


def test_a_person_who_was_erased_receives_nothing(post, zoe):
    message = invited(zoe, post)
    message.beneficiary = "gone"

    assert post.send() == (0, 0, 1)
    assert post.courier.letters == []


@pytest.mark.parametrize(
    ("said", "number"),
    [("06 92 12 34 56", "+262692123456"), ("0240123456", "+33240123456"), ("12", ""), ("", "")],
)
def test_numbers_are_told_as_providers_want_them(zoe, said, number):
    zoe.sheet = {**zoe.sheet, "phone": said}

    assert contact_of(zoe, SMS) == number


def test_her_signature_sends_her_copy_in_the_same_transaction(proposed, signing):  # noqa: F811
    """R-056: a link, never the document."""
    person = proposed.__parent__.__parent__
    person.sheet = {**person.sheet, "email": "zoe@laposte.net", "phone": "0612345678"}

    signed_on_site(proposed, signing)

    (message,) = signing.site.messages
    assert (message.about, message.thing) == ("signed_copy", proposed.number)
    assert message.at == signing.now()
    assert list(signing.site.post.waiting) == [message.__name__]
