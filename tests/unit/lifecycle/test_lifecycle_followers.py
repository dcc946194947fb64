"""Exchanges, referents, deputies, experts, accounts, notes (R-012, R-013, R-035…R-038)."""

from datetime import date, timedelta

import pytest

from cep_docs.content.account import Account
from cep_docs.content.session import CollectiveSession
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.accounts import create_account, disable_account, set_roles
from cep_docs.lifecycle.caseload import caseload_of
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.interactions import Exchange, hold_session, log_interaction
from cep_docs.lifecycle.notes import read_note, write_note
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.referents import add_deputy, grant_expert, reassign, referent_now
from cep_docs.lifecycle.unit_sheets import add_service, edit_unit_sheet, self_prescriptions
from tests.people import actor, met, received
from tests.unit.lifecycle.courses import act, engaged, proposed

DAY = date(2020, 2, 3)


@pytest.fixture
def unit(house):
    return engaged(house, "UO1")


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def denis(house):
    return actor(house, "denis")


class TestExchanges:
    """R-012, R-038."""

    def test_it_is_noted_with_all_it_needs(self, house, unit, alice):
        noted = log_interaction(unit, Exchange("PRES", at="10:30", minutes=45), alice, house)

        assert unit.interactions == (noted,)
        assert (noted["on"], noted["at"], noted["by"]) == (DAY, "10:30", "alice")
        line = list(unit.__parent__.__parent__.journal)[-1]
        assert line["details"] == {"mode": "PRES", "on": "2020-02-03", "minutes": 45}

    @pytest.mark.parametrize("day", [date(2020, 2, 2), date(2020, 2, 4)])
    def test_neither_before_the_engagement_nor_tomorrow(self, house, unit, alice, day):
        """I4."""
        with pytest.raises(Invalid, match="entre l'engagement et la clôture"):
            log_interaction(unit, Exchange("PRES", on=day), alice, house)

    def test_nor_after_the_closing_but_a_forgotten_one_may_be_added(
        self, house, unit, alice, clock
    ):
        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier")
        clock.on("2020-02-10")

        with pytest.raises(Invalid, match="entre l'engagement et la clôture"):
            log_interaction(unit, Exchange("PRES"), alice, house)
        log_interaction(unit, Exchange("PRES", on=DAY), alice, house)
        assert len(unit.interactions) == 1

    def test_a_mode_of_the_table(self, house, unit, alice):
        with pytest.raises(Invalid, match="mode de contact n'existe pas"):
            log_interaction(unit, Exchange("PIGEON"), alice, house)

    @pytest.mark.parametrize("agreed", ["", "her_employer"])
    def test_at_a_distance_she_asked_or_accepted(self, house, unit, alice, agreed):
        with pytest.raises(Invalid, match=r"CCTP § 3\.3"):
            log_interaction(unit, Exchange("TEL", remote_agreed_by=agreed), alice, house)

        log_interaction(unit, Exchange("TEL", remote_agreed_by="person_asked"), alice, house)
        assert unit.interactions[0]["mode"] == "TEL"

    def test_elsewhere_it_stays_confidential(self, house, unit, alice):
        with pytest.raises(Invalid, match="reste confidentiel"):
            log_interaction(unit, Exchange("PRES", place="Mairie"), alice, house)

        exchange = Exchange("PRES", place="Mairie", confidential_place=True)
        assert log_interaction(unit, exchange, alice, house)["place"] == "Mairie"

    def test_a_first_contact_is_no_workshop(self, house, alice):
        contact = engaged(house, "UO0")

        with pytest.raises(Invalid, match="atelier collectif"):
            log_interaction(contact, Exchange("ATEL"), alice, house)
        assert log_interaction(contact, Exchange("PRES"), alice, house)

    def test_a_colleague_does_not_note(self, house, unit):
        with pytest.raises(NotAllowed, match="Noter un échange"):
            met(unit, house, "bruno")


class TestSessions:
    """R-013: nobody's file names another participant."""

    def test_each_participant_gets_an_exchange_and_sees_nobody_else(self, house, unit, alice):
        other = engaged(house, "UO1", received(house, first_name="Ana"))
        session = CollectiveSession("Préparer un entretien", DAY, "alice", "NTE")

        name = hold_session(session, [unit, other], alice, house)

        assert [i["session"] for i in unit.interactions + other.interactions] == [name, name]
        assert session.numbers == (unit.number, other.number)
        told = " ".join(unit.__parent__.__parent__.journal.lines())
        assert other.number not in told
        assert other.number not in str(unit.interactions)
        assert list(house.site.journal)[-1]["details"] == {"participants": 2}

    def test_one_that_cannot_take_part_stops_it(self, house, unit, alice):
        contact = engaged(house, "UO0", received(house, first_name="Ana"))
        session = CollectiveSession("Atelier", DAY, "alice", "NTE")

        with pytest.raises(Invalid, match="aiguillage"):
            hold_session(session, [contact], alice, house)


