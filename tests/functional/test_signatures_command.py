"""cep-docs signatures: what is said of the keys, and what is done for the files (R-077)."""

import json
import shutil
from datetime import timedelta

import pytest

from cep_docs.app import opened
from cep_docs.cli.main import main
from cep_docs.content.signing import ON_SITE
from cep_docs.demo.making import Plan, make_demo
from cep_docs.lifecycle.ceremony import (
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.printing import SIGNED, paper_of, renewals_of
from cep_docs.lifecycle.proofs import take_proof
from cep_docs.lifecycle.renewing_files import BEFORE_THE_END, is_due, renew_files
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.lifecycle.signing_state import weakest_level
from cep_docs.signing.authority import make_authority
from cep_docs.signing.evidence_check import check_pdf
from cep_docs.signing.roots import roots_of
from cep_docs.signing.verifying import verify
from tests.foreign_signing import reply, secret, served, signatures_of
from tests.pdf_checks import faults
from tests.people import RULES, Clock, actor
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.test_ceremony import PHONE, herself
from tests.web_people import make_folder


@pytest.fixture(scope="module")
def signed_once(tmp_path_factory):
    """A folder where one document was signed while no time-stamp authority answered."""
    folder = tmp_path_factory.mktemp("signed") / "instance"
    make_folder(folder)
    make_authority(folder, "4G")
    with served(lambda service, handler, body: reply(handler, b"")) as service:
        (folder / "signing.yaml").write_text(f"time_stamps:\n  url: {service.url}\n")
        with opened(folder, Clock(), rules=RULES) as application:
            number = application.write(sign_one)
    (folder / "signing.yaml").unlink()
    return folder, number


@pytest.fixture
def signed(signed_once, tmp_path):
    """A copy of it that a test may change."""
    folder, number = signed_once
    shutil.copytree(folder, tmp_path / "instance")
    return tmp_path / "instance", number


def sign_one(tools):
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    courses.act(unit, "sign_as_adviser", tools)
    ask_to_sign(unit.deliverable, ON_SITE, actor(tools, "alice"), tools)
    see_identity(unit.deliverable, "passport", actor(tools, "alice"), tools, PHONE)
    ceremony = ceremony_of(unit.deliverable, herself(unit), tools)
    note_read(ceremony, herself(unit), tools, PHONE)
    write_mention(ceremony, "Lu et approuvé", "typed", herself(unit), tools, PHONE)
    sign_now(ceremony, herself(unit), tools, PHONE)
    return unit.number


@pytest.fixture
def cep(capsys, monkeypatch):
    monkeypatch.delenv("CEP_DOCS_DEBUG", raising=False)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


def version_of(application, number, look):
    with application.reading() as tools:
        return look(engagement_numbered(number, tools).deliverable.current)


class Steps:
    """Reads and writes as the command does."""

    def __init__(self, application):
        self.application, self.writes = application, 0

    def read(self, work):
        with self.application.reading() as tools:
            return work(tools)

    def write(self, work):
        self.writes += 1
        return self.application.write(work)


def quietly(done, total):
    pass


@pytest.mark.slow
def test_r077_what_lacked_its_proofs_gets_them_once_and_stays_as_it_was_signed(signed, cep):
    folder, number = signed
    with opened(folder, Clock(), rules=RULES) as application:
        before = version_of(application, number, lambda version: version.files[SIGNED].read())
        proven = version_of(application, number, lambda v: v.signatures["beneficiary"]["proven"])
    assert proven == "B-B"

    _, would, _ = cep("signatures", "renew", "--folder", folder, "--dry-run")
    status, said, _ = cep("signatures", "renew", "--folder", folder)
    again = json.loads(cep("signatures", "renew", "--folder", folder, "--json")[1])

    assert would == "3 fichiers signés regardés.\n3 preuves à prolonger ; rien n'a été fait.\n"
    assert (status, said) == (0, "3 fichiers signés regardés.\n3 preuves prolongées.\n")
    assert again == {"looked_at": 3, "renewed": [], "failed": [], "dry_run": False}
    with opened(folder, Clock(), rules=RULES) as application:
        kinds = version_of(application, number, renewals_of)
        first = version_of(application, number, lambda version: version.files[SIGNED].read())
        newest = version_of(application, number, lambda version: paper_of(version).read())
        with application.reading() as tools:
            assert verify_journals(tools, quietly).findings == []
            unit = engagement_numbered(number, tools)
            lines = list(unit.__parent__.__parent__.journal)
    assert kinds == ["renewed_1"]
    assert first == before
    assert newest.startswith(before)
    assert str(signatures_of(newest)[-1].sig_object_type) == "/DocTimeStamp"
    assert lines[-1]["what"] == "renew_proof"


@pytest.mark.slow
def test_r077_the_stamp_is_renewed_before_its_certificate_ends(signed):
    """By the authority of the instance, which lasts until 2060."""
    folder, number = signed
    clock = Clock()
    with opened(folder, clock, rules=RULES) as application:
        steps = Steps(application)
        renew_files(steps.read, steps.write, quietly)
        kinds = version_of(application, number, renewals_of)
        clock.on("2059-10-01")
        early = renew_files(steps.read, steps.write, quietly)
        clock.on("2059-10-04")

        late = renew_files(steps.read, steps.write, quietly, dry_run=True)

    assert kinds == ["renewed_1"]
    assert (early.renewed, len(late.renewed)) == ([], 3)


@pytest.mark.slow
def test_r077_two_that_renew_at_once_leave_one_file(signed):
    folder, number = signed
    with opened(folder, Clock(), rules=RULES) as application:
        steps = Steps(application)
        late = []

        def while_another_does_it(work):
            renew_files(steps.read, steps.write, quietly)
            late.append(steps.write(work))

        renew_files(steps.read, while_another_does_it, quietly)

        assert late == [None]
        assert version_of(application, number, renewals_of) == ["renewed_1"]


@pytest.mark.slow
def test_r077_what_fails_is_named_and_left_for_another_day(signed, cep, tmp_path):
    folder, number = signed
    with served(lambda service, handler, body: reply(handler, b"")) as service:
        (folder / "signing.yaml").write_text(f"time_stamps:\n  url: {service.url}\n")
        clock = Clock()
        clock.on("2060-02-01")
        with opened(folder, clock, rules=RULES) as application:
            steps = Steps(application)
            done = renew_files(steps.read, steps.write, quietly)

    assert [where.split()[0] for where, _ in done.failed] == [number] * 3
    assert steps.writes == 0


@pytest.mark.slow
def test_r077_the_proofs_are_completed_too_and_the_first_ones_stay(signed):
    """Each begins with the one before, is still a proof, and is the one that is handed over."""
    folder, number = signed
    with opened(folder, Clock(), rules=RULES) as application:
        before = version_of(application, number, files_of)

        renew_files(*both(application), quietly)

        after = version_of(application, number, files_of)
        told = version_of(application, number, lambda version: kind_taken(application, version))
    root = (folder / "authority" / "root.pem").read_bytes()
    for kind in ("proof_adviser", "proof_beneficiary"):
        longer = after[f"{kind}_renewed_1"]
        assert after[kind] == before[kind]
        assert longer.startswith(before[kind])
        checked = check_pdf(longer, root)
        assert checked.intact, [one.says for one in checked.findings]
        assert verify(longer, roots_of(folder, Clock()())).authentic
        assert faults(longer) == faults(before[kind])
    assert told == "proof_beneficiary_renewed_1"


@pytest.mark.slow
def test_r077_the_level_that_is_shown_follows_and_is_what_the_file_proves(signed):
    folder, number = signed
    with opened(folder, Clock(), rules=RULES) as application:
        before = version_of(application, number, lambda one: weakest_level(one.__parent__))

        renew_files(*both(application), quietly)

        shown = version_of(application, number, lambda one: weakest_level(one.__parent__))
        given = version_of(application, number, lambda one: one.signatures)
        newest = version_of(application, number, lambda version: paper_of(version).read())
    verdict = verify(newest, roots_of(folder, Clock()()))
    assert "niveau B-B" in before
    assert "niveau B-LTA" in shown
    assert {one["proven"] for one in given.values()} == {"B-B"}
    assert {one.level for one in verdict.signers} == {"B-LTA"}
    assert not any(one.proven for one in verdict.signers)


@pytest.mark.slow
def test_r077_every_night_completes_what_lacks_and_reads_no_file_twice(signed, cep, monkeypatch):
    folder, _ = signed

    first = json.loads(cep("night", "--folder", folder, "--json")[1])
    cep("night", "--folder", folder)
    read = []
    monkeypatch.setattr(
        "cep_docs.lifecycle.renewing_files.sealed_until", lambda pdf: read.append(pdf)
    )
    second = json.loads(cep("night", "--folder", folder, "--json")[1])

    assert (len(first["proofs"]["renewed"]), first["proofs"]["failed"]) == (3, [])
    assert first["files"]["wrong"] == []
    assert second["proofs"] == {"renewed": [], "failed": []}
    assert read == []


@pytest.mark.slow
def test_r077_what_an_adviser_alone_signed_late_is_completed_once_all_signed(signed):
    """The seal has its stamp, the first signature lacked its own: its proofs come later."""
    folder, number = signed
    with opened(folder, Clock(), rules=RULES) as application:
        renew_files(*both(application), quietly)
        application.write(lambda tools: forget_adviser(tools, number))
        steps = Steps(application)

        done = renew_files(steps.read, steps.write, quietly)
        again = renew_files(steps.read, steps.write, quietly)

    assert ([one.split()[-1] for one in done.renewed], again.renewed) == (["(signed)"], [])


@pytest.mark.slow
def test_r077_a_night_asks_for_so_many_only_and_the_next_goes_on(signed):
    folder, _ = signed
    with opened(folder, Clock(), rules=RULES) as application:
        nights = [renew_files(*both(application), quietly, most=2) for _ in range(3)]

    assert [len(one.renewed) for one in nights] == [2, 1, 0]


def both(application):
    steps = Steps(application)
    return steps.read, steps.write


def files_of(version):
    return {kind: file.read() for kind, file in version.files.items()}


def kind_taken(application, version):
    """Which file is handed over to whoever asks for the proof of her signature."""
    with application.reading() as tools:
        number = version.__parent__.__parent__.number
        own = engagement_numbered(number, tools).deliverable.current
        taken = take_proof(own, "beneficiary", actor(tools, "alice"), tools)
        return next(kind for kind, file in own.files.items() if file.read() == taken)


def forget_adviser(tools, number):
    version = engagement_numbered(number, tools).deliverable.current
    lacking = {**version.signatures["adviser"], "completed": "B-B"}
    version.signatures = {**version.signatures, "adviser": lacking}


def test_a_stamp_is_due_some_months_before_the_end(clock):
    now = clock()

    assert is_due(None, now)
    assert is_due(now + BEFORE_THE_END - timedelta(seconds=1), now)
    assert not is_due(now + BEFORE_THE_END, now)


def test_status_says_plainly_that_the_authority_is_for_demonstration(signed, cep):
    folder, _ = signed

    status, said, _ = cep("signatures", "status", "--folder", folder)

    assert status == 0
    assert "Niveau annoncé : signature simple." in said
    assert "Signataires : certificats d'une heure, émis par l'autorité de démonstration" in said
    assert "jusqu'au 1er janvier 2060" in said
    assert "Attention : cette instance n'est pas une démonstration" in said
    assert "signataires, cachet de l'opérateur, horodatage" in said


def test_a_demonstration_is_not_warned_of_itself(cep, tmp_path):
    make_demo(tmp_path / "demo", Plan(1), RULES, quietly)

    _, said, _ = cep("signatures", "status", "--folder", tmp_path / "demo")

    assert "Attention" not in said


def test_status_says_what_cannot_be_opened(signed, cep):
    folder, _ = signed
    secret(folder, "code", "secret-du-cachet")
    (folder / "cachet.p12").write_bytes(b"rien")
    (folder / "signing.yaml").write_text(
        "seal:\n  by: pkcs12\n  file: cachet.p12\n  password_file: code\n"
    )

    _, said, _ = cep("signatures", "status", "--folder", folder)
    told = json.loads(cep("signatures", "status", "--folder", folder, "--json")[1])

    assert "Cachet de l'opérateur : indisponible. La clé de" in said
    assert "secret-du-cachet" not in said
    assert [part["demonstration"] for part in told["parts"]] == [True, False, True]


def test_an_instance_that_does_not_sign_says_so(cep, tmp_path):
    make_folder(tmp_path / "instance")

    _, said, _ = cep("signatures", "status", "--folder", tmp_path / "instance")
    status, _, refused = cep("signatures", "renew", "--folder", tmp_path / "instance")

    assert "Cette instance ne signe pas" in said
    assert status == 1
    assert "Cette instance ne signe pas" in refused
