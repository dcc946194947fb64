"""policies/attachments.yaml: what may be added to a person's file, and within which limits."""

from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Reader, Section
from cep_docs.sandbox.packages import PackageLimits

PATH = "policies/attachments.yaml"
MEBIBYTE = 2**20

# What each of them limits, and in what it is counted.
LIMITS = {
    "file_mebibytes": ("taille d'un fichier, au plus", "Mio"),
    "unpacked_mebibytes": ("taille d'un document une fois décompressé, au plus", "Mio"),
    "ratio": ("rapport entre les deux, au plus", "fois"),
    "entries": ("éléments dans un document compressé, au plus", ""),
    "pages": ("pages d'un PDF, au plus", "pages"),
    "megapixels": ("points d'une image, au plus", "millions"),
    "preview_pages": ("pages montrées en aperçu", "pages"),
    "batch_days": ("fichier d'un lot numérisé, gardé une fois tout classé ou écarté", "jours"),
    "preview_width": ("largeur d'un aperçu", "points d'écran"),
}
# Without the first of them nothing is kept; the others open one more door each.
SCOPES = ("keep", "search", "sample", "transmission", "handover")


@dataclass(frozen=True, slots=True)
class AttachmentLimits:
    """`because` has an entry for each limit."""

    file_mebibytes: int
    unpacked_mebibytes: int
    ratio: int
    entries: int
    pages: int
    megapixels: int
    preview_pages: int
    preview_width: int
    batch_days: int
    because: Mapping[str, str]

    @property
    def file_bytes(self) -> int:
        return self.file_mebibytes * MEBIBYTE

    @property
    def pixels(self) -> int:
        return self.megapixels * 10**6

    @property
    def package(self) -> PackageLimits:
        """Those of a compressed document, for any package that comes from outside."""
        return PackageLimits(self.unpacked_mebibytes * MEBIBYTE, self.ratio, self.entries)


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """What a piece may be; `refused` says why it is never taken, `habilitation` who may add it."""

    label: str
    source: str
    vault: bool
    refused: str
    habilitation: str


@dataclass(frozen=True, slots=True)
class VaultPolicy:
    """What the person may consent to."""

    source: str
    scopes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AttachmentPolicy:
    limits: AttachmentLimits
    vault: VaultPolicy
    kinds: Mapping[str, AttachmentKind]


def load_attachments(reader: Reader) -> AttachmentPolicy:
    data = reader.read(PATH)
    reader.only(data, ["limits", "vault", "kinds"], [])
    kinds = reader.section(data, "kinds")
    return AttachmentPolicy(
        _limits(reader, reader.section(data, "limits")),
        _vault(reader, reader.section(data, "vault")),
        {name: _kind(reader, section) for name, section in reader.sections(kinds)},
    )


def _limits(reader: Reader, data: Section) -> AttachmentLimits:
    reader.only(data, LIMITS, [])
    values, because = {}, {}
    for key, section in reader.sections(data):
        reader.only(section, ["value", "because"], [])
        because[key] = reader.sentence(section, "because")
    for key in LIMITS:
        section = reader.section(data, key)
        values[key] = reader.number(section, "value")
        if "value" in section and not values[key]:
            reader.faults.at(section, "value", f"« {key} » vaut au moins 1.")
    return AttachmentLimits(**values, because=because)


def _vault(reader: Reader, data: Section) -> VaultPolicy:
    reader.only(data, ["source", "scopes"], [])
    scopes = reader.section(data, "scopes")
    reader.only(scopes, SCOPES, [])
    return VaultPolicy(
        reader.sentence(data, "source"),
        {name: reader.sentence(scopes, name) for name in scopes},
    )


def _kind(reader: Reader, section: Section) -> AttachmentKind:
    reader.only(section, ["label", "source"], ["vault", "refused", "habilitation"])
    if "vault" in section and "refused" in section:
        reader.faults.at(section, "refused", "« vault » et « refused » s'excluent.")
    return AttachmentKind(
        label=reader.sentence(section, "label"),
        source=reader.sentence(section, "source"),
        vault=reader.yes(section, "vault"),
        refused=reader.sentence(section, "refused"),
        habilitation=reader.sentence(section, "habilitation"),
    )
