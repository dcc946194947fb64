"""A form that is sent twice does nothing twice: what it makes, or the file, remembers its key."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.tools import Tools

# Enough for everything that may be open in tabs about one person; older keys are forgotten.
KEPT = 30
_KEY = re.compile(r"[0-9a-f]{20}")

UNREADABLE = (
    "Ce formulaire n'est plus lisible : rien n'a été enregistré. Recharger la page, puis "
    "recommencer."
)


def first_time(person: Beneficiary, act: str) -> bool:
    """Whether this form is sent for the first time; from now on it no longer is.

    Forgotten with everything else when the transaction is given up: what was refused may be sent
    again."""
    _check(act)
    if act in person.recent_acts:
        return False
    person.recent_acts = (*person.recent_acts, act)[-KEPT:]
    return True


def named_by(act: str, tools: Tools) -> Tools:
    """Tools whose next new thing has the key of the form for its name: it is there, or not."""
    _check(act)
    names: Iterator[str] = chain((act,), iter(tools.new_id, ""))
    return replace(tools, new_id=lambda: next(names))


def _check(act: str) -> None:
    if not _KEY.fullmatch(act):
        raise NotPossible(UNREADABLE)
