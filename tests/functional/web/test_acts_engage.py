"""Engaging a unit in the browser: what is missing is asked, what stands in the way is said."""

from datetime import date

import pytest

from tests.functional.web.act_forms import followed, form_of, looked_up, sent
from tests.people import PERSON, received
from tests.unit.lifecycle.courses import engaged, signed

HER_WORDS = {"followed_elsewhere": "no"}
CODES = {"origin": "IND", "motive": "PROJET", "detailed_motive": "CHANGE"}


def arrived(place, /, login="alice", **changes):
    identifier = place.write(lambda tools: received(tools, login, **changes).identifier)
    return f"/dossiers/{identifier}"


def units(town, person):
    return looked_up(town, person, lambda one: [unit.unit for unit in one.engagements()])


def test_a_unit_is_engaged_with_its_number_its_referent_and_its_deadline(town):
    person = arrived(town)

    answer = sent(town.browser("alice"), f"{person}/engager?unite=UO1", **CODES, **HER_WORDS)

    assert "ch%C3%A9ance+le+3+avril+2020" in answer.headers["Location"]
    unit = looked_up(town, person, lambda one: one.engagements()[0])
    assert (unit.unit, unit.state, unit.due_on) == ("UO1", "open", date(2020, 4, 3))
    assert looked_up(town, person, lambda one: list(one)[-1].referent) == "alice"


def test_sent_twice_it_is_engaged_once(town):
    person = arrived(town)
    form = form_of(town.browser("alice").get(f"{person}/engager?unite=UO1"))
    for name, value in {**CODES, **HER_WORDS}.items():
        form[name] = value

    form.submit(status=303)
    form.submit(status=303)

    assert units(town, person) == ["UO1"]


def test_what_her_sheet_lacks_is_asked_in_the_same_form_r_100(town):
    person = arrived(town, sex="", town="", email="")
    browser = town.browser("alice")
    form = form_of(browser.get(f"{person}/engager?unite=UO1"))
    assert "birth_name" not in form.fields

    said = {"sex": "F", "town": "Nantes", "email": "n'en possède pas", **CODES, **HER_WORDS}
    sent(browser, f"{person}/engager?unite=UO1", **said)

    sheet = looked_up(town, person, lambda one: one.sheet)
    assert (sheet["sex"], sheet["town"]) == ("F", "Nantes")
    assert units(town, person) == ["UO1"]


def test_what_stays_missing_is_told_beside_its_field_and_nothing_is_done(town):
    person = arrived(town, sex="", town="")

    answer = sent(town.browser("alice"), f"{person}/engager?unite=UO1", 422, town="Nantes")

    for name in ("sex", "origin", "motive", "followed_elsewhere"):
        assert f'id="{name}-faute"' in answer.text, name
    assert form_of(answer)["town"].value == "Nantes"
    assert units(town, person) == []
    assert "town" not in looked_up(town, person, lambda one: one.sheet)


def test_a_work_address_is_asked_about_here_too_r_124(town):
    person = arrived(town, email="")
    said = {"email": "zoe@usine-dupont.fr", **CODES, **HER_WORDS}

    answer = sent(town.browser("alice"), f"{person}/engager?unite=UO1", 422, **said)
    form = form_of(answer)
    form["address_agreed"] = True

    form.submit(status=303)


def test_a_status_outside_is_refused_with_its_article_and_who_else_receives_her_r_004(town):
    person = arrived(town, status="AGPUB")

    page = town.browser("alice").get(f"{person}/engager?unite=UO1")

    assert "CCTP § 1.2.4" in page.text
    assert "Conseiller mobilité et carrière" in page.text
    assert not [form for form in page.forms.values() if "acte" in form.fields]


def test_a_manager_lets_it_pass_with_a_motive_r_004(town):
    person = arrived(town, status="AGPUB")
    said = {**CODES, **HER_WORDS, "referent": "alice"}
    denis = town.browser("denis")
    answer = sent(denis, f"{person}/engager?unite=UO1", 409, **said)
    form = form_of(answer)
    form["override_status_in_perimeter"] = "Fin de contrat dans deux mois."

    form.submit(status=303)

    [override] = looked_up(town, person, lambda one: one.engagements()[0].overrides)
    assert (override["condition"], override["by"]) == ("status_in_perimeter", "denis")


