"""The page where a document is written, without JavaScript: each heading is a form (issue 4)."""

import pytest

from cep_docs.lifecycle.drafts import save_draft, save_field
from cep_docs.lifecycle.referents import add_deputy
from tests.people import actor, received
from tests.unit.lifecycle.courses import engaged, fill, met, proposed, signed, write


@pytest.fixture
def project(town):
    """A professional project that Alice writes; Bruno stands in for her."""

    def work(tools):
        unit = engaged(tools, "UO2.1", received(tools))
        today = tools.now().date()
        add_deputy(unit.__parent__, "bruno", today, today, actor(tools, "denis"), tools)
        return path_of(unit)

    return town.write(work)


def path_of(engagement):
    person = engagement.__parent__.__parent__.identifier
    document = engagement.deliverable.__name__
    return f"/dossiers/{person}/uo/{engagement.__name__}/documents/{document}"


def unit_at(path, tools):
    _, _, person, _, unit, _, _ = path.split("/")
    return next(of for of in tools.site.beneficiaries[person].engagements() if of.number == unit)


def on(town, path, work):
    """Do something with the unit of that document, as another request would."""
    return town.write(lambda tools: work(unit_at(path, tools), tools))


def heading(town, path, name):
    with town.application.reading() as tools:
        kept = unit_at(path, tools).deliverable.heading(name)
        return kept.value, kept.revision, len(kept.asides)


def form_of(page, name):
    """The form of a heading."""
    return next(form for form in page.forms.values() if form.action.endswith(f"rubriques/{name}"))


LABELS = {"mine": "Garder mon texte", "theirs": "Prendre le sien"}


def choosing(page, choice):
    """The form whose button makes this choice."""
    return next(form for form in page.forms.values() if LABELS[choice] in form.text)


def saved(browser, path, name, value, button=None):
    form = form_of(browser.get(path), name)
    form["value"] = value
    return form.submit()


class TestThePage:
    def test_has_every_heading_of_the_form_with_its_help(self, town, project):
        page = town.browser("alice").get(project)

        with town.application.reading() as tools:
            form = tools.rules.agreements["cctp-2019"].forms["professional_project"]
            shown = [of for part in form.parts({}) for of in part.fields]
        for field in shown:
            assert page.html.find(id=f"champ-{field.name}") is not None, field.name
        assert "Le but, dit par la personne et compris de tous." in page.text

    def test_says_when_it_is_to_be_signed(self, town, project):
        page = town.browser("alice").get(project)

        assert "À signer avant le 3 août 2020" in page.text

    def test_is_a_reading_of_the_file_written_in_its_journal(self, town, project):
        def lines():
            with town.application.reading() as tools:
                journal = unit_at(project, tools).__parent__.__parent__.journal
                return [line for line in journal if line["what"] == "view"]

        before = len(lines())
        browser = town.browser("alice")
        browser.get(project)
        after_page = len(lines())
        browser.get(f"{project}/suite?vu=")

        assert (after_page, len(lines())) == (before + 1, before + 1)

    def test_has_a_sheet_in_step_with_the_text(self, town, project):
        browser = town.browser("alice")
        saved(browser, project, "project", "Devenir **conductrice**.")

        sheet = browser.get(project).html.find(id="feuille")

        assert sheet.find("b").text == "conductrice"
        assert "À remplir" in sheet.text

    def test_shows_where_a_text_was_taken_from(self, town, clock):
        def work(tools):
            person = received(tools)
            signed(engaged(tools, "UO1", person), tools)
            return path_of(engaged(tools, "UO2.1", person))

        page = town.browser("alice").get(town.write(work))

        note = page.html.find(id="note-situation").text
        assert "Repris de État des lieux partagé, version 1, 3 février 2020" in note

    def test_does_not_exist_for_those_who_may_not_know_of_it(self, town, project):
        for login in ("chloe", "gaelle"):
            town.browser(login).get(project, status=404)

    def test_tells_how_plainly_it_is_written(self, town, project):
        browser = town.browser("alice")
        saved(browser, project, "project", "mot " * 40)

        counts = browser.get(project).html.find(id="compte").text

        assert "40 mots, lecture 1 minute" in counts
        assert "1 phrase longue" in counts


