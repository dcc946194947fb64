"""What a person finds in her own space, and what she takes away from it (R-122, R-127)."""

import io
import json
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest

from cep_docs.access.actor import Actor, actor_of
from cep_docs.access.decide import Decision
from cep_docs.app import Application, new_site
from cep_docs.content.account import Account
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.errors import NotAllowed, NotFound
from cep_docs.lifecycle.attachments import NewAttachment, attach, set_attachment_aside
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.own_export import export_everything, own_paper, paper_name
from cep_docs.lifecycle.own_readings import readings
from cep_docs.lifecycle.own_space import own_documents, own_space, own_version
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.record import write as note
from cep_docs.lifecycle.shared_fields import answer, invite_to_answer
from cep_docs.storage.instance import create
from tests.people import RULES, actor, furnish, orders, received
from tests.unit.lifecycle.courses import act, engaged, proposed, signed, write
from tests.unit.lifecycle.test_attachments import received as taken_in

DPO = next(rule for rule in RULES.access.rules if rule.roles == ("dpo",))
PAPER = b"%PDF-1.7 printed"


@pytest.fixture
def application(tmp_path, clock):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    with made.open() as house:
        press = lambda document: {"pdf": PAPER, "odt": b"odt"}  # noqa: E731
        application = Application(house, RULES, clock, press=press)
        application.write(lambda tools: (furnish(tools.site), orders(tools)))
        yield application


def herself(person, strong=True):
    account = f"beneficiary:{person.identifier}"
    roles = frozenset({"beneficiary"})
    return Actor(account, roles, beneficiary=person.identifier, strong=strong)


@pytest.fixture
def hers(application):
    """Do something in the file of somebody alice follows, who is given with her own actor."""
    identifier = application.write(
        lambda tools: engaged(tools, "UO1").__parent__.__parent__.identifier
    )

    def hers(step):
        def work(tools):
            person = tools.site.beneficiaries[identifier]
            return step(person, herself(person), tools)

        return application.write(work)

    return hers


def edition_of(draft, tools):
    return tools.agreement_of(engagement_of(draft)).forms[draft.kind].edition


def unit_of(person):
    return person.engagements()[-1]


