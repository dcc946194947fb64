"""The document editor in real browsers: nothing that was typed is lost (R-054)."""

import re
import shutil
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cep_docs.access.actor import actor_of
from cep_docs.app import opened as opened_house
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.referents import add_deputy
from cep_docs.storage.visits import Visit, key_of
from cep_docs.web.doors import doors_of
from tests.browser.living import Live
from tests.browser.texts import XSS

LOOKS = [(width, dark) for width in (1440, 390, 320) for dark in (False, True)]
PROGRAM = [sys.executable, "-c", "from cep_docs.cli.main import main; main()"]
ALICE, BRUNO = "alice.martin", "bruno.leguen"


def drafts(live):
    """The projects Alice is writing; Bruno stands in for her, so that both may write."""

    def work(tools):
        found = []
        for person in tools.site.beneficiaries:
            for unit in person.engagements():
                document = unit.deliverable
                if document is None or document.kind != "professional_project":
                    continue
                course = unit.__parent__
                if document.state != "draft" or course.referent != ALICE:
                    continue
                found.append(
                    f"/dossiers/{person.identifier}/uo/{unit.number}/documents/{document.kind}"
                )
                deputize(course, tools)
        return found

    return live.application.write(work)


def deputize(course, tools):
    today = tools.now().date()
    add_deputy(
        course,
        BRUNO,
        today,
        today.replace(year=today.year + 1),
        actor_of(tools.site.accounts["denis.moreau"]),
        tools,
    )


@pytest.fixture(scope="module")
def project(live):
    return drafts(live)[0]


@pytest.fixture(autouse=True)
def everybody_leaves(live):
    """No page of a test goes on asking during the next one."""
    yield
    for context in live.contexts:
        context.close()
    live.contexts.clear()


def standing(live, path, name):
    """What is kept of a heading."""
    with live.application.reading() as tools:
        return document_at(path, tools).heading(name).value


def document_at(path, tools):
    _, _, person, _, unit, _, kind = path.split("/")
    units = tools.site.beneficiaries[person].engagements()
    return next(of for of in units if of.number == unit)[kind]


def wait_for_state(page, said):
    expect(page.locator("#etat")).to_have_text(re.compile(said), timeout=20_000)


def opened(live, path, login=ALICE, **how):
    page = live.page(login, **how)
    page.goto(live.base + path)
    return page


def test_forty_nine_keys_are_one_request(live, project):
    page = opened(live, project)
    page.fill("#project", "")
    wait_for_state(page, "^Enregistré à")
    sent = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "PUT" else None)
    text = "Devenir assistante de direction à Nantes, en 2025"

    page.locator("#project").press_sequentially(text, delay=15)
    wait_for_state(page, "^Enregistré à")

    assert len(text) == 49
    assert len(sent) == 1
    assert standing(live, project, "project") == text
    assert text in page.locator("[data-of=project]").inner_text()


def test_two_people_in_one_heading_keep_both_texts(live, project):
    alice, bruno = opened(live, project), opened(live, project, BRUNO)
    bruno.fill("#strategies", "La voie de Bruno.")
    wait_for_state(bruno, "^Enregistré à")

    alice.fill("#strategies", "La voie d'Alice.")
    wait_for_state(alice, "^Deux textes")

    assert standing(live, project, "strategies") == "La voie de Bruno."
    panel = alice.locator("#conflit-strategies")
    assert "Bruno" in panel.locator("del").first.inner_text()
    assert "Alice" in panel.locator("ins").first.inner_text()

    alice.wait_for_timeout(5000)  # what others saved is asked for meanwhile
    alice.locator("#strategies").press_sequentially(" Et la suite.")
    alice.wait_for_timeout(2500)
    wait_for_state(alice, "^Deux textes")
    panel.get_by_role("button", name="Garder mon texte").click()
    wait_for_state(alice, "^Enregistré")

    assert standing(live, project, "strategies") == "La voie d'Alice. Et la suite."
    assert alice.locator("#conflit-strategies section").count() == 0


def test_what_another_one_saves_appears_and_never_over_what_i_type(live, project):
    alice, bruno = opened(live, project), opened(live, project, BRUNO)
    alice.locator("#feasibility").focus()
    bruno.fill("#project", "Le projet vu par Bruno.")
    bruno.fill("#feasibility", "La faisabilité vue par Bruno.")
    wait_for_state(bruno, "^Enregistré à")

    expect(alice.locator("#project")).to_have_value("Le projet vu par Bruno.", timeout=15_000)
    expect(alice.locator("#feasibility")).to_have_value("La faisabilité vue par Bruno.")

    assert alice.evaluate("document.activeElement.id") == "feasibility"
    expect(alice.locator("#presents")).to_contain_text("Bruno Le Guen écrit dans")
    expect(alice.locator("#champ-feasibility .writes")).to_have_text(
        "Bruno Le Guen écrit dans cette rubrique"
    )


