"""Administration (R-131): accounts, places, rules, the house itself; never a file (CONTENT-1)."""

import csv
from io import StringIO

import pytest
from webtest import Upload

from cep_docs.content.account import Account
from tests.people import received
from tests.unit.lifecycle.courses import engaged

HOME = "/administration"
PAGES = ("comptes", "comptes/alice", "journal", "etat", "lieux", "annuaires", "tables", "trames")
HEADINGS = ("Organisme", "SIREN", "Code postal", "Commune", "Prestations")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def gaelle(town):
    return town.browser("gaelle")


def read(town, work):
    with town.application.reading() as tools:
        return work(tools)


def account(town, login):
    return read(town, lambda tools: tools.site.accounts[login].__getstate__())


def form_of(page, action):
    """The form of a page that goes to that address."""
    return next(form for form in page.forms.values() if form.action.endswith(action))


def test_the_administrator_finds_every_door(gaelle):
    page = gaelle.get(HOME)

    for title in ("Comptes", "Annuaires des organismes", "Trames", "État du système"):
        assert title in page.text


@pytest.mark.parametrize("path", ["", "/comptes", "/comptes/nouveau", "/journal", "/etat"])
def test_an_adviser_finds_nothing_there(town, path):
    town.browser("alice").get(HOME + path, status=404)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_the_administration_names_a_person_advised(town, gaelle, path):
    """CONTENT-1: counts, never contents."""
    town.write(lambda tools: engaged(tools, "UO1").number)

    page = gaelle.get(f"{HOME}/{path}")

    assert "Lefèvre" not in page.text
    assert "4G2002" not in page.text.replace("\u00a0", "")


def test_accounts_are_found_by_name_and_by_role(gaelle):
    assert "Bruno" in gaelle.get(f"{HOME}/comptes?nom=brun").text
    assert "Alice" not in gaelle.get(f"{HOME}/comptes?nom=brun").text
    managers = gaelle.get(f"{HOME}/comptes?role=manager")
    assert [row.th.a.text for row in managers.html.select("tbody tr")] == ["Denis"]
    assert "Aucun compte ne correspond" in gaelle.get(f"{HOME}/comptes?nom=xyz").text


def test_a_long_list_of_accounts_has_pages(town, gaelle):
    def many(tools):
        for number in range(60):
            tools.site.accounts.add(f"a{number}", Account(f"a{number}", f"A {number:02}", ()))

    town.write(many)

    assert len(gaelle.get(f"{HOME}/comptes").html.select("tbody tr")) == 50
    rest = gaelle.get(f"{HOME}/comptes?debut=50")
    assert len(rest.html.select("tbody tr")) == 17
    assert "Précédents" in rest.text


def test_a_new_account_is_created_with_its_roles(town, gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/nouveau"), "/nouveau")
    form["full_name"], form["login"], form["structure"] = "Zoé Petit", "zoe.petit", "ANG"
    form["roles"] = ["adviser", "assistant"]

    page = form.submit().follow()

    assert "Compte zoe.petit créé." in page.text
    known = account(town, "zoe.petit")
    assert known["roles"] == ("adviser", "assistant")
    assert (known["structure"], known["organisation"]) == ("ANG", "732829320")


def test_each_role_says_what_it_opens_before_it_is_given(gaelle):
    page = gaelle.get(f"{HOME}/comptes/nouveau")

    manager = page.html.select_one("#role-manager").find_parent("div")
    assert "changer de référent" in manager.text
    assert "cela relève de sa structure" in manager.text
    assert page.html.select_one("#role-clockwork") is None


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("full_name", "", "#full_name"),
        ("login", "Zoé Petit", "#login"),
        ("login", "alice", "#login"),
        ("roles", [], "#roles"),
    ],
)
def test_a_fault_of_a_new_account_is_beside_its_field(gaelle, field, typed, told):
    form = form_of(gaelle.get(f"{HOME}/comptes/nouveau"), "/nouveau")
    form["full_name"], form["login"], form["roles"] = "Zoé Petit", "zoe", ["adviser"]
    form[field] = typed

    page = form.submit(status=422)

    assert page.html.select_one(told).get("aria-describedby")
    assert "Rien n’a été enregistré" in page.text