class TestHerSpace:
    def test_names_who_follows_her_and_how_to_reach_him(self, hers):
        def at_home(person, who, tools):
            tools.site.accounts["alice"].phone = "02 61 91 00 10"
            tools.site.structures["NTE"].address = "12 quai des Ormeaux"
            return own_space(person, who, tools)

        follower = hers(at_home).follower

        assert (follower.name, follower.phone) == ("Alice", "02 61 91 00 10")
        assert (follower.place, follower.address) == ("Nantes", "12 quai des Ormeaux, 44000")

    def test_a_person_who_was_only_told_where_to_go_has_nobody_yet(self, application):
        def at_home(tools):
            person = engaged(tools, "UO0", login="alice").__parent__.__parent__
            person[next(iter(person)).__name__].starts = ()
            return own_space(person, herself(person), tools)

        assert application.write(at_home).follower is None

    def test_tells_her_steps_without_any_limit_of_time(self, hers):
        """R-039: the terms of the contract bind her adviser, not her."""
        space = hers(own_space)

        (step,) = space.steps
        assert (step.label, step.says, step.runs) == (
            "Premier niveau de conseil personnalisé",
            "en cours",
            True,
        )
        assert not hasattr(step, "due_on")

    def test_a_step_that_is_over_has_its_two_days(self, hers, clock):
        def over(person, who, tools):
            clock.on("2020-02-20")
            signed(unit_of(person), tools)
            return own_space(person, who, tools)

        (step,) = hers(over).steps
        assert (step.says, step.since, step.ended_on) == (
            "terminé",
            date(2020, 2, 3),
            date(2020, 2, 20),
        )

    def test_a_step_that_waits_has_not_begun(self, hers):
        def waiting(person, who, tools):
            unit_of(person).state = "requested"
            return own_space(person, who, tools)

        assert hers(waiting).steps[0].says == "pas encore commencé"

    def test_an_earlier_version_is_told_from_the_last_one(self, hers):
        def twice(person, who, tools):
            draft = unit_of(person).add("action_plan", Deliverable("action_plan", "draft"))
            at = tools.now()
            for _ in range(2):
                draft.freeze({"objective": "Changer"}, edition_of(draft, tools), "alice", at)
            draft.state = "in_force"
            return [line.says for line in own_documents(person, who, tools)]

        assert hers(twice) == [
            "établi le 3 février 2020",
            "version précédente, du 3 février 2020",
        ]

    def test_a_cancelled_step_never_was(self, hers):
        def cancelled(person, who, tools):
            unit_of(person).state = "cancelled"
            return own_space(person, who, tools)

        assert hers(cancelled).steps == ()

    def test_a_draft_is_not_hers_to_read(self, hers):
        hers(lambda person, who, tools: write(unit_of(person), tools))

        assert hers(own_space).documents == ()

    def test_what_is_proposed_to_her_waits_for_her(self, hers):
        hers(lambda person, who, tools: proposed(unit_of(person), tools))

        waiting = hers(own_space).waits

        assert (waiting.label, waiting.version) == ("État des lieux partagé", "1")
        assert waiting.says == "à lire, puis à signer : proposé le 3 février 2020"

    def test_what_she_signed_is_hers_and_waits_no_more(self, hers):
        hers(lambda person, who, tools: signed(unit_of(person), tools))

        space = hers(own_space)

        assert space.waits is None
        assert [document.says for document in space.documents] == [
            "signé par vous le 3 février 2020, sur papier"
        ]

    def test_a_version_that_was_taken_back_is_gone(self, hers):
        def taken_back(person, who, tools):
            unit = proposed(unit_of(person), tools)
            act(unit, "take_back", tools, motive="Une erreur de date.")
            return list(own_documents(person, who, tools))

        assert hers(taken_back) == []

    def test_shows_the_pieces_she_may_take_and_not_those_set_aside(self, hers):
        def with_pieces(person, who, tools):
            adviser = actor(tools, "alice")
            attach(person, taken_in(), NewAttachment("letter", "Lettre"), adviser, tools)
            other = attach(person, taken_in(), NewAttachment("letter", "Autre"), adviser, tools)
            set_attachment_aside(other, "En double", adviser, tools)
            return own_space(person, who, tools)

        space = hers(with_pieces)

        assert [piece.title for piece in space.pieces] == ["Lettre"]

    def test_shows_the_appointments_to_come(self, hers):
        said = {
            "key": "1",
            "at": "14:30",
            "minutes": 60,
            "mode": "PRES",
            "structure": "NTE",
            "account": "alice",
            "ended": "",
        }

        def with_appointments(person, who, tools):
            person.appointments = (
                {**said, "on": date(2020, 2, 10)},
                {**said, "on": date(2020, 2, 1)},
                {**said, "on": date(2020, 2, 11), "ended": "moved"},
            )
            return own_space(person, who, tools)

        space = hers(with_appointments)

        assert [appointment["on"] for appointment in space.appointments] == [date(2020, 2, 10)]

    def test_is_journaled_like_any_reading(self, hers):
        hers(own_space)

        (line,) = hers(lambda person, who, tools: person.journal.recent(1))

        assert (line["what"], line["rule"]) == ("view", "PERSON-1")

    def test_is_closed_to_anybody_else(self, hers):
        def at_the_neighbours(person, who, tools):
            other = received(tools, birth_name="Marchand")
            before = len(other.journal)
            with pytest.raises(NotFound):
                own_space(other, who, tools)
            return before, len(other.journal)

        before, after = hers(at_the_neighbours)

        assert before == after  # not even a line is written there


