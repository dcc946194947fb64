"""Every night, each signed file: its digest always, its signatures once in a while (R-055).

Each file is a piece of work of its own, and what was verified is remembered: a night that is cut
goes on from where it was. A damaged file is set apart: it is given to nobody, and the
administrator is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.deliverable import Version
from cep_docs.content.outbox import Notice
from cep_docs.content.site import engagement_of
from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Damaged
from cep_docs.lifecycle.frozen_versions import Place, document_at, every_version, version_at
from cep_docs.lifecycle.known_files import PROOFS, is_final, newest_of
from cep_docs.lifecycle.printing import CONTINUED, STARTED
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.signing.verdict import TrustedRoots
from cep_docs.signing.verifying import verify

# What some have signed, and not yet all.
BEGUN = (STARTED, CONTINUED)
AGAIN_AFTER = timedelta(days=90)
# The rest waits for the next night: some hours of work at most.
MOST_A_NIGHT = 5_000
# What is found of a file that was well before; SOUND and MENDED are not told.
DAMAGED, REFUSED_FILE, SOUND, MENDED = "file_damaged", "file_refused", "sound", "mended"
IN_FRENCH = {
    DAMAGED: "fichier perdu ou différent de celui qui a été enregistré, il n'est plus remis",
    REFUSED_FILE: "les signatures ne se vérifient plus",
}

WRONG_FILES, ADMINISTRATOR = frozenset(IN_FRENCH), "administrator"

Run = Callable[[Callable[[Tools], Any]], Any]


@dataclass(slots=True)
class Verification:
    """What a night looked at; `wrong` are those that are not as they should be, old and new."""

    files: int = 0
    verified: int = 0
    mended: list[str] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.wrong

    def in_french(self) -> tuple[str, ...]:
        return tuple(f"{where} : {IN_FRENCH[what]}." for where, what in self.wrong)


def verify_files(
    read: Run, write: Run, trust: TrustedRoots, tell: Callable[[int, int], None]
) -> Verification:
    """Look at every signed file; nothing is written where nothing is new."""
    done = Verification()
    every: list[Place] = read(_signed_files)
    for place in every:
        tell(done.files, len(every))
        done.files += 1
        look = partial(_look_at, place, trust, wholly=done.verified < MOST_A_NIGHT)
        found, digest = read(look)
        if found in IN_FRENCH:
            done.wrong.append((f"{place}, SHA-256 {digest}", found))
        elif found == MENDED:
            done.mended.append(str(place))
        if found in (SOUND, REFUSED_FILE):
            done.verified += 1
        if found:
            write(partial(_note, place, found))
    tell(len(every), len(every))
    return done


def is_due(file: StoredFile, now: datetime) -> bool:
    return file.verified_at is None or now - file.verified_at >= AGAIN_AFTER


def _look_at(place: Place, trust: TrustedRoots, tools: Tools, wholly: bool) -> tuple[str, str]:
    """What is new of it, or still wrong, nothing when all is as it was; and its digest."""
    version = version_at(place, tools)
    file = version.files[place.kind]
    return _found(version, place.kind, trust, tools.now(), wholly), file.sha256


def _found(version: Version, kind: str, trust: TrustedRoots, now: datetime, wholly: bool) -> str:
    file = version.files[kind]
    try:
        pdf = file.read()
    except Damaged:
        return DAMAGED
    newest = is_final(kind) and file is newest_of(version, kind)
    if file.set_apart == DAMAGED or (file.set_apart and not newest):
        return MENDED  # by its backup, or by a newer one
    if not newest or not (wholly and (is_due(file, now) or file.set_apart)):
        return file.set_apart
    signed = () if kind.startswith(PROOFS) else map(field_name, version.signatures)
    expected = [*signed, SEAL]
    return SOUND if verify(pdf, trust, expected).authentic else REFUSED_FILE


def _note(place: Place, found: str, tools: Tools) -> None:
    file = version_at(place, tools).files[place.kind]
    before = file.set_apart
    if found in (SOUND, REFUSED_FILE):
        file.verified_at = tools.now()
    now = found if found in IN_FRENCH else ""
    if now == before:
        return
    file.set_apart = now
    _settle(place, before, tools)
    if now:
        notice = Notice(ADMINISTRATOR, now, place.number, "", tools.now())
        tools.catalog.keep_notice(tools.site.outbox.add(tools.new_id(), notice))
    if DAMAGED in (now, before):
        _write_down(place, "set_file_apart" if now == DAMAGED else "take_file_back", tools)


def _settle(place: Place, about: str, tools: Tools) -> None:
    """What was told is over."""
    for _, key in list(tools.catalog.notices(ADMINISTRATOR, "")):
        notice = tools.site.outbox[key]
        if (notice.about, notice.thing) == (about, place.number):
            notice.done_at = tools.now()
            tools.catalog.keep_notice(notice)


def _write_down(place: Place, what: str, tools: Tools) -> None:
    deliverable = document_at(place, tools)
    right = require(tools, CLOCKWORK, "settle", deliverable)
    details: Details = {
        "deliverable": deliverable.kind,
        "version": int(place.version),
        "file": place.kind,
    }
    record(engagement_of(deliverable), what, CLOCKWORK, right, tools, details)


def _signed_files(tools: Tools) -> list[Place]:
    return [
        place.file(kind)
        for place, version in every_version(tools.site)
        for kind in version.files
        if kind in BEGUN or is_final(kind)
    ]
