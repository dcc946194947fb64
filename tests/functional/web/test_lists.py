"""/dossiers and /a-signer: filters, order, pages, exports; never what one may not list."""

import csv
import io
import zipfile

import pytest
from lxml.etree import fromstring

from cep_docs.lifecycle import file_lists
from tests.people import actor, received
from tests.unit.lifecycle.courses import engaged, proposed

CANARY = "Xyphanie"
LIVE = "=HYPERLINK(1)"


@pytest.fixture
def full(town):
    def work(tools):
        for name in ("Quéré", "Aubry", "Marchand"):
            engaged(tools, "UO1", received(tools, birth_name=name))
        proposed(
            engaged(tools, "UO2.1", received(tools, birth_name="Noël"), "bruno"), tools, "bruno"
        )
        elsewhere = received(tools, "chloe", first_name=CANARY)
        return engaged(tools, "UO1", elsewhere, "chloe").number

    town.hidden = town.write(work)
    return town


def shown(page):
    return [row.select_one(".t").text for row in page.html.select("#liste tr[data-line]")]


def cells(answer):
    """The rows of an exported file, whichever it is."""
    if answer.content_type == "text/csv":
        return list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    root = fromstring(zipfile.ZipFile(io.BytesIO(answer.body)).read("content.xml"))
    return [
        ["".join(cell.itertext()) for cell in row.findall("{*}table-cell")]
        for row in root.findall(".//{*}table-row")
    ]


class TestFiles:
    def test_my_files_first_then_those_of_the_place(self, full):
        browser = full.browser("alice")

        mine, all_of_them = browser.get("/dossiers"), browser.get("/dossiers?qui=tous")

        assert mine.html.select_one("[data-announce]").text == "3 dossiers"
        assert len(shown(mine)) == 3
        assert "Noël" not in all_of_them.text
        assert len(shown(all_of_them)) == 4

    def test_filtered_and_sorted_by_the_address_alone(self, full):
        browser = full.browser("denis")

        page = browser.get("/dossiers?unite=UO1&tri=personne")

        assert shown(page) == ["Zoé Aubry", "Zoé Marchand", "Zoé Quéré"]
        assert page.html.select_one("[aria-sort]")["aria-sort"] == "ascending"
        turned = browser.get(page.html.select_one("#tri-personne")["href"])
        assert shown(turned) == ["Zoé Quéré", "Zoé Marchand", "Zoé Aubry"]
        assert turned.html.select_one("[aria-sort]")["aria-sort"] == "descending"
        assert turned.forms["filtre"]["unite"].value == "UO1"

    def test_the_form_keeps_what_was_chosen_without_any_script(self, full):
        page = full.browser("denis").get("/dossiers")
        page.forms["filtre"]["conseiller"] = "bruno"

        page = page.forms["filtre"].submit()

        assert shown(page) == ["Zoé Noël"]
        assert page.forms["filtre"]["conseiller"].value == "bruno"

    def test_page_after_page(self, full, monkeypatch):
        monkeypatch.setattr(file_lists, "PAGE", 2)
        browser = full.browser("alice")
        first = browser.get("/dossiers?tri=personne")

        second = browser.get(first.html.select_one("#suite")["href"])

        assert shown(first) + shown(second) == ["Zoé Aubry", "Zoé Marchand", "Zoé Quéré"]
        assert second.html.select_one("[data-announce]").text == "3 dossiers"
        assert second.html.select_one("#suite") is None

    def test_what_the_address_does_not_say_well_is_not_said(self, full):
        wrong = "unite=X&etat=X&echeance=X&conseiller=chloe&lieu=ANG&statut=X&tri=X&apres=X&qui=X"

        page = full.browser("denis").get(f"/dossiers?{wrong}")

        assert len(shown(page)) == 4

    def test_empty_lists_say_what_to_do(self, full):
        assert "tout effacer" in full.browser("denis").get("/dossiers?etat=cancelled").text
        assert "n’ouvre aucune liste" in full.browser("gaelle").get("/dossiers").text

    def test_nobody_finds_there_what_he_may_not_list(self, full):
        for login in ("alice", "bruno", "denis", "elise", "gaelle"):
            for query in ("", "?qui=tous", "?etat=tous", "?tri=personne", "?lieu=ANG"):
                for name in ("", "/export.csv", "/export.ods"):
                    answer = full.browser(login).get(f"/dossiers{name}{query}")
                    text = repr(cells(answer)) if name else answer.text
                    assert CANARY not in text, (login, query, name)
                    assert full.hidden not in text.replace("\xa0", ""), (login, query, name)


class TestExports:
    @pytest.mark.parametrize("kind", ["csv", "ods"])
    def test_exactly_what_is_shown_and_filtered(self, full, kind, monkeypatch):
        monkeypatch.setattr(file_lists, "PAGE", 1)
        browser = full.browser("denis")
        page = browser.get("/dossiers?unite=UO1&tri=personne")
        link = next(
            a["href"] for a in page.html.select("#liste a") if f"export.{kind}" in a["href"]
        )

        answer = browser.get(link)

        rows = cells(answer)
        assert rows[0][:3] == ["Personne", "Dossier", "Unité"]
        assert [row[0] for row in rows[1:]] == ["Zoé Aubry", "Zoé Marchand", "Zoé Quéré"]
        assert {row[4] for row in rows[1:]} == {"03/04/2020"}
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith(f'attachment; filename="dossiers.{kind}"')
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_csv_opens_in_french_spreadsheets_and_nothing_runs_in_it(self, full):
        """OUT-01."""
        full.write(lambda tools: setattr(tools.site.structures["NTE"], "name", LIVE))

        body = full.browser("denis").get("/dossiers/export.csv").body

        assert body.startswith("\ufeff".encode())
        assert body.decode("utf-8-sig").split("\r\n")[0].startswith('"Personne";"Dossier"')
        assert f'"\'{LIVE}"'.encode() in body

    def test_in_a_spreadsheet_days_are_days_numbers_are_numbers_and_text_is_text(self, full):
        full.write(lambda tools: setattr(tools.site.structures["NTE"], "name", LIVE))

        body = full.browser("denis").get("/dossiers/export.ods").body

        content = zipfile.ZipFile(io.BytesIO(body)).read("content.xml").decode()
        assert 'office:date-value="2020-04-03"' in content
        assert 'office:value="60"' in content
        assert f"<text:p>{LIVE}</text:p>" in content
        assert "formula" not in content

    def test_a_large_one_is_given_out_piece_by_piece(self, full, monkeypatch):
        row = next(full.write(lambda tools: iter([_row(tools)])))
        monkeypatch.setattr("cep_docs.web.list_pages.rows_of", lambda *said: iter([row] * 2500))

        answer = full.browser("denis").get("/dossiers/export.csv")

        assert len(cells(answer)) == 2501

    def test_a_stranger_exports_nothing(self, full):
        for name in ("export.csv", "export.ods"):
            assert full.stranger().get(f"/dossiers/{name}").status_int == 303


def _row(tools):
    return next(file_lists.rows_of(file_lists.Filter(), actor(tools, "denis"), tools))


class TestToSign:
    def test_who_waits_for_whom_since_when(self, full):
        page = full.browser("bruno").get("/a-signer")

        (row,) = page.html.select("tr[data-line]")
        assert "Votre signature" in row.text
        assert "3 février 2020" in row.text
        assert row.select_one("[data-key=s]")["href"].endswith("/professional_project/signer")
        assert "Signatures attendues dans votre structure" in full.browser("denis").get(
            "/a-signer"
        )
        assert "Aucune signature" in full.browser("alice").get("/a-signer")
