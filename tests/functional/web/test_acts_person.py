"""Forms about the person: sheet, status, adaptations, demands, consents, mandates, notes."""

from datetime import date

import pytest

from tests.functional.web.act_forms import followed, form_of, looked_up, sent

FORMS = (
    "fiche",
    "statut",
    "adaptations",
    "demande",
    "consentements",
    "mandats",
    "notes",
    "echange",
    "engager",
    "pieces",
    "pieces/verser",
)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_opens_to_the_referent_and_to_nobody_of_another_place_r_122(town, form):
    person, _ = followed(town)

    page = town.browser("alice").get(f"{person}/{form}")

    assert "<h1>" in page.text
    answer = town.browser("chloe").get(f"{person}/{form}", status=404)
    assert "Page introuvable" in answer.text


@pytest.mark.parametrize("form", ["fiche", "consentements", "mandats", "notes", "engager"])
def test_an_act_of_somebody_who_may_not_changes_nothing_r_122(town, form):
    person, _ = followed(town)
    browser = town.browser("chloe")
    before = looked_up(town, person, lambda one: (dict(one.sheet), one.consents, len(one.notes)))
    token = {"csrf_token": town.form_token(browser), "acte": "0" * 20}

    browser.post(f"{person}/{form}", token, {"Origin": "https://localhost"}, status=404)

    after = looked_up(town, person, lambda one: (dict(one.sheet), one.consents, len(one.notes)))
    assert before == after


def test_only_what_changed_is_written_in_the_sheet_r_100(town):
    person, _ = followed(town)

    sent(town.browser("alice"), f"{person}/fiche", town="Rezé", company_entered_in="10/2017")

    sheet = looked_up(town, person, lambda one: one.sheet)
    assert (sheet["town"], sheet["company_entered_in"]) == ("Rezé", "2017-10")
    line = looked_up(
        town,
        person,
        lambda one: next(x for x in one.journal.backwards() if x["what"] == "edit_sheet"),
    )
    assert line["details"]["fields"] == "company_entered_in,town"


def test_a_wrong_field_is_told_beside_it_and_nothing_is_saved(town):
    person, _ = followed(town)

    answer = sent(town.browser("alice"), f"{person}/fiche", 422, postcode="4400", town="Rezé")

    assert 'id="postcode-faute"' in answer.text
    assert form_of(answer)["town"].value == "Rezé"
    assert looked_up(town, person, lambda one: one.sheet["town"]) == "Nantes"


def test_a_sheet_that_somebody_else_wrote_meanwhile_is_not_overwritten(town):
    person, _ = followed(town)
    browser = town.browser("alice")
    first, second = (form_of(browser.get(f"{person}/fiche")) for _ in range(2))
    first["town"] = "Rezé"
    first.submit(status=303)
    second["town"] = "Orvault"

    answer = second.submit(status=409)

    assert "modifié cette fiche" in answer.text
    assert looked_up(town, person, lambda one: one.sheet["town"]) == "Rezé"
    form_of(answer).submit(status=303)
    assert looked_up(town, person, lambda one: one.sheet["town"]) == "Orvault"


def test_an_address_at_work_is_kept_only_when_she_agrees_r_124(town):
    person, _ = followed(town)
    address = "z.lefevre@usine-dupont.fr"

    answer = sent(town.browser("alice"), f"{person}/fiche", 422, email=address)
    assert "semble être celle du travail" in answer.text
    form = form_of(answer)
    form["address_agreed"] = True
    form.submit(status=303)

    assert looked_up(town, person, lambda one: one.sheet["email"]) == address


def test_a_private_address_is_kept_without_a_word_r_124(town):
    person, _ = followed(town)

    sent(town.browser("alice"), f"{person}/fiche", email="zoe@laposte.net")

    assert looked_up(town, person, lambda one: one.sheet["email"]) == "zoe@laposte.net"


def test_the_handicap_is_asked_once_she_consents_and_by_the_referent_alone_r_105(town):
    person, _ = followed(town)
    alice = town.browser("alice")
    assert "disability" not in form_of(alice.get(f"{person}/fiche")).fields

    sent(
        alice,
        f"{person}/consentements",
        ending="/consentements",
        subject="disability",
        channel="PRES",
    )
    sent(alice, f"{person}/fiche", disability="RQTH")

    assert looked_up(town, person, lambda one: one.sheet["disability"]) == "RQTH"


def test_a_consent_is_withdrawn_as_easily_as_it_is_given(town):
    person, _ = followed(town)
    alice = town.browser("alice")
    page = sent(
        alice,
        f"{person}/consentements",
        ending="/consentements",
        subject="disability",
        channel="PRES",
    ).follow()
    undo = page.html.select_one('[role="status"] a')
    assert page.html.select_one(undo["href"].partition("consentements")[2]) is not None

    next(f for f in page.forms.values() if f.action.endswith("retirer-consentement")).submit()

    [consent] = looked_up(town, person, lambda one: one.consents)
    assert consent["revoked_on"] == date(2020, 2, 3)