def test_what_i_typed_and_could_not_send_is_never_replaced(live, project):
    alice, bruno = opened(live, project), opened(live, project, BRUNO)
    alice.route("**/rubriques/rights", lambda route: route.abort())
    alice.fill("#rights", "Les mots d'Alice.")
    wait_for_state(alice, "^Connexion perdue")
    bruno.fill("#rights", "Les mots de Bruno.")
    bruno.fill("#schemes", "Vu par Bruno.")
    wait_for_state(bruno, "^Enregistré à")

    expect(alice.locator("#schemes")).to_have_value("Vu par Bruno.", timeout=15_000)
    assert alice.locator("#rights").input_value() == "Les mots d'Alice."

    alice.unroute("**/rubriques/rights")
    wait_for_state(alice, "^Deux textes")
    alice.locator("#conflit-rights").get_by_role("button", name="Garder mon texte").click()
    wait_for_state(alice, "^Enregistré")
    assert standing(live, project, "rights") == "Les mots d'Alice."
    live.said[:] = [said for said in live.said if "ERR_FAILED" not in said]


def test_a_text_typed_offline_is_sent_when_the_line_is_back(live, project):
    page = opened(live, project)
    page.context.set_offline(True)
    page.fill("#calendar", "Entrée en formation en septembre.")
    wait_for_state(page, "^Connexion perdue, votre texte est gardé")
    before = standing(live, project, "calendar")

    page.context.set_offline(False)
    wait_for_state(page, "^Enregistré à")

    assert before == ""
    assert standing(live, project, "calendar") == "Entrée en formation en septembre."
    live.said[:] = [said for said in live.said if "ERR_INTERNET_DISCONNECTED" not in said]


def test_an_answer_that_got_lost_is_no_conflict_with_oneself(live, project):
    """It was saved, and nobody knows: the very same text is sent again before what follows."""
    page = opened(live, project)
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/rubriques/personal_steps", lose, times=1)
    page.fill("#personal_steps", "Saved.")
    wait_for_state(page, "^Connexion perdue")
    page.locator("#personal_steps").press_sequentially(" And more.")
    wait_for_state(page, "^Enregistré à")

    assert lost == [200]
    assert standing(live, project, "personal_steps") == "Saved. And more."
    assert page.locator(".two-texts").count() == 0
    live.said[:] = [said for said in live.said if "ERR_FAILED" not in said]


def test_signing_in_again_elsewhere_goes_on_without_losing_a_word(live, project):
    page = opened(live, project)
    cookie = next(c for c in page.context.cookies() if c["name"] == "cep")
    live.doors.visits.end(key_of(cookie["value"]))

    page.fill("#actions", "Un point chaque mois.")
    wait_for_state(page, "^Votre connexion a pris fin, votre texte est gardé")
    now = live.doors.now()
    token = live.doors.visits.begin(Visit("", now, now, account=ALICE, factor_at=now))
    page.context.add_cookies([{"name": "cep", "value": token, "url": live.base}])
    page.locator("#actions").press("End")
    wait_for_state(page, "^Enregistré à")

    assert standing(live, project, "actions") == "Un point chaque mois."


def test_nobody_writes_in_the_name_of_whoever_signed_in_last(live, project):
    page = opened(live, project)
    now = live.doors.now()
    token = live.doors.visits.begin(Visit("", now, now, account=BRUNO, factor_at=now))
    page.context.add_cookies([{"name": "cep", "value": token, "url": live.base}])

    page.fill("#skills_path", "Écrit par Alice.")
    wait_for_state(page, "^Ce document ne peut plus être enregistré ici")

    assert standing(live, project, "skills_path") == ""


def test_leaving_with_unsaved_words_asks_first(live, project):
    page = opened(live, project)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.context.set_offline(True)
    page.locator("#personal_steps").press_sequentially("Pas encore parti.")

    page.close(run_before_unload=True)
    page.wait_for_event("close") if not page.is_closed() else None

    assert asked == ["beforeunload"]
    live.said[:] = [said for said in live.said if "ERR_INTERNET_DISCONNECTED" not in said]


def test_keys_walk_jump_and_freeze(live, project):
    page = opened(live, project)
    page.locator("#project").focus()

    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.id") == "strategies"
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate("document.activeElement.id") == "project"

    page.keyboard.press("Control+k")
    page.keyboard.type("metier")
    assert page.locator("#aller li:visible").count() < 4
    page.locator("#aller-mot").fill("certifications vis")
    page.keyboard.press("Enter")
    assert page.locator("#champ-certifications").evaluate(
        "f => f.contains(document.activeElement)"
    )

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/figer")
    page.keyboard.press("Enter")
    page.wait_for_url("**#champ-*")
    first = page.url.split("#")[1]
    expect(page.locator(f"#{first} :focus")).to_have_count(1)


def test_marks_and_lists_are_typed_for_the_writer(live, project):
    page = opened(live, project)
    page.locator("#personal_steps").fill("")
    page.locator("#personal_steps").press_sequentially("- un")
    page.keyboard.press("Enter")
    page.keyboard.type("deux")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+b")
    page.keyboard.type("gras")
    wait_for_state(page, "^Enregistré à")

    assert standing(live, project, "personal_steps") == "- un\n- deux\n\n**gras**"
    assert page.locator("[data-of=personal_steps] b").inner_text() == "gras"


