"""By which providers of identities she may say who she is, from this link."""

from typing import Any

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import REMOTE
from cep_docs.content.site import split_errand
from cep_docs.lifecycle.identity_claims import is_closed
from cep_docs.signin.links import Link


def providers_for(link: Link, deliverable: Deliverable, request: Any) -> tuple[str, ...]:
    """From afar only, and for herself: nothing is known here of when a representative was born."""
    providers = request.outside.doors.identities
    version = deliverable.current
    asked = version.request if version is not None else None
    if providers is None or asked is None or asked.mode != REMOTE or link.is_here:
        return ()
    if split_errand(link.errand)[1] or is_closed(asked):
        return ()
    names: tuple[str, ...] = providers.names
    return names