def test_a_consent_to_the_vault_says_how_far_it_goes_r_087(town):
    person, _ = followed(town)
    alice = town.browser("alice")
    form = form_of(alice.get(f"{person}/consentements"), "/consentements")
    form["subject"], form["channel"] = "skills_assessment", "PRES"
    for box in form.fields["scopes"]:
        box.checked = False
    refused = form.submit(status=422)
    again = form_of(refused, "/consentements")
    again.fields["scopes"][0].checked = True

    again.submit(status=303)

    [consent] = looked_up(town, person, lambda one: one.consents)
    assert consent["scope"] == "keep"


def test_a_status_is_a_dated_history_r_006(town):
    person, _ = followed(town)
    early = sent(town.browser("alice"), f"{person}/statut", 422, status="DE", since="03022020")
    assert "validé par le manager" in early.text
    town.clock.on("2020-02-10")

    sent(town.browser("alice"), f"{person}/statut", status="SAL_CDD", since="07/02/2020")

    told = looked_up(town, person, lambda one: [s["code"] for s in one.statuses])
    assert told[-1] == "SAL_CDD"


def test_a_status_before_an_engagement_is_recorded_by_the_manager_r_006(town):
    person, _ = followed(town)
    denis, said = town.browser("denis"), {"status": "DE", "since": "03022020"}
    town.browser("alice").get(f"{person}/statut-anterieur", status=403)
    assert f"{person}/statut-anterieur" in denis.get(person).text

    refused = sent(denis, f"{person}/statut-anterieur", 422, **said)
    sent(denis, f"{person}/statut-anterieur", **said, motive="Fin de contrat apprise hier.")

    assert 'id="motive-faute"' in refused.text
    told = looked_up(town, person, lambda one: [(s["code"], s["since"]) for s in one.statuses])
    assert told[-1] == ("DE", date(2020, 2, 3))
    assert "Fin de contrat apprise hier." in denis.get(person).text


def test_a_manager_leaves_later_changes_to_who_follows_r_006(town):
    person, _ = followed(town)
    town.clock.on("2020-02-10")
    said = {"status": "DE", "since": "07/02/2020", "motive": "Elle me l'a dit."}

    refused = sent(town.browser("denis"), f"{person}/statut-anterieur", 422, **said)

    assert "noté par le référent" in refused.text


def test_a_status_needs_a_day_that_has_come(town):
    person, _ = followed(town)

    answer = sent(town.browser("alice"), f"{person}/statut", 422, status="DE", since="01/01/2030")

    assert 'id="since-faute"' in answer.text


def test_adaptations_are_kept_r_014(town):
    person, _ = followed(town)
    form = form_of(town.browser("alice").get(f"{person}/adaptations"))
    form.fields["adaptations"][0].checked = True

    form.submit(status=303)

    assert looked_up(town, person, lambda one: one.adaptations) == ("large_print",)


def test_the_demand_of_an_employer_is_refused_r_010(town):
    person, _ = followed(town)
    said = {"unit": "UO2.1", "channel": "TEL"}
    before = looked_up(town, person, lambda one: len(one.demands))

    answer = sent(town.browser("alice"), f"{person}/demande", 409, **said, author="employer")
    assert "à la demande de la personne" in answer.text
    sent(town.browser("alice"), f"{person}/demande", **said)

    assert looked_up(town, person, lambda one: len(one.demands)) == before + 1


def test_a_demand_says_which_unit_when_and_how_r_010(town):
    person, _ = followed(town)

    answer = sent(town.browser("alice"), f"{person}/demande", 422, on="")

    for name in ("unit", "on", "channel"):
        assert f'id="{name}-faute"' in answer.text


def test_a_mandate_names_somebody_something_and_an_end_r_095(town):
    person, _ = followed(town)
    alice = town.browser("alice")
    sent(alice, f"{person}/mandats", 422, third_party="")
    form = form_of(alice.get(f"{person}/mandats"))
    form["third_party"] = "transitions.pro"
    form.fields["scopes"][0].checked = True

    form.submit(status=303)
    form.submit(status=303)

    [mandate] = looked_up(town, person, lambda one: one.mandates)
    assert (mandate["third_party"], mandate["scope"]) == ("transitions.pro", "deliverable")


def test_a_private_note_is_its_authors_and_written_once_r_123(town):
    person, _ = followed(town)
    form = form_of(town.browser("alice").get(f"{person}/notes"))
    form["text"] = "Prévoir plus de temps."

    form.submit(status=303)
    form.submit(status=303)

    assert "Prévoir plus de temps" in town.browser("alice").get(f"{person}/notes").text
    assert looked_up(town, person, lambda one: len(one.notes)) == 1
    assert town.browser("denis").get(f"{person}/notes", status=404)


def test_an_empty_note_is_told(town):
    person, _ = followed(town)

    assert "La note est vide" in sent(town.browser("alice"), f"{person}/notes", 422, text=" ").text


def test_an_emergency_opens_the_file_with_a_motive_seen_by_all_r_122(town):
    person, _ = followed(town)
    bruno = town.browser("bruno")
    short = sent(bruno, f"{person}/briser-la-glace", 422, motive="vite")
    assert 'id="motive-faute"' in short.text

    sent(bruno, f"{person}/briser-la-glace", motive="La personne est à l'accueil, en détresse.")

    [grant] = looked_up(town, person, lambda one: one.grants)
    assert (grant["kind"], grant["account"]) == ("break_glass", "bruno")
