"""The one place that knows which engines can keep the data, and how each is opened."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import zodburi

from cep_docs.errors import Unusable
from cep_docs.storage.durable import DurableFileStorage

DURABLE = "durable://"
DATA = Path("data", "Data.fs")
BLOBS = "blobs"
LOOPBACK = ("localhost", "127.0.0.1", "::1", "", None)
CLIENT_CACHE = str(256 * 2**20)
# Kept open between two pages, each with what it has read: as many as pages are answered at once,
# and what some of them write on the side.
CONNECTIONS = 128


def data_file(uri: str, folder: Path) -> Path | None:
    """The file that holds the data when it lies on this machine, served or not."""
    parts = urlsplit(uri)
    if parts.scheme == "durable" or (parts.scheme == "zeo" and parts.hostname in LOOPBACK):
        return folder / DATA
    if parts.scheme == "file":
        return Path(parts.path)
    return None


def open_storage(
    uri: str, folder: Path, temporary: Path, *, create: bool = False
) -> tuple[Any, dict[str, Any]]:
    """The storage, and the options that its setting holds for the database."""
    scheme = urlsplit(uri).scheme
    if scheme in ("durable", "file"):
        return _files(uri, folder, temporary, create=create)
    if scheme == "zeo":
        return _client(uri, temporary)
    if scheme in ("postgresql", "postgres"):
        return _relational(uri, temporary)
    raise Unusable(
        "Le réglage « storage » de instance.yaml est inconnu. Rien n'a été modifié. "
        "Indiquer durable://, file://, zeo:// ou postgresql://."
    )


def _files(uri: str, folder: Path, temporary: Path, *, create: bool) -> tuple[Any, dict[str, Any]]:
    data = data_file(uri, folder) or folder / DATA
    blobs = data.with_name(BLOBS)
    _, options = _resolved(f"file:///?{urlsplit(uri).query}")
    return DurableFileStorage(data, blobs, temporary, create=create), options


def _client(uri: str, temporary: Path) -> tuple[Any, dict[str, Any]]:
    # Copies of files go away with the process that asked for them: none stays behind in clear.
    uri = _with_defaults(
        uri, blob_dir=str(temporary / BLOBS), blob_cache_size=CLIENT_CACHE, wait_timeout="10"
    )
    factory, options = _resolved(uri)
    storage = factory()
    # One process reads what another has just saved.
    storage.server_sync = True
    storage.sync = storage.ping
    return storage, options


def _relational(uri: str, temporary: Path) -> tuple[Any, dict[str, Any]]:
    # No history: what is erased must not survive in the engine's past, and the journal and the
    # frozen versions are the history that we keep.
    uri = uri.replace("postgresql://", "postgres://", 1)
    uri = _with_defaults(
        uri,
        keep_history="false",
        shared_blob_dir="false",
        blob_dir=str(temporary / BLOBS),
        blob_cache_size=CLIENT_CACHE,
    )
    factory, options = _resolved(uri)
    return factory(), options


def _resolved(uri: str) -> tuple[Callable[[], Any], dict[str, Any]]:
    try:
        factory, options = zodburi.resolve_uri(uri)
    except (zodburi.NoResolverForScheme, ImportError) as error:
        raise Unusable(
            "PostgreSQL n'est pas installé avec cep-docs. Rien n'a été modifié. "
            "Installer « cep_docs[postgres] »."
        ) from error
    except (zodburi.UnknownDatabaseKeywords, ValueError) as error:
        raise Unusable(
            "Le réglage « storage » de instance.yaml a une option inconnue ou mal écrite. "
            "Rien n'a été modifié. Corriger ce qui suit le « ? »."
        ) from error
    if "connection_pool_size" not in uri:
        options["pool_size"] = CONNECTIONS
    return factory, options


def _with_defaults(uri: str, **defaults: str) -> str:
    base, _, query = uri.partition("?")
    return f"{base}?{urlencode({**defaults, **dict(parse_qsl(query))})}"