class TestReadingADocument:
    def test_she_opens_the_pdf_of_what_is_frozen(self, hers):
        def opened(person, who, tools):
            unit = proposed(unit_of(person), tools)
            version = own_version(person, unit.number, "shared_assessment", "1")
            return own_paper(version, who, tools), paper_name(version), person.journal.recent(1)

        paper, name, (line,) = hers(opened)

        assert paper == PAPER
        assert name.endswith("_shared_assessment_v1.pdf")
        assert line["details"] == {"deliverable": "shared_assessment", "file": "pdf", "version": 1}

    def test_what_was_frozen_before_files_were_kept_is_printed_then(self, hers):
        def opened(person, who, tools):
            unit = proposed(unit_of(person), tools)
            unit.deliverable["1"].files = {}
            return own_paper(unit.deliverable["1"], who, tools), unit.deliverable["1"].files

        paper, files = hers(opened)

        assert paper == PAPER
        assert set(files) == {"pdf", "odt"}

    def test_not_of_what_was_taken_back(self, hers):
        def opened(person, who, tools):
            unit = proposed(unit_of(person), tools)
            act(unit, "take_back", tools, motive="Une erreur de date.")
            own_paper(own_version(person, unit.number, "shared_assessment", "1"), who, tools)

        with pytest.raises((NotFound, NotAllowed)):
            hers(opened)

    @pytest.mark.parametrize(
        "which",
        [
            ("4G0000", "shared_assessment", "1"),
            ("", "plan", "1"),
            ("", "shared_assessment", "2"),
        ],
    )
    def test_what_does_not_exist_is_not_found(self, hers, which):
        def opened(person, who, tools):
            unit = proposed(unit_of(person), tools)
            number, name, version = which
            own_version(person, number or unit.number, name, version)

        with pytest.raises(NotFound):
            hers(opened)


class TestWhoReadHerFile:
    def read_by(self, login, times=1):
        def read(person, who, tools):
            for _ in range(times):
                open_file(unit_of(person).number, actor(tools, login), tools)

        return read

    def test_is_told_by_role_place_day_and_reason(self, hers):
        hers(self.read_by("alice", times=3))

        (reading,) = hers(readings)

        assert (reading.role, reading.place, reading.times) == ("Conseiller", "Nantes", 3)
        assert (reading.on, reading.says) == (date(2020, 2, 3), "a lu votre dossier")
        assert reading.because == "C'est votre conseiller référent."
        assert "Alice" not in str(reading)

    def test_an_emergency_is_said_plainly_with_what_was_written(self, hers):
        def in_a_hurry(person, who, tools):
            because = "La personne appelle, son conseiller est injoignable."
            break_glass(person, because, actor(tools, "bruno"), tools)
            open_file(unit_of(person).number, actor(tools, "bruno"), tools)

        hers(in_a_hurry)

        read, broke = hers(readings)
        assert (broke.emergency, broke.says) == (True, "a ouvert votre dossier en urgence")
        assert broke.motive.startswith("La personne appelle")
        assert read.because.startswith("C'est un accès d'urgence")

    def test_what_she_opened_herself_is_left_out(self, hers):
        hers(own_space)

        assert hers(readings) == []

    def test_days_are_those_of_the_place(self, hers, clock):
        """§ 2.2: at 20:30 in London it is already tomorrow in Saint-Denis."""

        def at_sea(person, who, tools):
            tools.site.structures["NTE"].lot = "13"
            open_file(unit_of(person).number, actor(tools, "alice"), tools)
            return readings(person, who, tools)

        clock.on("2020-02-03", at="20:30")

        assert hers(at_sea)[0].on == date(2020, 2, 4)

    def test_a_rule_that_is_gone_is_said_to_be(self, hers):
        """The journal keeps the name of a rule, not the rule."""

        def after_the_rule(person, who, tools):
            open_file(unit_of(person).number, actor(tools, "alice"), tools)
            name = person.journal.recent(1)[0]["rule"]
            left = tuple(rule for rule in RULES.access.rules if rule.id != name)
            rules = replace(RULES, access=replace(RULES.access, rules=left))
            return readings(person, who, replace(tools, rules=rules))

        (reading,) = hers(after_the_rule)

        assert reading.because.startswith("La règle qui l'a permis a changé depuis.")

    def test_a_reason_without_words_of_ours_is_that_of_the_rule(self, hers):
        def read_by_the_dpo(person, who, tools):
            account = Account("irma", "Irma", ("dpo",))
            tools.site.accounts.add("irma", account)
            right = Decision(True, DPO.id, DPO.because)
            note(person.journal, "view", actor_of(account), right, tools, {"thing": "x"})
            return readings(person, who, tools)

        (reading,) = hers(read_by_the_dpo)

        assert reading.role == "Délégué à la protection des données"
        assert "(" not in reading.because
        assert reading.because[0].isupper()

    def test_is_not_for_those_who_do_not_follow_her(self, hers):
        def by_chloe(person, who, tools):
            return readings(person, actor(tools, "chloe"), tools)

        with pytest.raises((NotFound, NotAllowed)):
            hers(by_chloe)


