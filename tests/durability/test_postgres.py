"""The same house on a real PostgreSQL with data checksums, chosen by the one setting."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from persistent.mapping import PersistentMapping

from cep_docs.errors import Unusable
from cep_docs.storage.backup import backup
from cep_docs.storage.instance import create
from cep_docs.storage.root import site_of
from cep_docs.storage.scrub import scrub
from tests.durability.writing import digests, write_one

PROGRAMS = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="module")
def unprivileged():
    """PostgreSQL refuses to run as root: somebody else, then."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            return ["runuser", "-u", pwd.getpwnam(name).pw_name, "--"]
        except KeyError:
            continue
    pytest.skip("aucun compte sans privilège pour lancer PostgreSQL")


@pytest.fixture(scope="module")
def server(unprivileged):
    """A private cluster on a free port of loopback, gone with the tests; its URI."""
    pytest.importorskip("relstorage", reason="RelStorage n'est pas installé")
    if not (PROGRAMS / "initdb").exists():
        pytest.skip(f"PostgreSQL 15 n'est pas dans {PROGRAMS}")
    home = tempfile.mkdtemp(prefix="cep-pg-")
    if unprivileged:
        shutil.chown(home, unprivileged[2])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cluster = Path(home, "grappe")
    run = [*unprivileged, "env", "LC_ALL=C"]
    subprocess.run(
        [*run, PROGRAMS / "initdb", "-k", "-A", "trust", "-U", "cep", "-E", "UTF8", cluster],
        check=True,
        capture_output=True,
        cwd=home,
    )
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", home, "-D", cluster]
    process = subprocess.Popen(
        [*run, PROGRAMS / "postgres", *options], stderr=subprocess.PIPE, cwd=home, text=True
    )
    for line in process.stderr:
        if "ready to accept connections" in line:
            break
    drain = threading.Thread(target=process.stderr.read)
    drain.start()
    yield f"127.0.0.1:{port}"
    os.kill(postmaster(cluster), 2)
    process.wait()
    drain.join()
    process.stderr.close()
    shutil.rmtree(home)


def postmaster(cluster):
    return int((cluster / "postmaster.pid").read_text().split()[0])


@pytest.fixture
def on_postgres(server, tmp_path, request):
    name = f"cep_{abs(hash(request.node.name))}"
    subprocess.run(
        [PROGRAMS / "createdb", "-h", "127.0.0.1", "-p", server.split(":")[1], "-U", "cep", name],
        check=True,
        env={"LC_ALL": "C"},
    )
    uri = f"postgresql://cep@{server}/{name}"
    return create(tmp_path / "instance", "4G", PersistentMapping, date(2026, 1, 5), uri)


@pytest.mark.slow
def test_what_is_saved_on_postgresql_is_read_back_and_verified(on_postgres):
    with on_postgres.open() as house:
        acknowledged = dict(write_one(house, os.urandom(20_000)) for _ in range(5))

    with on_postgres.open() as house:
        assert digests(house) == acknowledged
        report = scrub(house, lambda done, total: None)

    assert (report.sound, report.files) == (True, 5)
    assert sorted(acknowledged) == [1, 2, 3, 4, 5]


@pytest.mark.slow
def test_no_file_stays_in_clear_beside_postgresql(on_postgres):
    with on_postgres.open() as house:
        write_one(house, b"CANARI")
        digests(house)

    assert not list((on_postgres.folder / "tmp").rglob("*.blob"))


@pytest.mark.slow
def test_several_writers_never_share_a_number_on_postgresql(on_postgres):
    def engage():
        with on_postgres.open() as house:
            for _ in range(8):
                with house.transaction() as connection:
                    keys = [("file:4G:2026-03", None)]
                    taken.extend(house.numbers.take(keys, connection.transaction_manager.get()))

    taken = []
    threads = [threading.Thread(target=engage) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 25))


@pytest.mark.slow
def test_r118_another_operator_is_refused_on_postgresql(on_postgres, tmp_path):
    with pytest.raises(Unusable, match="appartient à l'opérateur 4G"):
        create(
            tmp_path / "autre", "5H", PersistentMapping, date(2026, 1, 5), on_postgres.storage_uri
        )


@pytest.mark.slow
def test_backup_names_the_tool_of_postgresql(on_postgres, tmp_path):
    with pytest.raises(Unusable, match="pg_dump"):
        backup(on_postgres, tmp_path / "sauvegardes", datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.slow
def test_a_postgresql_that_does_not_answer_is_said_in_french(on_postgres):
    gone = replace(on_postgres, storage_uri="postgresql://cep@127.0.0.1:1/rien")

    with pytest.raises(Unusable, match="ne répond plus"), gone.open():
        pass


@pytest.mark.slow
def test_the_packed_database_keeps_what_is_in_use(on_postgres):
    with on_postgres.open() as house:
        acknowledged = dict(write_one(house, os.urandom(20_000)) for _ in range(3))
        with house.transaction() as connection:
            del site_of(connection)[2]
        house.db.pack()

        del acknowledged[2]
        assert digests(house) == acknowledged
