"""What stands in the code of a page on paper: which document, which version, which page."""

import re
from dataclasses import dataclass
from typing import Self

MARK = "CEP1"
# Enough of a SHA-256 that nobody meets another one by chance, few enough for a small code.
DIGITS = 16
# The two copies: one stays with the person, one comes back. The reply sheet is page 0.
KEPT, SENT_BACK = COPIES = (1, 2)
REPLY_SHEET = 0
# Only signs that the compact alphabet of QR codes has.
_CODE = re.compile(
    rf"{MARK}:(?P<number>[0-9A-Z]{{8,20}}):(?P<document>[A-Z0-9-]{{1,60}}):"
    rf"(?P<version>[1-9][0-9]{{0,3}}):(?P<digest>[0-9A-F]{{{DIGITS}}}):"
    r"(?P<page>0|[1-9][0-9]{0,2}):(?P<pages>[1-9][0-9]{0,2}):(?P<copy>[12])"
)


@dataclass(frozen=True, slots=True)
class PageCode:
    """`number` is that of the unit's file, `document` the name of the document in it, `digest` the
    beginning of that of the PDF that was printed. Nothing in it names the person."""

    number: str
    document: str
    version: str
    digest: str
    page: int
    pages: int
    copy: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None when it is no code of ours: other papers have codes too."""
        found = _CODE.fullmatch(text)
        if found is None or int(found["page"]) > int(found["pages"]):
            return None
        return cls(
            found["number"],
            found["document"].replace("-", "_").lower(),
            found["version"],
            found["digest"].lower(),
            int(found["page"]),
            int(found["pages"]),
            int(found["copy"]),
        )

    def __str__(self) -> str:
        document = self.document.replace("_", "-")
        parts = (self.number, document, self.version, self.digest, self.page, self.pages)
        return ":".join((MARK, *map(str, parts), str(self.copy))).upper()

    @property
    def paper(self) -> tuple[str, str, str, str]:
        """What all the pages of one printed version have in common, whatever the copy."""
        return (self.number, self.document, self.version, self.digest)


def digits_of(sha256: str) -> str:
    return sha256[:DIGITS]
