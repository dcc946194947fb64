"""Tables from outside: every encoding and program that sends one, and none that harms (R-082)."""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.errors import CepDocsError, Invalid, NotPossible, Refused
from cep_docs.intake import tables
from cep_docs.intake.tables import read, read_table
from tests.unit.intake.sheets import ods, package, xlsx

TEXT = "Nom;Siren;Ville\nÉtape « Œuvre » – l’Été;005520135;Nantes\nÀ côté;999100019;Angers\n"
ROWS = [["Nom", "Siren", "Ville"], ["Étape", "005520135", "Nantes"]]


def cells_of(data):
    """What is read here, in this process."""
    _, (blob,) = read(data, {})
    return [cells for _, cells in json.loads(blob)]


def numbered(data):
    return json.loads(read(data, {})[1][0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_is_sent_r_082(encoding):
    rows = cells_of(TEXT.encode(encoding))

    assert rows[1] == ["Étape « Œuvre » – l’Été", "005520135", "Nantes"]


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_is_cut_at_whatever_sign_cuts_it(sign, end):
    text = end.join(sign.join(f'"{cell}"' for cell in row) for row in ROWS)

    assert cells_of(text.encode()) == ROWS


def test_commas_inside_an_address_do_not_cut_a_csv_of_semicolons():
    text = "Nom;Adresse\nAlpha;12, rue du Pré, bâtiment B, porte C\n"

    assert cells_of(text.encode())[1] == ["Alpha", "12, rue du Pré, bâtiment B, porte C"]


def test_the_line_that_tells_excel_the_separator_is_no_data():
    assert numbered(b"sep=,\nNom,Ville\nAlpha,Nantes\n") == [
        [2, ["Nom", "Ville"]],
        [3, ["Alpha", "Nantes"]],
    ]


def test_a_line_has_the_number_it_has_in_the_file():
    """After an empty line, and after a cell of two lines."""
    assert numbered('Nom;Ville\n\n"Al\npha";Nantes\nBéta;Angers\n'.encode()) == [
        [1, ["Nom", "Ville"]],
        [3, ["Al\npha", "Nantes"]],
        [5, ["Béta", "Angers"]],
    ]


def test_a_quote_too_many_is_told_with_its_line():
    with pytest.raises(NotPossible, match="après la ligne 1"):
        cells_of(b'Nom;Ville\n"Al"pha;Nantes\n')


def test_what_nobody_sees_is_taken_away_and_spaces_are_one():
    assert cells_of("Nom;V\nA\u200b\u202el\x00".replace("\x00", "\x07").encode() + b"  pha ;x")[
        1
    ] == [
        "Al pha",
        "x",
    ]


def test_numbers_days_and_truths_are_written_as_one_would_type_them():
    rows = [["Nom", "CP", "Le", "Note"], ["Alpha", 1000, date(2024, 1, 15), 2.5]]

    assert cells_of(ods(rows))[1] == ["Alpha", "1000", "2024-01-15", "2.5"]
    assert cells_of(ods([["Le"], [datetime(2024, 1, 15, 8, 30, tzinfo=UTC)]]))[1] == ["2024-01-15"]
    assert cells_of(xlsx([["Nom", "CP", "Vrai"], ["Alpha", 1000, True]]))[1] == [
        "Alpha",
        "1000",
        "oui",
    ]


def test_a_long_number_of_a_spreadsheet_keeps_all_its_figures():
    assert cells_of(xlsx([["SIRET"], [73282932000074]]))[1] == ["73282932000074"]


def test_a_formula_is_its_last_result_and_is_never_run_out_01():
    row = (
        '<table:table-row><table:table-cell table:formula="of:=1+1" office:value-type="float" '
        'office:value="2"><text:p>2</text:p></table:table-cell><table:table-cell '
        'office:value-type="string"><text:p>=HYPERLINK("x")</text:p></table:table-cell>'
        "</table:table-row>"
    )

    assert cells_of(ods(cells=row)) == [["2", '=HYPERLINK("x")']]


def test_the_first_sheet_with_something_in_it_is_read_and_the_others_are_named():
    said, _ = read(ods([], [["Nom"], ["Alpha"]], [["Notes"]]), {})

    assert said == {"sheet": "Feuille2", "unread": ["Feuille3"]}


def test_rows_have_their_numbers_when_a_sheet_begins_with_empty_ones():
    assert numbered(ods([[""], [""], ["Nom", "Ville"], ["Alpha", "Nantes"]]))[0] == [
        3,
        ["Nom", "Ville"],
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\x00\x01\x02\x03",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"Nom\x00;Ville",
        b"\xff\xfe\x00",
        b"Nom;Ville\n\x81\xff",
        package({"word/document.xml": "<w/>"}),
        package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
        ods([]),
        package({"xl/workbook.xml": "<pas du xml"}),
    ],
)
def test_what_is_no_table_is_refused_in_french(data):
    with pytest.raises(NotPossible, match="n'est pas un tableau CSV, ODS ou XLSX lisible"):
        cells_of(data)


def test_a_workbook_with_macros_is_refused():
    with pytest.raises(NotPossible, match="macros"):
        cells_of(xlsx([["Nom"]], **{"xl/vbaProject__bin": "x"}))


def test_what_a_workbook_hides_is_not_read():
    """Nobody who looked at the file has seen it."""
    hidden = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Feuil1" sheetId="1" state="hidden" r:id="rId1"/></sheets></workbook>'
    )

    with pytest.raises(NotPossible, match="n'est pas un tableau"):
        cells_of(xlsx([["Nom"]], **{"xl/workbook__xml": hidden}))


