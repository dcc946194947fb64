"""Who signs with a person: her legal representative, or her curator (R-079)."""

from datetime import date, datetime

from cep_docs.content.folder import Node


class Representative(Node):
    """Below the person he represents. `sheet` has his names, his email and his phone; `since`
    from when on he is; `noted_by` wrote that down, `noted_at`."""

    def __init__(
        self, kind: str, sheet: dict[str, str], since: date, noted_by: str, noted_at: datetime
    ) -> None:
        self.kind = kind
        self.sheet = dict(sheet)
        self.since = since
        self.noted_by = noted_by
        self.noted_at = noted_at
