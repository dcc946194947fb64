"""How much a process apart may take, and how it is held to it from the inside."""

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass
from typing import Any

MEBIBYTE = 2**20
OPEN_FILES = 64

# From <sched.h> and <sys/prctl.h>.
NEW_USERS, NEW_NETWORK = 0x10000000, 0x40000000
DIE_WITH_THE_PARENT = 1

# What Python code does in a process apart for none of our tasks.
FORBIDDEN = frozenset(
    (
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "pty.spawn",
        "socket.__new__",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
    )
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Memory and answer in bytes, the rest in seconds; `elapsed` also counts waiting."""

    memory: int = 512 * MEBIBYTE
    processor: int = 20
    elapsed: int = 60
    answer: int = 128 * MEBIBYTE


def confine(bounds: Bounds, parent: int) -> str:
    """Bind this process for good; tells what keeps it from the network."""
    libc = ctypes.CDLL(None, use_errno=True)
    # A namespace of users of its own is what allows a network of its own, where there is nothing.
    closed = libc.unshare(NEW_USERS | NEW_NETWORK) == 0
    # After it: the kernel forgets this wish when a process changes its user.
    libc.prctl(DIE_WITH_THE_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it was killed before it could be told
    _limit(resource.RLIMIT_AS, bounds.memory)
    # One second more before the end that no program can put off: the first one says why.
    _limit(resource.RLIMIT_CPU, bounds.processor, bounds.processor + 1)
    # No file can grow: what is read here is never on a disk in clear, not even after a kill.
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    sys.addaudithook(_refuse_to_leave)
    os.umask(0o777)
    return "namespace" if closed else "audit"


def _limit(what: int, most: int, ever: int | None = None) -> None:
    """No higher than it was: only root may ask for more."""
    _, hard = resource.getrlimit(what)
    wanted = (most, most if ever is None else ever)
    low, high = (one if hard == resource.RLIM_INFINITY else min(one, hard) for one in wanted)
    resource.setrlimit(what, (low, high))


def _refuse_to_leave(event: str, _: tuple[Any, ...]) -> None:
    if event in FORBIDDEN:
        raise PermissionError(event)
