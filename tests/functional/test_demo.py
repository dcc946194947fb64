"""The demonstration: an invented operator in every state, the same at each making."""

import json
from collections import Counter
from datetime import date, datetime

import pytest

from cep_docs.access.actor import actor_of
from cep_docs.app import opened
from cep_docs.cli.main import main
from cep_docs.demo.making import GROUP, REFERENCE_DAY, Plan, make_demo, whole
from cep_docs.errors import Invalid, Unusable
from cep_docs.lifecycle.sealing import journals, verify_journals
from cep_docs.lifecycle.signing_state import standing_of
from cep_docs.lifecycle.today import meetings
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.storage.backup import backup
from cep_docs.storage.catalog import contents, expected
from cep_docs.storage.instance import find
from cep_docs.storage.restore import restore
from cep_docs.storage.scrub import scrub
from cep_docs.values.companies import parse_siren
from tests.people import RULES

# An orientation opens and closes in one act: nobody can come in between.
NEVER = {("UO0", "open"), ("UO0", "cancelled")}


def silent(done, total):
    """Progress nobody reads."""


def heads(tools):
    return {journal.name: journal.head for journal in journals(tools)}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "instance"
    return folder, make_demo(folder, Plan(200), RULES, silent)


@pytest.fixture
def tools(made):
    with opened(made[0], rules=RULES) as application, application.reading() as tools:
        yield tools


def units(tools):
    return [unit for person in tools.site.beneficiaries for unit in person.engagements()]


class TestWhatIsThere:
    def test_there_are_as_many_people_as_asked(self, tools):
        assert sum(1 for _ in tools.site.beneficiaries) == 200

    def test_every_state_of_every_unit_of_both_agreements_is_there(self, tools):
        reachable = {
            (unit, transition.to_state)
            for agreement in RULES.agreements.values()
            for unit in agreement.units
            for transition in agreement.engagement.transitions.values()
            if transition.concerns(unit)
        }

        found = {(unit.unit, unit.state) for unit in units(tools)}

        assert reachable - NEVER - found == set()

    def test_every_state_of_every_deliverable_is_there(self, tools):
        known = {
            (agreement.name, kind, state)
            for agreement in RULES.agreements.values()
            for kind, workflow in agreement.workflows.items()
            for state in workflow.states
            if kind != "engagement"
        }

        found = {
            (u.agreement, RULES.agreements[u.agreement].workflow_of(d.kind).name, d.state)
            for u in units(tools)
            for d in u
        }

        assert known - found == set()

    @pytest.mark.parametrize(
        ("what", "holds"),
        [
            ("late", lambda unit: unit.closings and unit.closings[-1]["late"]),
            ("rectified", lambda unit: len(unit.closings) > 1),
            ("overridden", lambda unit: unit.overrides),
            ("backdated", lambda unit: (unit.recorded_at.date() - unit.opened_on).days > 15),
            ("waiting", lambda unit: not unit.order_line and unit.state == "open"),
            ("warned", lambda unit: unit.warned_days),
            ("in a workshop", lambda unit: any(i["session"] for i in unit.interactions)),
            ("withdrawn", lambda unit: any(v.withdrawn_because for d in unit for v in d)),
        ],
    )
    def test_unusual_units_are_there(self, tools, what, holds):
        assert any(holds(unit) for unit in units(tools)), what

    @pytest.mark.parametrize(
        ("what", "holds"),
        [
            ("expert", lambda person: any(g["kind"] == "expert" for g in person.grants)),
            ("emergency", lambda person: any(g["kind"] == "break_glass" for g in person.grants)),
            ("note", lambda person: list(person.notes)),
            ("consent", lambda person: person.consents and "disability" in person.sheet),
            ("mandate", lambda person: person.mandates),
            ("adaptation", lambda person: person.adaptations),
            ("homonym", lambda person: person.distinct_from),
            ("deputy", lambda person: any(course.deputies for course in person)),
            ("new referent", lambda person: any(len(course.starts) > 1 for course in person)),
        ],
    )
    def test_what_stands_beside_the_units_is_there(self, tools, what, holds):
        assert any(holds(person) for person in tools.site.beneficiaries), what

    def test_advisers_can_be_called_and_only_on_numbers_of_nobody(self, tools):
        phones = [one.phone for one in tools.site.accounts if "adviser" in one.roles]

        assert len(set(phones)) == 5
        assert all(phone.startswith("06 39 98 ") for phone in phones)

    def test_what_is_written_together_is_there_once(self, made, tools):
        documents = [document for unit in units(tools) for document in unit]
        said = made[1].tally

        assert [len(document.comments or {}) for document in documents if document.comments] == [1]
        assert [len(document.asked) for document in documents if document.asked] == [1]
        assert len([one for unit in units(tools) for one in unit.provider_lists]) == 1
        assert [len(list(s.phrases)) for s in tools.site.structures] == [1, 0, 0]
        assert [one.about for one in tools.site.messages].count("invitation") == 1
        for name in ("comments", "asked", "lists", "phrases", "invitations"):
            assert said[name] == 1, name

    def test_alice_has_her_day_in_front_of_her(self, tools):
        alice = actor_of(tools.site.accounts["alice.martin"])

        assert 1 <= len(list(meetings(REFERENCE_DAY, REFERENCE_DAY, alice, tools))) <= 3

    def test_contacts_stay_anonymous_or_out_of_scope_and_one_gave_a_name(self, tools):
        contacts = list(tools.site.contacts)

        assert {contact.kind for contact in contacts} == {"anonymous", "out_of_scope"}
        assert any(contact.became in tools.site.beneficiaries for contact in contacts)

    def test_the_operator_has_its_grouping_its_places_and_its_staff(self, tools):
        site = tools.site

        assert {structure.lot for structure in site.structures} == {"08"}
        assert [s.town for s in site.structures] == ["Nantes", "Angers", "Le Mans"]
        assert [o.part for o in site.organisations] == ["lead", "partner", "subcontractor"]
        assert [parse_siren(o.siren) for o in site.organisations] == [
            o.siren for o in site.organisations
        ]
        assert len(list(site.accounts)) == 12

    def test_its_staff_has_every_working_role(self, tools):
        outside = {"beneficiary", "representative", "mediator"}
        outside |= {"france_competences", "auditor", "successor"}
        programs = {"third_party", "clockwork", "transmitter", "purger"}

        held = {role for account in tools.site.accounts for role in account.roles}

        assert held == set(RULES.access.roles) - outside - programs

    def test_an_order_of_each_agreement_is_exhausted(self, tools):
        waiting = Counter(unit.unit for unit in units(tools) if not unit.order_line)

        assert set(waiting) == {"UO2.2", "RDVS"}

    def test_deliverables_have_a_believable_length(self, tools):
        lengths = {}
        for unit in units(tools):
            if unit.deliverable and unit.deliverable.current:
                text = " ".join(map(str, unit.deliverable.current.content.values()))
                lengths.setdefault(unit.deliverable.kind, []).append(text)

        assert min(len(text.split()) for text in lengths["shared_assessment"]) > 200
        assert min(len(text.encode()) for text in lengths["professional_project"]) > 5000
        assert len(set(lengths["professional_project"])) == len(lengths["professional_project"])

    def test_nobody_can_be_reached_by_what_is_written(self, tools):
        mails = {person.sheet.get("email", "") for person in tools.site.beneficiaries}
        phones = {person.sheet.get("phone", "+3326191") for person in tools.site.beneficiaries}

        assert all(mail.endswith(".example") for mail in mails - {"n'en possède pas", ""})
        assert all(phone.startswith("+3326191") for phone in phones)

    def test_an_adviser_has_near_deadlines_under_the_agreement_of_2019(self, tools):
        due = [day for day, _ in tools.catalog.caseload("alice.martin")]
        near = [day for day in due if "2024-02-08" <= day <= "2024-02-29"]

        assert len(due) >= 15
        assert len(near) >= 4

    def test_nothing_happened_on_the_day_of_reference_or_later(self, tools):
        limit = datetime(2024, 2, 8, 2, 1).astimezone()

        for journal in journals(tools):
            assert all(datetime.fromisoformat(line["at"]) < limit for line in journal)

    def test_the_lives_of_a_group_are_told_in_the_order_of_time(self, tools):
        told = [line["at"] for line in tools.site.journal]

        assert told == sorted(told)