class TestAHeading:
    def test_is_saved_and_one_comes_back_to_it(self, town, project):
        answer = saved(town.browser("alice"), project, "project", "Un projet.")

        assert answer.status_int == 303
        assert answer.location.endswith("#champ-project")
        assert "enregistré" in answer.follow().text
        assert heading(town, project, "project") == ("Un projet.", 1, 0)

    def test_of_every_kind_can_be_written(self, town, project):
        browser = town.browser("alice")
        saved(browser, project, "variant", "transition")
        for name, value in (
            ("target_job", "Cheffe"),
            ("training_starts_on", "01/09/2020"),
            ("training_cost", "1 234,50"),
            ("continues", "yes"),
        ):
            saved(browser, project, name, value)
        form = form_of(browser.get(project), "steps")
        form["c.objective"], form["c.due_on"] = "Entrer", "03/04/2020"
        form.submit()

        assert heading(town, project, "training_starts_on")[0] == "2020-09-01"
        assert heading(town, project, "training_cost")[0] == "1234.50"
        assert heading(town, project, "continues")[0] == "yes"
        assert heading(town, project, "steps")[0][0]["due_on"] == "2020-04-03"
        page = browser.get(project)
        assert form_of(page, "training_starts_on")["value"].value == "01/09/2020"
        assert form_of(page, "training_cost")["value"].value == "1\u202f234,50"

    def test_takes_not_applicable_and_back(self, town, project):
        browser = town.browser("alice")
        form = form_of(browser.get(project), "training")
        form["absent"] = True
        form.submit()
        kept = heading(town, project, "training")[0]
        form = form_of(browser.get(project), "training")
        ticked = form["absent"].checked
        form["absent"] = False
        form.submit()

        assert (kept, ticked) == ("sans objet", True)
        assert heading(town, project, "training")[0] == ""

    def test_with_a_fault_keeps_what_was_typed(self, town, project):
        browser = town.browser("alice")
        saved(browser, project, "variant", "transition")

        answer = form_of(browser.get(project), "training_starts_on")
        answer["value"] = "à la rentrée"
        page = answer.submit(status=422)

        assert form_of(page, "training_starts_on")["value"].value == "à la rentrée"
        assert "Cette date n’est pas lisible" in page.text
        assert heading(town, project, "training_starts_on") == ("", 0, 0)

    def test_lines_of_a_table_are_added_and_moved_by_buttons(self, town, project):
        browser = town.browser("alice")
        for name in ("Un", "Deux"):
            form = form_of(browser.get(project), "steps")
            form.fields["c.objective"][-1].value = name
            form.submit("ligne", value="ajouter")
        form = form_of(browser.get(project), "steps")
        form.submit("ligne", value="monter-2")

        assert [row["objective"] for row in heading(town, project, "steps")[0]] == ["Deux", "Un"]

    def test_financing_shows_its_sums(self, town, project):
        browser = town.browser("alice")
        form = form_of(browser.get(project), "financing_plan")
        form["c.item"], form["c.cost"], form["c.amount"] = "Formation", "3000", "1000"
        form["c.funder"] = "CPF"
        form.submit()

        note = browser.get(project).html.find(id="note-financing_plan").text

        assert "Reste à payer2\u202f000\u00a0€" in note

    def test_that_is_not_in_the_form_does_not_exist(self, town, project):
        browser = town.browser("alice")

        browser.get(f"{project}/rubriques/inconnue", status=404)

    def test_without_a_revision_is_not_saved(self, town, project):
        browser = town.browser("alice")
        form = form_of(browser.get(project), "project")
        form["value"], form["revision"] = "Un projet.", ""

        answer = form.submit(status=428)

        assert "ne dit pas quel texte il remplace" in answer.text.replace("’", "'")
        assert heading(town, project, "project") == ("", 0, 0)


