"""The person in her own space: her way in, her documents, her words, her rights."""

import io
import json
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest

from cep_docs.content.site import beneficiary_of
from cep_docs.lifecycle.attachments import NewAttachment, attach
from cep_docs.lifecycle.drafts import save_field
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.persons import edit_sheet, record_consent, record_mandate, set_adaptations
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.shared_fields import invite_to_answer
from cep_docs.signin.links import links_of
from tests.people import actor, received
from tests.unit.lifecycle.courses import act, engaged, proposed, signed, write
from tests.unit.lifecycle.test_attachments import received as taken_in

PHONE, MAIL = "+33261910010", "zoe.lefevre@laposte.net"


@pytest.fixture
def unit(town):
    """Somebody alice follows, who can be reached; her unit as (identifier, number)."""

    def work(tools):
        unit = engaged(tools, "UO1", received(tools, phone=PHONE, email=MAIL))
        tools.site.accounts["alice"].phone = "02 61 91 00 11"
        tools.site.accounts["alice"].email = "alice@cap.example"
        return beneficiary_of(unit).identifier, unit.number

    return town.write(work)


def in_file(town, unit, step):
    """Do something with her unit, as a command would."""
    identifier, number = unit

    def work(tools):
        person = tools.site.beneficiaries[identifier]
        return step(next(u for u in person.engagements() if u.number == number), tools)

    return town.write(work)


def of_person(town, unit, step):
    return in_file(town, unit, lambda found, tools: step(beneficiary_of(found), tools))


@pytest.fixture
def demonstration(town):
    """The town as a demonstration, where what would be sent is shown."""

    def work(tools):
        tools.site.demo_day = town.clock().date()

    town.write(work)
    return town


def invite(town, unit, **said):
    page = town.browser("alice").get(f"/dossiers/{unit[0]}/acces-personnel")
    form = page.forms[1]
    for name in said:
        form[name] = "yes"
    return form.submit(status="*")


def sent(town):
    """What the demonstration shows, the last one first."""
    return town.stranger().get("/demonstration/messages").text


def link_of(town):
    return re.search(r"https://localhost(?::443)?(/acces/[\w-]+)", sent(town))[1]


def code_of(town):
    return re.search(r"Votre code\D+(\d{6})", sent(town).replace("\u202f", " "))[1]


def entered(town, unit):
    """A browser that came in by the link and the code."""
    invite(town, unit)
    browser = town.stranger()
    browser.get(link_of(town)).forms[0].submit().follow()
    page = browser.get(link_of(town), {"code": "1"})
    page.forms[0]["code"] = code_of(town)
    page.forms[0].submit()
    return browser


def at(unit, name="shared_assessment"):
    return f"/dossiers/{unit[0]}/uo/{unit[1]}/documents/{name}"