def test_one_accompaniment_at_a_time_r_028(town):
    person, _ = followed(town)

    page = town.browser("alice").get(f"{person}/engager?unite=UO2.1")

    assert "une unité d’accompagnement est déjà ouverte" in page.text.lower()
    assert "Voir l’unité en cours" in page.text


def test_an_act_forged_against_an_obstacle_is_refused_r_028(town):
    person, _ = followed(town)
    browser = town.browser("alice")
    form = form_of(browser.get(f"{person}/statut"))
    form.action = f"{person}/engager"
    form.fields.pop("since", None)

    answer = form.submit(status=(409, 422))

    assert answer.status_int == 422
    assert units(town, person) == ["UO1"]


def test_whoever_comes_from_far_is_explained_r_008(town):
    person = arrived(town, postcode="75011", town="Paris")
    said = {**CODES, **HER_WORDS}
    answer = sent(town.browser("alice"), f"{person}/engager?unite=UO1", 422, **said)
    assert 'id="place_exception-faute"' in answer.text
    form = form_of(answer)
    form["place_exception"] = "mobility"

    form.submit(status=303)


def test_another_reason_is_written_out_and_kept_r_008(town):
    person = arrived(town, postcode="75011", town="Paris")
    said = {**CODES, **HER_WORDS, "place_exception": "other"}
    form = form_of(sent(town.browser("alice"), f"{person}/engager?unite=UO1", 422, **said))
    assert form["place_exception"].value == "other"
    form["place_reason"] = "Ses parents, chez qui elle passe l'année, sont à Nantes."

    form.submit(status=303)

    [kept] = looked_up(town, person, lambda one: [u.declarations for u in one.engagements()])
    assert kept["place_reason"] == "Ses parents, chez qui elle passe l'année, sont à Nantes."


def test_coming_back_soon_is_explained_r_034(town):
    def work(tools):
        unit = signed(engaged(tools, "UO2.1"), tools)
        return unit.__parent__.__parent__.identifier

    person = f"/dossiers/{town.write(work)}"
    town.clock.on("2020-02-20")
    form = form_of(town.browser("alice").get(f"{person}/engager?unite=UO2.1"))
    for name, value in {**CODES, **HER_WORDS}.items():
        form[name] = value
    answer = form.submit(status=422)
    assert 'id="return_motive-faute"' in answer.text
    again = form_of(answer)
    again["return_motive"] = "Licenciement économique."

    again.submit(status=303)


def test_late_entry_needs_the_manager_r_021(town):
    person = arrived(town)
    town.clock.on("2020-03-20")
    said = {**CODES, **HER_WORDS, "opened_on": "04022020", "demand_on": "04022020"}

    alice = sent(town.browser("alice"), f"{person}/engager?unite=UO1", 422, **said)
    assert "override_not_backdated_too_far" not in alice.text
    denis = sent(
        town.browser("denis"), f"{person}/engager?unite=UO1", 422, **said, referent="alice"
    )
    form = form_of(denis)
    form["override_not_backdated_too_far"] = "Panne de réseau."

    form.submit(status=303)


def test_a_demand_is_written_with_the_act_r_010(town):
    person = arrived(town)

    said = {**CODES, **HER_WORDS, "demand_channel": "TEL"}
    sent(town.browser("alice"), f"{person}/engager?unite=UO1", **said)

    [demand] = looked_up(town, person, lambda one: one.demands)
    assert (demand["channel"], demand["author"], demand["unit"]) == ("TEL", "person", "UO1")


@pytest.mark.parametrize("login", ["elise", "farid", "chloe"])
def test_others_engage_nothing(town, login):
    person, _ = followed(town)

    assert town.browser(login).get(f"{person}/engager", status=(403, 404))


def test_a_unit_that_does_not_exist_is_not_engaged(town):
    person = arrived(town)
    form = form_of(town.browser("alice").get(f"{person}/engager?unite=UO9"))
    form["unit"].force_value("UO9")

    assert form.submit(status=422)
    assert units(town, person) == []


def test_a_complete_sheet_leaves_nothing_to_type_but_her_words(town):
    person = arrived(town)

    form = form_of(town.browser("alice").get(f"{person}/engager?unite=UO1"))

    assert not set(PERSON) & set(form.fields)
