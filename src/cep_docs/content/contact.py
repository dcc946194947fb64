"""People who stayed unknown, or whom the service does not concern: counted, never transmitted."""

from datetime import date, datetime

from cep_docs.content.folder import Node


class LocalContact(Node):
    """An anonymous or out-of-scope first contact (R-001, R-002, C-30)."""

    catalogued: tuple[tuple[str, str, str], ...] = ()

    def __init__(self, kind: str, structure: str, on: date, by: str, at: datetime) -> None:
        self.kind = kind
        self.structure = structure
        self.on = on
        self.by = by
        self.at = at
        self.sheet: dict[str, str] = {}
        self.became = ""
