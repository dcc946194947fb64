"""Signing on paper in the browser: printed, followed, scanned, checked (R-033, R-072, R-073)."""

from datetime import date, timedelta

import pytest
from webtest import Upload

from cep_docs.content.account import Account
from tests.functional.web.act_forms import followed, looked_up
from tests.unit.intake.scanning import Scanner
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import pages_of


@pytest.fixture
def post(town):
    """An assistant in Nantes."""

    def hire(tools):
        account = Account("agnes", "Agnès Roy", ("assistant",))
        account.structure, account.organisation = "NTE", "732829320"
        tools.site.accounts.add("agnes", account)

    town.write(hire)
    return town


@pytest.fixture
def proposed(post):
    """A person with a proposed version: the path of its paper."""
    _, unit = followed(post)
    post.write(lambda tools: courses.proposed(unit_of(tools, unit), tools))
    return f"{unit}/documents/shared_assessment/papier"


def unit_of(tools, path):
    _, _, identifier, _, number, *_ = path.split("/")
    units = tools.site.beneficiaries[identifier].engagements()
    return next(one for one in units if one.number == number)


def form(page, ending):
    return next(one for one in page.forms.values() if one.action.endswith(ending))


def told_page(one):
    """Which page of the batch the first of its forms is about."""
    return one["of"].value if one.action.endswith("/classer") else ""


def printed(town, path, login="alice"):
    return form(town.browser(login).get(path), "/imprimer").submit().body


def sent(town, data, login="agnes"):
    """The page of a batch, once it is read to its end."""
    browser = town.browser(login)
    page = browser.get("/numerisation")
    upload = form(page, "/numerisation")
    upload["file"] = Upload("lot.pdf", data, "application/pdf")
    page = upload.submit(status=303).follow()
    while goes_on := [one for one in page.forms.values() if one.action.endswith("/lire")]:
        page = goes_on[0].submit(status=303).follow()
    return page


def whole(paper, scanner=None):
    scanner = scanner or Scanner()
    return scanner.batch([scanner.page(paper, number, 180) for number in pages_of(paper)])


def test_from_the_printer_to_the_cupboard_r_072_r_073(proposed, post, clock):
    paper = printed(post, proposed)
    assert paper.startswith(b"%PDF")
    step = form(post.browser("alice").get(proposed), "/etape")
    step["what"], step["on"] = "posted", "03/02/2020"
    step.submit(status=303)
    clock.on("2020-02-13", "09:00")
    assert "Relancer la personne" in post.browser("alice").get(proposed).text

    batch = sent(post, whole(paper))
    assert "Aucun document entier" not in batch.text
    assert proposed in batch.text
    assert "papier/controle" not in post.browser("agnes").get(proposed).text
    page = post.browser("alice").get(proposed)
    assert "Contrôler la numérisation" in page.text
    check = form(page.click(href="controle"), "/controle")
    for tick in ("adviser", "person", "mention"):
        check[tick] = True
    check["dated_on"] = "06022020"
    told = check.submit(status=303).follow()
    assert "Dire où l’original est rangé" in told.text
    assert looked_up(post, proposed, lambda one: one.engagements()[0].closed_on) == date(
        2020, 2, 6
    )

    keep = form(told, "/original")
    keep["place"], keep["until"] = "Armoire 2, boîte 14", "06/02/2030"
    assert "sa copie contrôlée" in keep.submit(status=303).follow().text


def test_what_lacks_is_told_and_the_unit_stays_open_r_072(proposed, post):
    sent(post, whole(printed(post, proposed)))
    check = form(post.browser("alice").get(f"{proposed}/controle"), "/controle")
    check["adviser"] = True

    told = check.submit(status=303).follow()

    assert "la signature de la personne, la mention" in told.text
    assert "la mention" in told.text
    assert looked_up(post, proposed, lambda one: one.engagements()[0].closed_on) is None
    assert "Exemplaire papier revenu incomplet" in post.browser("alice").get("/aujourdhui").text


def test_a_check_without_the_day_comes_back_with_what_was_ticked(proposed, post):
    sent(post, whole(printed(post, proposed)))
    check = form(post.browser("alice").get(f"{proposed}/controle"), "/controle")
    for tick in ("adviser", "person", "mention"):
        check[tick] = True

    again = check.submit(status=422)

    assert "qu’elle est illisible" in again.text
    assert form(again, "/controle")["mention"].checked


