"""The inside of a process apart: binds itself, runs one task, answers, ends."""

import importlib
import os
from collections.abc import Callable, Mapping
from typing import Any

from cep_docs.errors import CepDocsError, Invalid, NotPossible
from cep_docs.sandbox.bounds import Bounds, confine
from cep_docs.sandbox.frames import packed, unpacked

CHUNK = 2**20
MEMORY = "memory"

Answer = tuple[dict[str, Any], list[bytes]]
Task = Callable[[bytes, Mapping[str, str]], Answer]


def main() -> None:
    """Read the request on the standard input, write the answer where the output was."""
    answers = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)  # a library that prints says nothing to the parent
    os.dup2(null, 2)
    head, (data,) = unpacked(_all_of(0))
    network = confine(Bounds(**head["bounds"]), head["parent"])
    said, blobs = answer(head["task"], data, head["options"])
    _write(answers, packed({**said, "network": network}, blobs))
    os._exit(0)  # nothing to tidy up: no thread, no file, and libraries may hang when they end


def answer(task: str, data: bytes, options: Mapping[str, str]) -> Answer:
    """What the task says, or why it says nothing; never an exception."""
    try:
        said, blobs = _named(task)(data, options)
        return {"said": said}, blobs
    except Invalid as error:
        return {"refused": "Invalid", "messages": error.messages}, []
    except CepDocsError as error:
        kind = "NotPossible" if isinstance(error, NotPossible) else "Refused"
        return {"refused": kind, "messages": {"": str(error)}}, []
    except MemoryError:
        return {"failed": MEMORY}, []
    except Exception as error:
        return {"failed": _place_of(error)}, []


def nothing(data: bytes, options: Mapping[str, str]) -> Answer:
    """The task that does nothing."""
    return {}, []


def _named(task: str) -> Task:
    module, _, name = task.partition(":")
    found: Task = getattr(importlib.import_module(module), name)
    return found


def _place_of(error: BaseException) -> str:
    """The class of the error and where it was raised; its words may quote the file."""
    trace, line = error.__traceback__, 0
    name = ""
    while trace is not None:
        name, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return f"{type(error).__name__} in {os.path.basename(name)}:{line}"


def _all_of(source: int) -> bytes:
    chunks = []
    while chunk := os.read(source, CHUNK):
        chunks.append(chunk)
    return b"".join(chunks)


def _write(target: int, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(target, rest) :]
