"""The parts of a PDF that do something when it is opened or clicked; how to take them out.

Names alone prove nothing (a font may be called /JS): each part is told by its shape as well.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

SCRIPTS = "des programmes JavaScript"
ACTIONS = "des actions automatiques"
FILES = "des fichiers incorporés"
MEDIA = "du son, de la vidéo ou des objets animés"
FORMS = "un formulaire XFA"
LINKS = "des liens vers des fichiers ou des programmes"
EXTERNAL = "du contenu pris ailleurs"
LABELS = (SCRIPTS, ACTIONS, FILES, MEDIA, FORMS, LINKS, EXTERNAL)

# What an action does, by the name of its kind; those not named here only move around in the file.
BAD_ACTIONS = {
    "/JavaScript": SCRIPTS,
    "/Launch": LINKS,
    "/GoToR": LINKS,
    "/GoToE": LINKS,
    "/SubmitForm": ACTIONS,
    "/ImportData": ACTIONS,
    "/ResetForm": ACTIONS,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/RichMediaExecute": MEDIA,
    "/GoTo3DView": MEDIA,
}
BAD_ANNOTATIONS = {
    "/RichMedia": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/Screen": MEDIA,
    "/3D": MEDIA,
    "/FileAttachment": FILES,
}
# What such an annotation holds besides the picture it shows.
BEHIND = (
    *("/A", "/AA", "/FS", "/Sound", "/Movie", "/MK", "/RichMediaContent", "/RichMediaSettings"),
    *("/3DD", "/3DA", "/3DV", "/3DI", "/3DU"),
)
TRIGGERS = {
    *("/E", "/X", "/D", "/U", "/Fo", "/Bl", "/PO", "/PC", "/PV", "/PI", "/O", "/C", "/K", "/F"),
    *("/V", "/WC", "/WS", "/DS", "/WP", "/DP"),
}
FILE_PLACES = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}
HARMLESS_LINKS = ("http", "https", "mailto", "tel", "")


def found_parts(pdf: Pdf) -> list[str]:
    """What it does, in French; nothing for a file that is only read."""
    found = {label for part in _dictionaries(pdf) for label in _labels(part)}
    if "/OpenAction" in pdf.Root and not _is_place(pdf.Root["/OpenAction"]):
        found.add(ACTIONS)
    if _form(pdf, "/XFA") is not None:
        found.add(FORMS)
    return [label for label in LABELS if label in found]


def clean(pdf: Pdf) -> None:
    """Take it all out, leaving what is read as it is."""
    if "/OpenAction" in pdf.Root:
        del pdf.Root["/OpenAction"]
    if _form(pdf, "/XFA") is not None:
        del pdf.Root["/AcroForm"]["/XFA"]
    for part in _dictionaries(pdf):
        if _annotation(part) in BAD_ANNOTATIONS:
            part["/Subtype"] = Name("/Stamp")  # it goes on showing its picture
            _drop(part, BEHIND)
        _drop(part, [key for key in part.keys() if _does_something(part, key)])  # noqa: SIM118


def is_signed(pdf: Pdf) -> bool:
    return any(
        ("/ByteRange" in part and "/Contents" in part)
        or ("/V" in part and part.get("/FT") == "/Sig")
        for part in _dictionaries(pdf)
    )


def needs_another_program(pdf: Pdf) -> bool:
    """A form whose pages are made by a program when it is opened."""
    return _form(pdf, "/XFA") is not None and bool(pdf.Root.get("/NeedsRendering", False))


def is_portfolio(pdf: Pdf) -> bool:
    return "/Collection" in pdf.Root


def _labels(part: Object) -> Iterator[str]:
    label = _action(part) or BAD_ANNOTATIONS.get(_annotation(part), "")
    if label:
        yield label
    if isinstance(part, Stream) and "/F" in part:
        yield EXTERNAL
    for key, value in part.items():
        if label := _label(key, value):
            yield label


def _label(key: str, value: object) -> str:
    """What an entry does by itself, whatever holds it."""
    match key:
        case "/AA" if _holds(value, TRIGGERS, Dictionary):
            return ACTIONS
        case "/JavaScript" if _is_tree(value):
            return SCRIPTS
        case "/EmbeddedFiles" if _is_tree(value):
            return FILES
        case "/EF" if _holds(value, FILE_PLACES, Stream):
            return FILES
        case "/RichMediaContent":
            return MEDIA
        case "/Ref" if isinstance(value, Dictionary) and "/F" in value:
            return EXTERNAL
    return ""


def _does_something(part: Object, key: str) -> bool:
    value = part[key]
    if _label(key, value):
        return True
    if isinstance(value, Array) and key == "/Next":
        return any(isinstance(step, Dictionary) and _action(step) for step in value)
    return isinstance(value, Dictionary) and bool(_action(value))


def _action(part: Object) -> str:
    """What an action does, if it is one and does more than move around in the file."""
    kind = part.get("/S") if isinstance(part, Dictionary) else None
    if not isinstance(kind, Name):
        return ""
    if kind == "/URI":
        return "" if _is_harmless(part.get("/URI")) else LINKS
    if "/JS" in part:
        return SCRIPTS
    return BAD_ACTIONS.get(str(kind), "")


def _is_harmless(link: object) -> bool:
    try:
        return isinstance(link, String) and urlsplit(str(link).strip()).scheme in HARMLESS_LINKS
    except ValueError:
        return False


def _annotation(part: Object) -> str:
    subtype = part.get("/Subtype")
    return str(subtype) if "/Rect" in part and isinstance(subtype, Name) else ""


def _holds(value: object, keys: set[str], cls: type[Object]) -> bool:
    return isinstance(value, Dictionary) and any(
        key in value and isinstance(value[key], cls) for key in keys
    )


def _is_tree(value: object) -> bool:
    return isinstance(value, Dictionary) and ("/Names" in value or "/Kids" in value)


def _is_place(value: object) -> bool:
    """Where to open the file: a page, not an act."""
    return isinstance(value, Array) or (isinstance(value, Dictionary) and not _action(value))


def _form(pdf: Pdf, key: str) -> object:
    form = pdf.Root.get("/AcroForm")
    return form.get(key) if isinstance(form, Dictionary) else None


def _drop(part: Object, keys: tuple[str, ...] | list[str]) -> None:
    for key in keys:
        if key in part:
            del part[key]


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary of the file, those inside other ones and those of streams included."""
    pending: list[object] = [pdf.trailer, *pdf.objects]
    while pending:
        part = pending.pop()
        if isinstance(part, Dictionary | Stream):
            pending += [value for _, value in part.items() if not _is_elsewhere(value)]
            yield part
        elif isinstance(part, Array):
            pending += [entry for entry in part if not _is_elsewhere(entry)]


def _is_elsewhere(value: object) -> bool:
    """It comes by itself among the objects, or holds nothing."""
    return not isinstance(value, Dictionary | Stream | Array) or value.is_indirect
