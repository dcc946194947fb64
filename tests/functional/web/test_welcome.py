"""Somebody comes in: UO0 in one screen, homonyms, anonymous people, other operators."""

import pytest

from tests.functional.web.act_forms import counted, followed, form_of, looked_up, sent
from tests.people import received

ZOE = {
    "birth_name": "Lefèvre",
    "first_name": "Zoé",
    "birth_date": "17051984",
    "status": "cdi",
    "origin": "ind",
    "motive": "projet",
    "detailed_motive": "changer",
    "orientation": "interne",
    "mode": "tél",
    "offer": "2",
}


def people(town):
    with town.application.reading() as tools:
        return [person.identifier for person in tools.site.beneficiaries]


def welcomed(town, login="alice", **changes):
    return sent(town.browser(login), "/nouveau", **{**ZOE, **changes})


@pytest.mark.parametrize("login", ["alice", "elise"])
def test_nine_inputs_make_a_person_and_a_unit_closed_the_same_day_r_001_r_022(town, login):
    answer = welcomed(town, login)

    [identifier] = people(town)
    assert answer.headers["Location"].split("?")[0].endswith(f"/{identifier}/accueilli")
    unit = looked_up(town, f"/dossiers/{identifier}", lambda person: person.engagements()[0])
    assert (unit.unit, unit.state, unit.closed_on) == ("UO0", "closed", unit.opened_on)
    assert unit.sheet == {
        "origin": "IND",
        "motive": "PROJET",
        "detailed_motive": "CHANGE",
        "orientation": "CEP_INT",
    }
    assert unit.declarations["reception_offer"] == "declined"
    assert [(e["mode"], e["on"]) for e in unit.interactions] == [("TEL", unit.opened_on)]


def test_the_demand_has_its_date_channel_and_author_by_itself_r_010(town):
    welcomed(town, mode="1")

    [demand] = looked_up(town, f"/dossiers/{people(town)[0]}", lambda person: person.demands)
    assert (demand["unit"], demand["channel"], demand["author"]) == ("UO0", "PRES", "person")


def test_a_motive_is_known_from_its_detail(town):
    welcomed(town, motive="", detailed_motive="vae")

    unit = looked_up(town, f"/dossiers/{people(town)[0]}", lambda person: person.engagements()[0])
    assert unit.sheet["motive"] == "COMP"


def test_after_it_the_next_step_is_under_the_enter_key(town):
    page = welcomed(town).follow()

    assert "Engager UO1 maintenant" in page.text
    assert "autofocus" in page.text
    assert "Numéro de dossier" in page.text


def test_whoever_only_welcomes_is_offered_the_next_person(town):
    page = welcomed(town, "elise").follow()

    assert "Engager UO1" not in page.text
    assert 'href="/nouveau" autofocus' in page.text


def test_a_status_of_somebody_else_gives_the_right_contact_sheet_r_004(town):
    page = welcomed(town, status="agent").follow()

    assert "n’ouvre pas droit à cette unité" in page.text
    assert "Conseiller mobilité et carrière" in page.text
    assert "France Travail (" not in page.text


def test_reception_that_was_not_offered_is_told_r_003(town):
    page = welcomed(town, offer="non").follow()

    assert "accueil sur place n’a pas été proposé" in page.text


def test_every_fault_is_told_at_once_and_what_was_typed_stays(town):
    answer = sent(
        town.browser("alice"),
        "/nouveau",
        422,
        birth_name="Lefèvre",
        birth_date="17/05/198",
        status="sal",
        origin="zzz",
    )

    form = form_of(answer)
    assert form["birth_name"].value == "Lefèvre"
    for name in ("first_name", "birth_date", "status", "origin", "motive", "orientation"):
        assert f'id="{name}-faute"' in answer.text, name
    assert "1 Salarié en CDI" in answer.text
    assert people(town) == []


def test_an_unlikely_age_is_confirmed_not_refused(town):
    browser = town.browser("alice")
    answer = sent(browser, "/nouveau", 422, **{**ZOE, "birth_date": "17051884"})
    form = form_of(answer)
    form["sure"] = True

    assert form.submit().status_int == 303
    assert len(people(town)) == 1


def test_sent_twice_there_is_one_person(town):
    form = form_of(town.browser("alice").get("/nouveau"))
    for name, value in ZOE.items():
        form[name] = value

    first, second = form.submit(), form.submit()

    assert first.status_int == second.status_int == 303
    assert "rien n’a été fait deux fois" in second.follow().text
    assert len(people(town)) == 1


def test_a_homonym_is_her_or_somebody_else_r_106(town):
    welcomed(town)
    form = form_of(town.browser("alice").get("/nouveau"))
    for name, value in {**ZOE, "birth_name": "LEFEVRE", "first_name": "zoe"}.items():
        form[name] = value

    refused = form.submit(status=422)
    assert "ouvrir son dossier" in refused.text
    again = form_of(refused)
    again["distinct"] = True
    again.submit(status=303)

    assert len(people(town)) == 2


def test_homonyms_are_looked_for_while_one_types_r_106(town):
    welcomed(town)
    browser = town.browser("alice")
    form = form_of(browser.get("/nouveau"))
    form.action = "/nouveau/doublons"
    for name in ("birth_name", "first_name", "birth_date"):
        form[name] = ZOE[name]

    found = form.submit()
    form["birth_date"] = "18051984"
    nobody = form.submit()

    assert "Zoé Lefèvre" in found.text
    assert "<html" not in found.text
    assert "Personne de ce nom" in nobody.text