class TestTwoWriters:
    @pytest.fixture
    def late(self, town, project):
        """Alice saves what she wrote, and Bruno was first."""
        form = form_of(town.browser("alice").get(project), "project")
        saved(town.browser("bruno"), project, "project", "Le projet de Bruno.")
        form["value"] = "Le projet d'Alice."
        return form.submit(status=412)

    def test_keep_both_texts_and_see_their_words(self, town, project, late):
        assert heading(town, project, "project") == ("Le projet de Bruno.", 1, 1)
        assert "Bruno a écrit dans cette rubrique" in late.text
        assert [one.text for one in late.html.find_all("ins")] == ["d'Alice"]
        assert [one.text for one in late.html.find_all("del")] == ["de Bruno"]

    def test_find_the_choice_again_in_the_page(self, town, project, late):
        alice = town.browser("alice").get(project)
        bruno = town.browser("bruno").get(project)

        assert alice.html.find(id="conflit-project").find("section") is not None
        assert bruno.html.find(id="conflit-project").find("section") is None

    @pytest.mark.parametrize(
        ("choice", "stands"),
        [("mine", "Le projet d'Alice."), ("theirs", "Le projet de Bruno.")],
    )
    def test_decide(self, town, project, late, choice, stands):
        form = choosing(late, choice)

        answer = form.submit("choix", value=choice).follow()

        assert heading(town, project, "project")[0] == stands
        assert heading(town, project, "project")[2] == 0
        assert "votre choix est enregistré" in answer.text

    def test_mend_the_proposal(self, town, project, late):
        form = next(form for form in late.forms.values() if "value" in form.fields)
        form["value"] = "Le projet des deux."
        form.submit()

        assert heading(town, project, "project") == ("Le projet des deux.", 2, 0)

    def test_choose_nothing_and_are_told(self, town, project, late):
        answer = choosing(late, "mine").submit(status=409)

        assert "Choisir d’abord" in answer.text

    def test_find_every_text_in_the_past_of_the_heading(self, town, project, late):
        choosing(late, "mine").submit("choix", value="mine")
        page = town.browser("alice").get(f"{project}/rubriques/project")

        assert "Le projet de Bruno." in page.text
        form = [form for form in page.forms.values() if form.action.endswith("reprendre")][-1]
        form.submit("texte", value="1").follow()
        assert heading(town, project, "project")[0] == "Le projet de Bruno."


