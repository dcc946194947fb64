"""Aujourd'hui and appointments in a browser: each row leads where it says, and each to his own."""

from datetime import date

import pytest

from cep_docs.lifecycle.appointments import NewAppointment, make_appointment
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.tasks import tell_about
from tests.people import actor, received
from tests.unit.lifecycle.courses import engaged, proposed

CANARY = "Xyphanie"


@pytest.fixture
def person(town):
    """Somebody whom alice follows, with a draft; her identifier and her file number."""

    def work(tools):
        unit = engaged(tools, "UO1", received(tools))
        save_draft(unit.deliverable, actor(tools, "alice"), {"request": "Changer."}, tools)
        return unit.__parent__.__parent__.identifier, unit.number

    return town.write(work)


def elsewhere(town):
    def work(tools):
        who = received(tools, "chloe", first_name=CANARY)
        unit = proposed(engaged(tools, "UO1", who, "chloe"), tools, "chloe")
        said = NewAppointment(date(2020, 2, 3), "15h", 60, "PRES", "NTE", "chloe")
        make_appointment(who, said, actor(tools, "chloe"), tools)
        tell_about(unit, "manager", "decide_on_overdue", tools)
        return unit.number

    return town.write(work)


class TestToday:
    def test_the_row_of_a_deadline_leads_to_the_heading_that_lacks(self, town, person):
        identifier, number = person
        town.clock.on("2020-03-20")

        page = town.browser("alice").get("/aujourdhui")

        row = page.html.select_one("#echeances").parent.parent.select_one("tr[data-line]")
        assert row.select_one("a.t")["href"] == f"/dossiers/{identifier}"
        assert row.select_one("[data-key=e]")["href"] == (
            f"/dossiers/{identifier}/uo/{number}/documents/shared_assessment#champ-situation"
        )
        assert row.select_one("[data-key=i]")["href"] == f"/dossiers/{identifier}/echange"
        assert "14 jours" in row.text.replace("\xa0", " ")
        assert "3 avril 2020" in row.text

    def test_a_draft_is_resumed_at_its_first_gap(self, town, person):
        page = town.browser("alice").get("/aujourdhui")

        button = page.html.select_one("#brouillons").parent.parent.select_one("[data-key=e]")
        assert button["href"].endswith("#champ-situation")
        assert button.text.startswith("Reprendre à")
        assert "Rien d’autre ne peut être en retard demain." in page.text

    def test_a_calm_day_is_calm(self, town):
        page = town.browser("gaelle").get("/aujourdhui")

        assert "Rien ne vous attend aujourd’hui." in page.text
        assert not page.html.select("tr[data-line]")

    def test_nothing_of_another_place_is_on_anybody_elses_day(self, town):
        number = elsewhere(town)
        assert CANARY in town.browser("chloe").get("/aujourdhui").text

        for login in ("alice", "bruno", "denis", "elise", "gaelle"):
            for path in ("/aujourdhui", "/a-signer"):
                page = town.browser(login).get(path)
                assert CANARY not in page.text, (login, path)
                assert number[-6:] not in page.text, (login, path)

    def test_a_notice_is_settled_by_the_role_it_is_for_and_nobody_else(self, town):
        def work(tools):
            unit = engaged(tools, "UO1", received(tools))
            tell_about(unit, "manager", "decision_late", tools)
            return next(iter(tools.site.outbox)).__name__

        key = town.write(work)
        page = town.browser("denis").get("/aujourdhui")
        form = next(f for f in page.forms.values() if f.action == f"/avis/{key}/solder")
        browser = town.browser("alice")
        refused = browser.post(
            f"/avis/{key}/solder", {"csrf_token": town.form_token(browser)}, status="*"
        )
        assert refused.status_int == 404

        page = form.submit().follow()

        assert "Avis soldé." in page.text
        assert f"/avis/{key}" not in page.text
        again = form.submit(status="*")
        assert again.status_int == 409

    def test_an_unknown_notice_is_not_found(self, town):
        browser = town.browser("denis")
        token = {"csrf_token": town.form_token(browser)}

        assert browser.post("/avis/nobody/solder", token, status="*").status_int == 404

    def test_a_manager_is_pointed_to_what_he_looks_after(self, town, person):
        town.clock.on("2020-04-10")

        page = town.browser("denis").get("/aujourdhui")

        assert page.html.select_one("a[href='/pilotage'].btn")
        assert "dont l’échéance est passée" in page.text


class TestAppointments:
    def filled(self, town, login, identifier, **changes):
        form = (
            town.browser(login)
            .get(f"/dossiers/{identifier}/rendez-vous")
            .forms["rendez-vous-form"]
        )
        for name, value in {"on": "06022020", "at": "14h30", **changes}.items():
            form[name] = value
        return form

    def test_noted_moved_and_called_off(self, town, person):
        identifier, _ = person
        page = self.filled(town, "alice", identifier).submit().follow()
        assert "Rendez-vous noté le 6 février 2020." in page.text
        page = page.click("Déplacer", index=0)
        form = page.forms["rendez-vous-form"]
        assert (form["on"].value, form["at"].value) == ("06/02/2020", "14:30")
        form["at"] = "16h"
        page = form.submit().follow()
        assert "Rendez-vous déplacé au 6 février 2020." in page.text
        assert "16 h 00" in page.text

        form = next(f for f in page.forms.values() if f.action.endswith("/annuler-rendez-vous"))
        page = form.submit().follow()

        assert "Rendez-vous annulé." in page.text
        assert "Aucun rendez-vous à venir" in page.text

    def test_a_closed_place_is_told_at_its_field_and_nothing_is_saved(self, town, person):
        """R-017."""
        identifier, _ = person

        def close(tools):
            tools.site.structures["NTE"].closed_from = date(2020, 2, 5)

        form = self.filled(town, "alice", identifier, structure="NTE")
        town.write(close)

        page = form.submit(status=422)

        assert "Ce lieu est fermé ce jour-là" in page.html.select_one("#structure-faute").text
        assert page.forms["rendez-vous-form"]["at"].value == "14h30"
        assert "Aucun rendez-vous à venir" in page.text

    def test_sent_twice_it_is_noted_once(self, town, person):
        identifier, _ = person
        form = self.filled(town, "alice", identifier)
        form.submit()

        page = form.submit().follow()

        assert len(page.html.select("tr[data-line]")) == 1

    def test_on_the_day_it_stands_in_the_days_of_the_adviser_and_of_the_desk(self, town, person):
        identifier, _ = person
        town.write(lambda tools: setattr(tools.site.accounts["elise"], "roles", ("assistant",)))
        self.filled(town, "elise", identifier, account="alice").submit()
        town.clock.on("2020-02-06")

        for login in ("alice", "elise"):
            page = town.browser(login).get("/aujourdhui")
            panel = page.html.select_one("#rendez-vous").parent.parent
            assert "Zoé Lefèvre" in panel.text
            assert "14\xa0h\xa030" in panel.text
        assert "Zoé" not in town.browser("bruno").get("/aujourdhui").text

    def test_who_may_not_know_her_gets_no_form(self, town, person):
        identifier, _ = person

        for login in ("chloe", "gaelle"):
            page = town.browser(login).get(f"/dossiers/{identifier}/rendez-vous", status=404)
            assert "Zoé" not in page.text
