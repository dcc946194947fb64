"""The page of one person: what each may see of it, what it links to, what it writes down."""

import brotli
import pytest

from cep_docs.content.account import Account
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.notes import write_note
from cep_docs.lifecycle.persons import record_consent, set_adaptations
from tests.people import actor, met
from tests.unit.lifecycle import courses

MOTIVE = "La personne est à l'accueil et sa référente est absente."


@pytest.fixture
def file(town):
    """Somebody in the middle of her project: alice follows her."""

    def begin(tools):
        project = courses.engaged(tools, "UO2.1")
        met(project, tools)
        courses.write(project, tools, project="", calendar="")
        return project.__parent__.__parent__.identifier, project.number

    identifier, number = town.write(begin)
    return identifier, number


def path(file, *rest):
    return "/".join([f"/dossiers/{file[0]}", *rest])


def test_the_referent_sees_whose_file_it_is_and_what_comes_next_s_5(town, file):
    answer = town.browser("alice").get(path(file))

    assert answer.html.h1.text == "Zoé Lefèvre"
    assert "Alice (vous)" in answer.text
    assert "Projet professionnel : 2 rubriques à remplir avant le 3 août" in told(answer, "#suite")
    assert "devient d’office « Close pour abandon »" in told(answer, ".notice .sub")
    gap = answer.html.select_one(".check a")["href"]
    assert gap.endswith(f"/uo/{file[1]}/documents/professional_project#champ-project")


def test_the_rail_is_a_table_with_a_caption_and_nothing_is_styled_in_place(town, file):
    answer = town.browser("alice").get(path(file))

    rail = answer.html.select_one("table.rail")
    assert "Unités d’œuvre" in rail.caption.text
    assert [row.th.text.strip()[:5] for row in rail.tbody.select("tr")] == ["UO2.1", "UO2.2"]
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


def test_a_reading_is_written_down_once_in_a_visit_and_an_hour_r_122(town, file, clock):
    browser = town.browser("alice")
    views = [len(readings(town, file))]

    browser.get(path(file))
    browser.get(path(file) + "?historique=documents")
    views.append(len(readings(town, file)))
    clock.on("2020-02-03", "10:01")
    browser.get(path(file))
    views.append(len(readings(town, file)))
    town.wall.now = town.wall.now.replace(minute=5)
    town.browser("alice").get(path(file))
    views.append(len(readings(town, file)))

    assert views == [0, 1, 2, 3]


def test_a_colleague_knows_that_there_is_a_file_and_reads_nothing_of_it_r_122(town, file):
    answer = town.browser("bruno").get(path(file))

    assert "Zoé" not in answer.text
    assert "zoe.lefevre" not in answer.text
    assert not answer.html.select("#historique, .check, [aria-labelledby=documents]")
    assert linked(answer, "Briser la glace")
    assert readings(town, file) == []


def test_who_welcomes_notes_a_demand_without_reading_the_file_r_010(town, file):
    answer = town.browser("bruno").get(path(file))

    assert linked(answer, "Enregistrer une demande")
    assert not answer.html.select(".why-not")


def test_a_title_names_the_person_only_when_one_asked_for_it_r_124(town, file):
    def ask(tools):
        tools.site.accounts["alice"].personal_titles = True

    def titles_of():
        browser = town.browser("alice")
        return [browser.get(path(file) + more).html.title.text for more in ("", "/notes")]

    titles = titles_of()
    town.write(ask)
    named = titles_of()

    assert titles[0].startswith("Dossier")
    assert "Zoé" not in "".join(titles)
    assert all("Zoé Lefèvre" in title for title in named)


def test_an_adviser_of_another_place_gets_the_answer_of_no_file_at_all(town, file):
    browser = town.browser("chloe")

    assert browser.get(path(file), status=404).body == browser.get("/dossiers/x", status=404).body


def test_in_an_emergency_the_file_is_read_and_the_motive_stands_in_its_history(town, file):
    town.write(
        lambda tools: break_glass(person(tools, file), MOTIVE, actor(tools, "bruno"), tools)
    )

    answer = town.browser("bruno").get(path(file))
    shown = town.browser("alice").get(path(file) + "?historique=acces")

    assert "Zoé Lefèvre" in answer.html.h1.text
    assert not linked(answer, "Modifier")
    assert "Bris de glace par Bruno" in told(shown, "#log")
    assert MOTIVE.replace("'", "’") in told(shown, "#log")


def test_a_manager_follows_the_documents_without_reading_them_r_158(town, file):
    answer = town.browser("denis").get(path(file))

    documents = answer.html.select_one("[aria-labelledby=documents]")
    assert "19 / 21 rubriques" in documents.text
    assert not documents.select("a")
    assert not answer.html.select(".check")
    assert "organismes choisis" not in answer.text
    assert linked(answer, "Changer de référent")


def test_a_private_note_is_for_its_author_alone_r_123(town, file):
    def write(tools):
        write_note(person(tools, file), "Penser à rappeler.", actor(tools, "alice"), tools)

    town.write(write)

    assert "Penser à rappeler." in town.browser("alice").get(path(file)).text
    other = town.browser("denis").get(path(file)).text
    assert "Penser à rappeler." not in other
    assert "Note privée" not in other


