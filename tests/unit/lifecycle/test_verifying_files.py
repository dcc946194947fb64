"""Every night: the digest of each signed file, and once in a while its signatures (R-055)."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Damaged
from cep_docs.lifecycle.known_files import (
    AUTHENTIC,
    INCOMPLETE,
    INTACT,
    REFUSED,
    UNKNOWN,
    conclude,
    conclude_by_itself,
)
from cep_docs.lifecycle.printing import PDF, SIGNED, STARTED
from cep_docs.lifecycle.verifying_files import (
    AGAIN_AFTER,
    DAMAGED,
    REFUSED_FILE,
    verify_files,
)
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from cep_docs.signing.roots import roots_in, roots_of
from cep_docs.signing.verdict import Claim, Verdict
from cep_docs.signing.verifying import verify
from tests.unit.lifecycle.signed_units import sign_another, signed, started
from tests.unit.signing import attacks


class Kept:
    """Files, without a database."""

    def __init__(self, now):
        self._now = now

    def __call__(self, source, name, media_type, account):
        file = StoredFile(name, media_type, self._now(), account)
        file._fill(BytesIO(source))
        return file


class Worn(StoredFile):
    """A file whose disk forgot it."""

    def read(self):
        raise Damaged("…")


@pytest.fixture
def folder(tmp_path):
    make_authority(tmp_path, "4G")
    return tmp_path


@pytest.fixture
def signing(house, folder):
    return replace(
        house,
        press=on_paper,
        notary=notary_of(folder, house.now),
        store=Kept(house.now),
    )


@pytest.fixture
def unit(signing):
    return signed(signing)


@pytest.fixture
def night(signing, folder):
    """A night, as (what it found, how many transactions wrote)."""

    def spend():
        writes = []

        def write(work):
            writes.append(work)
            return work(signing)

        trust = roots_of(folder, signing.now())
        found = verify_files(lambda work: work(signing), write, trust, lambda done, total: None)
        return found, len(writes)

    return spend


def told(tools):
    """What waits for the administrator."""
    return [tools.site.outbox[key].about for _, key in tools.catalog.notices("administrator", "")]


def damage(version, kind):
    file = version.files[kind]
    whole = file.__class__
    file.__class__ = Worn
    return lambda: setattr(file, "__class__", whole)


class TestTheNight:
    def test_a_signed_file_is_verified_once_then_only_its_digest(self, unit, night):
        version = unit.deliverable.current

        first, second = night(), night()

        assert (first[0].files, first[0].verified, first[1]) == (2, 1, 1)
        assert (second[0].files, second[0].verified, second[1]) == (2, 0, 0)
        assert first[0].sound
        assert second[0].sound
        assert version.files[SIGNED].verified_at is not None

    def test_it_is_verified_again_after_three_months(self, unit, night, clock):
        night()

        clock.now += AGAIN_AFTER - timedelta(minutes=1)
        before = night()
        clock.now += timedelta(minutes=1)

        assert before[0].verified == 0
        assert night()[0].verified == 1

    def test_a_damaged_file_is_set_apart_and_the_administrator_told_once(
        self, unit, night, signing
    ):
        version = unit.deliverable.current
        night()
        damage(version, SIGNED)

        found, again = night(), night()

        assert [what for _, what in found[0].wrong] == [DAMAGED] == [w for _, w in again[0].wrong]
        assert "signed" in found[0].in_french()[0]
        assert version.files[SIGNED].set_apart == DAMAGED
        assert told(signing) == [DAMAGED]
        journal = [line["what"] for line in unit.__parent__.__parent__.journal]
        assert journal.count("set_file_apart") == 1

    def test_once_it_is_restored_all_is_well_again(self, unit, night, signing):
        version = unit.deliverable.current
        restore = damage(version, STARTED)
        night()
        restore()

        found, _ = night()

        assert found.sound
        assert len(found.mended) == 1
        assert version.files[STARTED].set_apart == ""
        assert told(signing) == []

    def test_signatures_that_are_not_valid_any_more_are_told(self, unit, night, signing):
        """The bytes are those that were kept, but the authority is another one."""
        version = unit.deliverable.current
        version.files = {**version.files, SIGNED: signing.store(attacks.sealed(), "", "", "")}

        found, _ = night()
        again, _ = night()

        assert [what for _, what in found.wrong] == [REFUSED_FILE] == [w for _, w in again.wrong]
        assert told(signing) == [REFUSED_FILE]

    def test_a_night_has_an_end_and_the_next_one_goes_on(self, unit, night, signing, monkeypatch):
        signed(signing, birth_name="Marchand")
        monkeypatch.setattr("cep_docs.lifecycle.verifying_files.MOST_A_NIGHT", 1)

        counts = [night()[0].verified for _ in range(3)]

        assert counts == [1, 1, 0]


class TestAFileThatSomebodyHolds:
    def verdict(self, pdf, folder, tools):
        return verify(pdf, roots_of(folder, tools.now()))

    def test_the_signed_file_is_authentic_and_known(self, unit, folder, signing):
        pdf = unit.deliverable.current.files[SIGNED].read()

        found = conclude(self.verdict(pdf, folder, signing), signing)

        assert (found.word, found.known.version, found.known.final) == (AUTHENTIC, 1, True)
        assert found.reasons == ()
        assert found.label == "Authentique"
        assert found.verdict.claim == Claim(unit.number, unit.deliverable.kind, "1")

    def test_what_was_archived_again_and_kept_is_known_too(self, unit, folder, signing):
        version = unit.deliverable.current
        renewed = signing.notary.archive(version.files[SIGNED].read())
        version.add_file("renewed_1", signing.store(renewed, "", "", ""))

        found = conclude(self.verdict(renewed, folder, signing), signing)

        assert (found.word, found.known.final) == (AUTHENTIC, True)

    def test_what_was_withdrawn_and_replaced_says_so(self, unit, folder, signing):
        """R-078: it stays authentic, but another version counts."""
        pdf, day = unit.deliverable.current.files[SIGNED].read(), signing.now() + timedelta(5)
        newer = signing.store(b"%PDF-1.7 of the second version", "", "", "")
        sign_another(unit.deliverable, newer, day)

        found = conclude(self.verdict(pdf, folder, signing), signing)

        assert found.word == AUTHENTIC
        assert (found.known.version, found.known.withdrawn) == (1, True)
        assert (found.known.replaced_by, found.known.replaced_on) == (2, day.date())

    def test_the_file_of_the_adviser_alone_is_incomplete(self, signing, folder):
        version = started(signing).deliverable.current

        for kind in (PDF, STARTED):
            pdf = version.files[kind].read()
            assert conclude(self.verdict(pdf, folder, signing), signing).word == INCOMPLETE

    def test_other_bytes_are_unknown_whatever_they_say(self, unit, folder, signing):
        pdf = unit.deliverable.current.files[SIGNED].read()
        archived = signing.notary.archive(pdf)

        unknown = conclude(self.verdict(archived, folder, signing), signing)
        forged = conclude(self.verdict(pdf + b"\nx", folder, signing), signing)

        assert (unknown.word, unknown.known) == (UNKNOWN, None)
        assert (forged.word, forged.known) == (REFUSED, None)

    @pytest.mark.parametrize("number", ["", "E4200000000000", "x" * 60, "E4G2001UO10001"])
    def test_a_number_that_is_invented_is_unknown(self, number, signing):
        verdict = Verdict("0" * 64, claim=Claim(number, "", ""))

        assert conclude(verdict, signing).word == UNKNOWN

    def test_without_records_the_file_speaks_for_itself(self, unit, folder, signing):
        pdf = unit.deliverable.current.files[SIGNED].read()
        nobody = verify(pdf, roots_in((), signing.now()))

        assert conclude_by_itself(self.verdict(pdf, folder, signing)).word == AUTHENTIC
        assert conclude_by_itself(nobody).word == INTACT
        assert conclude_by_itself(verify(b"", roots_in((), signing.now()))).word == REFUSED
