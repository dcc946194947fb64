"""Closing, rectifying, cancelling; the data, services, documents and lists of a unit."""

from datetime import date

import pytest

from tests.functional.web.act_forms import followed, form_of, looked_up, sent
from tests.people import met
from tests.unit.lifecycle.courses import engaged, fill, signed
from tests.unit.lifecycle.directory_rows import imported, provider

FORMS = ("clore", "donnees", "prestations", "document", "organismes")


def last(town, person):
    return looked_up(town, person, lambda one: one.engagements()[-1])


@pytest.mark.parametrize("form", FORMS)
def test_each_form_opens_to_the_referent_and_to_nobody_of_another_place_r_122(town, form):
    _, unit = followed(town, "UO2.1")

    assert "<h1>" in town.browser("alice").get(f"{unit}/{form}").text
    assert town.browser("chloe").get(f"{unit}/{form}", status=404)


@pytest.mark.parametrize("form", ["annuler", "rectifier", "abandon"])
def test_what_a_manager_puts_right_is_not_an_advisers_r_033_r_042(town, form):
    _, unit = followed(town)
    allowed = {"abandon": (200,)}.get(form, (403,))

    assert town.browser("alice").get(f"{unit}/{form}", status="*").status_int in allowed
    assert town.browser("denis").get(f"{unit}/{form}").status_int == 200


def test_a_unit_closes_for_another_reason_with_its_proof(town):
    person, unit = followed(town)
    alice = town.browser("alice")
    page = alice.get(f"{unit}/clore")
    assert "il faut une pièce justificative" in page.text

    said = {"reason": "VOL_SITUATION", "motive": "Déménagement, courrier du 3 février."}
    page = sent(alice, f"{unit}/clore", **said).follow()

    assert page.html.select_one('[role="status"] a') is None
    assert (last(town, person).state, last(town, person).closed_because) == (
        "closed",
        "VOL_SITUATION",
    )


def test_a_closing_without_a_word_is_told_beside_each_field(town):
    person, unit = followed(town)

    answer = sent(town.browser("alice"), f"{unit}/clore", 422, on="")

    for name in ("reason", "on", "motive"):
        assert f'id="{name}-faute"' in answer.text
    assert last(town, person).state == "open"


def test_what_annexe_2_lacks_is_asked_while_closing_c_14(town):
    person, unit = followed(town, "UO2.1")
    form = form_of(town.browser("alice").get(f"{unit}/clore"))
    form["reason"], form["motive"] = "VOL_SITUATION", "Changement de région, voir courrier."
    form.set("service_types", True, index=1)
    form.set("training_funding", True, index=1)

    form.submit(status=303)

    assert len(last(town, person).sheet["service_types"]) == 1
    assert last(town, person).state == "closed"


def test_a_closing_before_the_engagement_is_refused_with_what_was_typed(town):
    person, unit = followed(town)
    said = {"reason": "VOL_SITUATION", "motive": "Déménagement.", "on": "01012020"}

    answer = sent(town.browser("alice"), f"{unit}/clore", 409, **said)

    assert "la date de clôture doit suivre l’engagement" in answer.text
    assert form_of(answer)["motive"].value == "Déménagement."
    assert last(town, person).state == "open"


def test_a_closing_is_rectified_and_the_first_stays_r_033(town):
    identifier, number = town.write(
        lambda tools: (
            (unit := signed(engaged(tools, "UO1"), tools)).__parent__.__parent__.identifier,
            unit.number,
        )
    )
    town.clock.on("2020-02-05")
    unit = f"/dossiers/{identifier}/uo/{number}"
    said = {"reason": "TRANSFERT", "on": "05022020", "motive": "Changement d'opérateur."}

    page = sent(town.browser("denis"), f"{unit}/rectifier", **said).follow()

    assert page.html.select_one('[role="status"] a')["href"] == f"{unit}/rectifier"
    closings = last(town, f"/dossiers/{identifier}").closings
    assert [one["reason"] for one in closings] == ["VOL_SIGNE", "TRANSFERT"]


def test_a_unit_opened_by_mistake_is_cancelled_r_042(town):
    person, unit = followed(town)
    sent(town.browser("denis"), f"{unit}/annuler", 422, motive="")

    sent(town.browser("denis"), f"{unit}/annuler", motive="Ouverte deux fois.")

    assert last(town, person).state == "cancelled"


def test_an_overdue_unit_is_closed_for_abandon_with_a_motive_c_10(town):
    person, unit = followed(town)
    answer = sent(town.browser("denis"), f"{unit}/abandon", 409, motive="Sans nouvelles.")

    assert "pas possible à ce stade" in answer.text
    assert last(town, person).state == "open"


def test_the_data_of_a_unit_are_written_and_checked_r_100(town):
    person, unit = followed(town, "UO2.1")
    alice = town.browser("alice")
    sent(alice, f"{unit}/donnees", 422, reconversion_filed_on="31022020")

    sent(alice, f"{unit}/donnees", project_state="RECONV_P", reconversion_filed_on="01022020")

    assert last(town, person).sheet["project_state"] == "RECONV_P"
    assert last(town, person).sheet["reconversion_filed_on"] == "2020-02-01"


