"""Somebody signs with her: noted in her sheet, named in the version, asked between (R-079)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import beneficiary_of
from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.asking import Sending, ask_at_a_distance, asked_reader
from cep_docs.lifecycle.ceremony import NOWHERE, ask_to_sign, ceremony_of, decline
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.known_files import conclude
from cep_docs.lifecycle.naming import named
from cep_docs.lifecycle.own_invitations import Assured
from cep_docs.lifecycle.paper_copies import note_step, print_to_sign
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.lifecycle.proof_facts import Proven, evidence_of
from cep_docs.lifecycle.reminding import documents_asked_for, remind_of_signatures
from cep_docs.lifecycle.representing import Noted, note_representative, remove_representative
from cep_docs.lifecycle.scan_checks import Seen, check_scan
from cep_docs.lifecycle.signatories import shared_ways, signatories_of
from cep_docs.lifecycle.signer import DECLINED, SIGNED, WAITS, WITHDRAWN, state_of_request
from cep_docs.lifecycle.signing_state import minors_birthday, standing_of
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from cep_docs.signing.roots import roots_of
from cep_docs.signing.verifying import verify
from tests.foreign_signing import pdfsig
from tests.people import actor
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import printing, scanned
from tests.unit.lifecycle.represented import (
    HER_OWN,
    MOTHER,
    asked_on_site,
    both_signed,
    goes_through,
    herself,
    started,
    the_mother,
    young,
)

HIM = "representative"
ALL_BUT_HIS = Seen(adviser=True, person=True, mention=True, dated_on=date(2020, 2, 3))
FIELDS = ["signature_adviser", "signature_representative", "signature_beneficiary"]
LINK = Sending("email", Assured(verified=True), "https://cep.example/signer/un-jeton")


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def unit(house):
    """The adviser signed; her mother is next."""
    return started(house)


@pytest.fixture
def person(house):
    """She is followed by alice; nobody is noted yet."""
    return beneficiary_of(courses.engaged(house, "UO1", young(house, None)))


class TestNoting:
    def test_is_kept_and_journaled_without_what_was_written(self, person, house, alice):
        note_representative(person, MOTHER, alice, house)

        noted = person.representative
        assert (noted.kind, noted.since, noted.noted_by) == ("legal", date(2020, 1, 6), "alice")
        assert noted.sheet["phone"] == "+33698765432"
        line = person.journal.recent(1)[0]
        assert line["what"] == "note_representative"
        assert "Bara" not in str(line["details"])
        assert line["details"]["fields"] == "kind,first_name,last_name,email,phone,since"

    def test_twice_the_same_changes_nothing(self, person, house, alice):
        note_representative(person, MOTHER, alice, house)
        note_representative(person, MOTHER, alice, house)

        assert [one["what"] for one in person.journal.recent(2)].count("note_representative") == 1

    def test_is_for_whoever_keeps_her_sheet(self, person, house):
        for login in ("bruno", "denis", "elise"):
            with pytest.raises((NotAllowed, NotFound)):
                note_representative(person, MOTHER, actor(house, login), house)
            with pytest.raises((NotAllowed, NotFound)):
                remove_representative(person, actor(house, login), house)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("kind", "friend"),
            ("first_name", " "),
            ("last_name", "B" * 81),
            ("since", None),
            ("since", date(2020, 2, 4)),
            ("email", "claire"),
            ("phone", "12"),
        ],
        ids=["kind", "first", "last", "no-day", "future", "email", "phone"],
    )
    def test_what_is_wrong_is_said_by_field(self, person, house, alice, name, value):
        with pytest.raises(Invalid) as refused:
            note_representative(person, replace(MOTHER, **{name: value}), alice, house)

        assert list(refused.value.messages) == [name]
        assert person.representative is None

    @pytest.mark.parametrize("name", ["email", "phone"])
    def test_a_contact_of_staff_is_refused(self, person, house, alice, name):
        """R-069."""
        account = house.site.accounts["bruno"]
        account.email, account.phone = "Bruno@Cap.example", "02 61 91 00 11"
        wrong = {"email": "bruno@cap.example", "phone": "+33 2 61 91 00 11"}[name]

        with pytest.raises(Invalid) as refused:
            note_representative(person, replace(MOTHER, **{name: wrong}), alice, house)

        assert "compte de la maison" in refused.value.messages[name]

    def test_one_contact_of_hers_warns_and_both_are_refused(self, person, house, alice):
        shared = replace(MOTHER, email=HER_OWN["email"].upper())

        told = note_representative(person, shared, alice, house)

        assert told == ("Son adresse est aussi celle de la personne",)
        with pytest.raises(Invalid, match="à la place de l'autre"):
            note_representative(person, replace(shared, phone=HER_OWN["phone"]), alice, house)

    def test_without_a_contact_he_signs_on_site_or_on_paper(self, person, house, alice):
        told = note_representative(person, replace(MOTHER, email="", phone=""), alice, house)

        assert (told, shared_ways(person)) == ((), ())

    def test_removing_nobody_is_refused(self, person, house, alice):
        with pytest.raises(NotPossible, match="Aucun représentant"):
            remove_representative(person, alice, house)

    def test_a_person_of_an_earlier_instance_has_none(self):
        assert Beneficiary.representative is None


class TestTheVersion:
    def test_names_him_and_keeps_a_place_for_him(self, unit):
        version = unit.deliverable.current

        assert version.facts["representative_name"] == "Claire Bara"
        assert version.facts["representative_kind"] == "représentant légal"
        assert signatories_of(version) == ("adviser", "representative", "beneficiary")

    def test_that_was_frozen_before_keeps_two_and_is_told_late(self, person, house, alice):
        unit = courses.proposed(person.engagements()[-1], house)
        note_representative(person, MOTHER, alice, house)

        assert signatories_of(unit.deliverable.current) == ("adviser", "beneficiary")
        assert standing_of(unit.deliverable, alice, house).late
        courses.act(unit, "sign_as_adviser", house)
        asked_on_site(unit, house)
        goes_through(unit, herself(unit), house)
        assert unit.closed_on is not None

    def test_without_one_is_not_late(self, person, house, alice):
        unit = courses.proposed(person.engagements()[-1], house)

        standing = standing_of(unit.deliverable, alice, house)
        assert (standing.late, standing.minor) == (False, True)


class TestTheOrder:
    def test_adviser_then_him_then_her(self, unit, house, alice):
        """R-065, R-075, C-11."""
        asked_on_site(unit, house)
        assert unit.deliverable.current.request.signatory == HIM
        goes_through(unit, the_mother(unit), house)
        assert unit.closed_on is None

        asked_on_site(unit, house)
        assert unit.deliverable.current.request.signatory == "beneficiary"
        goes_through(unit, herself(unit), house)

        version = unit.deliverable.current
        assert list(version.signatures) == ["adviser", "representative", "beneficiary"]
        assert unit.closed_on == house.now().date()

    def test_she_cannot_go_through_what_was_asked_of_him(self, unit, house):
        asked_on_site(unit, house)

        with pytest.raises(NotPossible, match="Aucune signature n'est demandée"):
            ceremony_of(unit.deliverable, herself(unit), house)

    def test_nor_he_through_what_was_asked_of_her(self, unit, house):
        asked_on_site(unit, house)
        goes_through(unit, the_mother(unit), house)
        asked_on_site(unit, house)

        with pytest.raises(NotPossible, match="Aucune signature n'est demandée"):
            ceremony_of(unit.deliverable, the_mother(unit), house)

    def test_nor_does_he_sign_or_refuse_in_her_place(self, unit, house):
        """The workflow holds it, not only the pages."""
        asked_on_site(unit, house)
        goes_through(unit, the_mother(unit), house)
        asked_on_site(unit, house)
        goes_through(unit, herself(unit), house, signs=False)

        for name in ("sign_as_beneficiary", "sign_as_representative", "decline"):
            with pytest.raises(NotPossible):
                move_deliverable(unit.deliverable, name, the_mother(unit), house)
        assert "beneficiary" not in unit.deliverable.current.signatures

    def test_she_signs_after_him_only_whatever_the_way(self, unit, house):
        """The workflow holds it, not only the pages."""
        asked_on_site(unit, house)
        goes_through(unit, the_mother(unit), house, signs=False)

        for who, name in (
            (herself(unit), "sign_as_beneficiary"),
            (herself(unit), "sign_as_representative"),
            (the_mother(unit), "sign_as_beneficiary"),
            (actor(house, "alice"), "sign_as_representative"),
            (herself(unit), "decline"),
        ):
            with pytest.raises(NotPossible):
                move_deliverable(unit.deliverable, name, who, house)
        assert list(unit.deliverable.current.signatures) == ["adviser"]

    def test_where_nobody_is_foreseen_nobody_signs_for_her(self, house):
        unit = courses.proposed(courses.engaged(house, "UO1", young(house, None)), house)
        courses.act(unit, "sign_as_adviser", house)
        asked_on_site(unit, house)

        for name in ("sign_as_representative", "decline"):
            with pytest.raises(NotPossible):
                move_deliverable(unit.deliverable, name, the_mother(unit), house)
        with pytest.raises(NotPossible):
            ceremony_of(unit.deliverable, the_mother(unit), house)

    def test_of_another_document_he_sees_nothing(self, unit, house):
        """OUT-4."""
        other = courses.proposed(courses.engaged(house, "UO1"), house)
        stranger = replace(the_mother(unit), only=the_mother(other).only)

        for who in (stranger, replace(the_mother(unit), only="")):
            with pytest.raises(NotFound):
                ceremony_of(unit.deliverable, who, house)

    def test_who_declines_sends_it_back_and_the_adviser_is_told(self, unit, house):
        """R-074."""
        asked_on_site(unit, house)
        ceremony = ceremony_of(unit.deliverable, the_mother(unit), house)

        decline(ceremony, "", the_mother(unit), house, NOWHERE)

        assert unit.deliverable.state == "draft"
        assert ceremony.request.because == "son représentant ne signe pas, sans dire pourquoi"
        assert state_of_request(unit.deliverable, house, HIM).what == DECLINED
        assert [notice.about for notice in house.site.outbox][-1] == "signature_declined"


class TestWhatChangesMeanwhile:
    def test_another_contact_takes_his_demand_back(self, unit, house, alice):
        asked_on_site(unit, house)
        assert state_of_request(unit.deliverable, house, HIM).what == WAITS
        changed = replace(MOTHER, email="c.bara@laposte.net")

        note_representative(beneficiary_of(unit), changed, alice, house)

        assert state_of_request(unit.deliverable, house, HIM).what == WITHDRAWN
        asked_on_site(unit, house)
        goes_through(unit, the_mother(unit), house)

    def test_another_person_is_not_asked_under_a_version_that_does_not_name_him(
        self, unit, house, alice
    ):
        asked_on_site(unit, house)
        father = Noted("legal", "Paul", "Bara", date(2020, 1, 6))

        note_representative(beneficiary_of(unit), father, alice, house)

        with pytest.raises(NotPossible, match="un autre représentant"):
            ask_to_sign(unit.deliverable, ON_SITE, alice, house)
        assert standing_of(unit.deliverable, alice, house).late

    def test_a_demand_under_another_name_is_answered_by_nobody(self, unit, house):
        asked_on_site(unit, house)
        beneficiary_of(unit).representative.sheet["first_name"] = "Paul"

        with pytest.raises(NotPossible):
            ceremony_of(unit.deliverable, the_mother(unit), house)

    def test_removed_after_he_signed_she_signs_last(self, unit, house, alice):
        asked_on_site(unit, house)
        goes_through(unit, the_mother(unit), house)

        remove_representative(beneficiary_of(unit), alice, house)

        asked_on_site(unit, house)
        goes_through(unit, herself(unit), house)
        assert unit.closed_on is not None
        assert state_of_request(unit.deliverable, house, HIM).what == SIGNED


class TestAtADistance:
    def asked(self, unit, house, alice):
        """The next day: nothing of what was noted is new."""
        return ask_at_a_distance(unit.deliverable, LINK, alice, house)

    def test_the_link_goes_to_him(self, unit, house, alice):
        self.asked(unit, house, alice)

        message = list(house.site.messages)[-1]
        assert (message.about, message.to) == ("signing", "representative")
        assert asked_reader(unit.deliverable) is beneficiary_of(unit).representative

    def test_new_since_a_day_it_is_checked_with_him(self, unit, house, alice):
        with pytest.raises(Invalid, match="moins d'un jour"):
            ask_at_a_distance(unit.deliverable, replace(LINK, assured=Assured()), alice, house)

    def test_who_shares_both_contacts_is_asked_otherwise(self, unit, house, alice):
        same = {"email": MOTHER.email, "phone": MOTHER.phone}
        edit_sheet(beneficiary_of(unit), same, alice, house)

        with pytest.raises(NotPossible, match="à la place de l'autre"):
            self.asked(unit, house, alice)

    def test_without_a_contact_he_is_asked_otherwise(self, unit, house, alice):
        bare = replace(MOTHER, phone="")
        note_representative(beneficiary_of(unit), bare, alice, house)

        with pytest.raises(NotPossible, match="Il faut une adresse mail"):
            self.asked(unit, house, alice)

    def test_he_is_reminded_and_his_time_ends(self, unit, house, alice, clock):
        """R-074, R-079."""
        self.asked(unit, house, alice)

        clock.now += timedelta(days=3)
        done = remind_of_signatures(documents_asked_for(house), house)
        reminder = list(house.site.messages)[-1]
        clock.now += timedelta(days=40)
        ended = remind_of_signatures(documents_asked_for(house), house)

        assert done == [f"reminded {unit.number}"]
        assert (reminder.about, reminder.to) == ("signing_reminder", "representative")
        assert ended == [f"expired {unit.number}"]

    def test_who_is_not_there_any_more_is_not_reminded(self, unit, house, alice, clock):
        self.asked(unit, house, alice)
        beneficiary_of(unit).represented_by(None)
        clock.now += timedelta(days=3)

        assert remind_of_signatures(documents_asked_for(house), house) == []


class Kept:
    """Files, without a database."""

    def __call__(self, source, name, media_type, account):
        file = StoredFile(name, media_type, datetime(2020, 2, 3, tzinfo=UTC), account)
        file._fill(io.BytesIO(source))
        return file


@pytest.fixture
def signing(house, tmp_path):
    """Tools that print and sign for good."""
    make_authority(tmp_path, "4G")
    notary = notary_of(tmp_path, house.now)
    return replace(house, press=on_paper, notary=notary, store=Kept())


class TestTheFile:
    def test_three_signatures_and_the_seal_are_valid(self, signing, tmp_path):
        """R-055, R-078: by the strict rule, and by other software."""
        unit = both_signed(signing)
        version = unit.deliverable.current
        pdf = version.files["signed"].read()

        found = verify(pdf, roots_of(tmp_path, signing.now()), expected=[*FIELDS, "operator_seal"])

        assert found.faults == ()
        assert [one.name for one in found.signers][:3] == ["Alice", "Claire Bara", "Zoé Lefèvre"]
        assert {one.field for one in found.signers} == {*FIELDS, "operator_seal"}
        assert pdfsig(pdf, tmp_path)[:4] == ["Signature is Valid."] * 4
        assert conclude(found, signing).word == "authentic"

    def test_between_both_it_is_not_complete(self, signing, tmp_path):
        unit = started(signing)
        asked_on_site(unit, signing)
        goes_through(unit, the_mother(unit), signing)
        version = unit.deliverable.current

        found = verify(version.files["continued"].read(), roots_of(tmp_path, signing.now()))

        assert set(version.files) >= {"pdf", "started", "continued"}
        assert "signed" not in version.files
        assert conclude(found, signing).word == "incomplete"

    def test_his_proof_tells_for_whom_he_signed(self, signing):
        """R-068."""
        unit = both_signed(signing)
        version = unit.deliverable.current

        his, hers = (evidence_of(Proven(version, who, signing)) for who in (HIM, "beneficiary"))

        assert his["signer"]["name"] == "Claire Bara"
        assert (his["signer"]["as"], his["signer"]["for"]) == (
            "représentant légal",
            "Zoé Lefèvre",
        )
        assert "après vous" in "".join(text["text"] for text in his["texts"])
        assert his["document"]["before_sha256"] == version.files["started"].sha256
        assert his["document"]["signed_sha256"] == version.files["continued"].sha256
        assert hers["document"]["before_sha256"] == version.files["continued"].sha256
        assert [event["by"] for event in his["events"]][-1] == "signer"
        assert {"proof_adviser", "proof_representative", "proof_beneficiary"} <= set(version.files)
        assert hers["delivery"]["available_at"]
        assert not his["delivery"]["available_at"]


def test_he_is_named_in_the_journal(unit, house, alice):
    asked_on_site(unit, house)
    goes_through(unit, the_mother(unit), house)
    person = beneficiary_of(unit)

    line = next(one for one in person.journal.backwards() if one["what"].startswith("sign_as_r"))

    assert named(line["who"], person, alice, house) == "son représentant"


@pytest.mark.parametrize(
    ("born", "day", "expected"),
    [
        ("2002-02-04", date(2020, 2, 3), date(2020, 2, 4)),
        ("2002-02-03", date(2020, 2, 3), None),
        ("2004-02-29", date(2022, 2, 28), date(2022, 3, 1)),
        ("2002-01-31", date(2020, 1, 30), date(2020, 1, 31)),
        ("", date(2020, 2, 3), None),
    ],
    ids=["tomorrow", "today", "leap", "end-of-month", "unknown"],
)
def test_of_age_on_the_day(born, day, expected):
    assert minors_birthday(Beneficiary("x", {"birth_date": born}), day) == expected


class TestOnPaper:
    """R-072: all of them by hand, but those who signed in the file before."""

    @pytest.fixture
    def tools(self, house):
        return printing(house)

    def posted(self, tools, *, signed=False):
        """Printed, back, scanned; nobody looked at it yet."""
        unit = started(tools)
        alice = actor(tools, "alice")
        if signed:
            asked_on_site(unit, tools)
            goes_through(unit, the_mother(unit), tools)
        paper = print_to_sign(unit.deliverable, alice, tools)
        note_step(unit.deliverable, "posted", date(2020, 2, 3), alice, tools)
        scanned(paper, tools)
        return unit, paper

    def test_the_paper_asks_for_his_signature_too(self, tools):
        paper = self.posted(tools)[1]

        words = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
        assert "Claire Bara en fait autant, à sa place." in " ".join(words.split())
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper)]
        assert any("Le représentant légal" in text for text in pages)

    def test_without_his_signature_the_scan_is_incomplete(self, tools, alice):
        unit, _ = self.posted(tools)

        lacks = check_scan(unit.deliverable, ALL_BUT_HIS, alice, tools)

        assert lacks == ("la signature de son représentant",)
        assert unit.closed_on is None

    def test_with_it_three_signatures_are_noted(self, tools, alice):
        unit, _ = self.posted(tools)

        lacks = check_scan(
            unit.deliverable, replace(ALL_BUT_HIS, representative=True), alice, tools
        )

        assert lacks == ()
        signed = unit.deliverable.current.signatures
        assert [(who, one["level"]) for who, one in signed.items()] == [
            ("adviser", "provisional"),
            ("representative", "paper"),
            ("beneficiary", "paper"),
        ]
        assert signed["representative"]["account"].startswith("representative:")

    def test_what_he_signed_in_the_file_is_not_asked_again(self, tools, alice):
        unit, _ = self.posted(tools, signed=True)

        assert check_scan(unit.deliverable, ALL_BUT_HIS, alice, tools) == ()
        assert unit.closed_on == date(2020, 2, 3)