def test_the_organisation_of_a_place_is_that_of_its_accounts(town, gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/nouveau"), "/nouveau")
    form["full_name"], form["login"], form["roles"] = "Zoé Petit", "zoe", ["controller"]
    form.submit()

    assert account(town, "zoe")["organisation"] == "732829320"


def test_roles_are_changed_and_hold_at_once(town, gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/roles")
    form["roles"] = ["manager"]
    form.submit().follow()

    assert account(town, "bruno")["roles"] == ("manager",)
    assert town.browser("bruno").get("/pilotage").status_int == 303


def test_an_account_keeps_one_role_at_least(gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/roles")
    form["roles"] = []

    assert "Rôle inconnu ou manquant" in form.submit(status=422).text


def test_nobody_gives_himself_anything(town, gaelle):
    """SELF-2: no form is shown, and none is taken."""
    page = gaelle.get(f"{HOME}/comptes/gaelle")
    assert "personne ne s’accorde un rôle à lui-même" in page.text
    assert "/roles" not in page.text

    token = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/roles")["csrf_token"].value
    for act in ("roles", "desactiver", "habiliter", "inviter"):
        gaelle.post(f"{HOME}/comptes/gaelle/{act}", {"csrf_token": token}, status=404)
    assert account(town, "gaelle")["roles"] == ("administrator",)


def test_somebody_who_leaves_hands_files_over_first(town, gaelle):
    """R-131: it is said how many, and the account stays until they have somebody."""
    number = town.write(lambda tools: engaged(tools, "UO1").number)
    page = gaelle.get(f"{HOME}/comptes/alice")
    assert "1 unité en cours" in page.text

    form = form_of(page, "/desactiver")
    form["because"] = "Départ d'Alice."
    refused = form.submit(status=409)
    assert "référent de 1 dossiers en cours" in refused.text
    form = form_of(page, "/desactiver")
    form["because"], form["successor"] = "Départ d'Alice.", "bruno"
    assert "un dossier confié" in form.submit().follow().text

    def referent(tools):
        person, course = tools.catalog.locate(number)
        return tools.site.beneficiaries[person][course].referent

    assert read(town, referent) == "bruno"
    assert account(town, "alice")["disabled_because"] == "Départ d'Alice."


def test_a_reason_is_written_for_a_departure(gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/desactiver")

    assert form.submit(status=422).html.select_one("#because-faute")


def test_a_departure_may_be_dated(town, gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/desactiver")
    form["because"], form["on"] = "Fin de contrat.", "01032020"
    form.submit().follow()

    assert f"{account(town, 'bruno')['disabled_on']}" == "2020-03-01"


def test_an_account_that_ended_has_no_more_form_to_end_it(town, gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/desactiver")
    form["because"] = "Fin de contrat."
    page = form.submit().follow()

    assert "Compte désactivé." in page.text
    assert "Désactivé le 3 février 2020" in page.text
    assert not page.html.select('form[action$="/desactiver"]')


def test_a_manager_records_what_his_adviser_was_trained_for(town):
    """R-099, MANAGER-10: his own advisers, and nothing else of the account."""
    browser = town.browser("denis")
    page = browser.get(f"{HOME}/comptes/alice")
    assert "/desactiver" not in page.text
    form = form_of(page, "/habiliter")
    form["what"] = next(o[0] for o in form["what"].options if o[0])
    form["since"], form["until"] = "01012020", "31122021"
    done = form.submit().follow()

    assert "Habilitation enregistrée." in done.text
    assert "du 1er janvier 2020 au 31 décembre 2021" in done.text
    browser.get(f"{HOME}/comptes/chloe", status=404)


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [("", "31122021", "since"), ("01012020", "", "until"), ("01012020", "01012019", "until")],
)
def test_a_habilitation_has_two_days_in_their_order(town, since, until, field):
    form = form_of(town.browser("denis").get(f"{HOME}/comptes/alice"), "/habiliter")
    form["what"] = next(o[0] for o in form["what"].options if o[0])
    form["since"], form["until"] = since, until

    assert form.submit(status=422).html.select_one(f"#{field}-faute")


def test_an_invitation_is_shown_once(town, gaelle):
    """AUT-07: the link is given by hand; the page that follows does not have it any more."""
    form = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/inviter")

    page = form.submit()

    link = page.html.select_one("#lien")["value"]
    assert link.startswith("https://localhost/connexion/invitation/")
    assert "invitation/" not in gaelle.get(f"{HOME}/comptes/bruno").text
    assert account(town, "bruno")["credentials"].invitation["by"] == "gaelle"


def test_who_may_not_manage_accounts_finds_no_act(town, gaelle):
    token_of = "csrf_token"
    for login in ("alice", "denis", "farid"):
        browser = town.browser(login)
        token = town.form_token(browser)
        for act in ("roles", "desactiver", "inviter"):
            form = {token_of: token, "roles": "administrator", "because": "x"}
            browser.post(f"{HOME}/comptes/bruno/{act}", form, status=404)
        browser.post(f"{HOME}/comptes/nouveau", {token_of: token}, status=404)


def test_without_a_recent_second_factor_one_is_asked_for_again(town):
    """STRONG-1: the administrator may, once he confirms who he is."""
    browser = town.browser("gaelle")
    town.wall.now = town.wall.now.replace(minute=6)

    answer = browser.get(f"{HOME}/comptes/nouveau")

    assert answer.status_int == 303
    assert "/connexion/confirmer" in answer.headers["Location"]
    assert "Bruno" in browser.get(f"{HOME}/comptes").text


def test_an_adviser_without_a_recent_factor_is_not_even_asked(town):
    browser = town.browser("alice")
    town.wall.now = town.wall.now.replace(minute=6)

    browser.get(f"{HOME}/comptes/nouveau", status=404)


def test_the_operator_its_lots_and_its_logo(town, gaelle):
    page = gaelle.get(f"{HOME}/lieux")
    form = form_of(page, "/titulaire")
    form["name"] = "Cap Métiers"
    form.submit().follow()
    form = form_of(page, "/logo")
    form["logo"] = Upload("logo.png", PNG, "image/png")
    assert "Logo enregistré" in form.submit().follow().text

    shown = gaelle.get(f"{HOME}/logo")
    assert shown.body == PNG
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert read(town, lambda tools: tools.site.operator.name) == "Cap Métiers"


def test_there_is_no_logo_before_one_was_given(gaelle):
    assert gaelle.get(f"{HOME}/logo").headers["Location"].endswith("/lieux")


@pytest.mark.parametrize("data", [b"GIF89a", b"<svg><script>x</script></svg>", None])
def test_a_logo_that_could_run_is_refused(gaelle, data):
    form = form_of(gaelle.get(f"{HOME}/lieux"), "/logo")
    if data is not None:
        form["logo"] = Upload("logo.svg", data, "image/svg+xml")

    assert "SVG" in form.submit(status=422).html.select_one(".fault").text


def test_a_drawn_logo_is_given_as_a_picture(gaelle):
    form = form_of(gaelle.get(f"{HOME}/lieux"), "/logo")
    form["logo"] = Upload(
        "logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"
    )
    form.submit()

    assert gaelle.get(f"{HOME}/logo").content_type == "image/svg+xml"


def test_an_organisation_and_a_place_are_declared(town, gaelle):
    page = gaelle.get(f"{HOME}/lieux")
    form = form_of(page, "/organisation")
    form["organisation_name"], form["siren"], form["part"] = "Relais", "999 100 019", "partner"
    form.submit().follow()
    form = form_of(gaelle.get(f"{HOME}/lieux"), "/lieu")
    form["code"], form["structure_name"], form["organisation"] = (
        "SNZ",
        "Saint-Nazaire",
        "999100019",
    )
    form["lot"], form["postcode"], form["town"] = "08", "44600", "Saint-Nazaire"

    done = form.submit().follow()

    assert "Lieu d’accueil Saint-Nazaire déclaré." in done.text
    place = read(town, lambda tools: tools.site.structures["SNZ"].__getstate__())
    assert (place["town"], place["accessible"], place["organisation"]) == (
        "Saint-Nazaire",
        True,
        "999100019",
    )


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ("/titulaire", "name"),
        ("/organisation", "organisation_name"),
        ("/lieu", "code"),
        ("/lieu", "structure_name"),
    ],
)
def test_what_a_place_needs_is_asked_for(gaelle, action, field):
    form = form_of(gaelle.get(f"{HOME}/lieux"), action)
    for name, text in (("name", "Cap"), ("organisation_name", "R"), ("code", "X")):
        if name in form.fields:
            form[name] = text
    form[field] = ""

    page = form.submit(status=422)

    assert page.html.select_one(f"#{field}")["aria-invalid"] == "true"
    assert page.html.select_one(f"#{field}").find_parent("details").has_attr("open")


def test_an_unknown_siren_is_told_beside_its_field(gaelle):
    form = form_of(gaelle.get(f"{HOME}/lieux"), "/organisation")
    form["organisation_name"], form["siren"], form["part"] = "Relais", "12", "partner"

    assert form.submit(status=422).html.select_one("#siren-faute")


def test_places_are_known_to_all_and_declared_by_few(town):
    browser = town.browser("alice")
    page = browser.get(f"{HOME}/lieux")
    assert "Nantes" in page.text
    assert "Déclarer un lieu" not in page.text
    token = town.form_token(browser)
    for act in ("titulaire", "logo", "organisation", "lieu"):
        browser.post(f"{HOME}/{act}", {"csrf_token": token}, status=404)


def rows(*lines):
    text = StringIO()
    csv.writer(text, delimiter=";").writerows([HEADINGS, *lines])
    return text.getvalue().encode()


GOOD = ("Formation Atlantique", "732829320", "44000", "Nantes", "Bilan de compétences")
WRONG = ("Sans numéro", "12", "44000", "Nantes", "Bilan de compétences")


def importing(browser, data, **said):
    form = form_of(browser.get(f"{HOME}/annuaires"), "/annuaires")
    form["region"], form["date"], form["source"] = "08", "01022020", "Région"
    for name, value in said.items():
        form[name] = value
    if data is not None:
        form["file"] = Upload("annuaire.csv", data, "text/csv")
    return form


def test_a_directory_is_imported_and_counted(town, gaelle):
    done = importing(gaelle, rows(GOOD)).submit().follow()

    assert "Annuaire importé, 1 organisme." in done.text
    assert "Pays de la Loire" in done.text
    assert "Bilan de compétences" in done.text
    again = importing(gaelle, rows(GOOD)).submit().follow()
    assert "déjà importée" in again.text


def test_faulty_lines_are_told_and_nothing_is_imported(town, gaelle):
    page = importing(gaelle, rows(GOOD, WRONG)).submit(status=422)

    assert "1 ligne fautive, rien n’a été importé" in page.text
    assert "Ligne 3" in page.text
    assert read(town, lambda tools: tools.site.directories) == ()


def test_faulty_lines_may_be_left_out(town, gaelle):
    done = importing(gaelle, rows(GOOD, WRONG), keep_good_rows=True).submit().follow()

    assert "1 ligne écartée" in done.text


@pytest.mark.parametrize(
    ("data", "said", "field"),
    [
        (None, {}, "file"),
        (rows(GOOD), {"date": ""}, "date"),
        (rows(GOOD), {"region": ""}, "region"),
        (rows(GOOD), {"source": ""}, "source"),
    ],
)
def test_what_an_import_needs_is_asked_for(gaelle, data, said, field):
    page = importing(gaelle, data, **said).submit(status=422)

    assert page.html.select_one(f"#{field}")["aria-invalid"] == "true"


def test_a_file_that_is_no_table_is_refused(gaelle):
    page = importing(gaelle, b"\x00\x01\x02").submit(status=409)

    assert "Rien n’en a été gardé" in page.text


def test_directories_are_known_to_all_and_imported_by_few(town):
    browser = town.browser("alice")
    assert "Importer une édition" not in browser.get(f"{HOME}/annuaires").text
    form = {"csrf_token": town.form_token(browser)}

    browser.post(f"{HOME}/annuaires", form, status=404)


def test_reference_tables_are_read_with_their_periods(gaelle):
    page = gaelle.get(f"{HOME}/tables?accord=cctp-2019&table=statut&q=apprenti")

    assert [row.th.b.text for row in page.html.select("tbody tr")] == ["SAL_APP"]
    assert "depuis le 1er janvier 2020" in page.text
    assert "Aucun code" in gaelle.get(f"{HOME}/tables?table=statut&q=zzz").text


def test_a_form_is_shown_with_its_editions_and_a_printed_sample(gaelle):
    page = gaelle.get(f"{HOME}/trames?accord=cctp-2019")
    assert "État des lieux partagé" in page.text

    sample = gaelle.get(f"{HOME}/exemple?accord=cctp-2019&trame=action_plan")

    assert sample.body.startswith(b"%PDF")
    gaelle.get(f"{HOME}/exemple?trame=rien", status=404)
    assert gaelle.get(f"{HOME}/exemple").body.startswith(b"%PDF")


def test_the_rules_are_read_part_by_part(town):
    browser = town.browser("alice")
    first = browser.get(f"{HOME}/regles")
    assert "Ces fichiers font foi" in first.text

    units = browser.get(f"{HOME}/regles?partie=4")
    assert "Qui l’engage" in units.text
    last = browser.get(f"{HOME}/regles?partie=999")
    assert "Suivant" not in last.text
    assert "Conseiller" in browser.get(f"{HOME}/droits?partie=6").text


def test_the_journal_of_the_house_says_who_did_what(gaelle):
    form = form_of(gaelle.get(f"{HOME}/comptes/bruno"), "/roles")
    form["roles"] = ["manager"]
    form.submit()

    line = gaelle.get(f"{HOME}/journal").html.select_one("tbody tr")

    assert "Gaelle" in line.text
    assert "Rôles changés" in line.text
    assert "rôles : Manager de structure" in line.text.replace("\u00a0", " ")
    assert "Aucune ligne" in gaelle.get(f"{HOME}/journal?debut=900").text


def test_the_state_of_the_house_says_what_to_do(gaelle):
    page = gaelle.get(f"{HOME}/etat")

    night = next(row for row in page.html.select("tbody tr") if "Dernière nuit" in row.text)
    assert "red" in night["class"]
    assert "cep-docs night" in night.text
    digests = [one.text for one in page.html.select("code.digest")]
    assert all(len(one) == 64 for one in digests)
    assert len(set(digests)) == len(digests) == 2


def test_a_load_balancer_is_told_one_word(town):
    answer = town.stranger().get("/sante")

    assert (answer.status_int, answer.text) == (200, "ok\n")


def test_the_delegate_is_led_to_who_read_a_file(town):
    """HOUSE-4: by its number, whatever the spaces; and no further."""

    def one(tools):
        engagement = engaged(tools, "UO1", received(tools))
        return engagement.number, engagement.__parent__.__parent__.identifier

    number, identifier = town.write(one)

    def a_delegate(tools):
        irma = Account("irma", "Irma", ("dpo",))
        tools.site.accounts.add("irma", irma)

    town.write(a_delegate)
    browser = town.browser("irma")
    form = form_of(browser.get(f"{HOME}/consultations"), "/consultations")
    form["numero"] = f" {number[:4]} {number[4:]} "

    answer = form.submit()

    assert answer.headers["Location"].endswith(f"/dossiers/{identifier}/consultations")
    assert answer.follow().status_int == 200
    form["numero"] = "4G200201999999"
    unknown = form.submit()
    assert "Aucun dossier ne porte ce numéro" in unknown.text
    assert unknown.html.select_one("#numero")["value"] == "4G200201999999"


@pytest.mark.parametrize("login", ["alice", "denis", "farid", "gaelle"])
def test_nobody_else_asks_who_read_what(town, login):
    browser = town.browser(login)

    for query in ("", "?numero=4G200201000001", "?numero=rien"):
        browser.get(f"{HOME}/consultations{query}", status=404)


def test_a_place_is_described_again_and_closed_from_a_day_r_017(town, gaelle):
    here = f"{HOME}/implantations/NTE"
    page = gaelle.get(f"{HOME}/lieux")
    assert f'href="{here}"' in page.text
    form = form_of(gaelle.get(here), "/NTE")
    form["name"], form["hours"] = "Nantes Erdre", "Du lundi au jeudi"
    form.submit(status=303)

    form = form_of(gaelle.get(here), "/fermer")
    form["closed_from"] = "01012020"
    late = form.submit(status=422)
    form["closed_from"] = "10/02/2020"
    done = form.submit(status=303).follow()

    assert "Ce jour est passé" in late.text
    assert "fermé à partir du 10 février 2020" in " ".join(done.text.replace("\xa0", " ").split())
    assert read(town, lambda tools: tools.site.structures["NTE"].hours) == "Du lundi au jeudi"
    form_of(gaelle.get(here), "/rouvrir").submit(status=303)
    assert read(town, lambda tools: tools.site.structures["NTE"].closed_from) is None


def test_an_organisation_is_described_again_r_131(town, gaelle):
    form = form_of(gaelle.get(f"{HOME}/membres/404833048"), "/404833048")
    form["name"] = ""
    form.submit(status=422)
    form["name"], form["part"] = "Atlantique", "subcontractor"

    form.submit(status=303)

    known = read(town, lambda tools: tools.site.organisations["404833048"].__getstate__())
    assert (known["name"], known["part"]) == ("Atlantique", "subcontractor")


@pytest.mark.parametrize("path", ["implantations/NTE", "membres/404833048", "implantations/XXX"])
def test_others_describe_no_place(town, path):
    for login in ("alice", "denis", "farid"):
        town.browser(login).get(f"{HOME}/{path}", status=404)
