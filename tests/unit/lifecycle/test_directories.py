"""Editions of the regional directory: whole, dated, kept (R-082)."""

from datetime import date

import pytest

from cep_docs.content.directory import CHUNK, DirectoryEdition, digest_of_providers
from cep_docs.errors import Invalid, NotAllowed
from cep_docs.lifecycle.directories import (
    all_editions,
    counts_by_label,
    edition_named,
    expected_rows,
    present_edition,
    present_editions,
    region_named,
    regions,
)
from tests.people import RULES, actor
from tests.unit.lifecycle.directory_rows import SOURCE_ON, imported, provider

AGREEMENT = RULES.agreements["cctp-2019"]
LATER = date(2020, 2, 1)


def journal_of(tools):
    return [line for line in tools.site.journal if line["what"] == "import_directory"]


def test_an_edition_keeps_its_source_its_date_and_who_imported_it_r_082(tools):
    done = imported(tools, provider("Alpha"), provider("Béta", "BILAN VAE"))

    edition = done.edition
    assert (done.new, done.warnings) == (True, ())
    assert (edition.region, edition.source, edition.source_on) == (
        "08",
        "Annuaire inventé",
        SOURCE_ON,
    )
    assert (edition.imported_by, edition.imported_at) == ("gaelle", tools.now())
    assert (edition.count, edition.counts) == (2, {"BILAN": 2, "VAE": 1})
    assert edition.__parent__ is tools.site
    assert tools.site.directories == (edition,)


def test_an_import_is_written_in_the_journal_of_the_operator(tools):
    edition = imported(tools, provider("Alpha")).edition

    (line,) = journal_of(tools)
    assert line["object"] == f"directory {edition.__name__}"
    assert line["rule"] == "STEERING-8"
    assert line["details"] == {
        "region": "08",
        "source": "Annuaire inventé",
        "source_on": "2020-01-15",
        "providers": 1,
        "rejected": 0,
        "file": "a" * 64,
    }


@pytest.mark.parametrize("login", ["alice", "denis", "elise", "farid"])
def test_only_the_project_director_and_the_administrator_import(tools, login):
    with pytest.raises(NotAllowed):
        imported(tools, provider("Alpha"), login=login)
    with pytest.raises(NotAllowed):
        expected_rows("08", actor(tools, login), tools)

    assert tools.site.directories == ()


def test_the_project_director_imports(tools):
    tools.site.accounts["farid"].roles = ("project_director",)

    assert imported(tools, provider("Alpha"), login="farid").new


def test_whoever_works_here_may_look_at_the_editions_the_most_recent_first(tools):
    old = imported(tools, provider("Alpha")).edition
    new = imported(tools, provider("Alpha"), source_on=LATER).edition

    assert all_editions(actor(tools, "alice"), tools) == [new, old]


def test_the_same_file_is_not_imported_twice(tools):
    first = imported(tools, provider("Alpha"))

    again = imported(tools, provider("Alpha"))

    assert (again.new, again.edition) == (False, first.edition)
    assert len(journal_of(tools)) == 1


def test_the_same_file_read_with_other_words_is_another_edition(tools):
    """A word was added to provider_lists.yaml: more services are known."""
    imported(tools, provider("Alpha"))

    again = imported(tools, provider("Alpha", "BILAN VAE"))

    assert again.new
    assert len(tools.site.directories) == 2


def test_the_same_file_under_another_date_is_taken_and_told(tools):
    imported(tools, provider("Alpha"))

    again = imported(tools, provider("Alpha"), source_on=LATER)

    assert again.warnings == (
        "Le même fichier est déjà importé sous une autre source ou une autre date.",
    )


def test_an_older_edition_is_taken_and_told_and_lists_are_drawn_from_the_newer_one(tools):
    present = imported(tools, provider("Alpha"), source_on=LATER).edition

    older = imported(tools, provider("Alpha"), file="b" * 64)

    assert "plus ancienne que celle du 1er février 2020" in older.warnings[0]
    assert present_edition(tools.site, "08", "BILAN") is present


def test_an_edition_half_the_size_of_the_one_before_is_told_r_082(tools):
    imported(tools, *(provider(f"Organisme {n}", siren=f"{n}") for n in range(5)))

    done = imported(tools, provider("Alpha"), provider("Béta"), source_on=LATER, file="b" * 64)

    assert "compte 2 organismes ; la précédente de cette source en comptait 5" in done.warnings[0]


def test_a_small_edition_of_another_source_is_no_surprise(tools):
    imported(tools, *(provider(f"Organisme {n}", siren=f"{n}") for n in range(5)))

    done = imported(tools, provider("Alpha"), source="Autre", source_on=LATER, file="b" * 64)

    assert done.warnings == ()


def test_the_edition_before_stays_r_082(tools):
    old = imported(tools, provider("Alpha")).edition

    new = imported(tools, provider("Béta"), source_on=LATER).edition

    assert edition_named(tools.site, old.__name__) is old
    assert [row["name"] for row in old] == ["Alpha"]
    assert present_editions(tools.site, "08") == [new]
    assert edition_named(tools.site, "inconnue") is None