class TestReferents:
    """R-035, I7."""

    def test_another_adviser_takes_over_with_a_reason(self, house, unit, denis, clock):
        course = unit.__parent__
        clock.on("2020-02-10")
        reassign(course, "bruno", "Congé", denis, house)

        assert [start["account"] for start in course.starts] == ["alice", "bruno"]
        assert course.starts[1]["since"] == clock.now
        assert referent_now(course.__parent__) == "bruno"
        assert [n for _, n in house.catalog.caseload("bruno")] == [unit.number]
        assert list(house.catalog.caseload("alice")) == []

    @pytest.mark.parametrize("login", ["denis", "nobody"])
    def test_only_an_adviser(self, house, unit, denis, login):
        with pytest.raises(Invalid, match="conseiller en activité"):
            reassign(unit.__parent__, login, "Congé", denis, house)

    def test_who_is_there_who_is_new_and_why(self, house, unit, denis):
        course = unit.__parent__
        house.site.accounts["chloe"].disabled_on = DAY
        with pytest.raises(Invalid, match="conseiller en activité"):
            reassign(course, "chloe", "Congé", denis, house)
        with pytest.raises(NotPossible, match="déjà le référent"):
            reassign(course, "alice", "Congé", denis, house)
        with pytest.raises(Invalid, match="Un motif est nécessaire"):
            reassign(course, "bruno", " ", denis, house)

        assert course.referent == "alice"

    def test_nobody_follows_somebody_without_course(self, house):
        assert referent_now(received(house)) == ""

    def test_a_deputy_for_a_day_acts_that_day(self, house, unit, alice, clock):
        course, day = unit.__parent__, date(2020, 2, 4)
        add_deputy(course, "bruno", day, day, alice, house)

        with pytest.raises(NotAllowed):
            met(unit, house, "bruno")
        clock.on("2020-02-04")
        met(unit, house, "bruno")
        clock.on("2020-02-05")
        with pytest.raises(NotAllowed):
            met(unit, house, "bruno")
        assert course.referent == "alice"

    def test_a_deputy_is_an_adviser_and_days_are_in_order(self, house, unit, alice):
        with pytest.raises(Invalid, match="précède son début"):
            add_deputy(unit.__parent__, "bruno", DAY, date(2020, 2, 2), alice, house)
        with pytest.raises(Invalid, match="conseiller en activité"):
            add_deputy(unit.__parent__, "denis", DAY, DAY, alice, house)

    def test_an_expert_reads_until_the_hour_said(self, house, unit, alice, clock):
        """R-037."""
        person, until = unit.__parent__.__parent__, clock.now + timedelta(hours=2)
        grant_expert(person, "chloe", until, "Plan de financement", alice, house)
        assert open_file(unit.number, actor(house, "chloe"), house) is unit

        clock.now = until

        with pytest.raises(NotFound):
            open_file(unit.number, actor(house, "chloe"), house)
        assert unit.__parent__.referent == "alice"

    def test_an_expert_exists_for_a_motive_until_a_day_ahead(self, house, unit, alice, clock):
        person = unit.__parent__.__parent__
        with pytest.raises(Invalid, match="Ce compte n'existe pas"):
            grant_expert(person, "nobody", clock.now + timedelta(1), "x", alice, house)
        with pytest.raises(Invalid, match="dans l'avenir"):
            grant_expert(person, "chloe", clock.now, "x", alice, house)
        with pytest.raises(Invalid, match="Un motif est nécessaire"):
            grant_expert(person, "chloe", clock.now + timedelta(1), " ", alice, house)

        assert person.grants == ()