class TestWhatIsSigned:
    """The last documents are signed for good; some wait for the person (R-065, R-071)."""

    def test_a_visitor_sees_signed_files_and_demands_that_run(self, tools):
        versions = [
            version
            for person in tools.site.beneficiaries
            for unit in person.engagements()
            for document in unit
            for version in document
        ]

        signed = [version for version in versions if "signed" in version.files]
        waiting = [version for version in versions if version.request is not None]

        assert len(signed) >= 3
        assert len(waiting) >= 2
        assert all(version.files["started"] for version in waiting)
        assert {
            signature["level"] for version in signed for signature in version.signatures.values()
        } == {"simple"}

    def test_an_apprentice_of_17_waits_for_his_mother_to_sign(self, made, tools):
        """R-079: alice has only to ask her; he follows her, and nobody was written to."""
        (person,) = [one for one in tools.site.beneficiaries if one.representative is not None]
        document = person.engagements()[-1].deliverable
        alice = actor_of(tools.site.accounts["alice.martin"])

        standing = standing_of(document, alice, tools)

        assert made[1].tally["represented"] == 1
        assert (standing.stage, standing.turn) == ("ask", "representative")
        assert (standing.minor, standing.late, standing.request) == (True, False, None)
        assert list(document.current.signatures) == ["adviser"]
        assert "started" in document.current.files
        assert person.representative.sheet["email"].endswith(".example")
        assert person.representative.sheet["phone"].startswith("+3326191")