def test_the_copy_is_read_by_those_who_may(proposed, post):
    sent(post, whole(printed(post, proposed)))

    copy = post.browser("agnes").get(f"{proposed}/copie")

    assert copy.content_type == "application/pdf"
    for stranger in ("bruno", "chloe", "farid", "gaelle", "elise"):
        post.browser(stranger).get(f"{proposed}/copie", status=(403, 404))
        post.browser(stranger).get(proposed, status=(403, 404))


def test_a_page_nobody_can_read_is_told_by_hand_or_set_aside_r_072(proposed, post):
    scanner = Scanner()
    paper = printed(post, proposed)
    pictures = [scanner.page(paper, number) for number in pages_of(paper)]
    pictures[-1].paste(255, (pictures[-1].width // 2, 0, pictures[-1].width, 500))
    flyer = scanner.blank()
    flyer.paste(90, (200, 300, 900, 1200))
    page = sent(post, scanner.batch([*pictures, flyer]))
    last, extra = len(pictures), len(pictures) + 1
    assert f"la page {last} sur {last}" in page.text
    browser = post.browser("agnes")
    drawn = browser.get(f"{page.request.path}/image?page={last}")
    assert drawn.content_type == "image/jpeg"

    tell = next(one for one in page.forms.values() if told_page(one) == str(last))
    tell["number"], tell["page"] = "4G00000000", str(last)
    assert "Vérifier son numéro" in tell.submit(status=422).text
    tell["number"] = proposed.split("/")[4]
    page = tell.submit(status=303).follow()
    aside = next(one for one in page.forms.values() if one.action.endswith("/ecarter"))
    assert aside["of"].value == str(extra)
    aside["because"] = "Une publicité"
    page = aside.submit(status=303).follow()

    assert "Une publicité" in page.text
    assert "À décider" not in page.text
    assert proposed in page.text


def test_a_long_batch_shows_how_far_it_is_read(post):
    scanner = Scanner()
    data = scanner.batch([scanner.blank()] * 12)
    browser = post.browser("agnes")
    upload = form(browser.get("/numerisation"), "/numerisation")
    upload["file"] = Upload("lot.pdf", data, "application/pdf")

    page = upload.submit(status=303).follow()
    assert "0 page sur 12" in page.text
    page = form(page, "/lire").submit(status=303).follow()

    assert "10 pages sur 12" in page.text
    assert "lecture en cours" in browser.get("/numerisation").text


@pytest.mark.parametrize("data", [b"MZ" + bytes(100), b"%PDF-1.7 nothing", b""])
def test_a_file_that_is_no_batch_is_refused_and_nothing_is_kept(post, data):
    upload = form(post.browser("agnes").get("/numerisation"), "/numerisation")
    upload["file"] = Upload("lot.pdf", data, "application/pdf")

    again = upload.submit(status=422)

    assert "fault" in again.text
    assert "Aucun lot" in post.browser("agnes").get("/numerisation").text


def test_a_batch_is_not_for_others_and_looks_like_one_that_is_not_there(post):
    page = sent(post, Scanner().batch([Scanner().blank()]))

    for stranger in ("alice", "chloe"):
        browser = post.browser(stranger)
        for path in (page.request.path, f"{page.request.path}/image?page=1"):
            refused = browser.get(path, status=404)
            unknown = browser.get("/numerisation/20200203090000-00000000", status=404)
            assert refused.status == unknown.status
    for stranger in ("elise", "farid", "gaelle"):
        post.browser(stranger).get("/numerisation", status=(403, 404))


def test_nothing_is_changed_by_looking(proposed, post):
    post.browser("alice").get(proposed)
    post.browser("alice").get(f"{proposed}/imprimer", status=404)

    version = looked_up(post, proposed, lambda one: one.engagements()[0].deliverable.current.paper)

    assert version is None


def test_pages_without_a_scan_lead_back_to_the_paper(proposed, post):
    printed(post, proposed)

    for name in ("controle", "copie"):
        answer = post.browser("alice").get(f"{proposed}/{name}", status=303)
        assert answer.location.rstrip("/").endswith("/papier")
    sent(post, whole(printed(post, proposed)))
    check = form(post.browser("alice").get(f"{proposed}/controle"), "/controle")
    check["adviser"] = True
    check.submit(status=303)
    assert "déjà contrôlée" in check.submit(status=409).text


def test_whoever_checks_gives_his_second_factor_again(proposed, post):
    sent(post, whole(printed(post, proposed)))
    browser = post.browser("alice")
    post.wall.now += timedelta(minutes=10)

    assert "papier/controle" in browser.get(proposed).text
    assert browser.get(f"{proposed}/controle", status="*").status_int != 200
