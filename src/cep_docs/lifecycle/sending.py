"""Sending what waits in the outbox: after commit, by one at a time, as often as it takes.

Three steps for each message, of which only the middle one touches the network: take it (saved),
hand it over, note what became of it (saved, before the other side is told goodbye). Whoever is
killed in between leaves a message that is held: the next one tries it again with the same key, so
that nothing is lost and a second copy can be recognized (decision 0020, R-056, R-071).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any, Protocol

from cep_docs.access.actor import CLOCKWORK
from cep_docs.access.kinds import Facet
from cep_docs.content.outbox import Message
from cep_docs.errors import Unusable
from cep_docs.lifecycle.announcing import (
    CODE,
    Reader,
    contact_mark,
    contact_of,
    reader_of,
    tell_not_arrived,
    with_slots,
)
from cep_docs.lifecycle.drawn_links import Wanted, link_wanted
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.messaging.bounces import Bounce
from cep_docs.messaging.letters import Courier, Fate, Letter, Outcome, later, never
from cep_docs.storage.disk import hold_if_free

# Longer than a courier is ever patient: whoever holds a message for so long is dead.
HELD_FOR = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
FAILURES_KEPT_FOR = timedelta(days=30)
MOST_DOUBLINGS = 10
LINK, NOT_ASKED = "link", "not_asked"
_SLOT = re.compile(r"\{(link|code)\}")


class Kept(Protocol):
    """Where the links and codes of messages wait: storage.waiting_secrets."""

    def keep(self, said: Mapping[str, str], now: datetime, until: datetime) -> str: ...

    def read(self, key: str, now: datetime) -> Mapping[str, str] | None: ...

    def forget(self, key: str) -> None: ...

    def sweep(self, waiting: Any, now: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Sender:
    """`couriers` by channel; `draw_link` gives a person a link that leads there, in full; `name`
    tells this place from others that send for the same house."""

    read: Callable[[], AbstractContextManager[Tools]]
    write: Callable[[Callable[[Tools], Any]], Any]
    couriers: Mapping[str, Courier]
    secrets: Kept
    draw_link: Callable[[Wanted], str]
    locks: Path
    name: str

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else sends from this folder for as long as the block lasts."""
        lock = hold_if_free(self.locks / "sender")
        if lock is None:
            raise Unusable(
                "Les messages partent déjà, envoyés par un autre programme de cette instance. "
                "Rien n'a été envoyé deux fois. Il n'en faut qu'un : attendre, ou arrêter l'autre."
            )
        with lock:
            yield


