"""The kinds of files that are taken in: told by their first bytes and the end of their name."""

from dataclasses import dataclass

from cep_docs.intake.file_names import ending_of
from cep_docs.sandbox.packages import refusal

HEAD, TAIL = 1024, 2**16 + 22
ZIP_END = b"PK\x05\x06"
PDF_HEAD = b"%PDF-"


@dataclass(frozen=True, slots=True)
class FileKind:
    """`task` is the function that inspects it in a process apart."""

    label: str
    media_type: str
    endings: tuple[str, ...]
    first_bytes: bytes
    task: str


PDF = FileKind("PDF", "application/pdf", ("pdf",), PDF_HEAD, "cep_docs.intake.pdf:inspect")
ODT = FileKind(
    "ODT",
    "application/vnd.oasis.opendocument.text",
    ("odt",),
    b"PK\x03\x04",
    "cep_docs.intake.texts:inspect_odt",
)
DOCX = FileKind(
    "DOCX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("docx",),
    b"PK\x03\x04",
    "cep_docs.intake.texts:inspect_docx",
)
PNG = FileKind(
    "PNG", "image/png", ("png",), b"\x89PNG\r\n\x1a\n", "cep_docs.intake.images:inspect_png"
)
JPEG = FileKind(
    "JPEG", "image/jpeg", ("jpg", "jpeg"), b"\xff\xd8\xff", "cep_docs.intake.images:inspect_jpeg"
)
KINDS = (PDF, ODT, DOCX, PNG, JPEG)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"

EMPTY = "il est vide. Vérifier qu'il s'ouvre, puis recommencer"
UNKNOWN = "seuls les fichiers PDF, ODT, DOCX, PNG et JPEG sont reçus. L'enregistrer en PDF"
LOCKED = "il est protégé par un mot de passe, ou d'un ancien format d'Office. L'enregistrer en PDF"
TWO_FACES = "il se présente à la fois sous deux formats. L'enregistrer de nouveau en PDF"


def recognised(data: bytes, name: str) -> FileKind:
    """The kind that the name says and the first bytes confirm; inspecting it comes after."""
    if not data:
        raise refusal(EMPTY)
    ending = ending_of(name)
    named = [kind for kind in KINDS if ending in kind.endings]
    if not named:
        raise refusal(UNKNOWN)
    kind = named[0]
    if not data.startswith(kind.first_bytes):
        raise refusal(LOCKED if data.startswith(OLD_OFFICE) else _mismatch(ending))
    if _has_two_faces(data, kind):
        raise refusal(TWO_FACES)
    return kind


def _mismatch(ending: str) -> str:
    return (
        f"son nom finit par « .{ending} », son contenu est autre chose. Vérifier le fichier, "
        "et lui rendre le nom qu'il avait"
    )


def _has_two_faces(data: bytes, kind: FileKind) -> bool:
    """A PDF may begin a little later, a ZIP may end a little earlier: programs forgive that."""
    zipped = kind in (ODT, DOCX)
    return (kind is not PDF and PDF_HEAD in data[:HEAD]) or (
        not zipped and ZIP_END in data[-TAIL:]
    )
