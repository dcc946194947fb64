"""What a process apart brings back, and what it cannot do (FIC-06)."""

import json
import socket
import subprocess
import sys
import time

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.errors import Invalid, NotPossible, Refused
from cep_docs.sandbox import Bounds, apart, isolation
from cep_docs.sandbox.bounds import MEBIBYTE
from cep_docs.sandbox.frames import BrokenFrame, packed, unpacked
from cep_docs.sandbox.process import BROKEN, TOO_MUCH, run
from cep_docs.sandbox.worker import answer
from tests.unit.sandbox import naughty

NAUGHTY = "tests.unit.sandbox.naughty"
ASKING = f"""
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from cep_docs.sandbox import apart
apart("{NAUGHTY}:dawdle", b"", ready=sys.argv[2])
"""


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.fixture(autouse=True)
def nobody_left():
    """Whatever happens in a process apart, none is left when the question is answered."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}

    yield

    after = {child.pid for child in psutil.Process().children(recursive=True)}
    assert after <= before


class TestWhatComesBack:
    def test_a_task_answers_with_words_and_bytes(self):
        said, blobs = apart(f"{NAUGHTY}:echo", b"\x00\xff texte", langue="fr")

        assert said == {"options": {"langue": "fr"}}
        assert blobs == [b"\x00\xff texte", b"etxet \xff\x00"]

    def test_a_file_of_many_megabytes_goes_there_and_back(self):
        data = b"cep" * 4 * 2**20

        _, blobs = apart(f"{NAUGHTY}:echo", data)

        assert blobs[0] == data

    def test_messages_for_a_field_come_back_as_they_were(self):
        with pytest.raises(Invalid) as refusal:
            apart(f"{NAUGHTY}:refuse", b"", kind="Invalid")

        assert refusal.value.messages == {"file": "Trop grand."}

    @pytest.mark.parametrize(
        ("kind", "error", "sentence"),
        [("NotPossible", NotPossible, "Signé."), ("Refused", Refused, "Non.")],
    )
    def test_a_refusal_comes_back_with_its_sentence(self, kind, error, sentence):
        with pytest.raises(error) as refusal:
            apart(f"{NAUGHTY}:refuse", b"", kind=kind)

        assert type(refusal.value) is error
        assert str(refusal.value) == sentence

    def test_a_surprise_is_a_refusal_that_quotes_nothing_of_the_file(self):
        with pytest.raises(Refused) as refusal:
            apart(f"{NAUGHTY}:stumble", b"")

        assert str(refusal.value) == BROKEN
        assert str(refusal.value.__cause__).startswith("ValueError in naughty.py:")
        assert "secret" not in str(refusal.value.__cause__)

    def test_what_libraries_print_is_not_taken_for_the_answer(self):
        said, blobs = apart(f"{NAUGHTY}:chatter", b"")

        assert (said, blobs) == ({}, [])


class TestBounds:
    def test_too_much_memory_is_a_refusal(self):
        with pytest.raises(Refused) as refusal:
            apart(f"{NAUGHTY}:swell", b"")

        assert str(refusal.value) == TOO_MUCH

    def test_the_limits_are_those_of_the_security_bar(self):
        said, _ = apart(f"{NAUGHTY}:look_at_limits", b"")

        assert said == {
            "AS": [512 * MEBIBYTE] * 2,
            "CPU": [20, 21],
            "FSIZE": [0, 0],
            "CORE": [0, 0],
            "NPROC": [0, 0],
            "NOFILE": [64, 64],
        }

    def test_endless_work_is_stopped(self):
        with pytest.raises(Refused) as refusal:
            run(f"{NAUGHTY}:toil", b"", {}, Bounds(processor=1))

        assert str(refusal.value) == TOO_MUCH

    def test_endless_waiting_is_stopped(self):
        with pytest.raises(Refused) as refusal:
            run(f"{NAUGHTY}:dawdle", b"", {}, Bounds(elapsed=1))

        assert str(refusal.value) == TOO_MUCH

    def test_an_answer_without_end_is_cut(self):
        with pytest.raises(Refused) as refusal:
            run(f"{NAUGHTY}:talk_too_much", b"", {}, Bounds(answer=MEBIBYTE // 2))

        assert str(refusal.value) == TOO_MUCH

    def test_a_crash_is_a_refusal(self):
        with pytest.raises(Refused) as refusal:
            apart(f"{NAUGHTY}:crash", b"")

        assert str(refusal.value) == BROKEN

    def test_it_does_not_outlive_who_asked(self, tmp_path):
        """kill -9 of the program: nobody goes on reading a file for nobody."""
        ready = tmp_path / "ready"
        asking = subprocess.Popen([sys.executable, "-c", ASKING, json.dumps(sys.path), ready])
        while not ready.exists():
            time.sleep(0.01)
        children = psutil.Process(asking.pid).children()

        asking.kill()
        asking.wait()

        assert len(children) == 1
        assert psutil.wait_procs(children, timeout=60)[1] == []


class TestNoWayOut:
    def test_python_code_opens_no_connection(self, listener):
        with pytest.raises(Refused) as refusal:
            apart(f"{NAUGHTY}:call_home", b"", port=listener)

        assert "PermissionError" in str(refusal.value.__cause__)

    def test_a_library_opens_none_either_where_the_kernel_allows_a_network_apart(self, listener):
        if isolation() != "namespace":
            pytest.skip("the kernel of this machine gives no network of its own to a process")

        said, _ = apart(f"{NAUGHTY}:call_home_like_a_library", b"", port=listener)

        assert said == {"result": -1, "because": "ENETUNREACH"}

    def test_nothing_is_written_on_a_disk(self, tmp_path):
        wanted = tmp_path / "trace"

        with pytest.raises(Refused):
            apart(f"{NAUGHTY}:write", b"in clear", path=str(wanted))

        assert not wanted.exists() or wanted.stat().st_size == 0

    def test_no_other_program_is_started(self):
        with pytest.raises(Refused) as refusal:
            apart(f"{NAUGHTY}:spawn", b"")

        assert "PermissionError" in str(refusal.value.__cause__)

    def test_the_environment_is_empty(self, monkeypatch):
        monkeypatch.setenv("CEP_DOCS_SECRET", "password")

        said, _ = apart(f"{NAUGHTY}:look_around", b"")

        assert said["folder"] == "/"
        assert "CEP_DOCS_SECRET" not in said["environment"]

    @pytest.mark.parametrize(
        "lie",
        [
            b"",
            b"not a frame",
            packed({"said": "a text"}, []),
            packed({"refused": "SystemExit", "messages": {"": "?"}}, []),
            packed({"refused": "Invalid", "messages": "?"}, []),
        ],
    )
    def test_a_hijacked_process_can_only_be_refused(self, lie):
        with pytest.raises(Refused) as refusal:
            apart(f"{NAUGHTY}:lie", lie)

        assert str(refusal.value) == BROKEN


class TestFrames:
    @given(st.lists(st.binary(max_size=20), max_size=4), st.dictionaries(st.text(), st.text()))
    def test_what_is_packed_is_unpacked(self, blobs, head):
        assert unpacked(packed(head, blobs)) == (head, blobs)

    @given(st.binary(max_size=60) | st.binary(max_size=40).map(lambda b: packed({}, [b])[:-1]))
    def test_anything_else_is_a_broken_frame(self, frame):
        try:
            head, _ = unpacked(frame)
        except BrokenFrame:
            return
        assert isinstance(head, dict)

    @pytest.mark.parametrize("sizes", [[-1, 4], [True, 2], ["3"], [4], {"3": 3}, None])
    def test_the_sizes_announced_are_those_of_the_bytes(self, sizes):
        frame = packed({}, [b"abc"]).replace(b"[3]", str(sizes).encode().ljust(3))
        size = len(frame) - 8 - 3

        with pytest.raises(BrokenFrame):
            unpacked(size.to_bytes(8, "big") + frame[8:])


class TestAnswers:
    """The inside of the process, looked at from this one."""

    def test_a_task_that_succeeds(self):
        assert answer(f"{NAUGHTY}:echo", b"ab", {}) == ({"said": {"options": {}}}, [b"ab", b"ba"])

    @pytest.mark.parametrize("kind", ["Invalid", "NotPossible", "Refused"])
    def test_a_task_that_refuses(self, kind):
        head, _ = answer(f"{NAUGHTY}:refuse", b"", {"kind": kind})

        assert head["refused"] == kind

    def test_a_task_that_stumbles(self):
        head, _ = answer(f"{NAUGHTY}:stumble", b"", {})

        assert head["failed"].startswith("ValueError in naughty.py:")

    def test_a_task_without_memory(self, monkeypatch):
        monkeypatch.setattr(naughty, "toil", _no_memory, raising=True)

        assert answer(f"{NAUGHTY}:toil", b"", {}) == ({"failed": "memory"}, [])

    def test_the_task_that_does_nothing(self):
        assert answer("cep_docs.sandbox.worker:nothing", b"", {}) == ({"said": {}}, [])


def _no_memory(data, options):
    raise MemoryError
