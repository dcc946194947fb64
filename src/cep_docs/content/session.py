"""Collective sessions (ateliers collectifs)."""

from datetime import date

from cep_docs.content.folder import Node


class CollectiveSession(Node):
    """A workshop (R-013). It holds file numbers for the organiser; participants never see them."""

    def __init__(self, title: str, on: date, held_by: str, structure: str) -> None:
        self.title = title
        self.on = on
        self.held_by = held_by
        self.structure = structure
        self.numbers: tuple[str, ...] = ()