class TestSavingWhileOneWrites:
    def put(self, browser, path, name, body, revision='"0"', status="*", **headers):
        token = form_of(browser.get(path), "project")["csrf_token"].value
        said = {"X-CSRF-Token": token, "If-Match": revision, **headers}
        sent = {key: value for key, value in said.items() if value}
        return browser.put(f"{path}/rubriques/{name}", body, headers=sent, status=status)

    def test_answers_what_changed_in_the_page_and_the_new_revision(self, town, project):
        answer = self.put(town.browser("alice"), project, "project", {"value": "Un projet."})

        assert (answer.status_int, answer.headers["ETag"]) == (200, '"1"')
        ids = [
            piece["id"] for piece in answer.html.find_all(True, recursive=False) if piece.get("id")
        ]
        assert {"rubriques", "compte", "note-project", "conflit-project", "p-project"} <= set(ids)
        assert "champ-project" not in ids

    def test_without_a_revision_is_refused(self, town, project):
        answer = self.put(town.browser("alice"), project, "project", {"value": "x"}, revision="")

        assert answer.status_int == 428
        assert heading(town, project, "project") == ("", 0, 0)

    def test_that_comes_too_late_keeps_both_texts(self, town, project):
        self.put(town.browser("bruno"), project, "project", {"value": "De Bruno."})

        answer = self.put(town.browser("alice"), project, "project", {"value": "D'Alice."})

        assert (answer.status_int, answer.headers["ETag"]) == (412, '"1"')
        assert answer.html.find(id="conflit-project").find("section") is not None
        assert heading(town, project, "project") == ("De Bruno.", 1, 1)

    def test_of_the_same_text_again_changes_nothing(self, town, project):
        browser = town.browser("alice")
        self.put(browser, project, "project", {"value": "Un projet."})

        again = self.put(browser, project, "project", {"value": "Un projet."})

        assert (again.status_int, again.headers["ETag"]) == (200, '"1"')

    def test_of_a_fault_tells_it_beside_the_heading(self, town, project):
        answer = self.put(town.browser("alice"), project, "steps", {"c.objective": "Un"})

        assert answer.status_int == 422
        assert "arrivée incomplète" in answer.html.find(id="steps-faute").text

    def test_an_empty_request_does_not_blank_a_heading(self, town, project):
        browser = town.browser("alice")
        self.put(browser, project, "project", {"value": "Un projet."})

        answer = self.put(browser, project, "project", {}, revision='"1"')

        assert answer.status_int == 422
        assert heading(town, project, "project")[0] == "Un projet."

    def test_an_answer_that_opens_parts_asks_for_the_page_again(self, town, project):
        browser = town.browser("alice")

        opening = self.put(browser, project, "variant", {"value": "transition"})
        other = self.put(browser, project, "project", {"value": "Un projet."})

        assert opening.headers["X-Page"] == "changed"
        assert "X-Page" not in other.headers

    def test_in_the_name_of_somebody_else_is_refused(self, town, project):
        answer = self.put(
            town.browser("bruno"), project, "project", {"value": "x"}, **{"X-Account": "alice"}
        )

        assert answer.status_int == 409
        assert heading(town, project, "project") == ("", 0, 0)

    def test_in_a_frozen_document_is_refused(self, town):
        path = town.write(lambda tools: path_of(proposed(engaged(tools, "UO2.1"), tools)))
        browser = town.browser("alice")
        token = browser.get(path).forms[1]["csrf_token"].value

        answer = browser.put(
            f"{path}/rubriques/project",
            {"value": "Autre chose"},
            headers={"X-CSRF-Token": token, "If-Match": '"1"'},
            status=409,
        )

        assert "plus modifiable" in answer.text


class TestWhatOthersDo:
    def test_comes_with_a_fresh_token_and_only_what_changed(self, town, project):
        alice = town.browser("alice")
        saved(town.browser("bruno"), project, "project", "De Bruno.")

        answer = alice.get(f"{project}/suite?vu=project.0,strategies.0&ou=strategies")

        assert answer.html.find(id="champ-project") is not None
        assert answer.html.find(id="champ-strategies") is None
        form = form_of(alice.get(project), "project")
        form["csrf_token"] = answer.headers["X-CSRF-Token"]
        assert form.submit(status="*").status_int != 400

    def test_nothing_new_is_a_short_answer(self, town, project):
        alice = town.browser("alice")
        tag = alice.get(f"{project}/suite?vu=").headers["ETag"]

        answer = alice.get(f"{project}/suite?vu=", headers={"If-None-Match": tag})

        assert (answer.status_int, answer.body) == (304, b"")

    def test_somebody_who_writes_is_told_to_the_others_and_forgotten(self, town, project):
        alice, bruno = town.browser("alice"), town.browser("bruno")
        bruno.get(f"{project}/suite?vu=&ou=project")

        there = alice.get(f"{project}/suite?vu=").html.find(id="presents").text
        town.wall.now = town.wall.now.replace(minute=town.wall.now.minute + 1)
        gone = alice.get(f"{project}/suite?vu=").html.find(id="presents").text

        assert "Bruno écrit dans « Projet »" in there.replace("\u202f", " ")
        assert "Bruno" not in gone


