"""The instance folder: made once, for one operator, and opened by one setting."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from persistent import Persistent
from zc.lockfile import LockError  # type: ignore[import-untyped]
from ZODB import DB
from ZODB.FileStorage.FileStorage import CorruptedError, FileStorageError

from cep_docs.definitions.reading import Reader
from cep_docs.errors import Unusable
from cep_docs.storage.disk import PRIVATE, sync, sync_tree
from cep_docs.storage.engine import DATA, DURABLE, data_file, open_storage
from cep_docs.storage.house import House
from cep_docs.storage.numbers import NumberSource
from cep_docs.storage.root import (
    found,
    refuse_other_version,
    refuse_root_of_others,
    refuse_without_root,
)
from cep_docs.storage.temporary import process_folder
from cep_docs.storage.transactions import connection_to, said_in_french

SETTINGS = "instance.yaml"
FOLDERS = ("data", "tmp", "locks", "backups")
OUR_DATA = ("Data.fs", "blobs")


@dataclass(frozen=True, slots=True)
class Instance:
    """The folder of one operator and the setting that says which engine keeps its data."""

    folder: Path
    operator_code: str
    storage_uri: str
    created_on: date

    @property
    def data_file(self) -> Path | None:
        """The file that holds the data when it lies on this machine."""
        return data_file(self.storage_uri, self.folder)

    def local(self) -> "Instance":
        """The same instance, opened by its own files even when they are served."""
        own = self.data_file == self.folder / DATA
        return replace(self, storage_uri=DURABLE) if own else self

    @contextmanager
    def open(self, *, evolving: bool = False) -> Iterator[House]:
        """The database, for as long as the block lasts; `evolving` to run pending steps."""
        _refuse_inside_another(self.folder)
        _refuse_foreign_files(self.folder / "data")
        with _database(self) as db:
            with connection_to(db) as connection:
                refuse_root_of_others(connection.root(), self.operator_code)
                refuse_other_version(connection.root(), evolving=evolving)
            yield House(self.folder, self.data_file, db, NumberSource(db, self.folder / "locks"))


def create(
    folder: Path,
    operator_code: str,
    make_site: Callable[[], Persistent],
    created_on: date,
    storage_uri: str = DURABLE,
) -> Instance:
    """Make a new instance: it exists complete and on the disk, or not at all."""
    folder = folder.absolute()
    refuse_taken_folder(folder)
    if not re.fullmatch(r"[0-9A-Za-z]+", operator_code):
        raise Unusable(
            "Le code de l'opérateur n'a que des lettres et des chiffres, comme « 4G ». "
            "Rien n'a été créé."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".init", dir=folder.parent))
    try:
        with refusals_in_french():
            _furnish(Instance(part, operator_code, storage_uri, created_on), make_site)
            sync_tree(part)
            part.rename(folder)
            sync(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return find(folder)


def find(folder: Path) -> Instance:
    """The instance in this folder."""
    folder = folder.absolute()
    if not (folder / SETTINGS).is_file():
        raise Unusable(
            f"{folder} n'est pas une instance de cep-docs. Rien n'y a été modifié. "
            "Vérifier le dossier, ou en créer une avec « cep-docs init »."
        )
    reader = Reader(folder)
    section = reader.read(SETTINGS)
    reader.only(section, ("operator", "storage", "created_on"), ())
    created_on = reader.day(section, "created_on")
    operator_code, storage_uri = reader.text(section, "operator"), reader.text(section, "storage")
    if reader.faults or not (created_on and operator_code and storage_uri):
        raise Unusable(
            f"{folder / SETTINGS} n'est pas lisible. Les données sont intactes. "
            f"Corriger ce fichier. {' '.join(reader.faults)}".rstrip()
        )
    return Instance(folder, operator_code, storage_uri, created_on)


def refuse_taken_folder(folder: Path) -> None:
    """R-118: a new instance needs a place of its own."""
    _refuse_inside_another(folder)
    if folder.is_mount():
        raise Unusable(
            f"{folder} est la racine d'un volume. Rien n'a été créé. "
            "Indiquer un dossier à l'intérieur de ce volume."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(
            f"{folder} contient déjà quelque chose. Rien n'y a été modifié. "
            "Indiquer un dossier vide ou qui n'existe pas encore."
        )


def write_settings(instance: Instance) -> None:
    """Write instance.yaml, which may hold the password of a database."""
    path = instance.folder / SETTINGS
    with path.open("x", encoding="utf-8") as stream:
        path.chmod(0o600)
        stream.write(
            "# Une instance de cep-docs : un seul opérateur, rien d'autre dans ce dossier.\n"
            "# Ne pas le copier à la main : « cep-docs backup » le sauvegarde.\n"
            f'operator: "{instance.operator_code}"\n'
            "# durable:// (les fichiers de ce dossier), zeo:// ou postgresql://\n"
            f'storage: "{instance.storage_uri}"\n'
            f"created_on: {instance.created_on.isoformat()}\n"
        )


def make_folders(folder: Path) -> None:
    for name in FOLDERS:
        (folder / name).mkdir(mode=PRIVATE)


def _furnish(instance: Instance, make_site: Callable[[], Persistent]) -> None:
    make_folders(instance.folder)
    write_settings(instance)
    # Behind a server on this machine are the files of this very folder.
    with _database(instance.local(), create=True) as db, connection_to(db) as connection:
        if connection.root():
            refuse_root_of_others(connection.root(), instance.operator_code)
        else:
            found(connection.root(), instance.operator_code, make_site)
            connection.transaction_manager.commit()


@contextmanager
def _database(instance: Instance, *, create: bool = False) -> Iterator[DB]:
    with process_folder(instance.folder / "tmp") as temporary:
        with refusals_in_french():
            storage, options = open_storage(
                instance.storage_uri, instance.folder, temporary, create=create
            )
            try:
                if not create:
                    refuse_without_root(storage)
                db = DB(storage, **options)
            except BaseException:
                storage.close()
                raise
        try:
            yield db
        finally:
            db.close()


@contextmanager
def refusals_in_french() -> Iterator[None]:
    """Say why a storage cannot be opened."""
    try:
        with said_in_french():
            yield
    except LockError as error:
        raise Unusable(
            "Cette instance est déjà utilisée par un autre programme. Rien n'a été modifié. "
            "Attendre qu'il ait fini ; pour travailler à plusieurs, « cep-docs serve-storage »."
        ) from error
    except (CorruptedError, FileStorageError) as error:
        raise Unusable(
            "Le fichier de données est abîmé et n'a pas été ouvert. Rien n'a été modifié. "
            "Le mettre de côté et restaurer la dernière sauvegarde."
        ) from error


def _refuse_inside_another(folder: Path) -> None:
    for parent in folder.resolve().parents:
        if (parent / SETTINGS).is_file():
            raise Unusable(
                f"{folder} est à l'intérieur d'une autre instance, {parent}. "
                "Rien n'a été modifié. Indiquer un dossier qui lui soit propre."
            )


def _refuse_foreign_files(data: Path) -> None:
    if not data.is_dir():
        raise Unusable(
            f"Le dossier {data} a disparu. Rien n'a été recréé ni effacé. "
            "Restaurer la dernière sauvegarde avec « cep-docs restore »."
        )
    for path in sorted(data.iterdir()):
        if not path.name.startswith(OUR_DATA):
            raise Unusable(
                f"{path} n'est pas un fichier de cep-docs : ce dossier ne peut pas être partagé. "
                "Rien n'a été modifié. Déplacer ce fichier ailleurs."
            )
