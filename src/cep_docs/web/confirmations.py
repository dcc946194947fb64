"""What is unlikely, or may be read at the place of work, is saved once somebody says that it is
right (R-124)."""

from collections.abc import Mapping
from typing import Any

from cep_docs.definitions.agreement import Agreement
from cep_docs.errors import Invalid
from cep_docs.lifecycle.discretion import WORK_ADDRESS, looks_like_work
from cep_docs.web.act_pages import today_at

AGREED, SURE = "address_agreed", "sure"
CONFIRM = "{} Si elle y tient, cocher « La personne est d'accord »."


def require_confirmations(new: Mapping[str, object], agreement: Agreement, request: Any) -> None:
    """`new` is what would be written in the sheet of the person."""
    faults = doubts_of(new, agreement, request)
    if request.POST.get(SURE):
        faults = {}
    if not request.POST.get(AGREED) and is_work_address(new, request):
        faults["email"] = CONFIRM.format(WORK_ADDRESS)
    if faults:
        raise Invalid(faults)


def doubts_of(new: Mapping[str, object], agreement: Agreement, request: Any) -> dict[str, str]:
    doubts = agreement.fields.doubts(new, today_at(request))
    return {name: text for name, text in doubts.items() if new.get(name)}


def is_work_address(new: Mapping[str, object], request: Any) -> bool:
    email = str(new.get("email", ""))
    return bool(email) and looks_like_work(email, "", request.tools)


def ticks_shown(new: Mapping[str, object], agreement: Agreement, request: Any) -> list[str]:
    """The confirmations that a form asks for, when it comes back or once they were given."""
    if request.method != "POST":
        return []
    wanted = {
        AGREED: is_work_address(new, request),
        SURE: bool(doubts_of(new, agreement, request)),
    }
    return [name for name, asked in wanted.items() if asked]
