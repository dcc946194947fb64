"""Files good and bad, made when a test wants them."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

import docx
import pikepdf
from odfdo import Document, Paragraph
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

EICAR_LIKE = b"MZ\x90\x00" + bytes(200)


def docx_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs or ("Une vendeuse qui veut conduire des travaux.",):
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def odt_file(text: str = "Une vendeuse qui veut conduire des travaux.") -> bytes:
    document = Document("text")
    document.body.append(Paragraph(text))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """The package with one text replaced in one part; the test is wrong when it is not there."""
    parts = unpacked(data)
    assert old.encode() in parts[name], f"{name} holds no {old!r}"
    return packed({**parts, name: parts[name].replace(old.encode(), new.encode(), 1)})


def added(data: bytes, **parts: bytes) -> bytes:
    return packed({**unpacked(data), **parts})


def related(data: bytes, kind: str, target: str, mode: str = "External") -> bytes:
    """A Word document whose text is tied to something else."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    tie = f'<Relationship Id="rId999" Type="{base}{kind}" Target="{target}" TargetMode="{mode}"/>'
    return changed(
        data, "word/_rels/document.xml.rels", "</Relationships>", tie + "</Relationships>"
    )


def with_field(*pieces: str) -> bytes:
    """A Word document with a field whose instruction is spread over these runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return changed(docx_file(), "word/document.xml", "</w:p>", f"{begin}{runs}{end}</w:p>")


def pdf_file(pages: int = 1, **root: object) -> bytes:
    """A PDF of blank pages; `root` is added to its catalog."""
    return saved(pdf_with(pages, **root))


def pdf_with(pages: int = 1, **root: object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pdf.make_stream(f"0 0 {100 + number} 50 re f".encode())
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    target = io.BytesIO()
    pdf.save(target, deterministic_id="encryption" not in how, **how)
    pdf.close()
    return target.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert('bonjour')"))


def annotated(**annotation: object) -> bytes:
    pdf = pdf_with()
    said = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 100, 50]), **annotation}
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(**said))])
    return saved(pdf)


def embedded(pdf: pikepdf.Pdf) -> Dictionary:
    inner = pdf.make_stream(b"MZ a program")
    inner["/Type"] = Name.EmbeddedFile
    return pdf.make_indirect(
        Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=inner))
    )


def with_embedded_file() -> bytes:
    pdf = pdf_with()
    names = Array([String("a.exe"), embedded(pdf)])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    return saved(pdf)


def signed_pdf(**root: object) -> bytes:
    """What makes a PDF a signed one, without a signature that anybody could verify."""
    pdf = pdf_with(**root)
    value = Dictionary(Type=Name.Sig, ByteRange=Array([0, 10, 20, 10]), Contents=String("0" * 20))
    field = Dictionary(FT=Name.Sig, T=String("s"), V=pdf.make_indirect(value))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
    return saved(pdf)


def png_file(size: tuple[int, int] = (40, 30), mode: str = "RGB", **info: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 7).save(target, "PNG", **info)
    return target.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunk(data: bytes, name: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk before its picture."""
    return data[:33] + png_chunk(name, body) + data[33:]


def jpeg_file(size: tuple[int, int] = (64, 48), **info: object) -> bytes:
    target = io.BytesIO()
    noise = random.Random(4).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, noise).save(target, "JPEG", **info)
    return target.getvalue()


def photograph(orientation: int = 1) -> bytes:
    """A JPEG as a telephone makes it: who made it, when, where."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x0112] = "Telephone", "2020:02:03 09:00:00", orientation
    exif.get_ifd(0x8825)[2] = (47.0, 13.0, 5.0)
    return jpeg_file(exif=exif, comment=b"chez Zoe")


def zip_bomb(size: int = 200 * 2**20) -> bytes:
    """A Word document of a few kilobytes that is huge once it is unpacked."""
    parts = unpacked(docx_file())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open("word/media/image1.png", "w") as stream:
            for _ in range(size // 2**20):
                stream.write(bytes(2**20))
    return target.getvalue()


def lying_bomb() -> bytes:
    """The same, whose directory says that it is small, with the checksum of the little it says."""
    data = zip_bomb(20 * 2**20)
    for real, said in (
        (20 * 2**20, 1000),
        (zlib.crc32(bytes(20 * 2**20)), zlib.crc32(bytes(1000))),
    ):
        data = data.replace(struct.pack("<I", real), struct.pack("<I", said))
    return data


def good_files() -> dict[str, bytes]:
    return {
        "lettre.pdf": pdf_file(),
        "lettre.odt": odt_file(),
        "lettre.docx": docx_file(),
        "photo.png": png_file(),
        "photo.jpg": jpeg_file(),
    }


def mismatches() -> Iterator[tuple[str, bytes]]:
    """300 files that are not what their name says, or two things at once."""
    bodies = {name.rpartition(".")[2]: data for name, data in good_files().items()}
    foreign = {
        "exe": EICAR_LIKE,
        "elf": b"\x7fELF" + bytes(200),
        "html": b"<html><script>alert(1)</script></html>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "sh": b"#!/bin/sh\necho\n",
        "zip": packed({"a.txt": b"a"}),
        "gif": b"GIF89a" + bytes(50),
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "rtf": b"{\\rtf1 bonjour}",
        "txt": "Bonjour à tous.".encode(),
        "jar": packed({"META-INF/MANIFEST.MF": b"Main-Class: A"}),
        "xlsx": packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}),
        "ods": packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    }
    everything = {**bodies, **foreign}
    for other, data in everything.items():
        for ending in (*bodies, "exe", "docm", "pdf.js", "html"):
            if other != ending:
                yield f"{other}.{ending}", data
    for ending, data in bodies.items():
        for other, more in everything.items():
            if other != ending and (ending not in PICTURES or other in ZIPPED):
                yield f"suivi-{other}.{ending}", data + more
            if other != ending:
                yield f"precede-{other}.{ending}", more + data


# What follows a picture is cut off, unless a program would find its way from the end.
PICTURES = ("png", "jpg")
ZIPPED = ("odt", "docx", "zip", "jar", "xlsx", "ods")


def fuzzed(count: int, seed: int = 20200203) -> Iterator[tuple[str, bytes]]:
    """Good files with a few bytes changed, cut out or repeated."""
    chance = random.Random(seed)
    good = {**good_files(), "actif.pdf": pdf_file(OpenAction=script()), "vue.jpg": photograph()}
    for number in range(count):
        name = chance.choice(sorted(good))
        data = bytearray(good[name])
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    del data[place : place + chance.randint(1, 40)]
                case 2:
                    data[place:place] = data[place : place + chance.randint(1, 40)]
                case 3:
                    data[place : place + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\x7f" * 4))
        yield f"{number}-{name}", bytes(data)
