"""ZIP packages from outside (.docx, .odt, .ods, .xlsx), opened once they are known to be sane.

What the directory says is checked first, then what really comes out: neither is trusted alone.
"""

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Self

from cep_docs.errors import Invalid

CHUNK = 2**18
MEBIBYTE = 2**20
LONGEST_NAME = 255
# A well compressed table of a few kilobytes is no bomb.
HARMLESS = 2**20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
IN_UTF_8, SIZES_LATER = 0x800, 0x8
ENCRYPTED = 0x1 | 0x40 | 0x2000
# Between the bytes of an entry and the next header, a program may repeat sizes and a checksum.
DESCRIPTOR = 24
END = b"PK\x05\x06"
HEADER_SIZE, END_SIZE = 30, 22
INNER_ARCHIVES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ",
)
PROGRAMS = (b"MZ", b"\x7fELF", b"#!")

DAMAGED = "il est abîmé ou incomplet. L'ouvrir, l'enregistrer de nouveau, puis recommencer"
DOUBTFUL = "son contenu est rangé d'une façon trompeuse. L'ouvrir, l'enregistrer de nouveau"
TOO_LARGE = "une fois décompressé, il est démesuré. Alléger ses images, ou le découper"
ENCRYPTED_FILE = "il est protégé par un mot de passe. L'enregistrer sans protection"
NESTED = "il contient un autre fichier compressé ou une feuille de calcul incorporée. L'en retirer"
PROGRAM = "il contient un programme. Le demander sous une autre forme"


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """How much may come out of a package: bytes, times its size, entries."""

    unpacked: int
    ratio: int
    entries: int

    def as_options(self) -> dict[str, str]:
        """As words, to be given to a process apart."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def of(cls, options: Mapping[str, str]) -> Self:
        return cls(int(options["unpacked"]), int(options["ratio"]), int(options["entries"]))


class Package:
    """A package whose every entry came out once, whole and within its limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = tuple(info.filename for info in archive.infolist())

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        return self._archive.read(name)


def refusal(because: str) -> Invalid:
    """What is said of a file that is not taken: why, what is safe, what to do."""
    return Invalid({"file": f"Ce fichier n'est pas accepté : {because}. Rien n'en a été gardé."})


def open_package(data: bytes, limits: PackageLimits) -> Package:
    """The package, or a refusal in French; nothing is ever written."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        _check_directory(entries, len(data), limits)
        _check_layout(archive, entries, data)
        for entry in entries:
            _check_header(archive, entry, data)
            _check_content(entry, data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise refusal(DAMAGED) from error
    except (UnicodeError, ValueError, RuntimeError, OverflowError) as error:
        raise refusal(DOUBTFUL) from error
    return Package(archive)


def _check_directory(entries: list[zipfile.ZipInfo], size: int, limits: PackageLimits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or unpacked > limits.unpacked:
        raise refusal(TOO_LARGE)
    if unpacked > HARMLESS and unpacked > limits.ratio * size:
        raise refusal(TOO_LARGE)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise refusal(ENCRYPTED_FILE)
    if not entries or any(entry.compress_type not in METHODS for entry in entries):
        raise refusal(DOUBTFUL)
    names = [_comparable(entry.filename) for entry in entries]
    if len(set(names)) < len(names) or not all(map(_is_plain, entries)):
        raise refusal(DOUBTFUL)


def _comparable(name: str) -> str:
    """Equal for names that some disk or program takes for the same."""
    return unicodedata.normalize("NFC", name).casefold().rstrip("/")


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """A file or a folder below the package, under a name that means the same everywhere."""
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    parts = name.removesuffix("/").split("/")
    return (
        len(name.encode()) <= LONGEST_NAME
        and (name.isascii() or bool(entry.flag_bits & IN_UTF_8))
        and kind in (0, stat.S_IFREG, stat.S_IFDIR)
        and not any(sign in "\\:" or unicodedata.category(sign).startswith("C") for sign in name)
        and all(part not in ("", ".", "..") for part in parts)
    )


def _check_layout(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], data: bytes) -> None:
    """Entries side by side from the first byte to the last: nothing between, over or around them,
    so that every program sees the same package."""
    place = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if not place <= entry.header_offset <= place + (DESCRIPTOR if place else 0):
            raise refusal(DOUBTFUL)
        place = _start(entry, data) + entry.compress_size
    directory = archive.start_dir
    end = len(data) - END_SIZE
    if not place <= directory <= place + DESCRIPTOR or data[end : end + 4] != END:
        raise refusal(DOUBTFUL)


def _check_header(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes) -> None:
    """What stands before the bytes says what the directory says: some programs read only that."""
    archive.open(entry).close()  # compares the names
    place = entry.header_offset
    flags, method = _number(data, place + 6), _number(data, place + 8)
    sizes = (_number(data, place + 18, 4), _number(data, place + 22, 4))
    said_later = entry.flag_bits & SIZES_LATER and sizes == (0, 0)
    if (flags, method) != (entry.flag_bits, entry.compress_type) or not (
        said_later or sizes == (entry.compress_size, entry.file_size)
    ):
        raise refusal(DOUBTFUL)


def _check_content(entry: zipfile.ZipInfo, data: bytes) -> None:
    """Let it all come out, and stop as soon as it is more than was said."""
    place = _start(entry, data)
    packed = memoryview(data)[place : place + entry.compress_size]
    size = checksum = 0
    for chunk in _chunks(packed, entry.compress_type):
        if not size and chunk.startswith(INNER_ARCHIVES):
            raise refusal(NESTED)
        if not size and chunk.startswith(PROGRAMS):
            raise refusal(PROGRAM)
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if size > entry.file_size:
            raise refusal(TOO_LARGE)
    if (size, checksum) != (entry.file_size, entry.CRC):
        raise refusal(DAMAGED)


def _chunks(packed: memoryview, method: int) -> Iterator[bytes]:
    """What comes out, to the last byte that is there: zipfile would stop at the size it was told,
    and other programs would not."""
    if method == zipfile.ZIP_STORED:
        yield from [bytes(packed)] if packed else []
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    while not inflater.eof:
        chunk = inflater.decompress(rest, CHUNK)
        if not chunk and not inflater.eof:
            raise refusal(DAMAGED)
        if chunk:
            yield chunk
        rest = inflater.unconsumed_tail
    if inflater.unused_data:
        raise refusal(DOUBTFUL)


def _start(entry: zipfile.ZipInfo, data: bytes) -> int:
    """Where the bytes of an entry begin, after its own header."""
    place = entry.header_offset
    return place + HEADER_SIZE + _number(data, place + 26) + _number(data, place + 28)


def _number(data: bytes, place: int, size: int = 2) -> int:
    return int.from_bytes(data[place : place + size], "little")
