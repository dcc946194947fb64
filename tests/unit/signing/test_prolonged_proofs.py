"""A proof that was prolonged is still the same, and nothing else may be added (R-068, R-077)."""

import io
import random
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from cep_docs.signing.authority import UNTIL, make_authority
from cep_docs.signing.evidence import ROOT, sealed_evidence, unpacked
from cep_docs.signing.evidence_check import check_pdf
from cep_docs.signing.notary import notary_of
from cep_docs.signing.renewing import archived_until, sealed_until
from tests.foreign_signing import pdfsig
from tests.pdf_checks import faults
from tests.people import Clock
from tests.unit.signing.sample_evidence import EVIDENCE, HEAD

NOW = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A proof, and the same one prolonged twice, years later."""
    folder, clock = tmp_path_factory.mktemp("house"), Clock(NOW)
    make_authority(folder, "4G")
    notary = notary_of(folder, clock)
    proof = sealed_evidence(EVIDENCE, HEAD, notary, NOW)
    clock.now += timedelta(days=1500)
    once = notary.archive(proof)
    clock.now += timedelta(days=300)
    return proof, once, notary.archive(once)


@pytest.fixture(scope="module")
def root(made):
    return unpacked(made[0])[ROOT]


def changed(data, at, bit):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def only_stamped(pdf, folder, *changes):
    """By another house, whose stamp is a good one."""
    stamps = notary_of(folder, Clock(NOW + timedelta(days=2000))).stamps
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for change in changes:
        change(writer)
    stamped = PdfTimeStamper(stamps).timestamp_pdf(writer, "sha256")
    return stamped.getvalue()


def turn_a_page(writer):
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[NameObject("/Rotate")] = NumberObject(90)
    writer.mark_update(page.container_ref)


def add_a_field(writer):
    append_signature_field(writer, SigFieldSpec("ajout"))


def test_it_begins_with_the_first_one_and_holds(made, root):
    proof, once, twice = made

    for prolonged in (once, twice):
        checked = check_pdf(prolonged, root)
        assert prolonged.startswith(proof)
        assert checked.intact, [one.says for one in checked.findings]
        assert checked.evidence == EVIDENCE
        assert "prolongée" in checked.findings[1].says
        assert "2024-03-13" in checked.findings[1].says


def test_others_read_it_too(made, tmp_path):
    """Poppler finds every signature good; the file is still made to be kept and read by all."""
    proof, _, twice = made

    assert pdfsig(twice, tmp_path)[0] == "Signature is Valid."
    assert faults(twice) == faults(proof)
    assert unpacked(twice) == unpacked(proof)


def test_until_when_it_can_be_believed_is_read_in_it(made):
    proof, once, _ = made

    assert archived_until(proof) is None
    assert sealed_until(proof) == UNTIL
    assert sealed_until(once) == archived_until(once) == UNTIL


@pytest.mark.parametrize("more", [b"\n", b"%%EOF\n", b"1 0 obj <<>> endobj\n"])
def test_bytes_added_at_the_end_are_told(made, root, more):
    assert not check_pdf(made[2] + more, root).intact


def test_one_changed_bit_in_what_was_added_is_told(made, root):
    proof, once, _ = made
    dice = random.Random(77)
    places = range(len(proof) + 2, len(once), 307)

    accepted = [
        at for at in places if check_pdf(changed(once, at, dice.randrange(8)), root).intact
    ]

    assert accepted == []


@pytest.mark.parametrize("which", [0, 1], ids=["as sealed", "prolonged"])
def test_what_is_shown_may_not_change_under_a_later_stamp(made, root, which, tmp_path):
    """Whoever holds a good stamp may prolong; he may not write on the pages before."""
    make_authority(tmp_path, "7K")
    turned = IncrementalPdfFileWriter(io.BytesIO(made[which]))
    turn_a_page(turned)
    out = io.BytesIO()
    turned.write(out)

    apart = only_stamped(out.getvalue(), tmp_path)
    at_once = only_stamped(made[which], tmp_path, turn_a_page)

    both = root + (tmp_path / "authority" / "root.pem").read_bytes()
    assert not check_pdf(out.getvalue(), root).intact
    assert not check_pdf(apart, both).intact
    assert not check_pdf(at_once, both).intact
    assert check_pdf(only_stamped(made[which], tmp_path), both).intact


def test_nothing_hides_between_the_seal_and_a_later_stamp(made, root, tmp_path):
    make_authority(tmp_path, "7K")
    hidden = made[0] + b"% une phrase que personne ne voit\n"

    stamped = only_stamped(hidden, tmp_path)

    both = root + (tmp_path / "authority" / "root.pem").read_bytes()
    assert not check_pdf(stamped, both).intact


def test_no_field_is_added_along_with_a_later_stamp(made, root, tmp_path):
    make_authority(tmp_path, "7K")

    stamped = only_stamped(made[0], tmp_path, add_a_field)

    both = root + (tmp_path / "authority" / "root.pem").read_bytes()
    assert not check_pdf(stamped, both).intact


def test_a_stamp_of_somebody_else_prolongs_nothing(made, root, tmp_path):
    make_authority(tmp_path, "7K")

    prolonged = only_stamped(made[0], tmp_path)

    assert not check_pdf(prolonged, root).intact


def test_saved_again_it_is_no_proof(made, root):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made[2])) as opened:
        opened.save(out)

    assert not check_pdf(out.getvalue(), root).intact
