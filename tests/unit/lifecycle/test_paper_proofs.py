"""A signature on paper has a proof of what was seen on the paper (R-068, R-072, R-073)."""

import io
import json
import subprocess
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from cep_docs.errors import NotPossible
from cep_docs.lifecycle.paper_copies import code_of, keep_original, note_step, print_to_sign
from cep_docs.lifecycle.proofs import proofs_of, prove_delivery, read_proof
from cep_docs.lifecycle.scan_checks import Seen, check_scan
from cep_docs.lifecycle.signer import signer_of
from cep_docs.signing.evidence import unpacked
from cep_docs.signing.evidence_check import SAME_PRINT, SAME_SCAN, check_document, check_pdf
from tests.people import actor
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import printing, scanned

ALL = Seen(adviser=True, person=True, mention=True, dated_on=date(2020, 2, 6))
NO_PLACE = "L'endroit où l'original est gardé n'est pas noté."


@pytest.fixture
def tools(signing):
    """That sign for good, and an assistant in Nantes."""
    return replace(printing(signing), store=signing.store)


@pytest.fixture
def alice(tools):
    return actor(tools, "alice")


def returned(tools, clock, unit=None):
    """Printed, posted, and back on 10 February; its unit."""
    alice, agnes = actor(tools, "alice"), actor(tools, "agnes")
    unit = unit or courses.proposed(courses.engaged(tools, "UO1"), tools)
    paper = print_to_sign(unit.deliverable, alice, tools)
    note_step(unit.deliverable, "posted", date(2020, 2, 3), agnes, tools)
    clock.on("2020-02-10")
    scanned(paper, tools)
    return unit


def checked(tools, clock, seen=ALL, unit=None):
    unit = returned(tools, clock, unit)
    check_scan(unit.deliverable, seen, actor(tools, "alice"), tools)
    return unit


def kept(unit, tools, who="agnes"):
    until = date(2030, 1, 1)
    keep_original(unit.deliverable, "Armoire 2, Nantes", until, actor(tools, who), tools)


def files_of(unit):
    return unit.deliverable.current.files


def proofs_in(unit):
    return [kind for kind in files_of(unit) if kind.startswith("proof")]


def told(unit, kind="proof_beneficiary"):
    return json.loads(unpacked(files_of(unit)[kind].read())["preuve.json"])


def read_by(unit, tools, signatory="beneficiary"):
    version = unit.deliverable.current
    return read_proof(version, signatory, actor(tools, "alice"), tools).evidence


