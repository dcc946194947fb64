"""/recherche: numbers go straight, names and words are listed, and only what one may know."""

import pytest

from cep_docs.search.place import Index
from cep_docs.web.fresh_index import keep_index_fresh
from tests.people import received
from tests.unit.lifecycle.courses import engaged, proposed, write
from tests.unit.web.test_fresh_index import Rounds

CANARY = "Xyphanie"
WORD = "gyrophare"


@pytest.fixture
def found(town):
    def work(tools):
        unit = engaged(tools, "UO1", received(tools))
        write(unit, tools, request=f"Réparer un {WORD}. <script>alert(1)</script>")
        elsewhere = received(tools, "chloe", first_name=CANARY, birth_name="Tréguier")
        hidden = engaged(tools, "UO1", elsewhere, "chloe")
        write(hidden, tools, "chloe", request=f"Vendre un {WORD}.")
        return unit.__parent__.__parent__.identifier, unit.number, hidden.number

    town.person, town.number, town.hidden = town.write(work)
    keep_index_fresh(town.application, Rounds(1))
    return town


def search(town, login, **said):
    return town.browser(login).get("/recherche", said, status="*")


class TestNumbers:
    @pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]}{0[1]} {0[2]}"])
    def test_a_number_goes_straight_to_its_file(self, found, typed):
        text = typed.format(found.number) if "[" not in typed else spaced(found.number)

        answer = search(found, "alice", q=text)

        assert answer.status_int == 303
        assert answer.headers["Location"].endswith(f"/dossiers/{found.person}")

    def test_a_number_with_other_words_is_listed(self, found):
        page = search(found, "alice", q=f"{found.number} Lefèvre")

        assert page.html.select_one("#t-dossiers")

    def test_a_number_one_may_not_know_is_like_one_that_does_not_exist(self, found):
        pages = [
            search(found, "alice", q=number).text.replace(number, "")
            for number in (found.hidden, "4G200201999999")
        ]

        assert pages[0] == pages[1]
        assert "Rien n’a été trouvé" in pages[0]


def spaced(number):
    return " ".join([number[:2], number[2:4], number[4:6], number[6:8], number[8:]])


class TestNamesAndWords:
    def test_a_name_whatever_the_accents(self, found):
        page = search(found, "alice", q="lefev")

        (row,) = page.html.select("#t-personnes")[0].parent.parent.select("tr[data-line]")
        assert row.select_one("a.t")["href"] == f"/dossiers/{found.person}"
        assert "17 mai 1984" in row.text

    def test_words_are_marked_where_they_stand_and_nothing_runs(self, found):
        page = search(found, "alice", q=WORD)

        (mark,) = page.html.select("mark")
        assert mark.text == WORD
        assert "<script>alert" not in page.text
        link = page.html.select_one(".finds a.t")["href"]
        assert link == (f"/dossiers/{found.person}/uo/{found.number}/documents/shared_assessment")

    def test_a_frozen_version_is_opened_as_it_was_frozen(self, found):
        def work(tools):
            proposed(engaged(tools, "UO2.1", received(tools, birth_name="Aubry")), tools)

        found.write(work)
        keep_index_fresh(found.application, Rounds(1))

        page = search(found, "alice", q="conductrice")

        assert page.html.select_one(".finds a.t")["href"].endswith("/versions/1")

    def test_a_word_mistyped_is_suggested(self, found):
        page = search(found, "alice", q="gyrofare")

        assert page.html.select_one("a[href='/recherche?q=gyrophare']")

    def test_pages_follow_one_another(self, found, monkeypatch):
        monkeypatch.setattr("cep_docs.web.search_pages.ON_A_PAGE", 1)

        def work(tools):
            unit = engaged(tools, "UO1", received(tools, birth_name="Aubry"))
            write(unit, tools, request=f"Encore un {WORD}.")

        found.write(work)
        keep_index_fresh(found.application, Rounds(1))
        first = search(found, "alice", q=WORD)

        second = found.browser("alice").get(
            next(a["href"] for a in first.html.select(".more a") if "debut" in a["href"])
        )

        hrefs = {page.html.select_one(".finds a.t")["href"] for page in (first, second)}
        assert len(hrefs) == 2
        assert "2 à 2 sur 2" in second.text.replace("\xa0", " ")


class TestRights:
    def test_nothing_one_may_not_know_is_found_counted_or_suggested(self, found):
        for login in ("alice", "bruno", "denis", "elise", "gaelle"):
            for text in (CANARY, "Tréguier", "Treguier Xyph", WORD, "1984-05-17", "Vendre"):
                page = search(found, login, q=text)
                body = page.text.replace(f'value="{text}"', "").replace(text, "")
                assert CANARY not in body, (login, text)
                assert found.hidden[-6:] not in body, (login, text)

    def test_of_two_documents_only_the_one_that_may_be_read_counts(self, found):
        assert "1 document." in search(found, "alice", q=WORD).text
        assert "Rien n’a été trouvé" in search(found, "gaelle", q=WORD).text


class TestWithout:
    def test_empty_it_says_what_can_be_searched(self, found):
        assert "Ce qui se cherche" in search(found, "alice").text

    def test_nothing_found_says_what_to_try(self, found):
        page = search(found, "alice", q="zzzqqq")

        assert "Essayer autrement" in page.text

    def test_without_an_index_names_are_found_all_the_same(self, town, tmp_path):
        town.write(lambda tools: engaged(tools, "UO1", received(tools)))
        assert isinstance(Index(tmp_path), Index)

        page = search(town, "alice", q="Lefèvre")

        assert page.html.select_one("#t-personnes")
        assert "n’est pas encore indexé" in page.text

    def test_a_person_advised_has_no_search(self, found):
        answer = found.browser_of_person(found.person).get("/recherche?q=x", status="*")

        assert answer.status_int == 404
