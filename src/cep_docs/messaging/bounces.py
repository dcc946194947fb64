"""What came back: reports of mails that could not be delivered (RFC 3464), out of a mailbox.

Anybody can write to the address where they come back: a report counts when it names one of our
mails by its whole key, which only its recipient and the servers on the way have seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

LARGEST = 2 * 1024 * 1024
_KEY = re.compile(r"<([0-9]{10})\.([0-9a-f]{20})@[^<>\s]+>")
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Bounce:
    """`name` and `key` are those of the message; `status` that of RFC 3463."""

    name: str
    key: str
    status: str


def bounces_in(path: Path) -> Iterator[Bounce]:
    """Those of a file, or of each file of a Maildir or another folder. What is no report of a
    final failure is passed over."""
    for file in sorted(_files(path)):
        if file.stat().st_size <= LARGEST:
            report = message_from_bytes(file.read_bytes(), policy=default)
            found = _bounce(report)
            if found is not None:
                yield found


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    folders = [path / name for name in ("new", "cur") if (path / name).is_dir()] or [path]
    for folder in folders:
        yield from (one for one in folder.iterdir() if one.is_file())


def _bounce(report: Message) -> Bounce | None:
    """Its second part says what happened, its third one which mail it was."""
    status, key = "", None
    try:
        for part in report.walk():
            if part.get_content_type() == "message/delivery-status":
                status = status or _failed(part)
            elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
                key = key or _KEY.search(_headers(part))
    except (ValueError, LookupError, TypeError, AttributeError):
        return None  # whatever anybody may send: not a report
    if not status or key is None:
        return None
    return Bounce(key[1], key[2], status)


def _failed(part: Message) -> str:
    """The status of the recipient, when nobody tries any more."""
    for block in _inside(part):
        if str(block.get("Action", "")).strip().lower() == "failed":
            found = _STATUS.search(str(block.get("Status", "")))
            return found[0] if found else "5.0.0"
    return ""


def _headers(part: Message) -> str:
    for mail in _inside(part):
        return str(mail.get("Message-ID", ""))
    said = part.get_payload(decode=True)
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else ""
    named = [line for line in text.splitlines() if line.lower().startswith("message-id:")]
    return named[0] if named else ""


def _inside(part: Message) -> list[Message]:
    parts = part.get_payload()
    return [one for one in parts if isinstance(one, Message)] if isinstance(parts, list) else []