class TestAccounts:
    """R-131, R-035."""

    @pytest.fixture
    def gaelle(self, house):
        return actor(house, "gaelle")

    def new(self, login="hugo", roles=("adviser",), structure="NTE"):
        account = Account(login, "Hugo", roles)
        account.structure = structure
        return account

    def test_an_account_is_created_once_for_ever(self, house, gaelle):
        create_account(self.new(), gaelle, house)

        with pytest.raises(Invalid, match="a déjà servi"):
            create_account(self.new(), gaelle, house)
        assert house.site.accounts["hugo"].roles == ("adviser",)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"login": "hugo martin"}, "lettres sans accent"),
            ({"login": "élise"}, "lettres sans accent"),
            ({"login": "..."}, "lettres sans accent"),
            ({"roles": ()}, "Rôle inconnu ou manquant"),
            ({"roles": ("king",)}, "Rôle inconnu ou manquant"),
            ({"structure": "XXX"}, "Cette structure n'existe pas"),
        ],
    )
    def test_a_strange_one_is_refused(self, house, gaelle, changes, sentence):
        with pytest.raises(Invalid, match=sentence):
            create_account(self.new(**changes), gaelle, house)

    def test_roles_are_changed_and_written_once(self, house, gaelle):
        set_roles("bruno", ["adviser", "manager", "adviser"], gaelle, house)

        with pytest.raises(Invalid, match="Rôle inconnu"):
            set_roles("bruno", ["king"], gaelle, house)
        with pytest.raises(Invalid, match="Ce compte n'existe pas"):
            set_roles("nobody", ["adviser"], gaelle, house)
        assert house.site.accounts["bruno"].roles == ("adviser", "manager")

    def test_an_adviser_does_not_leave_with_open_files(self, house, unit, gaelle):
        for successor in ("", "alice"):
            with pytest.raises(NotPossible, match="référent de 1 dossiers en cours"):
                disable_account("alice", successor, "Départ", DAY, gaelle, house)

        assert house.site.accounts["alice"].disabled_on is None

    def test_the_files_go_first_then_the_account(self, house, unit, gaelle):
        moved = disable_account("alice", "bruno", "Départ", DAY, gaelle, house)

        assert (moved, unit.__parent__.referent) == (1, "bruno")
        assert house.site.accounts["alice"].disabled_on == DAY
        line = list(unit.__parent__.__parent__.journal)[-1]
        assert (line["what"], line["who"], line["rule"]) == ("reassign", "gaelle", "HOUSE-1")
        assert [(n.role, n.about) for n in house.site.outbox] == [("manager", "referent_left")]
        with pytest.raises(NotPossible, match="déjà désactivé"):
            disable_account("alice", "", "Départ", DAY, gaelle, house)

    def test_two_units_of_one_course_are_handed_over_once(self, house, unit, gaelle):
        engaged(house, "UO0", unit.__parent__.__parent__)

        assert disable_account("alice", "bruno", "Départ", DAY, gaelle, house) == 1

    def test_not_to_somebody_who_is_no_adviser(self, house, unit, gaelle):
        with pytest.raises(Invalid, match="conseiller en activité"):
            disable_account("alice", "denis", "Départ", DAY, gaelle, house)

    def test_whoever_follows_nobody_just_leaves(self, house, gaelle):
        assert disable_account("bruno", "", "Départ", DAY, gaelle, house) == 0

    def test_only_an_administrator_manages(self, house, alice, denis):
        for step in (
            lambda: create_account(self.new(), denis, house),
            lambda: set_roles("alice", ["manager"], alice, house),
            lambda: disable_account("bruno", "", "Départ", DAY, alice, house),
        ):
            with pytest.raises((NotAllowed, NotFound)):
                step()


class TestReading:
    """R-122."""

    def test_a_file_opens_by_its_number_and_the_reading_is_written_down(self, house, unit, alice):
        assert open_file("4g 20 02 01 000001", alice, house) is unit

        line = list(unit.__parent__.__parent__.journal)[-1]
        assert (line["what"], line["who"]) == ("view", "alice")

    @pytest.mark.parametrize("number", ["", "hello", "4G200201000009", "4G200201000001"])
    def test_unknown_strange_and_forbidden_numbers_get_the_same_answer(self, house, unit, number):
        """I12."""
        lines = len(unit.__parent__.__parent__.journal)

        with pytest.raises(NotFound, match="n'existe pas, ou n'est pas ouvert"):
            open_file(number, actor(house, "chloe"), house)
        assert len(unit.__parent__.__parent__.journal) == lines

    def test_in_an_emergency_a_colleague_breaks_the_glass_for_an_hour(self, house, unit, clock):
        person, bruno = unit.__parent__.__parent__, actor(house, "bruno")
        with pytest.raises(Invalid, match="Expliquer en une phrase"):
            break_glass(person, " " * 30, bruno, house)
        break_glass(person, "Menace de passage à l'acte", bruno, house)
        assert open_file(unit.number, bruno, house) is unit
        assert [n.role for n in house.site.outbox] == ["adviser", "manager", "dpo"]

        clock.now += timedelta(hours=1)

        with pytest.raises(NotFound):
            open_file(unit.number, bruno, house)

    def test_the_reason_for_it_is_a_sentence(self, house, unit):
        person, bruno = unit.__parent__.__parent__, actor(house, "bruno")
        with pytest.raises(Invalid, match="Expliquer en une phrase"):
            break_glass(person, "x" * 19, bruno, house)

        assert break_glass(person, "x" * 20, bruno, house)["because"] == "x" * 20

    def test_of_somebody_without_any_unit_there_is_nothing_to_read(self, house):
        account = Account("ines", "Inès", ("dpo",))
        house.site.accounts.add("ines", account)

        with pytest.raises(NotPossible, match="rien à lire"):
            break_glass(received(house), "Contrôle annuel des accès", actor(house, "ines"), house)

    def test_the_caseload_shows_numbers_by_urgency_and_no_name(self, house, unit, alice, clock):
        later = engaged(house, "UO2.1", received(house, first_name="Ana"))
        clock.on("2020-04-04")

        lines = list(caseload_of(alice, house))

        assert [line.number for line in lines] == [unit.number, later.number]
        assert lines[0].as_data() == {
            "number": unit.number,
            "unit": "UO1",
            "state": "En cours",
            "due_on": date(2020, 4, 3),
            "days_left": -1,
        }

    def test_a_unit_without_deadline_has_no_day_left(self, house, alice, clock):
        clock.on("2024-01-08")
        engaged(house, "RDV1")

        assert [(line.due_on, line.days_left) for line in caseload_of(alice, house)] == [
            (None, None)
        ]

    def test_what_is_found_is_not_shown_to_who_may_not_list_it(self, house, unit):
        house.site.accounts["alice"].disabled_on = DAY

        assert list(caseload_of(actor(house, "alice"), house)) == []