def test_a_homonym_whom_one_may_not_know_is_not_named_r_122(town):
    followed(town, login="chloe")
    answer = sent(town.browser("alice"), "/nouveau", 422, **ZOE)

    assert "Une personne du même nom" in answer.text
    assert "ouvrir son dossier" not in answer.text
    assert "Angers" in answer.text


def test_somebody_may_stay_anonymous_and_give_her_name_the_same_day_r_002_c_30(town):
    browser = town.browser("elise")
    form = form_of(browser.get("/nouveau"))
    form["origin"], form["motive"] = "1", "2"
    told = counted(form, 0).follow()
    assert people(town) == []
    assert "Contact anonyme compté" in told.text

    named = form_of(told)
    assert named["origin"].value == "1 Individuelle"
    for name, value in ZOE.items():
        named[name] = value
    named.submit(status=303)

    [identifier] = people(town)
    with town.application.reading() as tools:
        assert [contact.became for contact in tools.site.contacts] == [identifier]


def test_the_name_of_an_anonymous_contact_is_not_kept_r_002(town):
    form = form_of(town.browser("elise").get("/nouveau"))
    form["birth_name"], form["status"] = "Lefèvre", "cdi"

    counted(form, 0)

    with town.application.reading() as tools:
        [contact] = tools.site.contacts
        assert contact.sheet == {"status": "SAL_CDI", "mode": "TEL"}


def test_another_day_an_anonymous_contact_keeps_no_name_c_30(town):
    browser = town.browser("elise")
    form = form_of(browser.get("/nouveau"))
    page = counted(form, 0).headers["Location"].split("?")[0]
    town.clock.on("2020-02-04")

    assert "a été compté un autre jour" in browser.get(page).text


def test_out_of_scope_is_counted_here_r_001(town):
    form = form_of(town.browser("elise").get("/nouveau"))
    told = counted(form, 1).follow()
    counted(form, 1)

    assert "hors périmètre compté" in told.text
    with town.application.reading() as tools:
        assert [contact.kind for contact in tools.site.contacts] == ["out_of_scope"]


@pytest.mark.parametrize("login", ["denis", "farid", "gaelle"])
def test_those_who_do_not_welcome_are_told_so(town, login):
    browser = town.browser(login)

    assert browser.get("/nouveau", status=403).text.count("ne vous est pas permis") == 1
    token = {"csrf_token": town.form_token(browser)}
    assert browser.post("/nouveau", token, status=403).status_int == 403
    assert people(town) == []


def test_somebody_known_is_pointed_the_right_way_again_r_028(town):
    person, _ = followed(town)
    codes = {key: ZOE[key] for key in ("origin", "motive", "detailed_motive", "orientation")}

    answer = sent(town.browser("alice"), f"{person}/aiguiller", **codes, mode="1")

    assert answer.headers["Location"].split("?")[0].endswith("/accueilli")
    units = looked_up(town, person, lambda one: [unit.unit for unit in one.engagements()])
    assert units.count("UO0") == 1


def test_a_colleague_points_the_way_without_reading_the_file_r_028_r_122(town):
    person, _ = followed(town)
    codes = {key: ZOE[key] for key in ("origin", "motive", "detailed_motive", "orientation")}

    answer = sent(town.browser("bruno"), f"{person}/aiguiller", **codes, mode="1")

    assert answer.headers["Location"].split("?")[0].endswith("/nouveau/")
    assert town.browser("bruno").get(f"{person}/accueilli", status=403)


def test_contact_sheets_are_read_and_printed_r_005(town):
    every = town.browser("elise").get("/operateurs")
    one = town.browser("elise").get("/operateurs?fiche=OP_APEC")

    assert "France Travail" in every.text
    assert "0\u202f809" not in one.text or "Apec" in one.text
    assert "France Travail" not in one.text


def test_under_an_agreement_without_uo0_the_demand_is_kept(town):
    town.clock.on("2024-02-08")
    answer = sent(
        town.browser("alice"),
        "/nouveau",
        **{key: ZOE[key] for key in ("birth_name", "first_name", "birth_date", "status")},
    )

    page = answer.follow()
    assert "Engager RDV1 maintenant" in page.text
    [identifier] = people(town)
    asked = looked_up(
        town, f"/dossiers/{identifier}", lambda one: [d["unit"] for d in one.demands]
    )
    assert asked == ["RDV1"]


def test_a_person_elsewhere_does_not_exist(town):
    identifier = town.write(lambda tools: received(tools, "chloe").identifier)
    person, _ = followed(town, login="chloe", birth_name="Le Bihan")

    assert town.browser("alice").get(f"{person}/aiguiller", status=404)
    assert identifier


def test_who_was_counted_today_is_found_again_at_the_counter_r_002(town):
    elise, bruno = town.browser("elise"), town.browser("bruno")
    counted(form_of(elise.get("/nouveau")), 0)
    town.clock.on("2020-02-03", "09:30")
    page = counted(form_of(elise.get("/nouveau")), 1).follow().html

    lines = page.select('[aria-labelledby="comptes"] li')
    again = lines[1].a["href"]

    assert [line.text.split("10")[0] for line in lines] == ["Hors périmètre", "Contact anonyme"]
    assert "Donner un nom à ce contact" in bruno.get(again).text
    assert 'id="comptes"' not in town.browser("chloe").get("/nouveau").text


def test_the_next_day_nobody_waits_for_a_name_any_more_c_30(town):
    elise = town.browser("elise")
    counted(form_of(elise.get("/nouveau")), 0)

    town.clock.on("2020-02-04")

    assert 'id="comptes"' not in elise.get("/nouveau").text
