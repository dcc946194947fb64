"""What tests ask of a PDF: faults told in words, and the text as a screen reader would read it."""

import re
import shutil
import subprocess
from io import BytesIO

import pikepdf
import pikepdf.pdfa
import pytest

# pikepdf checks 3b and approves only what it knows: these it says of every file of this kind.
_NOT_ASKED = re.compile(
    "interactive forms|embedded files|xmpTPg|pdfaExtension|pdfaSchema|pdfaProperty|pdfuaid"
    "|History is not checked|pdfaid:conformance is 'A'|CIDSet|OutlineItem.*/Dest"
    # Of a file that was signed.
    r"|permissions \(/Perms\)|key\(s\) /DSS"
)
_ACTIVE = ("/A", "/AA", "/OpenAction", "/JavaScript", "/JS", "/Launch", "/XFA", "/URI")


def faults(pdf: bytes) -> list[str]:
    """Why this is no PDF/A-3a and PDF/UA-1, as far as can be told here."""
    report = pikepdf.pdfa.validate_written(BytesIO(pdf), "3b")
    told = [str(found) for found in report.findings if not _NOT_ASKED.search(str(found))]
    with pikepdf.open(BytesIO(pdf)) as opened:
        return told + _archive_faults(opened) + _reader_faults(opened) + _active_parts(opened)


def _archive_faults(pdf: pikepdf.Pdf) -> list[str]:
    root = pdf.Root
    attached = root.get("/AF", [])
    with pdf.open_metadata() as about:
        said = {key: about.get(f"pdfaid:{key}") for key in ("part", "conformance")}
        reader = about.get("pdfuaid:part")
    wrong = {
        "XMP": said != {"part": "3", "conformance": "A"} or reader != "1",
        "output intent": len(root.get("/OutputIntents", [])) != 1,
        "attachment": [str(file.UF) for file in attached] != ["content.json"],
        "relationship": [str(file.AFRelationship) for file in attached] != ["/Data"],
        "fonts": any(not font for font in _embedded_fonts(pdf)),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def _reader_faults(pdf: pikepdf.Pdf) -> list[str]:
    root = pdf.Root
    wrong = {
        "marked": not root.get("/MarkInfo", {}).get("/Marked"),
        "structure": "/StructTreeRoot" not in root,
        "language": not str(root.get("/Lang", "")).startswith("fr"),
        "title shown": not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        "title": not pdf.docinfo.get("/Title"),
        "outline": "/Outlines" not in root,
        "tab order": any(
            page.obj.get("/Tabs") != "/S" for page in pdf.pages if "/Annots" in page.obj
        ),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def _embedded_fonts(pdf: pikepdf.Pdf) -> list[bool]:
    descriptors = [
        one for one in pdf.objects if _is_dictionary(one) and one.get("/Type") == "/FontDescriptor"
    ]
    return [any(f"/FontFile{kind}" in one for kind in ("", "2", "3")) for one in descriptors]


def _active_parts(pdf: pikepdf.Pdf) -> list[str]:
    """FIC-05: a document does nothing by itself and leads nowhere."""
    return [
        f"{key} in {one.objgen}"
        for one in pdf.objects
        if _is_dictionary(one)
        for key in _ACTIVE
        if key in one and one.get("/Type") != "/StructElem"
    ]


def _is_dictionary(one: object) -> bool:
    return isinstance(one, pikepdf.Dictionary | pikepdf.Stream)


def program(name: str) -> str:
    """Where a program of Debian is; the test is skipped where there is none."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"« {name} » is not installed (tests/install-debian-packages)")
    return found


def run(*command: str, pdf: bytes, folder) -> str:
    """What a program says of a PDF; the test fails when it complains."""
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    found = [program(command[0]), *(str(path) if word == "PDF" else word for word in command[1:])]
    done = subprocess.run(found, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    # The titles of tags are in another encoding.
    return done.stdout.decode(errors="replace")


def read_aloud(pdf: bytes, folder) -> str:
    """The text in the order of its tags, without headers, footers and spaces. Not for long ones:
    poppler takes a hundred times as long for ten times as much."""
    told = run("pdfinfo", "-struct-text", "PDF", pdf=pdf, folder=folder)
    return squeezed("".join(re.findall(r'^ *"(.*)"$', told, re.MULTILINE)))


def in_the_order_of_pages(pdf: bytes, folder) -> str:
    """The same for a document of hundreds of pages, as it is written, between the margins."""
    middle = ["-x", "0", "-y", "60", "-W", "600", "-H", "690"]
    return squeezed(run("pdftotext", "-raw", *middle, "PDF", "-", pdf=pdf, folder=folder))


def squeezed(text: str) -> str:
    """Without what typesetting may change: spaces, bullets, the shape of apostrophes."""
    return re.sub(r"[\s•]", "", text).replace("’", "'")