class TestTheInvitation:
    def test_goes_by_two_ways_and_its_subject_tells_nothing(self, demonstration, unit):
        """R-124: nobody learns from a subject that she is advised."""
        answer = invite(demonstration, unit)

        message = demonstration.write(lambda tools: next(iter(tools.site.messages)))
        assert answer.status_int == 303
        assert (message.subject, message.channel) == ("Un document vous attend", "email")
        assert "CEP" not in message.text
        assert "Zoé" not in message.text
        assert MAIL not in str(vars(message))

    def test_is_not_shown_to_the_adviser_nor_kept_in_clear(self, town, unit):
        """AUT-07, SIG-10: outside of a demonstration nobody but the person sees it."""
        invite(town, unit)

        message = town.write(lambda tools: next(iter(tools.site.messages)))
        page = town.browser("alice").get(f"/dossiers/{unit[0]}/acces-personnel").text
        assert "{link}" in message.text
        assert "/acces/" not in message.text
        assert "/acces/" not in page
        assert town.stranger().get("/demonstration/messages", status="*").status_int == 303

    def test_tells_how_long_the_link_lives_and_who_sent_it(self, town, unit):
        invite(town, unit)

        page = town.browser("alice").get(f"/dossiers/{unit[0]}/acces-personnel")

        assert "27 novembre 2026" in page.text
        assert "Alice" in page.text
        assert "Retirer l’accès" in page.text

    def test_replaces_the_one_before(self, demonstration, unit):
        invite(demonstration, unit)
        first = link_of(demonstration)
        invite(demonstration, unit)

        assert "ne sert plus" in demonstration.stranger().get(first).text
        assert link_of(demonstration) != first

    def test_can_be_taken_back_and_closes_what_is_open(self, demonstration, unit):
        browser = entered(demonstration, unit)
        link = link_of(demonstration)
        page = demonstration.browser("alice").get(f"/dossiers/{unit[0]}/acces-personnel")

        page.forms[2].submit()

        assert "ne sert plus" in demonstration.stranger().get(link).text
        assert browser.get("/mon-espace", status="*").status_int == 303
        for answer in (browser.get("/mon-espace"), browser.post("/mon-espace/quitter")):
            assert "rouvrir le lien" in answer.follow().text

    def test_needs_two_ways_to_reach_her(self, town):
        def work(tools):
            unit = engaged(tools, "UO1", received(tools, email=MAIL))
            return beneficiary_of(unit).identifier, unit.number

        unit = town.write(work)
        page = town.browser("alice").get(f"/dossiers/{unit[0]}/acces-personnel")

        answer = page.forms[1].submit(status="*")

        assert "pas de téléphone dans sa fiche" in page.text
        assert answer.status_int == 409
        assert links_of(town.doors.links, unit[0], town.wall()) == []

    @pytest.mark.parametrize(
        ("field", "value"), [("phone", PHONE), ("email", "Zoe.Lefevre@laposte.net")]
    )
    def test_never_goes_to_somebody_who_works_here(self, town, unit, field, value):
        """SIG-10: the adviser would receive the code himself."""
        town.write(lambda tools: setattr(tools.site.accounts["bruno"], field, value))

        answer = invite(town, unit)

        assert answer.status_int == 409
        assert "celui d’un compte de la maison" in answer.text

    def test_to_an_address_of_her_work_wants_her_agreement(self, town, unit):
        """R-124; her agreement is kept with its day, and asked once."""
        of_person(
            town,
            unit,
            lambda person, tools: setattr(
                person, "sheet", {**person.sheet, "email": "zoe@garage-dupont.fr"}
            ),
        )

        refused = invite(town, unit)
        agreed = invite(town, unit, agrees=True)
        again = invite(town, unit)

        assert (refused.status_int, agreed.status_int, again.status_int) == (422, 303, 303)
        assert "celle du travail" in refused.text
        consents = of_person(town, unit, lambda person, tools: person.consents)
        assert [consent["subject"] for consent in consents] == ["workplace_address"]

    def test_to_a_number_that_just_changed_wants_to_be_verified(self, town, unit):
        def changed(person, tools):
            edit_sheet(person, {"phone": "+33261910012"}, actor(tools, "alice"), tools)

        of_person(town, unit, changed)

        assert invite(town, unit).status_int == 422
        assert invite(town, unit, verified=True).status_int == 303
        town.clock.now += timedelta(days=1, minutes=1)
        assert invite(town, unit).status_int == 303

    def test_is_sent_by_who_follows_her_and_nobody_else(self, town, unit):
        for login in ("bruno", "chloe", "denis", "elise", "gaelle", "farid"):
            path = f"/dossiers/{unit[0]}/acces-personnel"
            assert town.browser(login).get(path, status="*").status_int in (403, 404), login