def test_a_consent_about_reserved_data_is_reserved_too_r_105(town, file):
    def agree(tools):
        who = person(tools, file)
        consent = {
            "subject": "disability",
            "scope": "file",
            "given_on": tools.now().date(),
            "channel": "PRES",
            "recorded_by": "alice",
            "revoked_on": None,
        }
        record_consent(who, consent, actor(tools, "alice"), tools)
        set_adaptations(who, ["large_print"], actor(tools, "alice"), tools)

    town.write(agree)

    referent, manager = (town.browser(who).get(path(file)) for who in ("alice", "denis"))
    assert "Situation de handicap" in referent.text
    assert "handicap" not in manager.text
    assert "gros caractères" in manager.text


@pytest.mark.parametrize(
    ("kind", "kept", "left_out"),
    [
        ("echanges", "Échange : Présentiel", "UO2.1 : engagement"),
        ("documents", "rubriques écrites par vous", "Échange"),
        ("signatures", "Rien de cette nature", "Échange"),
        ("", "UO2.1 : engagement", "Rien de cette nature"),
        ("inconnu", "UO2.1 : engagement", "Rien de cette nature"),
    ],
)
def test_the_history_is_filtered_without_any_script(town, file, kind, kept, left_out):
    answer = town.browser("alice").get(path(file), {"historique": kind})

    assert kept in told(answer, "#log")
    assert left_out not in told(answer, "#log")


def test_a_long_history_comes_page_by_page_and_none_is_lost(town, file):
    def exchange(tools):
        for _ in range(30):
            met(unit(tools, file), tools)

    town.write(exchange)
    browser, seen = town.browser("alice"), 0

    address = path(file) + "?historique=echanges"
    while address:
        answer = browser.get(address)
        seen += len(answer.html.select("#log li"))
        older = answer.html.select_one("[data-older]")
        address = older["href"].partition("#")[0] if older else ""

    assert seen == 31


@pytest.mark.parametrize("before", ["0", "-3", "x", "9" * 40, "²"])
def test_a_page_of_the_history_that_nobody_wrote_is_no_fault(town, file, before):
    town.browser("alice").get(path(file), {"avant": before}, status=200)


def test_why_an_act_is_not_possible_is_said_with_its_article_s_5(town, file):
    answer = town.browser("alice").get(path(file))

    why = told(answer, ".why-not")
    assert "une unité d’accompagnement est déjà ouverte" in why.lower()
    assert "Clore pour un autre motif" in told(answer, ".links")
    assert "Ouvert à : manager de structure" in why


def test_who_looked_is_for_whoever_may_know_it_r_122(town, file):
    def protect(tools):
        dpo = Account("ines", "Inès", ("dpo",))
        dpo.organisation = "732829320"
        tools.site.accounts.add("ines", dpo)
        break_glass(person(tools, file), MOTIVE, actor(tools, "ines"), tools)

    town.write(protect)
    town.browser("denis").get(path(file))

    answer = town.browser("ines").get(path(file))
    table = town.browser("ines").get(path(file, "consultations"))

    assert "2 ce mois-ci" in answer.text
    assert "personne n’est oublié, aucun délai ne passe inaperçu" in told(table, "table")
    assert "Vous" in told(table, "table")


def test_the_person_asks_her_referent_or_the_manager_who_looked_r_122(town, file):
    """Those whom she asks can answer; a colleague of the same place knows nothing of it."""
    town.browser("denis").get(path(file))

    for login in ("alice", "denis"):
        page = town.browser(login).get(path(file))
        table = town.browser(login).get(path(file, "consultations"))

        assert "ce mois-ci" in page.text
        assert "personne n’est oublié, aucun délai ne passe inaperçu" in told(table, "table")
    for login in ("bruno", "elise", "chloe"):
        town.browser(login).get(path(file, "consultations"), status=404)


def test_printed_it_has_the_whole_history_and_a_way_back(town, file):
    answer = town.browser("alice").get(path(file) + "?imprimer")

    assert answer.html.select_one("[data-print]")
    assert answer.html.select_one(f'.notice a[href="{path(file)}"]')


def test_nobody_s_words_become_markup(town, file):
    attack = '<script>alert("x")</script>'

    def attach(tools):
        who = person(tools, file)
        who.sheet = {**who.sheet, "first_name": attack, "occupation": attack, "email": attack}
        write_note(who, attack, actor(tools, "alice"), tools)

    town.write(attach)

    assert "<script>alert" not in town.browser("alice").get(path(file)).text


def test_a_person_without_a_name_or_a_unit_has_a_page_that_says_what_to_do_r_002(town):
    def come(tools):
        who = courses.received(tools)
        who.sheet, who.anonymous = {}, True
        return who.identifier

    answer = town.browser("alice").get(f"/dossiers/{town.write(come)}")

    assert answer.html.h1.text == "Personne anonyme"
    assert "Aucune unité n’est engagée" in answer.text
    assert answer.html.select_one(".notice a.main")["href"].endswith("/engager")


def test_the_page_is_light(town, file):
    answer = town.browser("alice").get(path(file))

    assert len(brotli.compress(answer.body, quality=5)) < 10_000


def told(answer, selector):
    texts = (" ".join(found.text.split()) for found in answer.html.select(selector))
    return " ".join(texts).replace("\u202f", " ").replace("\u00a0", " ")


def linked(answer, text):
    return any(text in link.text for link in answer.html.select("main a"))


def readings(town, file):
    with town.application.reading() as tools:
        lines = list(person(tools, file).journal)
    return [line for line in lines if line["what"] == "view"]


def person(tools, file):
    return tools.site.beneficiaries[file[0]]


def unit(tools, file):
    return next(one for one in person(tools, file).engagements() if one.number == file[1])
