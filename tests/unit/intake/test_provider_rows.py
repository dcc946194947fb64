"""The lines of a directory: what is right is taken, what is wrong is told by line (R-082)."""

import pytest

from cep_docs.definitions.provider_lists import words_of
from cep_docs.errors import NotPossible
from cep_docs.intake.provider_rows import Expected, check_rows
from cep_docs.intake.tables import ForeignTable, Line
from tests.people import RULES

AGREEMENT = RULES.agreements["cctp-2019"]
LISTS = AGREEMENT.provider_lists
EXPECTED = Expected(
    LISTS,
    words_of(LISTS, AGREEMENT.tables["prestation_complementaire"]),
    AGREEMENT.lots["08"],
    "Pays de la Loire",
)
USUAL = {
    "Nom": "Escale de l'Estran",
    "SIREN": "999100019",
    "Prestations": "Bilan de compétences",
    "Code postal": "44000",
    "Commune": "Nantes",
}


def table(*rows, unread=()):
    """Dictionaries by heading, as a file whose first line has the headings."""
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row))
    lines = [Line(1, headings)]
    lines += [
        Line(number, tuple(row.get(heading, "") for heading in headings))
        for number, row in enumerate(rows, 2)
    ]
    return ForeignTable(tuple(lines), "f" * 64, "Feuille1", unread)


def checked(*rows, **more):
    return check_rows(table(*rows, **more), EXPECTED, lambda done, total: None)


def one(**changes):
    """What is made of a usual line, changed."""
    return checked({**USUAL, **changes})


def sentences(remarks):
    return [(remark.line, remark.sentence) for remark in remarks]


def test_a_usual_line_is_a_provider_and_what_it_does_not_say_is_empty_r_085():
    found = one()

    assert (found.faults, found.remarks) == ([], [])
    assert found.providers == [
        {
            "name": "Escale de l'Estran",
            "siren": "999100019",
            "siret": "",
            "services": "BILAN",
            "address": "",
            "postcode": "44000",
            "commune": "Nantes",
            "phone": "",
            "mail": "",
            "web": "",
            "certification": "",
            "certification_source": "",
            "certification_on": "",
            "remote": "",
        }
    ]


def test_headings_are_found_below_a_title_and_in_any_order_and_shape():
    lines = (
        Line(1, ("Annuaire des organismes",)),
        Line(3, ("VILLE", "code_postal", "dénomination", "Couleur", "Code SIREN", "Prestations")),
        Line(4, ("Nantes", "44000", "Escale", "bleu", "999100019", "VAE")),
    )

    found = check_rows(ForeignTable(lines, "", "", ()), EXPECTED, lambda done, total: None)

    assert [(row["name"], row["services"]) for row in found.providers] == [("Escale", "VAE")]


@pytest.mark.parametrize("missing", ["Nom", "SIREN", "Prestations", "Code postal", "Commune"])
def test_a_directory_without_a_column_it_needs_is_refused_by_its_name(missing):
    row = {heading: cell for heading, cell in USUAL.items() if heading != missing}
    label = "Organisme" if missing == "Nom" else missing

    with pytest.raises(NotPossible, match=f"Colonnes introuvables dans cet annuaire : {label}"):
        checked(row)


def test_a_directory_without_any_line_is_refused():
    with pytest.raises(NotPossible, match="aucune ligne sous ses intitulés"):
        check_rows(
            ForeignTable((Line(1, tuple(USUAL)),), "", "", ()), EXPECTED, lambda done, total: None
        )


def test_several_services_stand_in_one_cell_by_code_label_or_word():
    found = one(Prestations="VAE; bilans de compétences, FORM_Q\nAppui à la création d'entreprise")

    assert found.providers[0]["services"] == "FORM_Q BILAN VAE CREA"


def test_a_service_may_be_a_column_of_its_own_with_yes_or_no():
    row = {**USUAL, "Prestations": "", "Bilans de compétences": "OUI", "VAE": "non", "Santé": "x"}

    found = checked(row)

    assert found.providers[0]["services"] == "BILAN SANTE"