class TestNotes:
    """R-123."""

    def test_only_its_author_reads_it_and_the_journal_does_not_say_what_it_says(
        self, house, unit, alice, denis
    ):
        person = unit.__parent__.__parent__
        note = write_note(person, "Fragile en ce moment.", alice, house)

        assert read_note(note, alice, house) == "Fragile en ce moment."
        with pytest.raises((NotAllowed, NotFound)):
            read_note(note, denis, house)
        assert "Fragile" not in " ".join(person.journal.lines())

    def test_a_colleague_writes_none(self, house, unit):
        person = unit.__parent__.__parent__

        with pytest.raises((NotAllowed, NotFound)):
            write_note(person, "Vu à la gare.", actor(house, "chloe"), house)
        assert list(person.notes) == []


class TestDrafts:
    """R-054."""

    def test_fields_are_added_and_the_others_stay(self, house, unit, alice):
        save_draft(unit.deliverable, alice, {"request": "Changer"}, house)
        save_draft(unit.deliverable, alice, {"need": "Choisir"}, house)

        assert unit.deliverable.draft == {"request": "Changer", "need": "Choisir"}

    def test_an_unknown_heading_or_a_wrong_value_is_refused(self, house, unit, alice):
        with pytest.raises(Invalid, match="n'est pas dans la trame"):
            save_draft(unit.deliverable, alice, {"poem": "…"}, house)
        with pytest.raises(Invalid, match="est l'une de"):
            save_draft(unit.deliverable, alice, {"decision": "maybe"}, house)

    def test_what_was_proposed_no_longer_changes(self, house, unit, alice):
        proposed(unit, house)

        with pytest.raises(NotPossible, match="n'est plus modifiable"):
            save_draft(unit.deliverable, alice, {"request": "Autre"}, house)
        assert unit.deliverable.current.content["request"] == unit.deliverable.draft["request"]


class TestUnitSheets:
    def service(self, siren="732 829 320", code="VAE"):
        return {
            "code": code,
            "provider_siren": siren,
            "provider_name": "",
            "funding": "",
            "starts_on": None,
            "ends_on": None,
            "expectations": "",
            "course_continues": True,
        }

    @pytest.fixture
    def project(self, house):
        return engaged(house, "UO2.1", received(house, first_name="Ana"))

    def test_fields_of_the_unit_are_written_or_taken_away(self, house, project, alice):
        edit_unit_sheet(project, {"service_types": ("COMP",), "motive": ""}, alice, house)

        assert project.sheet["service_types"] == ("COMP",)
        assert "motive" not in project.sheet
        line = list(project.__parent__.__parent__.journal)[-1]
        assert line["details"] == {"fields": "motive,service_types"}

    def test_a_field_of_another_unit_or_a_wrong_code_is_refused(self, house, unit, alice):
        with pytest.raises(Invalid, match="n'est pas sur la fiche de cette unité"):
            edit_unit_sheet(unit, {"project_state": "RECONV_P"}, alice, house)
        with pytest.raises(Invalid, match="origine_demarche"):
            edit_unit_sheet(unit, {"origin": "XXX"}, alice, house)

    def test_who_provides_says_whether_it_is_self_prescription(self, house, project, alice):
        """R-084, I13, C-46."""
        for siren in ("732 829 320", "404833048", "552100554", "443061841"):
            add_service(project, self.service(siren), alice, house)

        assert self_prescriptions(project, house.site) == [
            "self",
            "self",
            "subcontracted",
            "elsewhere",
        ]
        assert project.services[0]["provider_siren"] == "732829320"

    def test_a_wrong_service_says_both_faults(self, house, project, alice):
        with pytest.raises(Invalid) as error:
            add_service(project, self.service("12", "XXX"), alice, house)

        assert sorted(error.value.messages) == ["code", "provider_siren"]
        assert project.services == ()
