"""Pieces of a file: added, opened, set aside; the vault and its consent (R-035, R-087, R-099)."""

import dataclasses
import hashlib
import io
from datetime import UTC, date, datetime

import pytest

from cep_docs.access.actor import Actor
from cep_docs.app import Application, new_site
from cep_docs.content.attachment import ASSESSMENT
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import Damaged, Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.intake.taking_in import take_in
from cep_docs.lifecycle.attachments import (
    NewAttachment,
    attach,
    attachments_of,
    find_attachment,
    look_at_attachment,
    open_attachment,
    ready_to_attach,
    restore_attachment,
    set_attachment_aside,
)
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.habilitations import record_habilitation
from cep_docs.lifecycle.persons import record_consent, revoke_consent
from cep_docs.lifecycle.referents import add_deputy, grant_expert
from cep_docs.storage.instance import create
from cep_docs.storage.scrub import scrub
from tests.people import RULES, actor, furnish, order
from tests.unit.intake.makers import pdf_file, photograph, script
from tests.unit.lifecycle.courses import engaged

DAY = date(2020, 2, 3)
LATER = datetime(2021, 1, 1, tzinfo=UTC)
SYNTHESIS = NewAttachment("assessment_synthesis", "Synthèse de bilan")
LETTER = NewAttachment("letter", "Lettre de Zoé")


@pytest.fixture
def application(tmp_path, clock):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    with made.open() as house:
        application = Application(house, RULES, clock)
        application.write(lambda tools: furnish(tools.site))
        application.write(lambda tools: order(tools, "UO1"))
        yield application


@pytest.fixture
def number(application):
    """A unit of somebody alice follows."""
    return application.write(lambda tools: engaged(tools, "UO1").number)


@pytest.fixture
def at(application, number):
    """Do something with the person's file in a transaction of its own."""

    def at(step):
        def work(tools):
            person, _ = tools.catalog.locate(number)
            return step(tools.site.beneficiaries[person], tools)

        return application.write(work)

    return at


@pytest.fixture
def kept(at):
    """Add a letter; gives its name."""
    return at(lambda person, tools: added(person, tools).__name__)


def received(data=None, name="lettre.pdf"):
    return take_in(io.BytesIO(data or pdf_file()), name, RULES.attachments.limits)


RECEIVED = received()
CLEANED = received(pdf_file(OpenAction=script()))


def added(person, tools, said=LETTER, file=RECEIVED, login="alice"):
    return attach(person, file, said, actor(tools, login), tools)


def consent(scope="keep", on=DAY):
    return {
        "subject": ASSESSMENT,
        "scope": scope,
        "given_on": on,
        "channel": "PRES",
        "recorded_by": "alice",
        "revoked_on": None,
    }


def agreed(scope="keep"):
    return lambda person, tools: record_consent(
        person, consent(scope), actor(tools, "alice"), tools
    )


def revoked(person, tools):
    revoke_consent(person, ASSESSMENT, DAY, actor(tools, "alice"), tools)


def herself(person):
    return Actor("zoe", frozenset({"beneficiary"}), beneficiary=person.identifier)


def lines(person):
    return [line for line in person.journal if "attach" in line["what"]]