def test_what_is_neither_yes_nor_no_in_such_a_column_is_a_fault():
    found = checked({**USUAL, "VAE": "peut-être"})

    assert sentences(found.faults) == [(2, "« peut-être » ne dit ni oui ni non.")]


def test_an_unknown_service_is_remarked_upon_and_the_line_stays():
    found = one(Prestations="BILAN, Yoga")

    assert found.providers[0]["services"] == "BILAN"
    assert sentences(found.remarks) == [(2, "Prestation inconnue, non reprise : « Yoga ».")]


def test_a_line_with_unknown_services_only_is_a_fault():
    assert sentences(one(Prestations="Yoga").faults) == [(2, "Aucune prestation connue.")]


@pytest.mark.parametrize(
    ("changes", "siren", "siret", "postcode"),
    [
        ({"SIREN": "5520135"}, "005520135", "", "44000"),
        ({"SIREN": "732 829 320"}, "732829320", "", "44000"),
        ({"SIREN": "", "SIRET": "732 829 320 00074"}, "732829320", "73282932000074", "44000"),
        (
            {"SIREN": "732829320", "SIRET": "73282932000074"},
            "732829320",
            "73282932000074",
            "44000",
        ),
        ({"Code postal": "1000"}, "999100019", "", "01000"),
    ],
)
def test_numbers_get_back_the_zeros_a_spreadsheet_took(changes, siren, siret, postcode):
    (provider,) = one(**changes).providers

    assert (provider["siren"], provider["siret"], provider["postcode"]) == (siren, siret, postcode)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"Nom": ""}, "« Organisme » manque."),
        ({"Commune": ""}, "« Commune » manque."),
        ({"Nom": "n" * 301}, "« Organisme » dépasse 300 signes."),
        ({"SIREN": ""}, "Le SIREN manque."),
        ({"SIREN": "999100018"}, "Ce numéro SIREN n'est pas juste."),
        ({"SIREN": "7,3283E+08"}, "« 7,3283E+08 » : le tableur a abrégé ce numéro."),
        ({"SIRET": "73282932000075"}, "Ce numéro SIRET n'est pas juste."),
        ({"SIRET": "73282932000074"}, "Le SIRET ne commence pas par le SIREN."),
        ({"Code postal": "Nantes"}, "Le code postal compte cinq chiffres"),
        ({"Code postal": ""}, "Le code postal compte cinq chiffres"),
        ({"Région": "Bretagne"}, "La région « Bretagne » n'est pas Pays de la Loire."),
    ],
)
def test_what_is_wrong_in_a_line_is_told_and_the_line_is_kept_as_it_was(changes, told):
    found = one(**changes)

    assert found.providers == []
    assert told in found.faults[0].sentence
    assert found.faults[0].cells == tuple({**USUAL, **changes}.values())


def test_all_that_is_wrong_in_a_line_is_told_at_once():
    found = one(Nom="", SIREN="1", Prestations="")

    assert len(found.faults) == 1
    for told in ("SIREN n'est pas juste", "« Organisme » manque", "Aucune prestation connue"):
        assert told in found.faults[0].sentence


@pytest.mark.parametrize("region", ["Pays de la Loire", "PAYS-DE-LA-LOIRE", "08"])
def test_a_line_that_names_the_region_is_taken(region):
    assert one(Région=region).faults == []


def test_two_lines_of_one_place_are_one_too_many():
    same = {**USUAL, "Nom": "Escale, annexe"}
    elsewhere = {**USUAL, "Code postal": "49000"}

    found = checked(USUAL, elsewhere, same)

    assert len(found.providers) == 2
    assert sentences(found.faults) == [
        (
            4,
            "Même SIREN et même code postal que la ligne 2 ; s'il s'agit d'un autre lieu, "
            "ajouter son SIRET.",
        )
    ]


def test_two_places_with_their_siret_are_two_providers_and_the_same_siret_is_one():
    first = {**USUAL, "SIREN": "", "SIRET": "73282932000074"}
    other = {**USUAL, "SIREN": "", "SIRET": "73282932000009"}

    found = checked(first, other, {**first, "Nom": "Autre nom"})

    assert len(found.providers) == 2
    assert sentences(found.faults) == [(4, "Même SIRET que la ligne 2.")]