class TestFreezing:
    def test_names_each_gap_with_the_way_to_it(self, town, project):
        page = town.browser("alice").get(f"{project}/figer")

        links = [link["href"] for link in page.html.select("ol.check a")]
        assert links[0] == f"{project}#champ-project"
        assert "Aller à la première rubrique" in page.text
        assert not [form for form in page.forms.values() if form.action.endswith("figer")]

    def test_of_a_full_document_proposes_it(self, town, project):
        on(
            town,
            project,
            lambda unit, tools: (met(unit, tools), fill(unit, tools), write(unit, tools)),
        )
        browser = town.browser("alice")
        page = browser.get(f"{project}/figer")
        form = next(form for form in page.forms.values() if form.action.endswith("figer"))

        page = form.submit().follow()

        assert "Version 1 figée" in page.text
        assert "Proposé à la signature" in page.text
        assert page.html.find(id="editeur") is None

    def test_with_a_gap_that_came_meanwhile_is_refused_by_its_name(self, town, project):
        on(
            town,
            project,
            lambda unit, tools: (met(unit, tools), fill(unit, tools), write(unit, tools)),
        )
        browser = town.browser("alice")
        form = next(
            form
            for form in browser.get(f"{project}/figer").forms.values()
            if form.action.endswith("figer")
        )
        saved(browser, project, "project", "")

        answer = form.submit(status=409)

        assert "« Projet »" in answer.text.replace("\u202f", " ")

    def test_another_act_is_not_made_there(self, town, project):
        def ready(unit, tools):
            met(unit, tools)
            fill(unit, tools)
            write(unit, tools)

        on(town, project, ready)
        browser = town.browser("alice")
        token = form_of(browser.get(project), "project")["csrf_token"].value

        for page, name in (("reprendre", "propose"), ("figer", "sign_as_adviser")):
            browser.post(f"{project}/{page}", {"csrf_token": token, "acte": name}, status=409)

        with town.application.reading() as tools:
            assert unit_at(project, tools).deliverable.state == "draft"


class TestAFrozenDocument:
    @pytest.fixture
    def frozen(self, town):
        return town.write(lambda tools: path_of(proposed(engaged(tools, "UO2.1"), tools)))

    def test_is_only_read_and_says_what_to_do(self, town, frozen):
        page = town.browser("alice").get(frozen)

        assert page.html.find("textarea") is None
        assert "ce texte ne se modifie plus" in page.text
        assert "Devenir conductrice de travaux." in page.text

    def test_has_titles_over_what_stands_below_it(self, town, frozen):
        page = town.browser("alice").get(frozen)

        titles = [title.text for title in page.html.select(".desk h2")]

        assert titles == ["Ce que le brouillon change", "Commentaires"]

    def test_is_taken_back_with_a_motive(self, town, frozen):
        browser = town.browser("alice")
        form = next(
            f for f in browser.get(frozen).forms.values() if f.action.endswith("reprendre")
        )
        refused = form.submit(status=409)
        form["motif"] = "Une date à corriger."

        page = form.submit().follow()

        assert "motif" in refused.text
        assert page.html.find(id="editeur") is not None

    def test_without_the_right_nothing_is_offered(self, town, frozen):
        page = town.browser("denis").get(frozen, status="*")

        assert page.status_int == 404 or not page.html.find(attrs={"name": "motif"})


def test_a_signed_document_is_kept_as_it_is(town):
    path = town.write(lambda tools: path_of(signed(engaged(tools, "UO1"), tools)))

    page = town.browser("alice").get(path)

    assert "Elle est gardée telle quelle." in page.text


def test_the_exact_preview_is_a_pdf(town, project):
    answer = town.browser("alice").get(f"{project}/apercu.pdf")

    assert answer.body.startswith(b"%PDF")


def test_what_waits_beside_a_heading_is_told_before_freezing(town, project):
    def work(unit, tools):
        save_draft(unit.deliverable, actor(tools, "bruno"), {"project": "De Bruno."}, tools)
        save_field(unit.deliverable, actor(tools, "alice"), "project", "D'Alice.", 0, tools)

    on(town, project, work)

    page = town.browser("alice").get(f"{project}/figer")

    assert "Un de vos textes attend à côté de" in page.text
