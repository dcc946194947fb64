"""A copy whose pages come in several batches, and how long their files are kept (R-072, R-073)."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest

from cep_docs.content.paper import FILED, WAITS
from cep_docs.errors import NotFound
from cep_docs.lifecycle.batches_told import tell_batch
from cep_docs.lifecycle.house_journal import house_lines
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.scan_filing import OTHER_COPY, TWICE
from cep_docs.lifecycle.scanned import ToldPage, picture_of, set_page_aside, tell_page
from tests.people import actor
from tests.unit.lifecycle.paper_trips import batch_of, pages_of, printed, printing


@pytest.fixture
def tools(house):
    return printing(house)


def pictures_of(paper, scanner, copy=2):
    return [scanner.page(paper, number) for number in pages_of(paper, copy)]


def states(*batches):
    return [page["state"] for batch in batches for page in batch.pages]


def reasons(batch):
    return [page["because"] for page in batch.pages]


def scans_of(unit):
    return unit.deliverable.current.paper.scans


def unreadable(picture):
    """Its code is gone."""
    hole = picture.copy()
    hole.paste(255, (hole.width // 2, 0, hole.width, hole.height // 5))
    return hole


class TestAnotherBatch:
    """R-072."""

    def test_the_missing_page_completes_the_copy(self, paper, tools, scanner):
        unit, printed_pages = paper
        pictures = pictures_of(printed_pages, scanner)
        first = batch_of(pictures[:-1], tools, scanner=scanner)
        before = scans_of(unit), set(states(first))

        second = batch_of(pictures[-1:], tools, scanner=scanner)

        assert before == ((), {WAITS})
        assert set(states(first, second)) == {FILED}
        assert scans_of(unit) == ("scan-1",)
        copy = unit.deliverable.current.files["scan-1"].read()
        assert len(pypdfium2.PdfDocument(BytesIO(copy))) == len(pictures)
        assert unit.deliverable.current.paper.waits_in == ()

    def test_three_batches_and_another_assistant(self, tools, scanner):
        unit, paper = printed(tools, "UO2.1")
        pictures = pictures_of(paper, scanner)
        parts = (pictures[2:], pictures[:1], pictures[1:2])
        logins = ("agnes", "alice", "agnes")

        batches = [
            batch_of(part, tools, login, scanner)
            for part, login in zip(parts, logins, strict=True)
        ]

        assert set(states(*batches)) == {FILED}
        assert scans_of(unit) == ("scan-1",)

    def test_pages_of_the_two_copies_never_make_one(self, paper, tools, scanner):
        unit, printed_pages = paper
        batch_of(pictures_of(printed_pages, scanner)[:-1], tools, scanner=scanner)

        batch_of(pictures_of(printed_pages, scanner, copy=1)[-1:], tools, scanner=scanner)

        assert scans_of(unit) == ()

    def test_what_is_there_twice_or_of_the_other_copy_is_told_in_its_batch(
        self, paper, tools, scanner
    ):
        unit, printed_pages = paper
        pictures = pictures_of(printed_pages, scanner)
        strange = pictures_of(printed_pages, scanner, copy=1)[:1]
        first = batch_of([*pictures[:-1], *strange], tools, scanner=scanner)

        second = batch_of(pictures[-2:], tools, scanner=scanner)

        assert states(second) == [FILED, FILED]
        assert reasons(first)[-2:] == [TWICE, OTHER_COPY]
        assert scans_of(unit) == ("scan-1",)

    def test_a_page_told_by_hand_completes_what_waits_elsewhere(
        self, paper, tools, scanner, agnes
    ):
        unit, printed_pages = paper
        pictures = pictures_of(printed_pages, scanner, copy=1)
        first = batch_of([unreadable(pictures[-1])], tools, scanner=scanner)
        second = batch_of(pictures[:-1], tools, scanner=scanner)

        tell_page(first, 1, ToldPage(unit.number, "", len(pictures)), agnes, tools)

        assert set(states(first, second)) == {FILED}
        assert scans_of(unit) == ("scan-1",)

    def test_what_was_set_aside_counts_no_more(self, paper, tools, scanner, agnes):
        unit, printed_pages = paper
        pictures = pictures_of(printed_pages, scanner)
        first = batch_of(pictures[:1], tools, scanner=scanner)
        set_page_aside(first, 1, "Illisible", agnes, tools)

        second = batch_of(pictures[1:], tools, scanner=scanner)

        assert scans_of(unit) == ()
        assert set(states(second)) == {WAITS}


def night(tools, clock, days=0):
    clock.now += timedelta(days=days)
    return spend_night(lambda work: work(tools), lambda done, of: None).erased


class TestKeeping:
    """R-073: the file of a batch mixes people; it goes once nothing waits in it."""

    @pytest.fixture
    def filed(self, paper, tools, scanner):
        return batch_of(pictures_of(paper[1], scanner), tools, scanner=scanner)

    def test_it_goes_so_many_days_after_and_the_copy_stays(self, filed, paper, tools, clock):
        sha256 = filed.file.sha256

        gone = [night(tools, clock, days) for days in (1, 29, 1, 1)]

        assert gone == [[], [], [filed.__name__], []]
        assert (filed.file, filed.erased_at) == (None, clock.now - timedelta(days=1))
        assert paper[0].deliverable.current.files["scan-1"].read().startswith(b"%PDF")
        (line,) = [one for one in tools.site.journal if one["what"] == "erase_batch"]
        assert (line["who"], line["details"]["sha256"]) == ("clockwork", sha256)

    def test_never_while_a_page_waits(self, paper, tools, scanner, agnes, clock):
        batch = batch_of(pictures_of(paper[1], scanner)[:-1], tools, scanner=scanner)

        before = [night(tools, clock, days) for days in (1, 400)]
        for page in batch.pages:
            set_page_aside(batch, page["number"], "Refaite", agnes, tools)
        after = [night(tools, clock, days) for days in (1, 29, 1)]

        assert before == [[], []]
        assert after == [[], [], [batch.__name__]]

    def test_nor_before_it_was_read_to_its_end(self, filed, tools, clock):
        filed.pages, filed.count = filed.pages[:-1], filed.count

        assert [night(tools, clock, days) for days in (1, 400)] == [[], []]

    def test_what_became_of_its_pages_is_still_told_and_no_picture_is(
        self, filed, tools, agnes, clock
    ):
        filed.change(1, state="aside", because="Double")
        for days in (1, 31):
            night(tools, clock, days)

        told = tell_batch(filed, agnes, tools)

        assert (told.file, told.erased_on) == ("lot.pdf", clock.now.date())
        assert [number for number, _ in told.aside] == [1]
        with pytest.raises(NotFound):
            picture_of(filed, 1, agnes, tools)

    def test_the_journal_of_the_house_says_it_in_french(self, filed, tools, clock, house):
        for days in (1, 31):
            night(tools, clock, days)

        lines, _ = house_lines(actor(tools, "gaelle"), tools)

        assert [line.what for line in lines[:2]] == [
            "Fichier d'un lot effacé",
            "Lot numérisé reçu",
        ]
