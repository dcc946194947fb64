"""What is around every page: the bar, who is signed in, what was just done."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cep_docs.access.kinds import Facet
from cep_docs.content.site import Site
from cep_docs.lifecycle.rights import decide
from cep_docs.rendering.document import LARGE_PRINT
from cep_docs.web.assets import Assets
from cep_docs.web.local import local
from cep_docs.web.pictures import icon
from cep_docs.web.security import Visitor


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the bar."""

    label: str
    path: str
    current: bool


# Who sees it: what must be allowed on a facet of the site.
STAFF_BAR = (
    ("Aujourd'hui", "/aujourdhui", ()),
    ("Dossiers", "/dossiers", ()),
    ("À signer", "/a-signer", ()),
    ("Pilotage", "/pilotage", (("list", "indicators"),)),
    ("Administration", "/administration", (("list", "account"),)),
)
# What an address says of the act that led to it; signed together, in this order.
TOLD = ("fait", "retour", "libelle")
OWN_BAR = (("Mon espace", "/mon-espace", ()),)


class Frame:
    """Gives every template the same few names; a page adds its own."""

    def __init__(self, assets: Assets) -> None:
        self._assets = assets

    def around(self, event: Any) -> None:
        request = event["request"]
        if request is None:
            return
        visitor = request.identity if getattr(request, "tools", None) else None
        event.update(
            {
                "asset": self._assets.path,
                "icon": icon,
                "me": visitor,
                "bar": _bar(request, visitor),
                "operator": request.tools.site.operator.name if request.tools else "",
                "demo_day": request.tools.site.demo_day if request.tools else None,
                "faults": getattr(request, "faults", {}),
                "said": _said(request),
                **_told(request),
                "look": _look(request, visitor),
                "local": lambda instant, structure="": local(request, instant, structure),
            }
        )


def _said(request: Any) -> Mapping[str, Any]:
    """What was typed, to be shown again beside what is wrong with it."""
    posted: Mapping[str, Any] = request.POST if request.method == "POST" else {}
    return posted


def _told(request: Any) -> dict[str, Any]:
    """What was just done, and where it is taken back, when it is really us who put all of it into
    the address."""
    said = {name: request.GET[name] for name in TOLD if request.GET.get(name)}
    proof = request.GET.get("preuve", "")
    expected = request.outside.doors.word_for(request, "\n".join(said.values()))
    ours = hmac.compare_digest(expected.encode(), proof.encode()) and "fait" in said
    both = ours and len(said) == len(TOLD)
    return {
        "told": said["fait"] if ours else "",
        "undo": {"path": said["retour"], "label": said["libelle"]} if both else None,
    }


def _look(request: Any, visitor: Visitor | None) -> str:
    """Her own pages have larger signs; much larger ones when that was noted for her (R-014)."""
    if visitor is None or not visitor.actor.beneficiary:
        return ""
    person = request.tools.site.beneficiaries[visitor.actor.beneficiary]
    return "own large" if LARGE_PRINT in person.adaptations else "own"


def _seen(site: Site, visitor: Visitor, kind: str) -> Facet:
    """A manager steers his own place; accounts are those of the whole house."""
    own = site.structures.get(visitor.actor.structure) if kind == "indicators" else None
    return Facet(own or site, kind)


def _bar(request: Any, visitor: Visitor | None) -> list[Entry]:
    if visitor is None or visitor.actor.only:
        return []
    entries = OWN_BAR if visitor.actor.beneficiary else STAFF_BAR
    site = request.tools.site
    return [
        Entry(label, path, request.path.startswith(path))
        for label, path, wanted in entries
        if not wanted
        or any(
            decide(request.tools, visitor.actor, action, _seen(site, visitor, kind)).allowed
            for action, kind in wanted
        )
    ]
