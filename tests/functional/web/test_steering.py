"""A manager's pages (R-148, R-035, R-011): his place and no other, each line with its remedy."""

from datetime import date, timedelta

import pytest

from cep_docs.lifecycle.move import Given
from tests.people import actor, received
from tests.unit.lifecycle import courses

NANTES = "/pilotage/equipes/NTE"


def engaged(tools, unit="UO1", login="alice", day=1, **changes):
    born = (date(1970, 1, 1) + timedelta(days=day)).isoformat()
    person = received(tools, login, birth_date=born)
    return courses.engaged(tools, unit, person, login, **changes)


@pytest.fixture
def numbers(town):
    """Two files of Alice's and one of Bruno's, all near their deadline."""

    def work(tools):
        units = [engaged(tools, day=1), engaged(tools, day=2), engaged(tools, "UO1", "bruno", 3)]
        return [unit.number for unit in units]

    found = town.write(work)
    town.clock.on("2020-03-20")
    return found


def referents(town, numbers):
    def work(tools):
        place = [tools.catalog.locate(number) for number in numbers]
        return [tools.site.beneficiaries[person][course].referent for person, course in place]

    return town.write(work)


def test_a_manager_comes_to_his_own_place(town):
    answer = town.browser("denis").get("/pilotage")

    assert answer.status_int == 303
    assert answer.headers["Location"].endswith(NANTES)


def test_the_controller_comes_to_the_whole_house(town, numbers):
    page = town.browser("farid").get("/pilotage").follow()

    assert "Unités d’œuvre, par lieu et par état" in page.text
    assert "Nantes" in page.text
    assert "Lefèvre" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/pilotage",
        NANTES,
        f"{NANTES}/a-risque",
        f"{NANTES}/temps",
        f"{NANTES}/derogations",
        f"{NANTES}/derogations.csv",
        f"{NANTES}/reattribuer",
        f"{NANTES}/reattribution",
        "/pilotage/ensemble",
        "/pilotage/commandes",
    ],
)
def test_an_adviser_finds_nothing_there(town, path):
    town.browser("alice").get(path, status=404)


@pytest.mark.parametrize("path", ["/pilotage/ensemble", "/pilotage/equipes/ANG"])
def test_a_manager_finds_nothing_of_other_places(town, path):
    town.browser("denis").get(path, status=404)


def test_the_board_says_who_follows_how_much(town, numbers):
    page = town.browser("denis").get(NANTES)

    rows = [row.get_text(" ", strip=True) for row in page.html.select("table.load tbody tr")]
    assert rows[0].startswith("Alice En cours 2 À risque 2")
    assert rows[1].startswith("Bruno En cours 1")


def test_each_file_at_risk_has_what_mends_it_one_key_away(town, numbers):
    page = town.browser("denis").get(f"{NANTES}/a-risque")

    for line in page.html.select("table.risks tbody tr"):
        assert line.select_one('[data-key="o"]')["href"].startswith("/dossiers/")
        assert "reattribuer?de=" in line.select_one('[data-key="r"]')["href"]


def test_files_at_risk_are_sifted(town, numbers):
    browser = town.browser("denis")

    of_bruno = browser.get(f"{NANTES}/a-risque?conseiller=bruno")
    assert len(of_bruno.html.select("table.risks tbody tr")) == 1
    nothing = browser.get(f"{NANTES}/a-risque?motif=referent")
    assert "Aucun dossier ne correspond à ce filtre" in nothing.text


def test_a_referent_who_left_shows_in_the_red_list(town, numbers):
    def leave(tools):
        tools.site.accounts["bruno"].disabled_on = date(2020, 3, 1)

    town.write(leave)
    page = town.browser("denis").get(NANTES)

    red = page.html.select_one("section.red")
    assert "Sans référent en activité" in red.get_text()
    assert red.select_one("a.main")["href"].endswith(numbers[2])


def test_who_waits_for_a_first_meeting_is_named_to_her_manager(town, numbers):
    """R-011: 33 working days on 20 March, more than the 30 of the contract."""
    page = town.browser("denis").get(NANTES)

    assert "Premier rendez-vous en retard" in page.text
    assert "34 jours ouvrés" in page.text


def test_an_empty_place_says_so(town):
    page = town.browser("denis").get(NANTES)

    assert "Aucun dossier à risque" in page.text
    assert "ont été reçues" in page.text


def test_times_of_a_month_are_shown_beside_the_estimate(town):
    town.write(lambda tools: courses.signed(engaged(tools), tools).number)
    town.clock.on("2020-03-20")

    page = town.browser("denis").get(f"{NANTES}/temps")

    assert "février 2020" in page.text
    assert "120 min" in page.text
    none = town.browser("denis").get(f"{NANTES}/temps?mois=2019-08")
    assert "Aucune unité n’a été close" in none.text


