"""What somebody of the house tries with a link of hers is written in her journal (R-069)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cep_docs.access.actor import actor_of
from cep_docs.content.deliverable import Deliverable
from cep_docs.lifecycle.refused_attempts import note_attempt
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.links import Link

# Whoever tries all day must not fill the journal.
TOLD_EVERY = timedelta(hours=1)


def write_down(
    what: str,
    link: Link,
    login: str,
    request: Any,
    document_in: Callable[[Tools], Deliverable | None],
) -> None:
    """In a transaction of its own, since the page refuses."""
    doors = request.outside.doors
    once = f"{what} {link.key} {login}"
    if not doors.attempts.spend(once, doors.now(), doors.now() + TOLD_EVERY):
        return

    def write(tools: Tools) -> None:
        document, account = document_in(tools), tools.site.accounts.get(login)
        if document is not None and account is not None:
            note_attempt(what, document, actor_of(account), tools)

    request.application.write(write)