class TestAdding:
    def test_a_piece_is_kept_with_who_when_and_what(self, at, kept, number, clock):
        def look(person, tools):
            piece = person.attachments[kept]
            assert (piece.kind, piece.title, piece.pages) == ("letter", "Lettre de Zoé", 1)
            assert (piece.file.added_by, piece.file.added_at) == ("alice", clock.now)
            assert piece.file.read() == RECEIVED.data
            assert beneficiary_of(piece) is person

        at(look)

    def test_the_journal_has_its_digest_and_its_size_and_not_its_title(self, at, kept):
        def look(person, tools):
            (line,) = lines(person)
            assert line["details"] == {
                "kind": "letter",
                "sha256": hashlib.sha256(RECEIVED.data).hexdigest(),
                "size": len(RECEIVED.data),
            }
            assert (line["object"], line["rule"]) == (f"attachment {kept}", "REFERENT-6")

        at(look)

    def test_a_cleaned_piece_says_what_was_taken_out_and_from_what(self, at):
        def look(person, tools):
            piece = added(person, tools, file=CLEANED)
            assert piece.removed == ("des programmes JavaScript", "des actions automatiques")
            assert piece.original_sha256 == CLEANED.sha256 != piece.file.sha256
            assert piece.original_size == CLEANED.size
            assert lines(person)[-1]["details"]["original_sha256"] == CLEANED.sha256

        at(look)

    def test_without_a_title_it_has_the_name_of_the_file(self, at):
        said = NewAttachment("resume")

        assert at(lambda person, tools: added(person, tools, said).title) == "lettre"

    def test_a_title_is_one_line(self, at):
        said = NewAttachment("resume", "CV\n\u202ede Zoé" + "x" * 200)

        title = at(lambda person, tools: added(person, tools, said).title)

        assert title.startswith("CV de Zoéxxx")
        assert len(title) == 120

    def test_it_may_be_about_a_unit_of_hers_and_of_nobody_else(self, at, number):
        hers = NewAttachment("letter", about=number)
        other = NewAttachment("letter", about="4G080120000099")

        assert at(lambda person, tools: added(person, tools, hers).about) == number
        with pytest.raises(Invalid, match="n'est pas celui d'une unité"):
            at(lambda person, tools: added(person, tools, other))

    def test_its_kind_is_one_of_the_list(self, at):
        with pytest.raises(Invalid, match="Cette nature de pièce n'existe pas"):
            at(lambda person, tools: added(person, tools, NewAttachment("secret")))

    def test_the_answer_is_given_before_the_file_is_read(self, at):
        right = at(
            lambda person, tools: ready_to_attach(person, LETTER, actor(tools, "alice"), tools)
        )

        assert right.rule == "REFERENT-6"

    def test_what_is_refused_leaves_nothing(self, at, application):
        with pytest.raises(NotPossible):
            at(lambda person, tools: added(person, tools, NewAttachment("assessment_conclusions")))

        at(lambda person, tools: no_piece(person))
        assert scrub(application.house, lambda done, total: None).leftovers == []


def no_piece(person):
    assert list(person.attachments) + list(person.vault) == []
    assert lines(person) == []


# Who may do what with a piece that is there: add another, know of it, look at it, take it away,
# set it aside.
RIGHTS = {
    "alice": "create list view download set_aside",
    "bruno": "",
    "chloe": "",
    "denis": "",
    "elise": "",
    "farid": "",
    "gaelle": "",
    "assistant": "create list",
    "auditor": "",
    "france_competences": "",
    "mediation_officer": "",
    "transmitter": "",
    "herself": "create list view download",
    "deputy": "create list view download set_aside",
    "expert": "list view",
    "glass": "view",
}


def somebody(who, person, tools):
    alice, bruno = actor(tools, "alice"), actor(tools, "bruno")
    match who:
        case "herself":
            return herself(person)
        case "deputy":
            (course,) = person
            add_deputy(course, "bruno", DAY, DAY, alice, tools)
            return bruno
        case "expert":
            grant_expert(person, "bruno", LATER, "Un avis sur le projet.", alice, tools)
            return bruno
        case "glass":
            break_glass(person, "La personne appelle, son référent est absent.", bruno, tools)
            return bruno
    if who in tools.site.accounts:
        return actor(tools, who)
    sample = frozenset(unit.number for unit in person.engagements())
    return Actor("x", frozenset({who}), structure="NTE", mandate_until=LATER, sample=sample)


def done(step):
    try:
        step()
    except (NotFound, NotAllowed):
        return False
    return True


@pytest.mark.parametrize("who", RIGHTS)
def test_each_does_what_is_written_and_nothing_else(who, at, kept):
    def look(person, tools):
        one, acting = person.attachments[kept], somebody(who, person, tools)
        steps = {
            "create": lambda: attach(person, RECEIVED, LETTER, acting, tools),
            "list": lambda: find_attachment(person, kept, acting, tools),
            "view": lambda: look_at_attachment(one, acting, tools),
            "download": lambda: open_attachment(one, acting, tools),
            "set_aside": lambda: set_attachment_aside(one, "Versée par erreur.", acting, tools),
        }
        assert " ".join(name for name, step in steps.items() if done(step)) == RIGHTS[who]

    at(look)


