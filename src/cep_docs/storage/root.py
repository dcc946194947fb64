"""The root of the database: whose it is, the site, the numbers and the evolution steps done."""

from collections.abc import Callable
from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent
from ZODB.POSException import POSKeyError
from ZODB.utils import load_current, z64

from cep_docs.errors import Unusable
from cep_docs.storage.evolve import STEPS, pending

KNOWN_KEYS = frozenset({"site", "operator", "numbers", "evolved", "catalog"})

EMPTY = (
    "Cette base est vide, ou sa racine a disparu. Rien n'a été modifié. "
    "Créer l'instance avec « cep-docs init », ou restaurer une sauvegarde."
)


def site_of(connection: Any) -> Any:
    """The site, as this connection sees it."""
    return connection.root()["site"]


def found(root: Any, operator_code: str, make_site: Callable[[], Persistent]) -> None:
    """Make an empty root the one of this operator."""
    root["operator"] = operator_code
    root["site"] = make_site()
    root["numbers"] = OOBTree()
    root["evolved"] = [step.__name__ for step in STEPS]


def refuse_without_root(storage: Any) -> None:
    """Opened without its root, ZODB would begin a new database over what is left of the old."""
    try:
        load_current(storage, z64)
    except POSKeyError as error:
        raise Unusable(EMPTY) from error


def refuse_root_of_others(root: Any, operator_code: str) -> None:
    """R-118: nothing but the data of this operator, never beside something else."""
    if not root:
        raise Unusable(EMPTY)
    if "operator" not in root or not KNOWN_KEYS.issuperset(root):
        raise Unusable(
            "Cette base contient d'autres données que celles de cep-docs. Rien n'a été modifié. "
            "Indiquer dans instance.yaml une base réservée à cep-docs."
        )
    if root["operator"] != operator_code:
        raise Unusable(
            f"Cette base appartient à l'opérateur {root['operator']}, et ce dossier à l'opérateur "
            f"{operator_code}. Rien n'a été modifié. Vérifier le dossier et son instance.yaml."
        )


def refuse_other_version(root: Any, *, evolving: bool) -> None:
    """Neither data that this program is too old for, nor data that are to evolve first."""
    if set(root.get("evolved", ())) - {step.__name__ for step in STEPS}:
        raise Unusable(
            "Ces données ont été écrites par une version plus récente de cep-docs. "
            "Rien n'a été modifié. Installer cette version ou une suivante."
        )
    if not evolving and (steps := pending(root)):
        raise Unusable(
            f"Ces données sont d'une version précédente ({len(steps)} évolution(s) à appliquer). "
            "Rien n'a été modifié. Sauvegarder, puis lancer « cep-docs evolve »."
        )