class TestTakingEverything:
    def taken(self, person, who, tools):
        target = io.BytesIO()
        export_everything(person, who, tools, target)
        return ZipFile(target)

    def test_has_documents_pieces_data_and_a_page_to_read_them(self, hers):
        def settled(person, who, tools):
            signed(unit_of(person), tools)
            adviser = actor(tools, "alice")
            attach(person, taken_in(), NewAttachment("letter", "Lettre"), adviser, tools)
            return self.taken(person, who, tools)

        archive = hers(settled)

        names = archive.namelist()
        assert archive.testzip() is None
        assert [name.split("/")[0] for name in names] == [
            "documents",
            "pieces",
            "donnees.json",
            "index.html",
        ]
        assert archive.read(names[0]) == PAPER
        assert archive.read(names[1]).startswith(b"%PDF")
        page = archive.read("index.html").decode()
        assert all(f'href="{name}"' in page for name in names[:2])
        assert "Lefèvre" in page
        assert "3 février 2020" in page

    def test_data_have_their_labels_and_the_words_of_their_codes(self, hers):
        archive = hers(self.taken)

        data = json.loads(archive.read("donnees.json"))
        by_name = {one["nom"]: one for one in data["fiche"]}
        assert by_name["birth_name"]["valeur"] == "Lefèvre"
        assert by_name["education_level"]["en_clair"] != by_name["education_level"]["valeur"]
        assert data["etapes"][0]["conseiller"] == "Alice"
        assert data["lectures"] == []

    def test_the_nir_and_private_notes_stay(self, hers):
        """R-104, R-123."""

        def with_secrets(person, who, tools):
            person.sheet = {**person.sheet, "nir": "184057512345678", "disability": "OUI"}
            return self.taken(person, who, tools)

        data = hers(with_secrets).read("donnees.json").decode()

        assert "184057512345678" not in data
        assert '"disability"' in data

    def test_her_own_words_leave_with_her_even_in_a_draft(self, hers):
        def with_words(person, who, tools):
            draft = unit_of(person).deliverable
            save_draft(draft, actor(tools, "alice"), {"need": "Mots du conseiller"}, tools)
            invite_to_answer(draft, ["situation"], actor(tools, "alice"), tools)
            answer(draft, who, "situation", "Mes mots", 0, tools)
            return self.taken(person, who, tools)

        data = json.loads(hers(with_words).read("donnees.json"))

        assert [one["texte"] for one in data["ecrit_par_vous"]] == ["Mes mots"]
        assert "Mots du conseiller" not in str(data)

    def test_what_others_wrote_in_her_file_cannot_run_in_the_page(self, hers):
        def hostile(person, who, tools):
            person.sheet = {**person.sheet, "occupation": "<script>alert(1)</script>"}
            return self.taken(person, who, tools)

        page = hers(hostile).read("index.html").decode()

        assert "<script>" not in page
        assert "&lt;script&gt;" in page

    def test_wants_a_recent_code(self, hers):
        """STRONG-1: what leaves the house asks for the second factor."""
        with pytest.raises(NotAllowed):
            hers(lambda person, who, tools: self.taken(person, herself(person, False), tools))

    def test_is_hers_alone(self, hers):
        with pytest.raises((NotAllowed, NotFound)):
            hers(lambda person, who, tools: self.taken(person, actor(tools, "alice"), tools))

    def test_is_written_down(self, hers):
        hers(self.taken)

        (line,) = hers(lambda person, who, tools: person.journal.recent(1))

        assert (line["what"], line["details"]) == ("export", {"documents": 0, "pieces": 0})
