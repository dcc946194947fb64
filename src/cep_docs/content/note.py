"""Notes nobody but their author ever reads."""

from datetime import datetime

from cep_docs.content.folder import Node


class PrivateNote(Node):
    """An adviser's own note (R-123): never exported, never searched, never handed over."""

    def __init__(self, author: str, text: str, written_at: datetime) -> None:
        self.author = author
        self.text = text
        self.written_at = written_at