def text_of(unit, folder, kind="proof_beneficiary"):
    (folder / "preuve.pdf").write_bytes(files_of(unit)[kind].read())
    said = subprocess.run(
        ["pdftotext", "preuve.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    )
    return " ".join(said.stdout.replace("\u2019", "'").split())


# Made where it is noted.


def test_the_check_that_closes_proves_each_signature_of_the_paper_r_068(tools, clock):
    unit = checked(tools, clock)

    assert proofs_in(unit) == ["proof_adviser", "proof_beneficiary"]
    assert unit.state == "closed"
    for kind in proofs_in(unit):
        sealed = check_pdf(files_of(unit)[kind].read())
        assert sealed.intact
        assert sealed.evidence["signature"]["assurance"] == "paper"
        assert sealed.evidence["signature"]["format"] == "paper"


def test_it_tells_what_was_printed_scanned_and_seen_r_072(tools, clock):
    unit = checked(tools, clock)

    evidence, version = told(unit), unit.deliverable.current
    paper, scan = evidence["paper"], version.files["scan-1"]
    pages = len(paper["pages"])
    assert evidence["document"]["printed_sha256"] == version.files["pdf"].sha256
    assert evidence["document"]["before_sha256"] == version.files["pdf"].sha256
    assert evidence["document"]["signed_sha256"] == ""
    assert paper["pages"] == [str(code_of(version, n, pages)) for n in range(1, pages + 1)]
    assert paper["scan"] == {"file": "scan-1", "sha256": scan.sha256, "pages": str(pages)}
    assert paper["check"] == {
        "at": "2020-02-10T09:00:00Z",
        "by": "adviser",
        "signatures": ["adviser", "beneficiary"],
        "mention": "seen",
        "dated_on": "2020-02-06",
        "date": "read",
    }


def test_every_step_has_its_hour_its_day_and_the_role_of_whoever_noted_it_r_072(tools, clock):
    unit = returned(tools, clock)
    check_scan(unit.deliverable, ALL, actor(tools, "alice"), tools)

    steps = [(one["what"], one["by"], one["said"]["on"]) for one in told(unit)["events"]]

    assert steps == [
        ("printed", "adviser", "2020-02-03"),
        ("posted", "colleague", "2020-02-03"),
        ("received", "colleague", "2020-02-10"),
        ("scanned", "colleague", "2020-02-10"),
        ("checked", "adviser", "2020-02-10"),
        ("noted", "adviser", "2020-02-06"),
    ]
    assert "agnes" not in json.dumps(told(unit)).lower()


def test_people_read_that_the_paper_alone_is_the_signature_r_073(tools, clock, tmp_path):
    text = text_of(checked(tools, clock), tmp_path)

    assert "Signature sur papier de" in text
    assert "datée à la main du 6 février 2020" in text
    assert "pas qui tenait la plume" in text
    assert "Cour de cassation, 13 mars 2024" in text
    assert "« copie »" in text
    assert "électroniquement" not in text


def test_a_mixed_document_keeps_the_proof_of_the_adviser_and_adds_hers_on_paper(tools, clock):
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    courses.act(unit, "sign_as_adviser", tools)
    first = files_of(unit)["proof_adviser"].sha256

    checked(tools, clock, replace(ALL, adviser=False), unit)
    kept(unit, tools)

    files, evidence = files_of(unit), read_by(unit, tools)
    assert files["proof_adviser"].sha256 == first
    assert "proof_adviser_completed_1" not in files
    assert evidence["document"]["before_sha256"] == files["started"].sha256
    assert evidence["paper"]["in_the_file"] == ["adviser"]
    assert (evidence["state"], evidence["missing"]) == ("complete", [])


def test_the_name_of_the_adviser_is_that_on_the_paper_whoever_noted_it(tools, clock):
    unit = returned(tools, clock)
    unit.deliverable.current.facts["adviser_name"] = "Une autre"

    check_scan(unit.deliverable, ALL, actor(tools, "alice"), tools)

    signer = told(unit, "proof_adviser")["signer"]
    assert (signer["name"], signer["identifier"]) == ("Une autre", "")


def test_a_copy_taken_later_adds_nothing_to_what_the_paper_tells(tools, clock):
    unit = checked(tools, clock)

    prove_delivery(unit.deliverable.current, actor(tools, "alice"), tools)

    assert proofs_in(unit) == ["proof_adviser", "proof_beneficiary"]


# What lacks, and what comes later.


def test_without_the_place_of_the_original_it_is_incomplete_r_073(tools, clock):
    evidence = told(checked(tools, clock))

    assert (evidence["state"], evidence["missing"]) == ("incomplete", [NO_PLACE])


def test_it_is_told_again_when_the_original_is_put_away_and_names_the_first_r_073(tools, clock):
    unit = checked(tools, clock)
    first = files_of(unit)["proof_beneficiary"]
    noted = told(unit)["events"][-1]

    clock.on("2020-02-11")
    kept(unit, tools)

    evidence = read_by(unit, tools)
    assert evidence["state"] == "complete"
    assert evidence["paper"]["original"] == {
        "place": "Armoire 2, Nantes",
        "kept_until": "2030-01-01",
    }
    assert evidence["delivery"]["follows_sha256"] == first.sha256
    assert evidence["events"][-1] == noted
    assert told(unit)["state"] == "incomplete"


def test_put_away_elsewhere_is_told_once_more(tools, clock):
    unit = checked(tools, clock)

    for _ in range(2):
        kept(unit, tools)

    second = files_of(unit)["proof_beneficiary_completed_1"]
    assert read_by(unit, tools)["delivery"]["follows_sha256"] == second.sha256
    assert "proof_beneficiary_completed_2" in files_of(unit)


def test_what_is_noted_without_any_paper_is_incomplete_and_says_all_that_lacks(tools):
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)

    courses.act(unit, "note_paper_signature", tools)

    evidence = told(unit)
    assert evidence["state"] == "incomplete"
    assert "Événement non relevé : exemplaires imprimés." in evidence["missing"]
    assert "L'empreinte de la copie numérisée n'a pas été relevée." in evidence["missing"]
    assert any("la signature de la personne" in one for one in evidence["missing"])


def test_a_scan_that_comes_after_is_told_when_it_is_checked(tools, clock):
    alice = actor(tools, "alice")
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    paper = print_to_sign(unit.deliverable, alice, tools)
    courses.act(unit, "note_paper_signature", tools)
    clock.on("2020-02-10")
    scanned(paper, tools)

    check_scan(unit.deliverable, replace(ALL, mention=False, dated_on=None), alice, tools)

    evidence = read_by(unit, tools)
    assert evidence["paper"]["check"]["signatures"] == ["adviser", "beneficiary"]
    assert any("lu et approuvé" in one for one in evidence["missing"])
    assert "lacking" in [one["what"] for one in evidence["events"]]


def test_a_date_that_nobody_can_read_is_told_as_such_r_033(tools, clock, tmp_path):
    unit = checked(tools, clock, replace(ALL, dated_on=None, unreadable=True))

    assert told(unit)["paper"]["check"]["date"] == "unreadable"
    assert "illisible : le jour de réception, 10 février 2020" in text_of(unit, tmp_path)


def test_a_page_that_the_scan_lacks_is_said(tools, clock, monkeypatch):
    unit = returned(tools, clock)
    files = files_of(unit)
    files["scan-1"] = tools.store(one_page(files["pdf"].read()), "c.pdf", "application/pdf", "x")

    check_scan(unit.deliverable, ALL, actor(tools, "alice"), tools)

    assert "La copie numérisée n'a pas toutes les pages imprimées." in told(unit)["missing"]


def one_page(pdf):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.pages[1:]
        opened.save(made)
    return made.getvalue()


# What cannot be proved is noted all the same.


def test_what_was_noted_before_has_no_proof_and_gets_none(tools, clock):
    unit = checked(replace(tools, notary=None), clock)

    kept(unit, tools)

    assert proofs_in(unit) == []
    assert not proofs_of(unit.deliverable.current, actor(tools, "alice"), tools)


def test_when_nothing_can_seal_the_signature_is_noted_without_a_proof(tools, clock, monkeypatch):
    def broken(*_):
        raise NotPossible("no key")

    monkeypatch.setattr(tools.notary, "attest", broken)

    unit = checked(tools, clock)

    assert unit.closed_on == date(2020, 2, 6)
    assert unit.deliverable.current.signatures["beneficiary"]["level"] == "paper"
    assert proofs_in(unit) == []


class NoAnswer(TimeStamper):
    """An authority that does not answer."""

    async def async_request_tsa_response(self, req):
        raise TimestampRequestError("nobody there")


def test_without_a_time_stamp_it_is_sealed_and_says_so_r_077(tools, clock):
    tools.notary.stamps = NoAnswer()

    unit = checked(tools, clock)

    pdf = files_of(unit)["proof_beneficiary"].read()
    assert "preuve.json.p7s.tst" not in unpacked(pdf)
    assert check_pdf(pdf).intact


# As it is compared.


def test_the_copy_and_what_was_printed_are_told_from_any_other_file(tools, clock):
    unit = checked(tools, clock)
    evidence, files = told(unit), files_of(unit)

    assert check_document(evidence, files["scan-1"].read()).says == SAME_SCAN
    assert check_document(evidence, files["pdf"].read()).says == SAME_PRINT
    assert not check_document(evidence, files["odt"].read()).holds


def test_the_adviser_sees_both_and_the_person_her_own_r_068(tools, clock):
    unit = checked(tools, clock)
    person = unit.__parent__.__parent__

    alice = proofs_of(unit.deliverable.current, actor(tools, "alice"), tools)
    own = proofs_of(unit.deliverable.current, herself(unit, person), tools)

    assert [line.signatory for line in alice] == ["adviser", "beneficiary"]
    assert [line.signatory for line in own] == ["beneficiary"]


def herself(unit, person):
    return signer_of(person, f"{unit.number}_{unit.deliverable.__name__}")