class TestTheWayIn:
    def test_is_a_link_and_a_code(self, demonstration, unit):
        browser = entered(demonstration, unit)

        assert "Bonjour Zoé" in browser.get("/mon-espace").text

    def test_a_hundred_programs_that_open_the_link_change_nothing(self, demonstration, unit):
        """AUT-07: mail scanners open links before people do."""
        invite(demonstration, unit)
        link = link_of(demonstration)
        before = sent(demonstration)

        for _ in range(100):
            demonstration.stranger().get(link)
            demonstration.stranger().head(link)

        assert sent(demonstration) == before
        assert "Recevoir mon code" in demonstration.stranger().get(link).text

    def test_the_link_alone_opens_nothing(self, demonstration, unit):
        invite(demonstration, unit)
        browser = demonstration.stranger()

        browser.get(link_of(demonstration))

        assert browser.get("/mon-espace", status="*").status_int == 303

    def test_five_wrong_codes_end_a_code_though_each_request_was_refused(
        self, demonstration, unit
    ):
        """AUT-06: the count survives the transactions that are given up."""
        invite(demonstration, unit)
        browser, link = demonstration.stranger(), link_of(demonstration)
        browser.get(link).forms[0].submit()
        good = code_of(demonstration)
        page = browser.get(link, {"code": "1"})

        for _ in range(5):
            page.forms[0]["code"] = f"{(int(good) + 1) % 10**6:06}"
            assert page.forms[0].submit(status=422).status_int == 422
        page.forms[0]["code"] = good

        refused = page.forms[0].submit(status=422)
        assert "ne sert plus" in refused.text

    def test_ten_wrong_codes_in_all_end_the_link_itself(self, demonstration, unit):
        """AUT-06."""
        invite(demonstration, unit)
        browser, link = demonstration.stranger(), link_of(demonstration)
        told = []

        for _ in range(2):
            browser.get(link).forms[0].submit()
            page, good = browser.get(link, {"code": "1"}), int(code_of(demonstration))
            for _ in range(5):
                page.forms[0]["code"] = f"{(good + 1) % 10**6:06}"
                told.append(page.forms[0].submit(status="*").status_int)

        assert told == [422] * 9 + [409]
        assert page.forms[0].submit(status=409).status_int == 409
        assert "ne sert plus" in browser.get(link).text

    def test_a_code_is_used_once(self, demonstration, unit):
        entered(demonstration, unit)
        code = code_of(demonstration)
        other = demonstration.stranger()
        page = other.get(link_of(demonstration), {"code": "1"})
        page.forms[0]["code"] = code

        assert page.forms[0].submit(status=422).status_int == 422

    def test_a_code_lives_ten_minutes_and_the_link_seven_days(self, demonstration, unit):
        invite(demonstration, unit)
        browser, link = demonstration.stranger(), link_of(demonstration)
        browser.get(link).forms[0].submit()
        demonstration.wall.now += timedelta(minutes=11)
        page = browser.get(link, {"code": "1"})
        page.forms[0]["code"] = code_of(demonstration)

        assert page.forms[0].submit(status=422).status_int == 422
        demonstration.wall.now += timedelta(days=7)
        assert "ne sert plus" in browser.get(link).text

    def test_a_link_that_never_was_is_told_like_an_old_one(self, town):
        page = town.stranger().get("/acces/nothing")

        assert "ne sert plus" in page.text
        assert page.forms == {}

    def test_asking_a_code_for_a_dead_link_says_what_to_do(self, demonstration, unit):
        invite(demonstration, unit)
        browser, link = demonstration.stranger(), link_of(demonstration)
        page = browser.get(link)
        demonstration.wall.now += timedelta(days=8)

        answer = page.forms[0].submit(status=409)

        assert "Demander un nouveau lien à votre conseiller" in answer.text

    def test_entering_gives_a_new_token(self, demonstration, unit):
        """SES-01."""
        invite(demonstration, unit)
        browser, link = demonstration.stranger(), link_of(demonstration)
        browser.get(link).forms[0].submit()
        before = browser.cookies["__Host-cep"]
        page = browser.get(link, {"code": "1"})
        page.forms[0]["code"] = code_of(demonstration)

        page.forms[0].submit()

        assert browser.cookies["__Host-cep"] != before

    def test_leaving_closes_this_browser_or_all_of_them(self, demonstration, unit):
        here, elsewhere = entered(demonstration, unit), demonstration.browser_of_person(unit[0])

        page = here.get("/mon-espace/connexions")
        page.forms[1].submit()

        assert here.get("/mon-espace", status="*").status_int == 303
        assert elsewhere.get("/mon-espace").status_int == 200
        elsewhere.get("/mon-espace/connexions").forms[2].submit()
        assert elsewhere.get("/mon-espace", status="*").status_int == 303

    def test_every_page_of_hers_has_a_way_out(self, town, unit):
        browser = town.browser_of_person(unit[0])

        for path in ("", "/lectures", "/accords", "/emporter", "/connexions"):
            assert "Quitter" in browser.get(f"/mon-espace{path}").text