def test_files_are_handed_over_after_a_page_that_says_what_will_happen(town, numbers):
    browser = town.browser("denis")
    form = browser.get(f"{NANTES}/reattribuer?de=alice&tout=oui").forms[2]
    form["a"] = ["bruno"]
    form["note"] = "Alice part en congé ; rappeler les deux personnes."

    page = form.submit()
    assert page.status_int == 200
    assert "2 dossiers changent de référent" in page.text
    assert referents(town, numbers[:2]) == ["alice", "alice"]
    done = page.forms[1].submit().follow()

    assert "2 dossiers ont changé de référent" in done.text
    assert referents(town, numbers[:2]) == ["bruno", "bruno"]


def test_the_successor_reads_the_note_in_the_file(town, numbers):
    _hand_over(town, numbers[:1], "bruno")

    def notes(tools):
        person, course = tools.catalog.locate(numbers[0])
        return tools.site.beneficiaries[person][course].starts[-1]["because"]

    assert town.write(notes) == "Note de passation."


def test_files_are_given_back_from_the_page_that_says_it_was_done(town, numbers):
    done = _hand_over(town, numbers[:1], "bruno")

    again = done.forms[1].submit()
    again.forms[1].submit().follow()

    assert referents(town, numbers[:1]) == ["alice"]


def test_one_file_may_go_to_somebody_else_on_the_page_that_confirms(town, numbers):
    page = _prepared(town, numbers[:2], ["bruno", "chloe"])
    form = page.forms[1]
    form[f"vers-{numbers[0]}"] = "chloe"
    form[f"vers-{numbers[1]}"] = "bruno"
    form.submit().follow()

    assert referents(town, numbers[:2]) == ["chloe", "bruno"]


def test_files_may_go_to_the_team_of_another_place(town, numbers):
    page = town.browser("denis").get(f"{NANTES}/reattribuer?de=alice&lieu=ANG")

    assert [box["value"] for box in page.html.select('input[name="a"]')] == ["chloe"]


def test_what_would_not_pass_is_said_before(town, numbers):
    page = _prepared(town, [numbers[0], numbers[2]], ["bruno"])

    assert "Cette personne en est déjà le référent" in page.text
    assert "1 dossier change de référent" in page.text


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        ("n", "Aucun dossier n’est coché"),
        ("a", "Choisir qui reprend ces dossiers"),
        ("note", "Écrire la note de passation"),
    ],
)
def test_what_is_missing_is_told_and_what_was_chosen_stays(town, numbers, missing, told):
    said = {"n": [numbers[0]], "a": ["bruno"], "note": ["À rappeler."]}
    said[missing] = []

    answer = _send(town, "reattribuer", said)

    assert answer.status_int == 422
    assert told in answer.text
    if missing != "n":
        ticked = answer.html.select('input[name="n"][checked]')
        assert [box["value"] for box in ticked] == [numbers[0]]


def test_a_file_that_changed_meanwhile_is_told_and_nothing_is_done(town, numbers):
    page = _prepared(town, numbers[:2], ["bruno"])
    _hand_over(town, numbers[:1], "bruno")

    answer = page.forms[1].submit(status=409)

    assert "rien n’a été réattribué" in answer.text
    assert referents(town, numbers[:2]) == ["bruno", "alice"]


def test_who_may_not_reassign_finds_no_form_and_no_act(town, numbers):
    for login in ("alice", "farid", "gaelle", "irma"):
        if login == "irma":
            continue
        browser = town.browser(login)
        browser.get(f"{NANTES}/reattribuer?de=alice", status=404)
        for name in ("reattribuer", "confirmer"):
            form = {"csrf_token": town.form_token(browser), "n": numbers[0], "a": "bruno"}
            browser.post(f"{NANTES}/{name}", form, status=404)


def test_a_page_of_done_things_that_nobody_did_is_empty(town, numbers):
    for query in (
        "",
        "?a=bruno&debut=hier&fin=demain",
        "?a=bruno&debut=2020-03-20&fin=2020-03-20",
    ):
        page = town.browser("denis").get(f"{NANTES}/reattribution{query}")
        assert "Aucun dossier réattribué" in page.text


def test_an_adviser_without_files_has_nothing_to_hand_over(town):
    page = town.browser("denis").get(f"{NANTES}/reattribuer?de=alice")

    assert "aucun dossier en cours" in page.text


