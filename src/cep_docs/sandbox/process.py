"""The outside of a process apart: starts it, waits no longer than said, hears its answer."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from cep_docs.errors import Invalid, NotPossible, Refused
from cep_docs.sandbox.bounds import Bounds
from cep_docs.sandbox.frames import BrokenFrame, pieces, unpacked
from cep_docs.sandbox.worker import MEMORY

CHUNK = 2**16
# -S and -I: nothing is run or looked up but what is named here; -B: nothing is written.
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from cep_docs.sandbox.worker import main; main()"
)
TOO_MUCH = (
    "Ce fichier demande trop de temps ou de mémoire pour être lu. Rien n'en a été gardé et rien "
    "n'a été modifié. L'alléger ou le découper, puis recommencer."
)
BROKEN = (
    "Ce fichier n'a pas pu être lu : il est abîmé, ou construit d'une façon inhabituelle. Rien "
    "n'en a été gardé et rien n'a été modifié. L'ouvrir dans son logiciel d'origine, "
    "l'enregistrer de nouveau, puis recommencer."
)
REFUSALS = {"NotPossible": NotPossible, "Refused": Refused}


class Failed(Exception):  # noqa: N818 - it is the cause of a refusal, told to administrators only
    """How a process apart ended without an answer."""


def apart(task: str, data: bytes, **options: str) -> tuple[dict[str, Any], list[bytes]]:
    """Run "package.module:function" on these bytes in a process of its own.

    Refusals raised there are raised here; a crash, or too much of anything, is a refusal too.
    """
    return run(task, data, options, Bounds())


def isolation() -> str:
    """What keeps processes apart from the network on this machine: « namespace » (the kernel
    gives them one with nothing in it) or « audit » (only Python code is held back)."""
    head, _ = _asked("cep_docs.sandbox.worker:nothing", b"", {}, Bounds())
    return str(head.get("network"))


def run(
    task: str, data: bytes, options: Mapping[str, str], bounds: Bounds
) -> tuple[dict[str, Any], list[bytes]]:
    head, blobs = _asked(task, data, options, bounds)
    if isinstance(said := head.get("said"), dict):
        return said, blobs
    raise _refusal(head)


def _asked(
    task: str, data: bytes, options: Mapping[str, str], bounds: Bounds
) -> tuple[dict[str, Any], list[bytes]]:
    head = {
        "task": task,
        "options": dict(options),
        "bounds": asdict(bounds),
        "parent": os.getpid(),
    }
    try:
        return unpacked(_exchange(pieces(head, [data]), bounds))
    except BrokenFrame as error:
        raise Refused(BROKEN) from error


def _refusal(head: dict[str, Any]) -> Exception:
    messages = head.get("messages")
    if isinstance(messages, dict) and head.get("refused") == "Invalid":
        return Invalid(messages)
    if isinstance(messages, dict) and head.get("refused") in REFUSALS:
        return REFUSALS[head["refused"]](messages.get("", ""))
    refusal = Refused(TOO_MUCH if head.get("failed") == MEMORY else BROKEN)
    refusal.__cause__ = Failed(str(head.get("failed")))
    return refusal


def _exchange(request: list[bytes], bounds: Bounds) -> bytearray:
    # A file in memory: the process reads it without our having to feed it, and no disk sees it.
    with os.fdopen(os.memfd_create("request"), "w+b") as source:
        source.writelines(request)
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own program, whatever the task reads
            [sys.executable, "-ISB", "-X", "utf8", "-c", START, json.dumps(_path())],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
    with process:
        try:
            answer = _heard(process.stdout.fileno(), bounds)  # type: ignore[union-attr]
        finally:
            # Before it is waited for: until then its number can be nobody else's.
            os.killpg(process.pid, signal.SIGKILL)
    if process.returncode == -signal.SIGXCPU:
        raise Refused(TOO_MUCH)
    return answer


def _path() -> list[str]:
    """The process imports what its parent would, and looks nowhere else."""
    return [os.path.abspath(place) for place in sys.path if place]


def _heard(source: int, bounds: Bounds) -> bytearray:
    """All it says until it closes its end."""
    end = time.monotonic() + bounds.elapsed
    answer = bytearray()
    poll = select.poll()
    poll.register(source, select.POLLIN)
    while poll.poll(max(0, int((end - time.monotonic()) * 1000))):
        chunk = os.read(source, CHUNK)
        if not chunk:
            return answer
        answer += chunk
        if len(answer) > bounds.answer:
            raise Refused(TOO_MUCH)
    raise Refused(TOO_MUCH)