class TestHerPages:
    def test_show_who_follows_her_in_one_touch(self, town, unit):
        page = town.browser_of_person(unit[0]).get("/mon-espace").text

        assert 'href="tel:0261910011"' in page
        assert 'href="mailto:alice@cap.example"' in page

    def test_speak_neither_of_price_nor_of_a_limit_to_her_time(self, town, unit):
        """R-015, R-039."""
        in_file(town, unit, proposed)

        page = town.browser_of_person(unit[0]).get("/mon-espace").text

        assert not re.search(r"€|prix|tarif|échéance|délai|au plus tard", page)

    def test_have_titles_that_tell_nothing(self, town, unit):
        in_file(town, unit, proposed)
        browser = town.browser_of_person(unit[0])

        for path in ("", "/lectures", f"/documents/{unit[1]}_shared_assessment_v1"):
            page = browser.get(f"/mon-espace{path}").text
            assert re.search(r"<title>(.*?)</title>", page)[1] == "Mon espace"

    def test_are_in_large_print_when_that_was_noted_for_her(self, town, unit):
        """R-014."""
        browser = town.browser_of_person(unit[0])
        before = browser.get("/mon-espace").text

        of_person(
            town,
            unit,
            lambda person, tools: set_adaptations(
                person, ["large_print"], actor(tools, "alice"), tools
            ),
        )

        assert '<html lang="fr" class="own">' in before
        assert '<html lang="fr" class="own large">' in browser.get("/mon-espace").text

    def test_are_closed_to_those_who_work_here(self, town, unit):
        for path in ("/mon-espace", "/mon-espace/lectures", "/mon-espace/connexions"):
            assert town.browser("alice").get(path, status="*").status_int == 404

    def test_are_gone_with_the_file(self, town):
        browser = town.browser_of_person("nobody")

        assert browser.get("/mon-espace", status="*").status_int == 303


class TestHerDocuments:
    def test_are_read_as_text_and_as_pdf(self, town, unit):
        in_file(town, unit, proposed)
        browser = town.browser_of_person(unit[0])

        page = browser.get("/mon-espace").click("Lire le document")
        pdf = page.click("Ouvrir le PDF")

        assert "Changer de métier sans quitter la région." in page.text
        assert pdf.content_type == "application/pdf"
        assert pdf.body.startswith(b"%PDF")
        assert "Zo" not in pdf.headers["Content-Disposition"]

    def test_have_an_easy_first_page_when_that_was_noted_for_her(self, town, unit):
        def adapted(found, tools):
            set_adaptations(beneficiary_of(found), ["easy_read"], actor(tools, "alice"), tools)
            proposed(found, tools)

        in_file(town, unit, adapted)

        path = f"/mon-espace/documents/{unit[1]}_shared_assessment_v1"
        page = town.browser_of_person(unit[0]).get(path).text

        assert "On vous demande de signer à la fin." in page

    def test_a_draft_is_not_one_of_them(self, town, unit):
        in_file(town, unit, write)
        browser = town.browser_of_person(unit[0])

        assert "Pas encore de document" in browser.get("/mon-espace").text
        path = f"/mon-espace/documents/{unit[1]}_shared_assessment_v1"
        assert browser.get(path, status="*").status_int == 404

    def test_neither_is_what_was_taken_back(self, town, unit):
        def taken_back(found, tools):
            act(proposed(found, tools), "take_back", tools, motive="Une erreur.")

        in_file(town, unit, taken_back)
        browser = town.browser_of_person(unit[0])

        path = f"/mon-espace/documents/{unit[1]}_shared_assessment_v1"
        assert browser.get(path, status="*").status_int in (403, 404)
        assert browser.get(f"{path}/pdf", status="*").status_int in (403, 404)

    def test_pieces_of_hers_are_given_back_as_they_came(self, town, unit):
        def attached(person, tools):
            letter = NewAttachment("letter", "Lettre de Zoé")
            attach(person, taken_in(), letter, actor(tools, "alice"), tools)

        of_person(town, unit, attached)
        browser = town.browser_of_person(unit[0])

        answer = browser.get("/mon-espace").click("Lettre de Zoé")

        assert answer.body.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert (
            of_person(town, unit, lambda person, tools: person.journal.recent(1)[0]["what"])
            == "open_attachment"
        )

    @pytest.mark.parametrize(
        "path",
        [
            "documents/nothing",
            "documents/4G20_shared_assessment_v1",
            "documents/_v",
            "pieces/nothing",
            "a-completer/nothing",
            "nothing",
        ],
    )
    def test_what_does_not_exist_is_not_found(self, town, unit, path):
        browser = town.browser_of_person(unit[0])

        assert browser.get(f"/mon-espace/{path}", status="*").status_int == 404

    def test_those_of_somebody_else_cannot_be_named(self, town, unit):
        in_file(town, unit, signed)
        other = town.write(lambda tools: received(tools, birth_name="Marchand").identifier)
        browser = town.browser_of_person(other)

        path = f"/mon-espace/documents/{unit[1]}_shared_assessment_v1"

        assert browser.get(path, status="*").status_int == 404