def test_overrides_of_a_period_are_listed_and_taken_away(town):
    """R-004, R-148: with the motive, and who let it pass; no name of the person."""

    def work(tools):
        who = actor(tools, "denis")
        given = Given(
            referent="alice", overrides={"status_in_perimeter": "Agent public en disponibilité."}
        )
        person = received(tools, status="AGPUB")
        return courses.engage(
            person, courses.opening(tools, "UO1", given=given), who, tools
        ).number

    number = town.write(work)
    browser = town.browser("denis")

    page = browser.get(f"{NANTES}/derogations?du=01022020&au=29/02/2020")
    assert "Agent public en disponibilité." in page.text
    assert "Lefèvre" not in page.text
    sheet = browser.get(f"{NANTES}/derogations.csv?du=01022020&au=29022020")
    assert number in sheet.text
    assert "attachment" in sheet.headers["Content-Disposition"]
    other = browser.get(f"{NANTES}/derogations.ods?du=01022020&au=29022020")
    assert other.body.startswith(b"PK")
    sifted = browser.get(f"{NANTES}/derogations?nature=return_motive")
    assert "Aucune dérogation" in sifted.text
    other = browser.get(f"{NANTES}/derogations?du=01012019&au=demain")
    assert "Agent public" in other.text
    assert "Agent public" in town.browser("farid").get("/pilotage/ensemble/derogations").text


def test_orders_say_what_remains_and_what_waits(town):
    def work(tools):
        tools.site.orders._children = {}
        return engaged(tools).number

    town.write(work)
    page = town.browser("denis").get("/pilotage/commandes")

    assert "Unités qui attendent un bon de commande" in page.text
    assert "1 unité" in page.text
    assert "Enregistrer un bon" not in page.text


def test_a_new_order_serves_what_waits(town):
    def work(tools):
        tools.site.orders._children = {}
        return engaged(tools).number

    number = town.write(work)
    browser = town.browser("farid")
    form = browser.get("/pilotage/commandes/enregistrer").forms[1]
    form["agreement"] = "cctp-2019"
    form["reference"] = "2020-Lot08-UO01-07"
    form["quantity"] = "30"
    form["starts_on"] = "01012020"

    listed = form.submit().follow()
    assert "Bon de commande 2020-Lot08-UO01-07 enregistré." in listed.text
    served = listed.forms[1].submit().follow()

    assert "1 unité rattachée à un bon de commande." in served.text
    assert town.write(lambda tools: [n for _, n in tools.catalog.ranks("2020-Lot08-UO01-07")]) == [
        number
    ]


def test_nothing_waits_and_that_is_said(town):
    browser = town.browser("farid")

    token = browser.get("/pilotage/commandes/enregistrer").forms[1]["csrf_token"].value
    answer = browser.post("/pilotage/commandes/servir", {"csrf_token": token}).follow()

    assert "Aucun bon de commande ne couvre" in answer.text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("starts_on", ""),
        ("starts_on", "hier"),
        ("reference", "n'importe quoi"),
        ("quantity", "0"),
        ("quantity", "beaucoup"),
        ("ends_on", "31121999"),
    ],
)
def test_a_fault_of_an_order_is_beside_its_field(town, field, typed):
    form = town.browser("farid").get("/pilotage/commandes/enregistrer").forms[1]
    form["agreement"], form["reference"] = "cctp-2019", "2020-Lot08-UO01-07"
    form["quantity"], form["starts_on"] = "30", "01012020"
    form[field] = typed

    answer = form.submit(status=422)

    assert answer.html.select_one(f"#{field}")["aria-invalid"] == "true"
    assert answer.html.select_one(f"#{field}")["value"] == typed


def test_a_manager_sees_orders_and_registers_none(town):
    browser = town.browser("denis")
    browser.get("/pilotage/commandes/enregistrer", status=404)
    form = {"csrf_token": town.form_token(browser), "reference": "2020-Lot08-UO01-07"}

    browser.post("/pilotage/commandes/enregistrer", form, status=404)
    browser.post("/pilotage/commandes/servir", form, status=404)


def test_orders_go_on_from_page_to_page(town):
    page = town.browser("farid").get("/pilotage/commandes?debut=20")

    assert "Bons plus récents" in page.text or "Aucun bon" in page.text


def _send(town, name, said):
    browser = town.browser("denis")
    page = browser.get(f"{NANTES}/reattribuer?de=alice")
    form = [("csrf_token", page.forms[2]["csrf_token"].value), ("de", "alice")]
    form += [(key, value) for key, values in said.items() for value in values]
    return browser.post(f"{NANTES}/{name}", form, status="*")


def _prepared(town, numbers, to):
    return _send(town, "reattribuer", {"n": numbers, "a": to, "note": ["Note de passation."]})


def _hand_over(town, numbers, to):
    return _prepared(town, numbers, [to]).forms[1].submit().follow()
