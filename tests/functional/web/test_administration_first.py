"""What is not well in the house is the first thing its administrator reads (R-056, R-131)."""

from datetime import timedelta

import pytest

from cep_docs.content.outbox import Notice
from cep_docs.lifecycle.sealing import seal_the_journals
from cep_docs.lifecycle.tasks import STAMP_MISSING, tell_the_house
from tests.unit.lifecycle.courses import engaged

HOME = "/administration"


@pytest.fixture
def gaelle(town):
    town.write(seal_the_journals)
    return town.browser("gaelle")


def read(row):
    return " ".join(row.text.replace("\u2019", "'").split())


def failed(tools):
    tools.site.post.failed["0000000001"] = tools.now()


def damaged(tools):
    notice = Notice("administrator", "file_damaged", engaged(tools, "UO1").number, "", tools.now())
    tools.catalog.keep_notice(tools.site.outbox.add(tools.new_id(), notice))


def first_unit(tools):
    return next(iter(tools.site.beneficiaries)).engagements()[0]


def unstamped(tools):
    tell_the_house(engaged(tools, "UO1"), STAMP_MISSING, tools)


def test_a_house_that_is_well_shows_its_doors_only(gaelle):
    page = gaelle.get(HOME)

    assert page.html.select("#regler") == []
    assert "Comptes" in page.text


@pytest.mark.parametrize(
    ("what", "label", "act"),
    [
        (failed, "Messages aux personnes", "cep-docs send-messages"),
        (damaged, "Fichiers signés", "cep-docs restore"),
        (unstamped, "Autorité d'horodatage", "cep-docs signatures renew"),
    ],
)
def test_what_fails_is_told_with_its_act(gaelle, town, what, label, act):
    town.write(what)

    (row,) = gaelle.get(HOME).html.select("section[aria-labelledby=regler] li")

    assert read(row).startswith(label)
    assert act in read(row)
    assert row.select_one("a")["href"] == "/administration/etat"
    assert label in read(gaelle.get(f"{HOME}/etat").html.select_one("tbody"))


def test_a_night_that_was_missed_is_told_too(gaelle, town, clock):
    clock.now += timedelta(days=3)

    (row,) = gaelle.get(HOME).html.select("section[aria-labelledby=regler] li")

    assert "cep-docs night" in read(row)
    assert "À régler" in read(row)


def test_an_outage_is_forgotten_after_a_week(gaelle, town, clock):
    town.write(unstamped)
    clock.now += timedelta(days=8)
    town.write(seal_the_journals)

    assert gaelle.get(HOME).html.select("#regler") == []


def test_nothing_of_a_file_is_said(gaelle, town):
    town.write(damaged)
    town.write(lambda tools: tell_the_house(first_unit(tools), STAMP_MISSING, tools))

    page = gaelle.get(HOME)

    assert "4G2002" not in page.text.replace("\u00a0", "")


def test_the_tab_of_a_dead_link_promises_no_document(town):
    page = town.stranger().get("/signer/un-lien-qui-n-existe-pas")

    assert page.html.select_one("title").text.startswith("Lien de signature")