class TestThatItIsWhole:
    def test_every_journal_verifies(self, tools):
        report = verify_journals(tools, silent)

        assert report.findings == []
        assert (report.chains, report.seals) == (201, 1)

    def test_the_indexes_are_those_of_the_data(self, tools):
        assert contents(tools.site.catalog) == expected(tools.site, RULES)

    def test_every_record_is_sound(self, made):
        with find(made[0]).open() as house:
            assert scrub(house, silent).sound

    def test_it_comes_back_from_a_backup(self, made, tmp_path):
        now = datetime(2024, 2, 9, 3).astimezone()
        with opened(made[0], rules=RULES) as application, application.reading() as tools:
            before = heads(tools)

        saved = backup(find(made[0]), tmp_path / "saved", now)
        report = restore(saved.path, tmp_path / "again")

        assert report.sound
        with (
            opened(tmp_path / "again", rules=RULES) as application,
            application.reading() as tools,
        ):
            assert heads(tools) == before
            assert tools.site.demo_day == REFERENCE_DAY


class TestThatItIsTheSame:
    def test_same_seed_same_day_same_data(self, tmp_path):
        told = []
        for name in ("one", "two"):
            made = make_demo(tmp_path / name, Plan(90, seed=7), RULES, silent)
            with (
                opened(tmp_path / name, rules=RULES) as application,
                application.reading() as tools,
            ):
                told.append((made.seal, made.tally, heads(tools), contents(tools.site.catalog)))

        assert told[0] == told[1]

    def test_another_seed_makes_other_people(self, tmp_path, tools):
        make_demo(tmp_path / "other", Plan(40, seed=8), RULES, silent)

        with (
            opened(tmp_path / "other", rules=RULES) as application,
            application.reading() as other,
        ):
            assert not heads(other).keys() - {"operator"} & heads(tools).keys()

    def test_beyond_a_group_the_people_go_on(self, tmp_path):
        done = []

        make_demo(tmp_path / "large", Plan(GROUP + 15), RULES, lambda n, of: done.append((n, of)))

        assert done == [(GROUP, GROUP + 15), (GROUP + 15, GROUP + 15)]
        with (
            opened(tmp_path / "large", rules=RULES) as application,
            application.reading() as tools,
        ):
            assert sum(1 for _ in tools.site.beneficiaries) == GROUP + 15
            assert contents(tools.site.catalog) == expected(tools.site, RULES)

    @pytest.mark.parametrize("day", ["2020-03-01", "2021-08-16", "2024-01-02", "2026-10-05"])
    def test_any_day_of_the_agreements_will_do(self, tmp_path, day):
        plan = Plan(95, today=date.fromisoformat(day))

        make_demo(tmp_path / "instance", plan, RULES, silent)

        assert not whole(plan)
        with (
            opened(tmp_path / "instance", rules=RULES) as application,
            application.reading() as tools,
        ):
            assert tools.now().date() == plan.today
            assert verify_journals(tools, silent).findings == []

    @pytest.mark.parametrize("day", [date(2020, 2, 29), date(2028, 1, 1)])
    def test_another_day_is_refused(self, tmp_path, day):
        with pytest.raises(Invalid, match="du 1er mars 2020 au 31 décembre 2027"):
            make_demo(tmp_path / "instance", Plan(5, today=day), RULES, silent)

        assert not (tmp_path / "instance").exists()

    def test_a_folder_that_holds_something_is_refused(self, tmp_path):
        (tmp_path / "mémoire.odt").write_text("à garder")

        with pytest.raises(Unusable, match="contient déjà quelque chose"):
            make_demo(tmp_path, Plan(5), RULES, silent)

        assert [path.name for path in tmp_path.iterdir()] == ["mémoire.odt"]


class TestThatACutLeavesSomethingUsable:
    def test_a_cut_between_two_groups_leaves_the_first(self, tmp_path):
        def cut(done, total):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            make_demo(tmp_path / "instance", Plan(GROUP * 3), RULES, cut)

        with (
            opened(tmp_path / "instance", rules=RULES) as application,
            application.reading() as tools,
        ):
            assert sum(1 for _ in tools.site.beneficiaries) == GROUP
            assert verify_journals(tools, silent).findings == []
            assert contents(tools.site.catalog) == expected(tools.site, RULES)


class TestTheClockOfADemonstration:
    def test_its_caseload_is_that_of_its_day(self, made, capsys):
        with pytest.raises(SystemExit) as left:
            main(["caseload", "--folder", str(made[0]), "alice.martin", "--json"])

        told = capsys.readouterr()
        lines = json.loads(told.out)
        assert left.value.code == 0
        assert told.err == "Démonstration : nous sommes le 8 février 2024.\n"
        for line in filter(lambda line: line["due_on"], lines):
            due = date.fromisoformat(line["due_on"])
            assert line["days_left"] == (due - REFERENCE_DAY).days

    def test_another_instance_lives_today(self, tmp_path, capsys):
        folder = ["--folder", str(tmp_path / "real")]
        for command in (["init", *folder, "--operator", "4G"], ["order", "list", *folder]):
            with pytest.raises(SystemExit) as left:
                main(command)
            assert left.value.code == 0

        assert "Démonstration" not in capsys.readouterr().err
        with opened(tmp_path / "real", rules=spoken_rules()) as application:
            assert application.now().date() > date(2025, 1, 1)