def test_a_faulty_line_keeps_all_of_them_out_and_is_told_with_its_number(tools):
    with pytest.raises(Invalid, match=r"Ligne 2 : Le SIREN manque\. ; Ligne 3"):
        imported(tools, provider("Alpha"), faults=2)

    assert tools.site.directories == ()
    assert journal_of(tools) == []


def test_the_good_lines_are_kept_when_that_is_said_and_the_others_counted(tools):
    done = imported(tools, provider("Alpha"), faults=2, keep_good_rows=True)

    assert (done.edition.count, done.edition.rejected) == (1, 2)
    assert journal_of(tools)[0]["details"]["rejected"] == 2


def test_nothing_is_imported_when_no_line_is_good(tools):
    with pytest.raises(Invalid, match="Aucune ligne de cet annuaire n'est juste"):
        imported(tools, faults=2, keep_good_rows=True)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"source": "  "}, "Le nom de la source manque"),
        ({"source": "s" * 201}, "dépasse 200 signes"),
        ({"source_on": date(2020, 2, 4)}, "dans l'avenir"),
    ],
)
def test_a_directory_without_a_right_source_is_refused_r_082(tools, said, told):
    with pytest.raises(Invalid, match=told):
        imported(tools, provider("Alpha"), **said)


def test_a_source_of_today_is_no_future(tools):
    assert imported(tools, provider("Alpha"), source_on=date(2020, 2, 3)).new


def test_two_sources_of_a_region_stand_side_by_side_each_for_what_it_knows(tools):
    training = imported(tools, provider("Alpha", "FORM")).edition
    other = imported(
        tools, provider("Béta", "BILAN"), source="Annuaire des bilans", source_on=LATER
    ).edition

    assert present_edition(tools.site, "08", "FORM") is training
    assert present_edition(tools.site, "08", "BILAN") is other
    assert present_edition(tools.site, "08", "VAE") is None
    assert present_edition(tools.site, "09", "FORM") is None


def test_what_a_publisher_no_longer_lists_is_not_taken_from_his_old_edition(tools):
    imported(tools, provider("Alpha", "VAE"))
    imported(tools, provider("Alpha", "BILAN"), source="annuaire INVENTE", source_on=LATER)

    assert present_edition(tools.site, "08", "VAE") is None


def test_of_two_editions_of_one_day_the_last_imported_counts(tools):
    imported(tools, provider("Alpha"))
    corrected = imported(tools, provider("Béta"), file="b" * 64).edition

    assert present_edition(tools.site, "08", "BILAN") is corrected


def test_the_regions_are_the_lots_that_have_a_territory():
    names = regions(AGREEMENT, date(2020, 2, 3))

    assert names["08"] == "Pays de la Loire"
    assert "19" not in names


@pytest.mark.parametrize("text", ["08", "Pays de la Loire", "pays-de-la-loire"])
def test_a_region_is_known_by_its_code_and_by_its_name(text):
    assert region_named(text, AGREEMENT, date(2020, 2, 3)) == "08"


@pytest.mark.parametrize("text", ["19", "Atlantide", ""])
def test_a_region_that_is_none_is_refused_with_those_there_are(text):
    with pytest.raises(Invalid, match=r"Pays de la Loire \(08\)"):
        region_named(text, AGREEMENT, date(2020, 2, 3))


def test_what_rows_are_measured_against_is_that_of_the_region(tools):
    expected = expected_rows("Bretagne", actor(tools, "gaelle"), tools)

    assert (expected.region.code, expected.region_label) == ("10", "Bretagne")
    assert expected.service_words["bilan"] == "BILAN"


def test_providers_are_counted_by_the_name_of_the_service(tools):
    edition = imported(tools, provider("Alpha"), provider("Béta", "VAE")).edition

    assert counts_by_label(edition, AGREEMENT) == {
        "Bilan de compétences": 1,
        "Accompagnement VAE": 1,
    }


def test_a_large_edition_is_a_few_records_and_gives_its_providers_in_order():
    providers = [provider(f"Organisme {n}", siren=f"{n:09}") for n in range(2 * CHUNK + 1)]

    edition = DirectoryEdition("08", "Annuaire inventé", SOURCE_ON, "f" * 64, providers)

    assert len(edition._chunks) == 3
    assert list(edition) == providers
    assert edition.digest == digest_of_providers(providers)


def test_those_that_offer_a_service_are_all_those_and_no_others():
    """FORM is not FORM_Q."""
    edition = DirectoryEdition(
        "08",
        "Annuaire inventé",
        SOURCE_ON,
        "f" * 64,
        [provider("Alpha", "FORM_Q FORM"), provider("Béta", "FORM_Q"), provider("Gamma", "FORM")],
    )

    assert [row["name"] for row in edition.offering("FORM")] == ["Alpha", "Gamma"]