@pytest.mark.parametrize("cut", [10, 100, -30])
def test_a_truncated_workbook_is_refused(cut):
    with pytest.raises((NotPossible, Invalid)):
        cells_of(ods([["Nom"], ["Alpha"]])[:cut])


@pytest.mark.parametrize(
    "data",
    [
        "\n".join(["a;b"] * 6).encode(),
        (";".join("abcdef") + "\n").encode(),
        ods([list("abcdef")]),
        ods([[""]] * 55 + [["a"]]),
    ],
    ids=["rows", "columns", "wide sheet", "long sheet"],
)
def test_a_table_has_its_bounds(data, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 5)
    monkeypatch.setattr(tables, "MOST_COLUMNS", 5)

    with pytest.raises(NotPossible, match="trop grand"):
        cells_of(data)


def test_a_file_too_large_is_not_even_read(monkeypatch):
    monkeypatch.setattr(tables, "MOST_BYTES", 10)

    with pytest.raises(NotPossible, match="trop grand"):
        read_table(b"Nom;Ville\nAlpha;Nantes\n")


def test_a_table_is_read_in_a_process_apart_fic_06():
    table = read_table(TEXT.encode())

    assert [line.number for line in table.lines] == [1, 2, 3]
    assert table.lines[2].cells == ("À côté", "999100019", "Angers")
    assert len(table.sha256) == 64


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 16_384), (1_000_000, 150)])
def test_a_bomb_of_repeated_cells_is_refused_fic_02(rows, columns):
    """One kilobyte that stands for many million cells."""
    bomb = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        f'table:number-columns-repeated="{columns}" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )

    with pytest.raises(Refused):
        read_table(ods(cells=bomb))


def test_a_bomb_of_zeros_is_refused_fic_02():
    with pytest.raises(Invalid, match="démesuré"):
        read_table(package({"xl/workbook.xml": "0" * 50_000_000}))


@given(st.binary(max_size=400))
def test_whatever_comes_is_a_table_or_a_refusal_fic_07(data):
    try:
        rows = cells_of(data)
    except CepDocsError:
        return

    assert all(isinstance(cell, str) for row in rows for cell in row)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_what_libreoffice_saves_is_read(kind, tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice n'est pas installé")
    source = tmp_path / "table.csv"
    source.write_text(TEXT + "Gamma;015520135;Laval\n", "utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind]
    command += ["--infilter=CSV:59,34,76,1,,1036", "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    rows = read_table((tmp_path / f"table.{kind}").read_bytes())

    assert rows.lines[1].cells == ("Étape « Œuvre » – l’Été", "5520135", "Nantes")
    assert rows.sheet == "table"