class TestHerOwnWords:
    """R-062."""

    def opened(self, town, unit, *names):
        def work(found, tools):
            invite_to_answer(found.deliverable, names, actor(tools, "alice"), tools)

        in_file(town, unit, work)

    def answering(self, town, unit):
        path = f"/mon-espace/a-completer/{unit[1]}_shared_assessment"
        return town.browser_of_person(unit[0]).get(path, status="*")

    def test_are_asked_for_by_her_adviser_heading_by_heading(self, town, unit):
        page = town.browser("alice").get(f"{at(unit)}/completer-avec-la-personne")
        form = page.forms[1]
        form.set("names", True, index=[box.id for box in form.fields["names"]].index("names-need"))

        form.submit().follow()

        home = town.browser_of_person(unit[0]).get("/mon-espace").text
        assert "À compléter avec vos mots" in home
        assert "1 question sans réponse" in home

    def test_go_into_the_draft_with_her_name_on_it(self, town, unit):
        self.opened(town, unit, "need")
        page = self.answering(town, unit)
        page.forms[1]["need"] = "Travailler dehors."

        shown = page.forms[1].submit().follow()

        heading = in_file(town, unit, lambda found, tools: found.deliverable.heading("need"))
        assert "Votre réponse est enregistrée" in shown.text
        assert heading.value == "Travailler dehors."
        assert heading.author == f"beneficiary:{unit[0]}"

    def test_days_may_be_written_as_people_write_them(self, town, unit):
        self.opened(town, unit, "other_operators_told_on")
        page = self.answering(town, unit)
        page.forms[1]["other_operators_told_on"] = "3/02/2020"

        shown = page.forms[1].submit().follow()

        draft = in_file(town, unit, lambda found, tools: found.deliverable.draft)
        assert draft["other_operators_told_on"] == "2020-02-03"
        assert 'value="03/02/2020"' in shown.text

    def test_what_cannot_be_kept_is_told_and_stays_on_the_page(self, town, unit):
        self.opened(town, unit, "other_operators_told_on")
        page = self.answering(town, unit)
        page.forms[1]["other_operators_told_on"] = "hier"

        answer = page.forms[1].submit(status=422)

        assert 'value="hier"' in answer.text

    def test_another_heading_stays_closed(self, town, unit):
        self.opened(town, unit, "need")
        page = self.answering(town, unit)
        form = page.forms[1]
        form["heading"].force_value("situation")

        assert form.submit(status="*").status_int == 404

    def test_meet_those_of_the_adviser_and_both_are_kept(self, town, unit):
        self.opened(town, unit, "need")
        page = self.answering(town, unit)
        page.forms[1]["need"] = "Mes mots."

        def meanwhile(found, tools):
            who = actor(tools, "alice")
            save_field(found.deliverable, who, "need", "Mots du conseiller.", 0, tools)

        in_file(town, unit, meanwhile)
        shown = page.forms[1].submit().follow()

        assert "Quelqu’un a écrit ici en même temps que vous" in shown.text
        assert "Mots du conseiller." in shown.text
        assert shown.forms[1]["need"].value == "Mes mots."

    def test_are_not_asked_before_she_is_invited(self, town, unit):
        assert self.answering(town, unit).status_int in (403, 404)

    def test_are_asked_by_who_may_write_the_document(self, town, unit):
        path = f"{at(unit)}/completer-avec-la-personne"

        for login in ("bruno", "denis", "elise"):
            assert town.browser(login).get(path, status="*").status_int in (403, 404), login


class TestWhoReadHerFile:
    def test_is_told_with_role_place_and_reason(self, town, unit):
        in_file(
            town, unit, lambda found, tools: open_file(found.number, actor(tools, "alice"), tools)
        )

        page = town.browser_of_person(unit[0]).get("/mon-espace/lectures").text

        assert "Conseiller, Nantes, a lu votre dossier" in page
        assert "C’est votre conseiller référent." in page

    def test_an_emergency_is_said_plainly(self, town, unit):
        because = "La personne appelle et son conseiller est injoignable."
        of_person(
            town,
            unit,
            lambda person, tools: break_glass(person, because, actor(tools, "bruno"), tools),
        )

        page = town.browser_of_person(unit[0]).get("/mon-espace/lectures").text

        assert "a ouvert votre dossier en urgence" in page
        assert because in page


