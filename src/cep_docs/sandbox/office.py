"""Word and OpenDocument texts from outside, opened only when they carry no program and no tie.

Both the pieces of a file and the working copies that come back from Word are looked at here.
"""

from collections.abc import Callable, Iterator

from cep_docs.errors import Invalid
from cep_docs.sandbox import odt_faults, word_faults
from cep_docs.sandbox.packages import DAMAGED, Package, PackageLimits, open_package, refusal

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_OR_LOCKED = (
    "c'est un ancien format d'Office, ou il est protégé par un mot de passe. L'enregistrer au "
    "format .docx, sans protection"
)
NOT_WORD = "ce n'est pas un document Word. L'enregistrer au format .docx"
NOT_ODT = "ce n'est pas un texte OpenDocument. L'enregistrer au format .odt"


def open_docx(data: bytes, limits: PackageLimits) -> Package:
    """The package of a Word document fit to be read, or a refusal with all the reasons."""
    package = _opened(data, limits)
    if word_faults.TYPES not in package:
        raise refusal(NOT_WORD)
    return _sound(package, word_faults.faults)


def open_odt(data: bytes, limits: PackageLimits) -> Package:
    """The package of an OpenDocument text fit to be read, or a refusal with all the reasons."""
    package = _opened(data, limits)
    if package.names[0] != "mimetype" or package.read("mimetype") != odt_faults.TEXT.encode():
        raise refusal(NOT_ODT)
    if odt_faults.CONTENT not in package or odt_faults.MANIFEST not in package:
        raise refusal(DAMAGED)
    return _sound(package, odt_faults.faults)


def inspect_docx(data: bytes, limits: PackageLimits) -> list[str]:
    """Why this Word document is refused, in French; nothing when it may be read."""
    try:
        open_docx(data, limits)
    except Invalid as error:
        return list(error.messages.values())
    return []


def _opened(data: bytes, limits: PackageLimits) -> Package:
    if data.startswith(OLD_OFFICE):
        raise refusal(OLD_OR_LOCKED)
    return open_package(data, limits)


def _sound(package: Package, faults: Callable[[Package], Iterator[str]]) -> Package:
    reasons = dict.fromkeys(faults(package))
    if reasons:
        raise refusal(". De plus, ".join(reasons))
    return package
