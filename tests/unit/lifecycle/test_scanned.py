"""Batches of scans: split, filed, and nothing lost (R-072, R-073)."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from cep_docs.access.kinds import Facet
from cep_docs.content.paper import ASIDE, BLANK, FILED, REPLY, WAITS
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.intake.taking_in import take_in
from cep_docs.lifecycle.batches_told import tell_batch
from cep_docs.lifecycle.paper_copies import print_to_sign
from cep_docs.lifecycle.scan_checks import Seen, check_scan
from cep_docs.lifecycle.scan_filing import (
    FILED_BEFORE,
    OTHER_COPY,
    OTHER_DIGEST,
    OTHER_VERSION,
    TWICE,
    UNKNOWN,
)
from cep_docs.lifecycle.scanned import (
    UNREADABLE,
    ToldPage,
    batches_for,
    begin_batch,
    picture_of,
    read_some,
    set_page_aside,
    tell_page,
)
from tests.people import RULES, actor, received
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import batch_of, pages_of, printed, printing, scanned


@pytest.fixture
def tools(house):
    return printing(house)


def states(batch):
    return [page["state"] for page in batch.pages]


def reasons(batch):
    return [page["because"] for page in batch.pages]


def scans_of(unit):
    return unit.deliverable.current.paper.scans


def pictures_of(paper, scanner, copy=2, turns=(0,)):
    return [
        scanner.page(paper, number, turns[at % len(turns)])
        for at, number in enumerate(pages_of(paper, copy))
    ]


def test_two_documents_in_any_order_upside_down_with_blank_sheets_r_072(tools, scanner):
    one, first = printed(tools)
    somebody = received(tools, birth_name="Durand", first_name="Paul", birth_date="1979-01-02")
    other, second = printed(tools, person=somebody)
    pictures = [*pictures_of(first, scanner, turns=(180, 0)), scanner.blank()]
    pictures += [scanner.page(second, 1), *pictures_of(second, scanner, turns=(90, 270, 180))]
    pictures = pictures[::-2] + pictures[-2::-2]

    batch = batch_of(pictures, tools, scanner=scanner)

    assert sorted(set(states(batch))) == [BLANK, FILED, REPLY]
    assert scans_of(one) == scans_of(other) == ("scan-1",)


def test_the_scan_has_its_pages_in_order_and_the_mark_on_each_r_073(paper, tools, scanner):
    unit, printed_pages = paper
    pictures = pictures_of(printed_pages, scanner, turns=(180,))[::-1]

    batch_of(pictures, tools, scanner=scanner)

    copy = pypdfium2.PdfDocument(unit.deliverable.current.files["scan-1"].read())
    assert len(copy) == len(pictures)
    across, down = copy[0].get_size()
    assert down > across
    band = copy[0].render(scale=1, grayscale=True).to_pil().crop((0, 0, int(across), 22))
    assert sum(band.histogram()[:90]) > 50


def test_a_missing_page_is_named_and_nothing_is_filed_r_072(paper, tools, scanner):
    unit, printed_pages = paper
    pictures = pictures_of(printed_pages, scanner)
    total = len(pictures)

    batch = batch_of(pictures[:-1], tools, scanner=scanner)

    assert scans_of(unit) == ()
    assert set(states(batch)) == {WAITS}
    assert f"la page {total} sur {total}" in reasons(batch)[0]


def test_several_missing_pages_are_all_named(tools, scanner):
    unit, paper = printed(tools, "UO2.1")
    pictures = pictures_of(paper, scanner)

    batch = batch_of(pictures[:1], tools, scanner=scanner)

    assert len(pictures) >= 3
    assert reasons(batch)[0].startswith("Exemplaire incomplet : il manque les pages 2")
    assert " et " in reasons(batch)[0]
    assert scans_of(unit) == ()


def test_a_version_that_was_replaced_is_refused_with_what_to_do_r_072(
    paper, tools, scanner, clock
):
    unit, old = paper
    courses.act(unit, "take_back", tools, motive="Une erreur")
    courses.act(unit, "propose", tools)
    print_to_sign(unit.deliverable, actor(tools, "alice"), tools)

    batch = scanned(old, tools, scanner=scanner)

    assert set(reasons(batch)) == {OTHER_VERSION}
    assert scans_of(unit) == ()


def test_a_code_with_another_digest_is_refused_r_072(paper, tools, scanner):
    unit, printed_pages = paper
    unit.deliverable.current.files["pdf"].sha256 = "f" * 64

    batch = scanned(printed_pages, tools, scanner=scanner)

    assert set(reasons(batch)) == {OTHER_DIGEST}
    assert scans_of(unit) == ()


def test_a_page_scanned_twice_is_filed_once_and_told_r_072(paper, tools, scanner):
    unit, printed_pages = paper
    pictures = pictures_of(printed_pages, scanner)

    batch = batch_of([*pictures, pictures[0]], tools, scanner=scanner)

    assert states(batch) == [FILED] * len(pictures) + [WAITS]
    assert reasons(batch)[-1] == TWICE
    assert scans_of(unit) == ("scan-1",)


def test_both_copies_came_back_one_is_hers(paper, tools, scanner):
    unit, printed_pages = paper
    pictures = pictures_of(printed_pages, scanner, 1) + pictures_of(printed_pages, scanner, 2)

    batch = batch_of(pictures, tools, scanner=scanner)

    half = len(pictures) // 2
    assert states(batch) == [WAITS] * half + [FILED] * half
    assert set(reasons(batch)[:half]) == {OTHER_COPY}
    assert scans_of(unit) == ("scan-1",)


def test_the_copy_to_keep_serves_when_it_is_the_one_that_came_back(paper, tools, scanner):
    unit, printed_pages = paper

    scanned(printed_pages, tools, copy=1, scanner=scanner)

    assert scans_of(unit) == ("scan-1",)


def test_a_document_that_has_its_scan_gets_no_second_one(paper, tools, scanner, agnes, clock):
    unit, printed_pages = paper
    scanned(printed_pages, tools, scanner=scanner)
    assert set(reasons(scanned(printed_pages, tools, scanner=scanner))) == {FILED_BEFORE}
    seen = Seen(adviser=True, person=True, mention=True, dated_on=date(2020, 2, 3))
    check_scan(unit.deliverable, seen, actor(tools, "alice"), tools)

    batch = scanned(printed_pages, tools, scanner=scanner)

    assert set(reasons(batch)) == {FILED_BEFORE}
    assert scans_of(unit) == ("scan-1",)


def test_a_page_without_its_code_is_told_by_hand_r_072(paper, tools, scanner, agnes):
    unit, printed_pages = paper
    pictures = pictures_of(printed_pages, scanner)
    hole = pictures[-1].copy()
    hole.paste(255, (hole.width // 2, 0, hole.width, hole.height // 5))
    hole = hole.rotate(180)
    batch = batch_of([*pictures[:-1], hole], tools, scanner=scanner)
    last = len(pictures)
    assert reasons(batch)[-1] == UNREADABLE
    assert picture_of(batch, last, agnes, tools).startswith(b"\xff\xd8")

    tell_page(batch, last, ToldPage(unit.number, "", last, turn=180), agnes, tools)

    assert set(states(batch)) == {FILED}
    assert batch.pages[-1]["by"] == "agnes"
    assert scans_of(unit) == ("scan-1",)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"number": "4G200201999999"}, "number"),
        ({"number": "n'importe quoi"}, "number"),
        ({"document": "professional_project"}, "number"),
        ({"page": 0}, "page"),
        ({"page": 99}, "page"),
        ({"page": None}, "page"),
    ],
)
def test_what_is_told_by_hand_has_to_exist(paper, tools, scanner, agnes, said, field):
    unit, _ = paper
    batch = batch_of([grey(scanner)], tools, scanner=scanner)

    told = ToldPage(**{"number": unit.number, "document": "", "page": 1, **said})
    with pytest.raises(Invalid) as refused:
        tell_page(batch, 1, told, agnes, tools)

    assert set(refused.value.messages) == {field}
    assert states(batch) == [WAITS]


def grey(scanner):
    """Something was written there, and no code."""
    picture = scanner.blank()
    picture.paste(60, (300, 300, 900, 1200))
    return picture


def test_nothing_is_lost_a_page_waits_until_somebody_decides_r_073(tools, scanner, agnes):
    batch = batch_of([grey(scanner), scanner.blank()], tools, scanner=scanner)
    assert states(batch) == [WAITS, BLANK]

    for motive in ("", "x" * 201):
        with pytest.raises(Invalid, match="Dire pourquoi"):
            set_page_aside(batch, 1, motive, agnes, tools)
    set_page_aside(batch, 1, "Une publicité", agnes, tools)

    assert (states(batch)[0], reasons(batch)[0]) == (ASIDE, "Une publicité")
    with pytest.raises(NotPossible, match="plus de décision"):
        set_page_aside(batch, 1, "Encore", agnes, tools)
    with pytest.raises(NotFound):
        set_page_aside(batch, 7, "Aucune", agnes, tools)


def test_what_was_filed_is_looked_at_in_its_file_only(paper, tools, scanner, agnes):
    _, printed_pages = paper
    batch = scanned(printed_pages, tools, scanner=scanner)

    for number in (1, 99):
        with pytest.raises(NotFound):
            picture_of(batch, number, agnes, tools)


def test_a_code_of_a_file_one_may_not_know_of_says_nothing_r_122(paper, tools, scanner):
    unit, printed_pages = paper

    batch = scanned(printed_pages, tools, login="chloe", scanner=scanner)

    told = tell_batch(batch, actor(tools, "chloe"), tools)
    assert set(reasons(batch)) == {UNKNOWN}
    assert {(page.says, page.file, page.document) for page in told.waiting} == {("", "", "")}
    assert scans_of(unit) == ()


def test_a_batch_is_for_its_author_and_the_mail_of_its_place(paper, tools, scanner):
    _, printed_pages = paper
    batch = scanned(printed_pages, tools, login="bruno", scanner=scanner)

    assert set(reasons(batch)) == {UNKNOWN}  # bruno does not follow her
    for login in ("bruno", "agnes", "denis"):
        assert batches_for(actor(tools, login), tools) == [batch]
    for login in ("alice", "chloe", "anne", "gaelle"):
        assert batches_for(actor(tools, login), tools) == []
        with pytest.raises((NotAllowed, NotFound)):
            picture_of(batch, 1, actor(tools, login), tools)


def test_who_has_no_mail_to_open_begins_no_batch(tools, scanner):
    received = take_in(
        BytesIO(scanner.batch([scanner.blank()])), "a.pdf", RULES.attachments.limits
    )

    for login in ("elise", "farid", "gaelle"):
        with pytest.raises((NotAllowed, NotFound)):
            begin_batch(received, actor(tools, login), tools)
    with pytest.raises(Invalid, match="PDF"):
        begin_batch(replace(received, media_type="image/png"), actor(tools, "agnes"), tools)


def test_a_long_batch_is_read_a_few_pages_at_a_time(tools, scanner, agnes):
    data = scanner.batch([scanner.blank()] * 12)
    received = take_in(BytesIO(data), "a.pdf", RULES.attachments.limits)
    batch = begin_batch(received, agnes, tools)

    read_some(batch, agnes, tools)
    assert (len(batch.pages), batch.is_read) == (10, False)
    read_some(batch, agnes, tools)
    read_some(batch, agnes, tools)

    assert (len(batch.pages), batch.is_read) == (12, True)


def test_the_latest_batches_come_first(tools, scanner, agnes, clock):
    first = batch_of([scanner.blank()], tools, scanner=scanner)
    clock.on("2020-02-04")
    second = batch_of([scanner.blank()], tools, scanner=scanner)

    assert batches_for(agnes, tools) == [second, first]
    assert Facet(first, "paper")


def test_what_was_filed_is_told_with_its_pages_r_072(paper, tools, scanner, agnes):
    _, data = paper
    batch = batch_of(pictures_of(data, scanner), tools, scanner=scanner)

    told = tell_batch(batch, agnes, tools)

    (filed,) = told.filed
    assert list(filed.pages) == [page["number"] for page in batch.pages]
    assert filed.label
    assert filed.number
    assert told.is_read
    assert not told.waiting