@dataclass(slots=True)
class Sendings:
    """What became of those that were tried; `waiting` are left for another time."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    """A message that was taken: what its courier needs, but for its secrets."""

    name: str
    channel: str
    letter: Letter
    secret: str
    wanted: Wanted
    until: datetime


def send_what_waits(sender: Sender, stopped: Callable[[], bool] = lambda: False) -> Sendings:
    """Try each message whose time has come, once. Nothing ever leaves from a demonstration."""
    done = Sendings()
    with sender.read() as tools:
        if tools.site.demo_day is not None:
            return done
        names = [name for name in tools.site.post.waiting if _due(name, sender, tools)]
    for name in names:
        if stopped():
            break
        _try(name, sender, done)
    return done


def sweep_secrets(sender: Sender) -> int:
    """Forget the links and codes that no message waits for."""
    with sender.read() as tools:
        site = tools.site
        waiting = {site.messages[name].secret for name in site.post.waiting}
        return sender.secrets.sweep(waiting, tools.now())


def note_bounce(bounce: Bounce, tools: Tools) -> bool:
    """A mail came back: its address is in doubt, and the adviser is told the same day (R-056).
    Whether it was one of ours, not known yet."""
    message = tools.site.messages.get(bounce.name)
    if message is None or not message.key or message.key != bounce.key or message.bounced_at:
        return False
    message.bounced_at = tools.now()
    _fail(message, never(f"bounced {bounce.status}", doubtful=bounce.status[0] == "5"), tools)
    return True


def _due(name: str, sender: Sender, tools: Tools) -> bool:
    """What is over is due too: it has to be given up."""
    message, now = tools.site.messages[name], tools.now()
    if _held_elsewhere(message, sender, now):
        return False
    if message.until is None or message.until <= now:
        return True
    return message.channel in sender.couriers and (message.next_at or now) <= now


def _held_elsewhere(message: Message, sender: Sender, now: datetime) -> bool:
    """One that this very place holds was left by somebody who was killed: see `alone`."""
    held = message.held_until is not None and message.held_until > now
    return held and message.held_by != sender.name


def _try(name: str, sender: Sender, done: Sendings) -> None:
    held: _Held | Fate = sender.write(lambda tools: _take(name, sender, tools))
    if isinstance(held, Fate):
        done.failed += held is Fate.NEVER
        return
    held = _with_link(held, sender)
    letter = _filled(held, sender)
    with _carried(letter, held.channel, sender) as outcome:
        sender.write(lambda tools: _note(name, outcome, tools))
    if outcome.fate is not Fate.LATER and held.secret:
        sender.secrets.forget(held.secret)
    done.sent += outcome.fate is Fate.SENT
    done.waiting += outcome.fate is Fate.LATER
    done.failed += outcome.fate is Fate.NEVER


def _take(name: str, sender: Sender, tools: Tools) -> _Held | Fate:
    """Saved before anything leaves; whoever else takes it at the same moment meets us, looks
    again, and finds it held."""
    message, now = tools.site.messages[name], tools.now()
    if name not in tools.site.post.waiting or not _due(name, sender, tools):
        return Fate.LATER
    reader = reader_of(message, tools)
    if refusal := _refusal(message, reader, now):
        _fail(message, never(refusal), tools)
        return Fate.NEVER
    wanted = link_wanted(message, tools)
    if wanted is None or message.until is None:
        _drop(message, tools)
        return Fate.LATER
    message.tries += 1
    message.held_by, message.held_until = sender.name, now + HELD_FOR
    to = contact_of(reader, message.channel) if reader else ""
    letter = Letter(f"{name}.{message.key}", to, message.subject, message.text)
    return _Held(name, message.channel, letter, message.secret, wanted, message.until)


def _refusal(message: Message, reader: Reader | None, now: datetime) -> str:
    """Why it does not leave any more."""
    if message.until is None or message.until <= now:
        return "late"
    if reader is None or not contact_of(reader, message.channel):
        return "no_contact"
    return "contact_changed" if contact_mark(reader, message.channel) != message.mark else ""


def _with_link(held: _Held, sender: Sender) -> _Held:
    """One that nobody drew is drawn now, and kept from then on: tried again, after a kill as
    well, the message bears the same one."""
    if held.secret or f"{{{LINK}}}" not in held.letter.text:
        return held
    with sender.read() as tools:
        now = tools.now()
    key = sender.secrets.keep({LINK: sender.draw_link(held.wanted)}, now, held.until)
    sender.write(lambda tools: _bear(held.name, key, tools))
    return replace(held, secret=key)


def _bear(name: str, key: str, tools: Tools) -> None:
    tools.site.messages[name].secret = key


def _filled(held: _Held, sender: Sender) -> Letter | None:
    """With its link or its code. None when they are kept by another machine."""
    if not held.secret:
        return held.letter
    with sender.read() as tools:
        slots = sender.secrets.read(held.secret, tools.now())
    if slots is None:
        return None
    return replace(held.letter, text=with_slots(held.letter.text, slots))


@contextmanager
def _carried(letter: Letter | None, channel: str, sender: Sender) -> Iterator[Outcome]:
    if letter is None or _SLOT.search(letter.text):
        yield later("no_secret")
        return
    with sender.couriers[channel].carry(letter) as outcome:
        yield outcome


def _note(name: str, outcome: Outcome, tools: Tools) -> None:
    """Nothing was asked of it in between: whoever holds a message is alone with it."""
    message, now = tools.site.messages[name], tools.now()
    message.held_by, message.held_until = "", None
    if message.sent_at or message.failed_at:
        return
    if outcome.fate is Fate.NEVER:
        _fail(message, outcome, tools)
    elif outcome.fate is Fate.LATER:
        pause = FIRST_PAUSE * 2 ** min(message.tries - 1, MOST_DOUBLINGS)
        message.next_at, message.trouble = now + min(pause, LONGEST_PAUSE), outcome.trouble
    else:
        message.sent_at, message.trouble = now, ""
        tools.site.post.waiting.pop(name, None)
        _journal(message, "send_message", tools)


def _drop(message: Message, tools: Tools) -> None:
    """What it asks for was done, refused or taken back: nobody has to hear of it."""
    message.failed_at, message.trouble = tools.now(), NOT_ASKED
    tools.site.post.waiting.pop(message.__name__, None)
    _journal(message, "drop_message", tools)


def _fail(message: Message, outcome: Outcome, tools: Tools) -> None:
    """It does not arrive: her adviser is told at once, once for each matter (R-056)."""
    post, now, name = tools.site.post, tools.now(), message.__name__
    message.failed_at, message.trouble = now, outcome.trouble
    post.waiting.pop(name, None)
    _forget_old(post.failed, now)
    post.failed[name] = now
    person = tools.site.beneficiaries.get(message.beneficiary)
    if outcome.doubtful and person is not None and message.mark not in person.doubtful_contacts:
        person.doubtful_contacts = (*person.doubtful_contacts, message.mark)
    _journal(message, "message_failed", tools)
    tell_not_arrived(message, tools)


def _forget_old(failed: Any, now: datetime) -> None:
    """Names come in the order of time: the first ones are the oldest."""
    old = takewhile(lambda name: failed[name] < now - FAILURES_KEPT_FOR, failed)
    for name in list(old):
        del failed[name]


def _journal(message: Message, what: str, tools: Tools) -> None:
    """What she was sent is part of her file, but for the codes (R-056)."""
    person = tools.site.beneficiaries.get(message.beneficiary)
    if person is None or message.about == CODE:
        return
    right = require(tools, CLOCKWORK, "settle", Facet(person, "file"))
    details = {"about": message.about, "by": message.channel, "message": message.__name__}
    record(person, what, CLOCKWORK, right, tools, details)
