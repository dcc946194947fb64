"""Phrases that the advisers of a place share: what is written often is written once."""

from datetime import datetime

from cep_docs.content.facts import EarlierPhrase
from cep_docs.content.folder import Node


class Phrase(Node):
    """A text with slots (« {prénom} ») that are filled when it is put into a draft; it says
    nothing of anybody. `earlier` has what it said before, the latest last."""

    def __init__(self, title: str, text: str, author: str, at: datetime) -> None:
        self.title = title
        self.text = text
        self.author = author
        self.at = at
        self.revision = 1
        self.aside = False
        self.earlier: tuple[EarlierPhrase, ...] = ()

    def write(self, title: str, text: str, author: str, at: datetime) -> None:
        said: EarlierPhrase = {
            "title": self.title,
            "text": self.text,
            "by": self.author,
            "at": self.at,
        }
        self.earlier = (*self.earlier, said)
        self.title, self.text, self.author, self.at = title, text, author, at
        self.revision += 1