@pytest.mark.parametrize("who", ["bruno", "chloe", "auditor", "gaelle"])
def test_who_may_not_know_of_it_is_told_that_there_is_none(who, at, kept):
    def look(person, tools):
        acting = somebody(who, person, tools)
        for step in (open_attachment, look_at_attachment):
            with pytest.raises(NotFound):
                step(person.attachments[kept], acting, tools)
        with pytest.raises(NotFound):
            find_attachment(person, kept, acting, tools)
        with pytest.raises(NotFound):
            attachments_of(person, acting, tools)

    at(look)


class TestReading:
    def test_the_bytes_are_verified_and_the_reading_written_down(self, at, kept):
        def look(person, tools):
            data = open_attachment(person.attachments[kept], herself(person), tools)
            assert data == RECEIVED.data
            line = lines(person)[-1]
            assert (line["what"], line["who"], line["object"]) == (
                "open_attachment",
                "zoe",
                f"attachment {kept}",
            )
            look_at_attachment(person.attachments[kept], herself(person), tools)
            assert lines(person)[-1]["what"] == "look_at_attachment"

        at(look)

    def test_changed_bytes_are_not_given_out(self, at, kept):
        def spoil(person, tools):
            with person.attachments[kept].file.blob.open("w") as stream:
                stream.write(b"%PDF-1.7 somebody else wrote this")

        at(spoil)

        with pytest.raises(Damaged):
            at(
                lambda person, tools: open_attachment(
                    person.attachments[kept], actor(tools, "alice"), tools
                )
            )

    def test_a_name_nobody_has_is_not_found(self, at, kept):
        with pytest.raises(NotFound):
            at(
                lambda person, tools: find_attachment(
                    person, "nothing", actor(tools, "alice"), tools
                )
            )

    def test_a_list_has_what_one_may_know_of(self, at, kept):
        at(agreed())
        at(lambda person, tools: added(person, tools, SYNTHESIS))

        def look(person, tools):
            assistant = somebody("assistant", person, tools)
            mine = attachments_of(person, actor(tools, "alice"), tools)
            assert [piece.kind for piece in mine] == ["letter", "assessment_synthesis"]
            assert [p.kind for p in attachments_of(person, assistant, tools)] == ["letter"]

        at(look)


class TestSettingAside:
    def test_it_stays_and_can_be_taken_up_again(self, at, kept):
        def look(person, tools):
            alice, one = actor(tools, "alice"), person.attachments[kept]
            set_attachment_aside(one, "  Versée deux fois. ", alice, tools)
            assert one.set_aside_because == "Versée deux fois."
            assert not person.lets_out(one, "search", DAY)
            assert open_attachment(one, alice, tools) == RECEIVED.data
            assert attachments_of(person, alice, tools) == [one]
            restore_attachment(one, "C'était la bonne.", alice, tools)
            assert one.set_aside_because == ""
            assert person.lets_out(one, "search", DAY)
            motives = [line["details"].get("motive") for line in lines(person)]
            assert motives == [None, "Versée deux fois.", None, "C'était la bonne."]

        at(look)

    def test_it_takes_a_motive_both_ways(self, at, kept):
        def look(person, tools):
            alice, one = actor(tools, "alice"), person.attachments[kept]
            with pytest.raises(Invalid, match="motif"):
                set_attachment_aside(one, " ", alice, tools)
            set_attachment_aside(one, "Erreur.", alice, tools)
            with pytest.raises(Invalid, match="motif"):
                restore_attachment(one, "", alice, tools)

        at(look)

    def test_once_is_enough(self, at, kept):
        def look(person, tools):
            alice, one = actor(tools, "alice"), person.attachments[kept]
            with pytest.raises(NotPossible, match="n'est pas mise de côté"):
                restore_attachment(one, "Pour voir.", alice, tools)
            set_attachment_aside(one, "Erreur.", alice, tools)
            with pytest.raises(NotPossible, match="déjà mise de côté"):
                set_attachment_aside(one, "Encore.", alice, tools)

        at(look)