def test_lines_of_a_table_are_written_by_keyboard(live, project):
    page = opened(live, project)
    table = page.locator("#champ-steps")
    cells = table.locator("[name='c.objective']")
    cells.first.fill("Première")
    table.locator("[name='c.action']").first.fill("Agir")
    cells.first.press("Enter")
    page.keyboard.type("Deuxième")
    cells.nth(1).press("Alt+Shift+ArrowUp")
    wait_for_state(page, "^Enregistré à")
    moved = [row["objective"] for row in standing(live, project, "steps")]

    table.get_by_role("button", name="Retirer").first.click()
    wait_for_state(page, "^Enregistré à")

    assert moved == ["Deuxième", "Première"]
    assert [row["objective"] for row in standing(live, project, "steps")] == ["Première"]


def test_sums_follow_what_is_typed(live, project):
    page = opened(live, project)
    table = page.locator("#champ-financing_plan")
    table.locator("[name='c.item']").first.fill("Formation")
    table.locator("[name='c.cost']").first.fill("3 000")
    table.locator("[name='c.funder']").first.fill("CPF")
    table.locator("[name='c.amount']").first.fill("1200,50")
    wait_for_state(page, "^Enregistré à")

    expect(table.locator(".totals")).to_contain_text("1 799,50")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_editor_has_no_fault_of_accessibility(live, project, width, dark):
    page = opened(live, project, width=width, dark=dark)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_no_text_becomes_a_program(live, project):
    """Each payload in headings that take words, then everything opened (SES-07)."""
    another = drafts(live)[1]
    page = live.page(ALICE)
    page.on("dialog", lambda dialog: live.said.append(f"dialog {dialog.message}"))

    def work(tools):
        document, alice = document_at(another, tools), actor_of(tools.site.accounts[ALICE])
        everything = "\n".join(XSS)
        row = {"objective": XSS[2], "action": everything, "who": XSS[3]}
        content = {"project": everything, "steps": [row], "feasibility": XSS[4]}
        content |= {"variant": "transition", "target_job": XSS[6], "training_title": XSS[5]}
        save_draft(document, alice, content, tools)

    live.application.write(work)
    for path in (another, f"{another}/figer", f"{another}/rubriques/project"):
        page.goto(live.base + path)
        page.wait_for_timeout(200)
    page.goto(live.base + another)
    page.locator("#project").press_sequentially(" ")
    page.fill("#strategies", XSS[1])
    wait_for_state(page, "^Enregistré à")

    assert page.locator("#project").input_value().strip().startswith(XSS[0])
    assert (
        page.locator(
            ".form :is(script, img, iframe), .sheet :is(script, img, iframe, svg)"
        ).count()
        == 0
    )


def test_without_javascript_everything_can_be_written(live, project):
    another = drafts(live)[1]
    page = opened(live, another, js=False)
    page.fill("#calendar", "À la rentrée.")
    page.locator("#champ-calendar").get_by_role("button", name="Enregistrer").click()
    assert "« Calendrier prévisionnel »" in page.content().replace(" ", " ")

    steps = page.locator("#champ-steps")
    steps.locator("[name='c.objective']").last.fill("Dernière")
    steps.get_by_role("button", name="Enregistrer et ajouter une ligne").click()
    assert standing(live, another, "steps")[-1]["objective"] == "Dernière"
    steps.get_by_role("button", name="Monter").nth(1).click()
    assert standing(live, another, "steps")[0]["objective"] == "Dernière"

    assert standing(live, another, "calendar") == "À la rentrée."


@pytest.fixture
def served(demonstration, tmp_path, chromium):
    """A server of its own, to be killed and started again on the same port."""
    folder = tmp_path / "instance"
    shutil.copytree(demonstration, folder)
    with opened_house(folder) as application:
        browsers = Live(application, None, doors_of(folder), "", chromium)
        path = drafts(browsers)[0]
    server = Server(folder)
    browsers.base = server.start()
    yield server, browsers, path
    for context in browsers.contexts:
        context.close()
    server.kill()


class Server:
    def __init__(self, folder):
        self.folder, self.port, self.process = folder, 0, None

    def start(self):
        command = [*PROGRAM, "serve", "--folder", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline().strip()
        self.port = int(said.rstrip("/").rsplit(":", 1)[1])
        return f"http://127.0.0.1:{self.port}"

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


@pytest.mark.slow
def test_a_text_typed_while_the_server_is_dead_is_saved_when_it_lives_again(served):
    server, browsers, path = served
    page = opened(browsers, path)
    page.fill("#calendar", "Avant la panne.")
    wait_for_state(page, "^Enregistré à")

    server.kill()
    page.locator("#calendar").press_sequentially(" Pendant la panne.")
    wait_for_state(page, "^Connexion perdue, votre texte est gardé dans cette page")
    server.start()
    page.locator("#calendar").press_sequentially(" Après.")
    wait_for_state(page, "^Enregistré à")
    server.kill()

    with opened_house(server.folder) as application:
        browsers.application = application
        kept = standing(browsers, path, "calendar")
    assert kept == "Avant la panne. Pendant la panne. Après."
    assert page.locator(".two-texts").count() == 0
