"""One instance served to several processes, by the same setting as any other engine."""

import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date

import pytest
from persistent.mapping import PersistentMapping

from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Damaged, Unusable
from cep_docs.storage.instance import create, find
from cep_docs.storage.root import site_of
from cep_docs.storage.scrub import scrub
from cep_docs.storage.serve import serve, serving


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def served(tmp_path, port):
    instance = create(
        tmp_path / "servie", "4G", PersistentMapping, date(2026, 1, 5), f"zeo://127.0.0.1:{port}"
    )
    with serving(instance, ("127.0.0.1", port)):
        yield instance


SERVER = """
import sys
from pathlib import Path

from cep_docs.storage.instance import find
from cep_docs.storage.serve import serve

serve(find(Path(sys.argv[1])), ("127.0.0.1", 0), lambda address: print(address[1], flush=True))
"""


@pytest.fixture
def server(instance):
    """A process that serves the instance, and prints its port."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, instance.folder],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        yield process
        process.kill()


def test_two_processes_work_in_the_same_instance_and_see_each_other_s_files(served, keep_file):
    with served.open() as one, served.open() as two:
        keep_file(one, "bilan")
        with two.reading() as connection:
            assert site_of(connection)["bilan"].read() == b"bilan signe"
        keep_file(two, "plan")

        report = scrub(one, lambda done, total: None)

    assert (report.sound, report.files) == (True, 2)
    assert len(list((served.folder / "data" / "blobs").rglob("*.blob"))) == 2


def test_what_one_has_just_saved_the_other_reads(served):
    with served.open() as one, served.open() as two:
        for count in range(50):
            with one.transaction() as connection:
                site_of(connection)["count"] = count
            with two.reading() as connection:
                assert site_of(connection)["count"] == count


def test_no_copy_of_a_file_stays_in_clear_when_its_reader_has_gone(served, keep_file):
    with served.open() as house:
        keep_file(house, "bilan")
        with house.reading() as connection:
            site_of(connection)["bilan"].read()
        assert [*served.folder.glob("tmp/*/blobs/*/*.blob")]

    assert not [*served.folder.glob("tmp/*/blobs/*/*.blob")]


def test_r055_a_file_damaged_behind_the_server_does_not_come_out(served, keep_file):
    with served.open() as house:
        keep_file(house, "bilan")
    (blob,) = (served.folder / "data" / "blobs").rglob("*.blob")
    blob.chmod(0o600)
    blob.write_bytes(b"autre")

    with served.open() as house, house.reading() as connection, pytest.raises(Damaged):
        site_of(connection)["bilan"].read()


def test_processes_never_share_a_number(served):
    def engage():
        with served.open() as house:
            for _ in range(10):
                with house.transaction() as connection:
                    keys = [("file:4G:2020-01", None)]
                    taken.extend(house.numbers.take(keys, connection.transaction_manager.get()))

    taken = []
    threads = [threading.Thread(target=engage) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 31))


def test_what_is_served_is_in_use(served):
    with pytest.raises(Unusable, match="déjà utilisée"), served.local().open():
        pass


def test_the_loss_of_the_server_is_said_in_french(instance, server, keep_file):
    port = int(server.stdout.readline())
    with replace(instance, storage_uri=f"zeo://127.0.0.1:{port}?wait_timeout=1").open() as house:
        server.kill()
        server.wait()

        with pytest.raises(Unusable, match="ne répond plus"):
            keep_file(house, "bilan")


def test_without_its_server_the_instance_is_not_opened(instance, port):
    alone = replace(instance, storage_uri=f"zeo://127.0.0.1:{port}?wait_timeout=1")

    with pytest.raises(Unusable, match="ne répond plus"), alone.open():
        pass


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", ""])
def test_no_address_that_other_machines_can_reach_is_served(instance, host):
    with pytest.raises(Unusable, match="visible d'autres machines"), serving(instance, (host, 0)):
        pass


def test_a_port_that_is_taken_is_said_in_french(instance):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Unusable, match="déjà prise"), serving(instance, taken.getsockname()):
            pass

    with instance.open():
        pass


def test_data_kept_elsewhere_are_not_served_here(instance):
    with (
        pytest.raises(Unusable, match="ne sont pas sur cette machine"),
        serving(replace(instance, storage_uri="postgresql://u@h/db"), ("127.0.0.1", 0)),
    ):
        pass


def test_it_serves_until_it_is_told_to_end(instance, server):
    port = int(server.stdout.readline())
    with replace(instance, storage_uri=f"zeo://127.0.0.1:{port}").open():
        server.send_signal(signal.SIGTERM)

    assert server.wait(30) == 0
    with instance.open():
        assert find(instance.folder) == instance


def test_serving_ends_when_the_process_is_told_to(instance):
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        serve(instance, ("127.0.0.1", 0), lambda address: os.kill(os.getpid(), signal.SIGTERM))
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)

    with instance.open():
        """It can be opened again: nobody serves it any more."""


def test_a_file_of_several_megabytes_goes_through_the_server(served):
    content = os.urandom(3 * 2**20 + 1)
    with served.open() as house, house.transaction() as connection:
        site_of(connection)["scan"] = StoredFile.store(
            connection, content, "scan.pdf", "application/pdf", None, "x"
        )

    with served.open() as house, house.reading() as connection:
        assert site_of(connection)["scan"].read() == content
