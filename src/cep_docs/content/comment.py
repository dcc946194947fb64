"""What those who write a document say to each other about it; it never leaves with it."""

from collections.abc import Sequence
from datetime import datetime

from persistent import Persistent

from cep_docs.content.facts import Answer

RESOLVE, REOPEN = "resolve", "reopen"


class Comment(Persistent):  # type: ignore[misc]
    """Said of a heading of a draft, or of the whole when `field` is blank; `quote` is the words
    it is about, as they stood then. What follows is only ever added."""

    def __init__(self, field: str, quote: str, text: str, author: str, at: datetime) -> None:
        self.field = field
        self.quote = quote
        self.text = text
        self.author = author
        self.at = at
        self.answers: Sequence[Answer] = ()

    @property
    def is_open(self) -> bool:
        """Until somebody resolved it, and again when somebody opened it again."""
        turns = [answer["does"] for answer in self.answers if answer["does"]]
        return not turns or turns[-1] == REOPEN

    def add(self, answer: Answer) -> None:
        self.answers = (*self.answers, answer)
