"""Exchanges, workshops, and who follows the person."""

from datetime import date

from tests.functional.web.act_forms import followed, form_of, looked_up, sent


def test_an_exchange_takes_three_keys_r_038(town):
    person, _ = followed(town)
    form = form_of(town.browser("alice").get(f"{person}/echange"))
    form["minutes"] = "45"

    form.submit(status=303)
    form.submit(status=303)

    [exchange] = looked_up(town, person, lambda one: one.engagements()[-1].interactions)
    assert (exchange["mode"], exchange["minutes"]) == ("PRES", 45)


def test_the_next_exchange_is_like_the_last_one(town):
    person, _ = followed(town)
    alice = town.browser("alice")
    said = {"mode": "TEL", "remote_agreed_by": "person_asked", "minutes": "20"}
    sent(alice, f"{person}/echange", **said)

    form = form_of(alice.get(f"{person}/echange"))

    assert (form["mode"].value, form["remote_agreed_by"].value) == ("TEL", "person_asked")


def test_a_distance_nobody_accepted_is_refused_r_012(town):
    person, _ = followed(town)

    answer = sent(town.browser("alice"), f"{person}/echange", 422, mode="TEL", minutes="20")

    assert 'id="remote_agreed_by-faute"' in answer.text
    assert form_of(answer)["minutes"].value == "20"


def test_another_place_keeps_the_exchange_confidential_r_012(town):
    person, _ = followed(town)

    answer = sent(town.browser("alice"), f"{person}/echange", 422, place="Café du Port")
    form = form_of(answer)
    form["confidential_place"] = True

    form.submit(status=303)


def test_a_workshop_is_in_each_file_without_the_others_r_013(town):
    one, _ = followed(town)
    other, _ = followed(town, birth_name="Marchand")
    form = form_of(town.browser("alice").get("/atelier"))
    form["title"] = "Se présenter"
    for box in form.fields["participants"]:
        box.checked = True

    form.submit(status=303)
    form.submit(status=303)

    for person in (one, other):
        [exchange] = looked_up(town, person, lambda each: each.engagements()[-1].interactions)
        assert exchange["mode"] == "ATEL"
        identifier = (other if person == one else one).split("/")[2]
        line = looked_up(town, person, lambda each: str(list(each.journal.backwards())))
        assert identifier not in line


def test_a_workshop_has_several_people_and_an_adviser_r_013(town):
    followed(town)

    answer = sent(town.browser("alice"), "/atelier", 422, title="Se présenter")

    assert "au moins deux personnes" in answer.text
    assert "Vous ne suivez personne" in town.browser("denis").get("/atelier").text
    assert town.browser("farid").get("/atelier", status=403)


def test_opening_a_form_is_a_reading_of_the_person_r_122(town):
    person, _ = followed(town)
    alice = town.browser("alice")

    alice.get(f"{person}/fiche")
    alice.get(f"{person}/statut")

    read = looked_up(town, person, lambda one: [x["what"] for x in one.journal.backwards()])
    assert read.count("view") == 1


def test_the_referent_changes_with_a_motive_r_035(town):
    person, _ = followed(town)
    denis = town.browser("denis")
    sent(denis, f"{person}/referent", 422, account="bruno")

    sent(denis, f"{person}/referent", account="bruno", because="Départ en formation.")

    assert looked_up(town, person, lambda one: list(one)[-1].referent) == "bruno"
    assert town.browser("alice").get(f"{person}/referent", status=403)


def test_a_deputy_has_two_days_r_035(town):
    person, _ = followed(town)
    said = {"account": "bruno", "since": "10022020"}
    sent(town.browser("alice"), f"{person}/suppleant", 422, **said, until="01022020")
    sent(town.browser("alice"), f"{person}/suppleant", 422, **said, until="")

    sent(town.browser("alice"), f"{person}/suppleant", **said, until="20022020")

    days = looked_up(town, person, lambda one: list(one)[-1].deputies_on(date(2020, 2, 20)))
    assert days == {"bruno"}


def test_an_expert_reads_until_the_end_of_the_last_day_r_037(town):
    person, _ = followed(town)
    said = {"account": "bruno", "because": "Création d'entreprise"}
    sent(town.browser("alice"), f"{person}/expert", 422, **said, until="")

    sent(town.browser("alice"), f"{person}/expert", **said, until="10022020")

    [grant] = looked_up(town, person, lambda one: one.grants)
    assert grant["until"].isoformat() == "2020-02-10T23:00:00+00:00"
