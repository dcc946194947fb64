"""Comments on a draft: said between those who write, never part of what is signed, printed,
searched or handed over (R-037, R-122)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.comment import REOPEN, RESOLVE, Comment
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.definitions.kinds import STORED_FORMS
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.markup import plain

LONGEST, LONGEST_QUOTE = 2_000, 300
NO_SUCH = "Ce commentaire n'existe plus. Rien n'a été modifié. Recharger la page."
SIGNED = (
    "Ce document est signé : il ne se commente plus. Rien n'a été modifié ; les commentaires "
    "d'avant la signature restent lisibles."
)


@dataclass(frozen=True, slots=True)
class Said:
    """`does`: nothing more, or resolve, or reopen."""

    text: str
    by: str
    at: datetime
    does: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """One comment and what was answered. `field` is blank for the whole document; `stands` says
    whether the quoted words are still there; days and hours are those of the reader's place."""

    name: str
    field: str
    label: str
    quote: str
    stands: bool
    first: Said
    answers: Sequence[Said]
    is_open: bool


def open_comments(deliverable: Deliverable) -> list[Comment]:
    """Those nobody resolved: they are settled, or knowingly left, before a signature."""
    return [comment for comment in (deliverable.comments or {}).values() if comment.is_open]


def open_counts(deliverable: Deliverable) -> Mapping[str, int]:
    """How many are open in each heading."""
    return Counter(comment.field for comment in open_comments(deliverable))


def may_comment(deliverable: Deliverable, actor: Actor, tools: Tools) -> bool:
    right = decide(tools, actor, "create", Facet(deliverable, "comment"))
    return right.allowed and not _signed(deliverable)


def comments_of(deliverable: Deliverable, actor: Actor, tools: Tools) -> list[Thread]:
    """In the order of the form, those on the whole document first, then as they came."""
    require(tools, actor, "view", Facet(deliverable, "comment"))
    labels = _labels(deliverable, tools)
    names = list(labels)
    found = sorted(
        (deliverable.comments or {}).items(),
        key=lambda pair: (names.index(pair[1].field) if pair[1].field in names else 0, pair[1].at),
    )
    return [_thread(name, kept, deliverable, actor, tools) for name, kept in found]


def add_comment(
    deliverable: Deliverable, actor: Actor, about: tuple[str, str], text: str, tools: Tools
) -> str:
    """`about`: the heading, or nothing for the whole, and the words there if some are meant."""
    right = require(tools, actor, "create", Facet(deliverable, "comment"))
    field, quote = about
    _refuse_signed(deliverable)
    if field not in _labels(deliverable, tools):
        raise Invalid({"field": "Cette rubrique n'est pas dans la trame. En choisir une autre."})
    said, words = _said(text), _clean(quote, "quote", LONGEST_QUOTE)
    name = tools.new_id()
    deliverable.comment(name, Comment(field, words, said, actor.account, tools.now()))
    details = {"deliverable": deliverable.kind, "fields": field}
    record(engagement_of(deliverable), "comment", actor, right, tools, details)
    return name


def answer_comment(
    deliverable: Deliverable, name: str, actor: Actor, text: str, tools: Tools
) -> None:
    right = require(tools, actor, "create", Facet(deliverable, "comment"))
    _refuse_signed(deliverable)
    comment = _found(deliverable, name)
    comment.add({"by": actor.account, "at": tools.now(), "text": _said(text), "does": ""})
    details = {"deliverable": deliverable.kind, "fields": comment.field}
    record(engagement_of(deliverable), "answer_comment", actor, right, tools, details)


def settle_comment(
    deliverable: Deliverable, name: str, does: str, actor: Actor, tools: Tools
) -> None:
    """Resolve it, or open it again; doing it twice changes nothing."""
    right = require(tools, actor, "edit", Facet(deliverable, "comment"))
    comment = _found(deliverable, name)
    if does not in (RESOLVE, REOPEN):
        raise Invalid({"": "Un commentaire se marque réglé, ou se rouvre. Rien n'a été modifié."})
    if comment.is_open != (does == RESOLVE):
        return
    comment.add({"by": actor.account, "at": tools.now(), "text": "", "does": does})
    details = {"deliverable": deliverable.kind, "fields": comment.field}
    record(engagement_of(deliverable), f"{does}_comment", actor, right, tools, details)


def _thread(
    name: str, comment: Comment, deliverable: Deliverable, actor: Actor, tools: Tools
) -> Thread:
    zone = tools.hour_in(actor.structure).tzinfo
    standing = deliverable.heading(comment.field).value if comment.field else ""
    labels = _labels(deliverable, tools)
    return Thread(
        name=name,
        field=comment.field,
        label=labels.get(comment.field, comment.field),
        quote=comment.quote,
        stands=comment.quote in _words(standing),
        first=Said(comment.text, spoken_name(comment.author, tools), comment.at.astimezone(zone)),
        answers=[
            Said(
                answer["text"],
                spoken_name(answer["by"], tools),
                answer["at"].astimezone(zone),
                answer["does"],
            )
            for answer in comment.answers
        ],
        is_open=comment.is_open,
    )


def _words(value: str | list[dict[str, str]]) -> str:
    """As somebody marks them: on one line, without the signs of the markup."""
    texts = [value] if isinstance(value, str) else [t for row in value for t in row.values()]
    return " ".join(" ".join(plain(text).split()) for text in texts)


def _labels(deliverable: Deliverable, tools: Tools) -> dict[str, str]:
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    return {"": "Tout le document", **{field.name: field.label for field in form.fields()}}


def spoken_name(login: str, tools: Tools) -> str:
    account = tools.site.accounts.get(login)
    return account.full_name if account is not None else login


def _found(deliverable: Deliverable, name: str) -> Comment:
    found: Comment | None = (deliverable.comments or {}).get(name)
    if found is None:
        raise NotPossible(NO_SUCH)
    return found


def _said(text: str) -> str:
    said = _clean(text, "text", LONGEST)
    if not said:
        raise Invalid({"text": "Ce commentaire est vide : écrire ce qui est à dire."})
    return said


def _clean(text: str, name: str, longest: int) -> str:
    try:
        said = STORED_FORMS["long_text"](text)
    except ValueError as error:
        raise Invalid({name: str(error)}) from None
    if len(said) > longest:
        raise Invalid({name: f"Ce texte est trop long : au plus {longest} signes. L'abréger."})
    return said if name == "text" else " ".join(plain(said).split())


def _signed(deliverable: Deliverable) -> bool:
    version = deliverable.current
    return version is not None and "beneficiary" in version.valid_signatures


def _refuse_signed(deliverable: Deliverable) -> None:
    if _signed(deliverable):
        raise NotPossible(SIGNED)