class TestVault:
    """R-087, C-44."""

    def test_without_her_consent_nothing_enters(self, at):
        with pytest.raises(NotPossible, match="qu'avec l'accord de la personne"):
            at(lambda person, tools: added(person, tools, SYNTHESIS))

        at(lambda person, tools: no_piece(person))

    def test_a_consent_to_something_else_does_not_open_it(self, at):
        at(agreed("handover"))

        with pytest.raises(NotPossible):
            at(lambda person, tools: added(person, tools, SYNTHESIS))

    def test_nor_does_one_that_begins_tomorrow(self, at):
        at(
            lambda person, tools: record_consent(
                person, consent(on=date(2020, 2, 4)), actor(tools, "alice"), tools
            )
        )

        with pytest.raises(NotPossible):
            at(lambda person, tools: added(person, tools, SYNTHESIS))

    def test_the_detailed_conclusions_are_refused_even_with_her_consent(self, at):
        at(agreed("keep search handover"))

        with pytest.raises(NotPossible, match="n'appartiennent qu'à la personne"):
            at(lambda person, tools: added(person, tools, NewAttachment("assessment_conclusions")))

    @pytest.mark.parametrize(
        ("who", "may"),
        [
            ("alice", "view download"),
            ("deputy", "view"),
            ("herself", "view download"),
            ("bruno", ""),
            ("denis", ""),
            ("assistant", ""),
            ("expert", ""),
            ("glass", ""),
            ("auditor", ""),
            ("transmitter", ""),
            ("gaelle", ""),
        ],
    )
    def test_it_has_few_readers(self, who, may, at):
        at(agreed("keep sample"))

        def look(person, tools):
            one = added(person, tools, SYNTHESIS)
            acting = somebody(who, person, tools)
            steps = {
                "view": lambda: look_at_attachment(one, acting, tools),
                "download": lambda: open_attachment(one, acting, tools),
            }
            assert " ".join(name for name, step in steps.items() if done(step)) == may

        at(look)

    def test_it_goes_nowhere_but_where_she_agreed(self, at):
        at(agreed("keep handover"))

        def look(person, tools):
            one = added(person, tools, SYNTHESIS)
            purposes = ("search", "sample", "transmission", "handover")
            assert [p for p in purposes if person.lets_out(one, p, DAY)] == ["handover"]
            assert not person.lets_out(one, "handover", date(2020, 2, 2))

        at(look)

    def test_when_she_withdraws_it_is_gone_at_once(self, at):
        at(agreed("keep handover"))
        name = at(lambda person, tools: added(person, tools, SYNTHESIS).__name__)

        at(revoked)

        def look(person, tools):
            one, alice = person.vault[name], actor(tools, "alice")
            assert (one.file, one.title) == (None, "")
            assert attachments_of(person, alice, tools) == []
            assert not person.lets_out(one, "handover", DAY)
            for step in (open_attachment, look_at_attachment):
                with pytest.raises(NotFound):
                    step(one, alice, tools)
            with pytest.raises(NotFound):
                find_attachment(person, name, alice, tools)
            assert [line["what"] for line in lines(person)][-1] == "erase_attachment"

        at(look)

    def test_its_bytes_are_gone_once_the_database_is_packed(self, at, application):
        canary = dataclasses.replace(RECEIVED, data=b"%PDF-1.7 CANARI du bilan")
        at(agreed())
        at(lambda person, tools: added(person, tools, SYNTHESIS, canary))
        at(revoked)

        application.house.db.pack()

        folder = application.house.folder
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert [path for path in files if b"CANARI" in path.read_bytes()] == []
        assert scrub(application.house, lambda done, total: None).sound

    def test_a_new_consent_does_not_bring_it_back(self, at):
        at(agreed())
        name = at(lambda person, tools: added(person, tools, SYNTHESIS).__name__)
        at(revoked)
        at(agreed())

        def look(person, tools):
            one, alice = person.vault[name], actor(tools, "alice")
            assert attachments_of(person, alice, tools) == []
            with pytest.raises(NotFound):
                open_attachment(one, alice, tools)
            for step in (set_attachment_aside, restore_attachment):
                with pytest.raises(NotPossible):
                    step(one, "Pour voir.", alice, tools)

        at(look)

    def test_another_consent_withdrawn_leaves_it_alone(self, at):
        at(agreed())
        at(lambda person, tools: added(person, tools, SYNTHESIS))
        other = {**consent("mediation"), "subject": "mediation"}
        at(lambda person, tools: record_consent(person, other, actor(tools, "alice"), tools))

        at(
            lambda person, tools: revoke_consent(
                person, "mediation", DAY, actor(tools, "alice"), tools
            )
        )

        at(lambda person, tools: still_there(person))

    def test_a_consent_withdrawn_before_a_later_one_leaves_it_alone(self, at, clock):
        at(agreed())
        clock.on("2020-02-10")
        later = consent(on=date(2020, 2, 10))
        at(lambda person, tools: record_consent(person, later, actor(tools, "alice"), tools))
        at(lambda person, tools: added(person, tools, SYNTHESIS))

        at(revoked)

        at(lambda person, tools: still_there(person))

    def test_it_is_not_withdrawn_in_advance(self, at):
        at(agreed())
        at(lambda person, tools: added(person, tools, SYNTHESIS))

        with pytest.raises(Invalid, match="ne se retire pas d'avance"):
            at(
                lambda person, tools: revoke_consent(
                    person, ASSESSMENT, date(2020, 2, 4), actor(tools, "alice"), tools
                )
            )


