"""Serves the files of an instance to several processes of this machine (ZEO)."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from ZEO.StorageServer import StorageServer

from cep_docs.errors import Unusable
from cep_docs.storage.engine import LOOPBACK, open_storage
from cep_docs.storage.instance import Instance, refusals_in_french
from cep_docs.storage.temporary import process_folder

Address = tuple[str, int]

# A process that hangs between its vote and its end would block all the others for ever.
TRANSACTION_SECONDS = 60


def serve(instance: Instance, address: Address, announce: Callable[[Address], None]) -> None:
    """Serve until the process is told to end; `announce` gets the address in use."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with serving(instance, address) as in_use:
        announce(in_use)
        stopped.wait()


@contextmanager
def serving(instance: Instance, address: Address) -> Iterator[Address]:
    """Serve for as long as the block lasts; port 0 takes any free one."""
    _refuse_other_machines(address)
    _refuse_taken(address)
    own = _own_files(instance)
    with own.open():  # refuses the data of another owner or version
        pass
    with process_folder(own.folder / "tmp") as temporary, refusals_in_french():
        storage, _ = open_storage(own.storage_uri, own.folder, temporary)
        try:
            server = StorageServer(
                address, {"1": storage}, transaction_timeout=TRANSACTION_SECONDS
            )
        except BaseException:
            storage.close()
            raise
        server.start_thread()
        try:
            yield server.addr
        finally:
            server.close(join_timeout=10)


def _own_files(instance: Instance) -> Instance:
    own = instance.local()
    if own.data_file is None:
        raise Unusable(
            "Les données de cette instance ne sont pas sur cette machine : rien n'est à servir. "
            "Rien n'a été modifié. Lancer « cep-docs serve-storage » là où elles sont."
        )
    return own


def _refuse_other_machines(address: Address) -> None:
    # Whoever reaches this port reads and writes everything: there is no password on it.
    if address[0] not in LOOPBACK or not address[0]:
        raise Unusable(
            f"L'adresse {address[0]} est visible d'autres machines. Rien n'a été ouvert. "
            "Indiquer 127.0.0.1 ; entre plusieurs machines, utiliser PostgreSQL."
        )


def _refuse_taken(address: Address) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Unusable(
                f"L'adresse {address[0]}:{address[1]} est déjà prise ou n'existe pas ici. "
                "Rien n'a été ouvert. Arrêter l'autre programme, ou indiquer un autre port."
            ) from error