class TestWhatSheAgreedTo:
    def given(self, person, tools):
        today = tools.now().date()
        consent = {
            "subject": "mediation",
            "scope": "",
            "given_on": today,
            "channel": "PRES",
            "recorded_by": "alice",
            "revoked_on": None,
        }
        record_consent(person, consent, actor(tools, "alice"), tools)
        mandate = {
            "third_party": "Transitions Pro",
            "scope": "deliverable plan",
            "given_on": today,
            "until": today + timedelta(days=60),
            "recorded_by": "alice",
        }
        record_mandate(person, mandate, actor(tools, "alice"), tools)

    def test_is_shown_and_taken_back_by_herself(self, town, unit):
        of_person(town, unit, self.given)
        browser = town.browser_of_person(unit[0])
        page = browser.get("/mon-espace/accords")
        assert "Montrer à Transitions Pro" in page.text

        page.forms[1].submit()
        browser.get("/mon-espace/accords").forms[1].submit()

        def left(person, tools):
            today = tools.now().date()
            in_force = [said for said in person.mandates if said["until"] >= today]
            return person.consents_to("mediation", today), in_force

        assert of_person(town, unit, left) == (False, [])
        assert "Retirer" not in browser.get("/mon-espace/accords").text

    def test_what_does_not_run_is_not_taken_back(self, town, unit):
        of_person(town, unit, self.given)
        browser = town.browser_of_person(unit[0])
        form = browser.get("/mon-espace/accords").forms[1]

        for key in ("mandate-7", "mandate-x", "disability"):
            form["consent"].force_value(key)
            assert form.submit(status="*").status_int == 409


class TestTakingEverything:
    def test_is_one_file_that_leaves_nothing_behind(self, town, unit):
        """R-127, RGPD art. 20."""
        in_file(town, unit, signed)
        browser = town.browser_of_person(unit[0])
        tmp = town.application.house.folder / "tmp"
        before = sorted(tmp.rglob("*"))

        answer = browser.get("/mon-espace/emporter").forms[1].submit()

        archive = ZipFile(io.BytesIO(answer.body))
        data = json.loads(archive.read("donnees.json"))
        assert archive.testzip() is None
        assert answer.content_length == len(answer.body)
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")
        assert data["identifiant"] == unit[0]
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert sorted(tmp.rglob("*")) == before

    def test_a_damaged_file_is_told_and_leaves_nothing_behind(self, town, unit):
        def damaged(found, tools):
            signed(found, tools)
            found.deliverable.current.files["pdf"].sha256 = "0" * 64

        in_file(town, unit, damaged)
        browser = town.browser_of_person(unit[0])
        tmp = town.application.house.folder / "tmp"
        before = sorted(tmp.rglob("*"))

        answer = browser.get("/mon-espace/emporter").forms[1].submit(status=500)

        assert "n’est plus celui qui a été enregistré" in answer.text
        assert sorted(tmp.rglob("*")) == before

    def test_asks_for_a_new_code_when_hers_is_old(self, demonstration, unit):
        """STRONG-1."""
        browser = entered(demonstration, unit)
        old = browser.get("/mon-espace/emporter").forms[1]
        demonstration.wall.now += timedelta(minutes=6)

        refused = old.submit(status="*")
        asked = browser.get("/mon-espace/emporter").forms[1].submit().follow()
        asked.forms[1 if "Quitter" in asked.text else 0]["code"] = code_of(demonstration)
        back = asked.forms[1 if "Quitter" in asked.text else 0].submit().follow()

        assert refused.headers["Location"].endswith("/mon-espace/emporter")
        assert "Télécharger mes documents" in back.text

    def test_codes_are_not_asked_for_without_end(self, demonstration, unit):
        browser = entered(demonstration, unit)
        demonstration.wall.now += timedelta(minutes=6)
        form = browser.get("/mon-espace/emporter").forms[1]

        answers = [form.submit(status="*").status_int for _ in range(4)]

        assert answers == [303, 303, 303, 409]
