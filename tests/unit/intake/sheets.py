"""Small spreadsheets made by hand, as different programs write them."""

import io
import zipfile
from xml.sax.saxutils import escape

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def ods(*sheets, cells=""):
    """`sheets`: rows of Python values; `cells`: raw XML of one more sheet."""
    tables = "".join(_ods_table(f"Feuille{n}", rows) for n, rows in enumerate(sheets, 1))
    more = f'<table:table table:name="Brut">{cells}</table:table>' if cells else ""
    content = (
        f'<?xml version="1.0"?><office:document-content {NAMES}><office:body>'
        f"<office:spreadsheet>{tables}{more}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return package({"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": _manifest()})


def xlsx(rows, **more):
    """`more`: other entries of the package, by name with dots written `__`."""
    lines = "".join(_xlsx_row(number, row) for number, row in enumerate(rows, 1))
    types = (
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    entries = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": _relations(f"{RELATIONS}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(f"{RELATIONS}/worksheet", "worksheets/s1.xml"),
        "xl/worksheets/s1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData>'
        "</worksheet>",
    }
    return package({**entries, **{name.replace("__", "."): text for name, text in more.items()}})


def package(entries):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return target.getvalue()


def _ods_table(name, rows):
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    return f'<table:table table:name="{name}">{lines}</table:table>'


def _ods_cell(value):
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    elif hasattr(value, "isoformat"):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()[:19]}"'
    else:
        kind = 'office:value-type="string"'
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"


def _xlsx_row(number, row):
    cells = "".join(_xlsx_cell(f"{chr(65 + n)}{number}", value) for n, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _xlsx_cell(place, value):
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _relations(kind, target):
    one = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


def _manifest():
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    return f'<manifest:manifest xmlns:manifest="{space}">{entry}</manifest:manifest>'
