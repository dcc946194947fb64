"""The presences of this process: who has which document open, for the others to know."""

from collections.abc import Mapping
from typing import Any

from pyramid.events import ApplicationCreated, subscriber

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.lifecycle.editing import name_of
from cep_docs.lifecycle.presence import Presence

KEY = "presence"


@subscriber(ApplicationCreated)
def begin(event: Any) -> None:
    event.app.registry[KEY] = Presence()


def tell(request: Any, deliverable: Deliverable, heading: str) -> None:
    """Whoever asks is here, and writes in this heading; in none when it is blank."""
    account = request.identity.actor.account
    now = request.outside.doors.now()
    request.registry[KEY].sign_of_life(_key(deliverable), account, heading, now)


def others(request: Any, deliverable: Deliverable) -> Mapping[str, str]:
    """Names, and where each of them writes."""
    here = request.registry[KEY].others(
        _key(deliverable), request.identity.actor.account, request.outside.doors.now()
    )
    return {name_of(login, request.tools.site): heading for login, heading in here.items()}


def _key(deliverable: Deliverable) -> str:
    return f"{engagement_of(deliverable).number}/{deliverable.__name__}"
