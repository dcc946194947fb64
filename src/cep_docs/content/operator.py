"""The operator (titulaire), the organisations of its grouping and their places."""

from datetime import date

from cep_docs.content.folder import Folder, Node
from cep_docs.content.phrase import Phrase


class Operator(Node):
    """Who holds the contract: the code OO given by France compétences, and its lots.

    `logo` stands on every document (R-059): a small SVG or PNG file, as its bytes. The rest is
    what its public pages say: see lifecycle.public_facts.
    """

    logo: bytes = b""
    dpo_contact: str = ""
    accessibility: str = "unaudited"
    audited_by: str = ""

    def __init__(self, code: str) -> None:
        self.code = code
        self.name = ""
        self.lots: tuple[str, ...] = ()


class Organisation(Node):
    """A member of the grouping, named by its SIREN (R-131).

    `part` is lead (mandataire), partner (co-traitant) or subcontractor (sous-traitant): it decides
    what counts as self-prescription (R-084).
    """

    def __init__(self, siren: str, name: str, part: str) -> None:
        self.siren = siren
        self.name = name
        self.part = part


class Structure(Node):
    """A place where people are received (implantation), named by its code (R-017)."""

    # Made with the first one: places of long ago have no attribute.
    _phrases: Folder[Phrase] | None = None

    def __init__(self, code: str, name: str, organisation: str, lot: str, postcode: str) -> None:
        self.code = code
        self.name = name
        self.organisation = organisation
        self.lot = lot
        self.postcode = postcode
        self.town = ""
        self.address = ""
        self.holiday_zone = ""
        self.hours = ""
        self.accessible = True
        self.closed_from: date | None = None

    def open_on(self, day: date) -> bool:
        return self.closed_from is None or day < self.closed_from

    @property
    def phrases(self) -> Folder[Phrase]:
        """What its advisers write often (R-060)."""
        if self._phrases is not None:
            return self._phrases
        folder: Folder[Phrase] = Folder()
        folder.__name__, folder.__parent__ = "phrases", self
        return folder

    def share(self, name: str, phrase: Phrase) -> None:
        self._phrases = self.phrases
        self._phrases.add(name, phrase)