def test_a_wrong_line_does_not_make_the_right_one_a_double():
    found = checked({**USUAL, "Nom": ""}, USUAL)

    assert [fault.line for fault in found.faults] == [2]
    assert len(found.providers) == 1


def test_a_place_outside_of_the_region_stays_in_the_list_and_is_told_r_082():
    found = one(**{"Code postal": "75011"})

    assert len(found.providers) == 1
    assert "Le code postal 75011 n'est pas dans la région" in found.remarks[0].sentence


def test_a_postcode_of_no_department_is_told_too():
    assert "99100" in one(**{"Code postal": "99100"}).remarks[0].sentence


@pytest.mark.parametrize(
    ("heading", "cell", "column"),
    [
        ("Téléphone", "appeler le matin", "phone"),
        ("Courriel", "escale(at)exemple", "mail"),
        ("Site", "pas de site", "web"),
    ],
)
def test_a_strange_way_to_reach_a_provider_is_kept_as_it_is_and_told(heading, cell, column):
    found = one(**{heading: cell})

    assert found.providers[0][column] == cell
    assert "semble mal écrit ; repris tel quel." in found.remarks[0].sentence


def test_a_right_way_to_reach_a_provider_is_no_matter():
    found = one(
        Téléphone="02 61 91 00 00", Courriel="c@escale.example", Site="https://escale.example/nous"
    )

    assert found.remarks == []


@pytest.mark.parametrize(
    ("cell", "kept"), [("Qualiopi", "Qualiopi"), ("OUI", "oui"), ("Non", "non"), ("", "")]
)
def test_certification_is_said_to_be_there_or_not_or_not_said_r_085(cell, kept):
    assert one(Qualiopi=cell).providers[0]["certification"] == kept


@pytest.mark.parametrize("day", ["2023-03-05", "05/03/2023", "5/3/2023"])
def test_certification_has_its_source_and_its_date_r_085(day):
    found = one(Certification="Qualiopi", Certificateur="Certificateur A", **{"Certifié le": day})

    (provider,) = found.providers
    assert provider["certification_source"] == "Certificateur A"
    assert provider["certification_on"] == "2023-03-05"


@pytest.mark.parametrize(("certified", "day"), [("Qualiopi", "bientôt"), ("", "2023-03-05")])
def test_a_date_that_dates_nothing_is_not_taken_and_told(certified, day):
    found = one(Certification=certified, **{"Certifié le": day})

    assert found.providers[0]["certification_on"] == ""
    assert "La date de la certification n'est pas reprise" in found.remarks[0].sentence


@pytest.mark.parametrize(("cell", "kept"), [("oui", "yes"), ("NON", "no"), ("", "")])
def test_whether_one_may_come_from_afar_is_yes_no_or_not_said(cell, kept):
    assert one(**{"À distance": cell}).providers[0]["remote"] == kept


def test_half_of_a_distance_is_not_taken_and_told():
    found = one(**{"À distance": "en partie"})

    assert found.providers[0]["remote"] == ""
    assert sentences(found.remarks) == [(2, "« À distance » ne dit ni oui ni non ; non repris.")]


def test_sheets_that_were_not_read_are_told():
    found = checked(USUAL, unread=("Feuille2",))

    assert sentences(found.remarks) == [
        (0, "Seule la feuille « Feuille1 » a été lue ; non lues : « Feuille2 ».")
    ]


def test_a_heading_written_twice_is_read_once():
    lines = (
        Line(1, (*USUAL, "Ville")),
        Line(2, (*USUAL.values(), "Angers")),
    )

    found = check_rows(ForeignTable(lines, "", "", ()), EXPECTED, lambda done, total: None)

    assert found.providers[0]["commune"] == "Nantes"


def test_long_work_says_how_far_it_is():
    told = []
    rows = [{**USUAL, "Code postal": f"{44000 + number}"} for number in range(700)]

    check_rows(table(*rows), EXPECTED, lambda done, total: told.append((done, total)))

    assert told == [(500, 700), (700, 700)]