def test_a_code_that_excludes_the_others_is_told_beside_them_r_103(town):
    _, unit = followed(town, "UO2.1")
    form = form_of(town.browser("alice").get(f"{unit}/donnees"))
    for box in form.fields["training_funding"]:
        if box.attrs.get("type") == "checkbox":
            box.checked = True

    answer = form.submit(status=422)

    assert 'id="training_funding-faute"' in answer.text


def test_self_prescription_is_computed_from_the_siren_r_084(town):
    person, unit = followed(town, "UO2.1")
    alice = town.browser("alice")
    said = {"code": "BILAN", "provider_name": "Atlantique Conseil"}
    sent(alice, f"{unit}/prestations", 422, **said, provider_siren="12")

    told = sent(alice, f"{unit}/prestations", **said, provider_siren="404833048").follow()

    assert "auto-prescription" in told.text
    assert len(last(town, person).services) == 1


def test_another_document_is_opened_once_r_061(town):
    person, unit = followed(town, "UO2.1")
    alice = town.browser("alice")

    first = sent(alice, f"{unit}/document", kind="action_plan")
    again = sent(alice, f"{unit}/document", kind="action_plan")

    assert first.headers["Location"] == again.headers["Location"]
    assert "/documents/action_plan" in first.headers["Location"]
    assert "action_plan" in last(town, person)
    assert sent(alice, f"{unit}/document", 422).status_int == 422


@pytest.fixture
def listed(town):
    """A list of three providers drawn in the browser."""
    person, unit = followed(town, "UO2.1")
    offers = [provider("Alpha"), provider("Étape"), provider("Mistral")]
    town.write(lambda tools: imported(tools, *offers).edition.__name__)
    drawn = sent(town.browser("alice"), f"{unit}/organismes", service="BILAN", words="le point")
    return person, drawn.headers["Location"].split("?")[0].removeprefix(
        "https://localhost"
    ).rstrip("/")


def test_a_list_is_complete_dated_and_printed_r_082(town, listed):
    _, path = listed
    page = town.browser("alice").get(path)

    for name in ("Alpha", "Étape", "Mistral", "Annuaire inventé", "3 organismes"):
        assert name in page.text
    assert "Noter son choix" not in page.text
    assert town.browser("chloe").get(path, status=404)


def test_the_same_wish_gives_the_same_list_r_082(town, listed):
    person, path = listed
    unit = path.rsplit("/", 1)[0]

    again = sent(town.browser("alice"), unit, service="BILAN", words="le point")

    assert path in again.headers["Location"]
    assert len(last(town, person).provider_lists) == 1


def test_she_chooses_after_the_delivery_r_083(town, listed):
    person, path = listed
    alice = town.browser("alice")
    sent(alice, path, ending="/remettre", how="paper")
    form = form_of(alice.get(path), "/choisir")
    form["choice"] = "listed"
    missing = form.submit(status=422)
    assert 'id="key-faute"' in missing.text
    again = form_of(missing, "/choisir")
    again["key"] = again["key"].options[1][0]

    again.submit(status=303)
    again.submit(status=303)

    [drawn] = last(town, person).provider_lists
    assert [choice["kind"] for choice in drawn.choices] == ["listed"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [({"choice": "none"}, "none"), ({"choice": "other", "name": "Ailleurs"}, "other")],
)
def test_she_may_choose_another_or_nobody_r_083(town, listed, said, kind):
    person, path = listed
    alice = town.browser("alice")
    sent(alice, path, ending="/remettre", how="paper")

    told = sent(alice, path, ending="/choisir", **said).follow()

    assert last(town, person).provider_lists[0].choice["kind"] == kind
    assert ("SIREN est à compléter" in told.text) is (kind == "other")


def test_a_choice_says_something(town, listed):
    _, path = listed
    alice = town.browser("alice")
    sent(alice, path, ending="/remettre", how="paper")

    assert 'id="choice-faute"' in sent(alice, path, 422, ending="/choisir").text
    assert 'id="name-faute"' in sent(alice, path, 422, ending="/choisir", choice="other").text


def test_a_list_is_taken_to_a_spreadsheet_without_formulas(town, listed):
    _, path = listed

    answer = town.browser("alice").get(f"{path}/tableur")

    assert answer.content_type == "text/csv"
    assert "Alpha" in answer.text


def test_without_a_directory_there_is_no_list_r_082(town):
    _, unit = followed(town, "UO2.1")

    answer = sent(town.browser("alice"), f"{unit}/organismes", 409, service="BILAN")

    assert "Faire importer l’annuaire de la région" in answer.text


def test_a_closed_unit_is_not_closed_again(town):
    def work(tools):
        unit = engaged(tools, "UO1")
        met(unit, tools)
        fill(unit, tools)
        return unit.__parent__.__parent__.identifier, unit.number

    identifier, number = town.write(work)
    path = f"/dossiers/{identifier}/uo/{number}"
    form = form_of(town.browser("alice").get(f"{path}/clore"))
    form["reason"], form["motive"] = "VOL_SITUATION", "Déménagement."

    form.submit(status=303)
    twice = form.submit(status=303).follow(status="*")

    assert twice.status_int == 200
    assert len(last(town, f"/dossiers/{identifier}").closings) == 1
    assert last(town, f"/dossiers/{identifier}").closed_on == date(2020, 2, 3)
