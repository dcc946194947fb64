"""What stands beside the text in the editor: what changed since a version, and the comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.lifecycle.comments import Thread, comments_of, may_comment, open_counts
from cep_docs.lifecycle.comparing import NOW, HeadingChange, compare
from cep_docs.lifecycle.review_requests import is_asked_to_review
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.versions import VersionHistory, history_of
from cep_docs.web.document_head import column_labels


@dataclass(frozen=True, slots=True)
class VersionsSide:
    """What the draft says otherwise than `since`, the latest version."""

    history: VersionHistory
    since: str
    changes: Sequence[HeadingChange]
    columns: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class CommentsSide:
    """Its length is how many are open; `counts` says how many in each heading."""

    threads: Sequence[Thread]
    counts: Mapping[str, int]
    may_comment: bool
    may_settle: bool
    asked: bool

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __bool__(self) -> bool:
        """It is there even when nobody said anything yet."""
        return True


def side(deliverable: Deliverable, request: Any) -> Mapping[str, Any]:
    """`versions` for editor/side_compare, `comments` for editor/side_comments; blank for whoever
    may not read them. Nothing is journaled: the page around is one reading."""
    return {
        "versions": _versions(deliverable, request),
        "comments": _comments(deliverable, request),
    }


def _versions(deliverable: Deliverable, request: Any) -> VersionsSide | None:
    actor, tools = request.identity.actor, request.tools
    history = history_of(deliverable, actor, tools)
    sides = history.sides
    if len(sides) < 2 or sides[-1] != NOW:
        return None
    since = sides[-2]
    changes = compare(deliverable, since, NOW, tools)
    return VersionsSide(history, since, changes, column_labels(deliverable, tools))


def _comments(deliverable: Deliverable, request: Any) -> CommentsSide | None:
    actor, tools = request.identity.actor, request.tools
    facet = Facet(deliverable, "comment")
    if not decide(tools, actor, "view", facet).allowed:
        return None
    return CommentsSide(
        threads=comments_of(deliverable, actor, tools),
        counts=open_counts(deliverable),
        may_comment=may_comment(deliverable, actor, tools),
        may_settle=decide(tools, actor, "edit", facet).allowed,
        asked=is_asked_to_review(deliverable, actor, tools),
    )