def still_there(person):
    (one,) = person.vault
    assert one.file is not None


class TestHabilitations:
    """R-099: the result of a psychometric test."""

    TEST = NewAttachment("psychometric_test")

    def habilitated(self, until=date(2020, 12, 31), who="alice", by="denis"):
        return lambda person, tools: record_habilitation(
            who, "psychometric_tests", (date(2020, 1, 1), until), actor(tools, by), tools
        )

    def test_only_who_was_trained_may_add_it(self, at):
        with pytest.raises(NotPossible, match="habilitation"):
            at(lambda person, tools: added(person, tools, self.TEST))

        at(self.habilitated())

        assert at(lambda person, tools: added(person, tools, self.TEST).kind) == self.TEST.kind

    def test_not_even_the_person_herself(self, at):
        with pytest.raises(NotPossible, match="habilitation"):
            at(lambda person, tools: attach(person, RECEIVED, self.TEST, herself(person), tools))

    def test_once_it_has_expired_it_is_refused(self, at):
        at(self.habilitated(until=date(2020, 2, 2)))

        with pytest.raises(NotPossible, match="en cours de validité"):
            at(lambda person, tools: added(person, tools, self.TEST))

    def test_it_is_written_by_the_manager_of_the_structure(self, at):
        for who, by in (("alice", "alice"), ("chloe", "denis"), ("denis", "denis")):
            with pytest.raises((NotAllowed, NotFound)):
                at(self.habilitated(who=who, by=by))

    @pytest.mark.parametrize(
        ("login", "what", "until", "said"),
        [
            ("nobody", "psychometric_tests", DAY, "Ce compte n'existe pas"),
            ("alice", "magic", DAY, "Elles sont : psychometric_tests"),
            ("alice", "psychometric_tests", date(2019, 1, 1), "précède son début"),
        ],
    )
    def test_what_is_written_must_make_sense(self, login, what, until, said, at):
        with pytest.raises(Invalid, match=said):
            at(
                lambda person, tools: record_habilitation(
                    login, what, (date(2020, 1, 1), until), actor(tools, "denis"), tools
                )
            )


def test_a_picture_is_kept_without_who_where_and_when(at):
    photo = received(photograph(6), "photo.jpg")

    piece = at(lambda person, tools: added(person, tools, file=photo).file.read())

    assert b"Telephone" not in piece
    assert piece.startswith(b"\xff\xd8\xff")
