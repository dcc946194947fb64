"""What tasks of a process apart may come to do, by accident or because a file made them."""

import ctypes
import errno
import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

from cep_docs.errors import Invalid, NotPossible, Refused


def echo(data, options):
    return {"options": dict(options)}, [data, data[::-1]]


def refuse(data, options):
    kinds = {"Invalid": Invalid({"file": "Trop grand."}), "NotPossible": NotPossible("Signé.")}
    raise kinds.get(options["kind"], Refused("Non."))


def stumble(data, options):
    raise ValueError("a secret of the file")


def crash(data, options):
    ctypes.string_at(0)


def swell(data, options):
    return {"size": len(bytearray(2**30))}, []


def toil(data, options):
    while True:
        pass


def dawdle(data, options):
    if "ready" in options:
        Path(options["ready"]).touch()
    time.sleep(3600)


def chatter(data, options):
    sys.stdout.write("I am a library that prints")
    sys.stdout.flush()
    os.write(1, b"and this one does it on its own")
    os.write(2, b"and this one complains")
    return {}, []


def talk_too_much(data, options):
    return {}, [bytes(2**20)]


def lie(data, options):
    """Answer in the place of the worker, as a hijacked process could."""
    for number in range(3, 20):
        try:
            os.write(number, data)
        except OSError:
            continue
    os._exit(0)


def call_home(data, options):
    with socket.create_connection(("127.0.0.1", int(options["port"]))):
        return {"called": True}, []


def call_home_like_a_library(data, options):
    """Without Python's sockets: only the kernel can say no."""
    libc = ctypes.CDLL(None, use_errno=True)
    number = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = b"\x02\x00" + int(options["port"]).to_bytes(2, "big") + bytes((127, 0, 0, 1))
    result = libc.connect(number, address + bytes(8), 16)
    return {"result": result, "because": errno.errorcode.get(ctypes.get_errno(), "")}, []


def look_at_limits(data, options):
    names = ("AS", "CPU", "FSIZE", "CORE", "NPROC", "NOFILE")
    return {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in names}, []


def write(data, options):
    Path(options["path"]).write_bytes(data)
    return {}, []


def spawn(data, options):
    subprocess.run([sys.executable, "-c", "pass"])
    return {}, []


def look_around(data, options):
    return {"environment": dict(os.environ), "folder": str(Path.cwd())}, []
