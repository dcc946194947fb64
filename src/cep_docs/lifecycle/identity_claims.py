"""Whether the identity that a provider tells is that of the person who is asked to sign (R-067).

People write their names in many ways: accents, capitals, hyphens and the order of words do not
count, and the used name stands for the birth name. The birth date counts, to the day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.content.signing import SigningRequest
from cep_docs.content.site import engagement_of
from cep_docs.lifecycle.ceremony import Ceremony, Where, note_step
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import parse_day
from cep_docs.values.names import folded, folded_words

REFUSED = "identity_refused"
# So many identities that are not hers close this way for the request; her adviser is told.
MOST_REFUSED = 3


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a provider says of somebody. It is compared, and never kept."""

    family_name: str
    given_names: str
    birth_date: str
    used_name: str = ""


def is_hers(claimed: Claimed, sheet: Mapping[str, str]) -> bool:
    """All three: when she was born, one of her family names, her first name."""
    return (
        _same_day(claimed.birth_date, sheet.get("birth_date", ""))
        and any(
            _same_name(told, known)
            for told in _names(claimed.family_name, claimed.used_name)
            for known in _names(sheet.get("birth_name", ""), sheet.get("usual_name", ""))
        )
        and _same_first_name(claimed.given_names, sheet.get("first_name", ""))
    )


def note_refused(ceremony: Ceremony, by: str, actor: Actor, tools: Tools, where: Where) -> None:
    """It is written down that an identity was not hers, and nothing of that identity."""
    note_step(ceremony, REFUSED, actor, tools, where, {"by": by})
    if times_refused(ceremony.request) == MOST_REFUSED:
        tell_about(engagement_of(ceremony.deliverable), "adviser", REFUSED, tools)


def is_closed(request: SigningRequest) -> bool:
    """She may still be known by a code."""
    return times_refused(request) >= MOST_REFUSED


def times_refused(request: SigningRequest) -> int:
    return sum(event["what"] == REFUSED for event in request.events)


def _names(first: str, second: str) -> Iterator[str]:
    """Each of both, and both as one: a double name is written in one field or in two."""
    yield from filter(str.strip, (first, second))
    if first.strip() and second.strip():
        yield f"{first} {second}"


def _same_day(told: str, known: str) -> bool:
    try:
        return bool(known) and parse_day(told) == parse_day(known)
    except ValueError:
        return False


def _same_name(told: str, known: str) -> bool:
    words = sorted(folded_words(told))
    return bool(words) and (folded(told) == folded(known) or words == sorted(folded_words(known)))


def _same_first_name(told: str, known: str) -> bool:
    """One may have written all of them, and the other the first one only."""
    said, had = {*folded_words(told)}, {*folded_words(known)}
    if not said or not had:
        return False
    return said <= had or had <= said or folded(told) == folded(known)
