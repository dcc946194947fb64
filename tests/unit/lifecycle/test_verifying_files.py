"""Every night: the digest of each signed file, and once in a while its signatures (R-055)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Damaged
from cep_docs.lifecycle.known_files import (
    AUTHENTIC,
    CURRENT,
    FOLLOWED,
    INCOMPLETE,
    INTACT,
    REFUSED,
    REPLACED,
    UNKNOWN,
    WITHDRAWN,
    conclude,
    conclude_by_itself,
)
from cep_docs.lifecycle.known_words import label_of, said_of, sentence_of
from cep_docs.lifecycle.printing import PDF, SIGNED, STARTED
from cep_docs.lifecycle.proofs import prove_delivery
from cep_docs.lifecycle.verifying_files import (
    AGAIN_AFTER,
    DAMAGED,
    REFUSED_FILE,
    verify_files,
)
from cep_docs.signing.roots import roots_in, roots_of
from cep_docs.signing.verdict import BAD_STAMP, CHANGED, Claim, Verdict
from cep_docs.signing.verifying import verify
from tests.people import actor
from tests.unit.lifecycle.signed_units import sign_another, signed, started
from tests.unit.signing import attacks, proof_attacks


class Worn(StoredFile):
    """A file whose disk forgot it."""

    def read(self):
        raise Damaged("…")


@pytest.fixture
def folder(signing, tmp_path):
    """Where the authority is by which they sign."""
    return tmp_path


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

        assert (first[0].files, first[0].verified, first[1]) == (4, 3, 3)
        assert (second[0].files, second[0].verified, second[1]) == (4, 0, 0)
        assert first[0].sound
        assert second[0].sound
        assert version.files[SIGNED].verified_at is not None

    def test_it_is_verified_again_after_three_months(self, unit, night, clock):
        night()

        clock.now += AGAIN_AFTER - timedelta(minutes=1)
        before = night()
        clock.now += timedelta(minutes=1)

        assert before[0].verified == 0
        assert night()[0].verified == 3

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
        assert version.files[SIGNED].sha256 in found.in_french()[0]

    def test_a_renewal_mends_what_was_not_valid_any_more(self, unit, night, signing):
        """R-077: the newest one counts."""
        version = unit.deliverable.current
        good = version.files[SIGNED]
        version.files = {**version.files, SIGNED: signing.store(attacks.sealed(), "", "", "")}
        night()
        renewed = signing.notary.archive(good.read())
        version.add_file("renewed_1", signing.store(renewed, "", "", ""))

        found, _ = night()

        assert found.sound
        assert len(found.mended) == 1
        assert told(signing) == []

    def test_a_proof_that_is_not_valid_is_told_too(self, unit, night, signing):
        version = unit.deliverable.current
        other = signing.store(proof_attacks.good(), "", "", "")
        version.files = {**version.files, "proof_adviser": other}

        found, _ = night()

        assert [what for _, what in found.wrong] == [REFUSED_FILE]
        assert "(proof_adviser)" in found.in_french()[0]

    def test_a_night_has_an_end_and_the_next_one_goes_on(self, unit, night, signing, monkeypatch):
        signed(signing, birth_name="Marchand")
        monkeypatch.setattr("cep_docs.lifecycle.verifying_files.MOST_A_NIGHT", 4)

        counts = [night()[0].verified for _ in range(3)]

        assert counts == [4, 2, 0]


class TestAFileThatSomebodyHolds:
    def verdict(self, pdf, folder, tools):
        return verify(pdf, roots_of(folder, tools.now()))

    def test_the_signed_file_is_authentic_and_known(self, unit, folder, signing):
        pdf = unit.deliverable.current.files[SIGNED].read()

        found = conclude(self.verdict(pdf, folder, signing), signing)

        assert (found.word, found.known.version, found.known.final) == (AUTHENTIC, 1, True)
        assert (found.reasons, found.standing, found.counts) == ((), CURRENT, True)
        assert label_of(found) == "Authentique"
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
        assert (found.standing, found.counts) == (REPLACED, False)
        assert label_of(found).startswith("Authentique, mais remplacé par la version 2 du ")

    def test_a_version_signed_on_paper_replaces_one_signed_in_the_file(
        self, unit, folder, signing
    ):
        """R-072, R-078: there is no file of it, and it counts all the same."""
        pdf, day = unit.deliverable.current.files[SIGNED].read(), signing.now() + timedelta(5)
        sign_another(unit.deliverable, None, day)

        found = conclude(self.verdict(pdf, folder, signing), signing)

        assert (found.standing, found.known.replaced_by) == (REPLACED, 2)

    def test_one_that_the_adviser_alone_signed_since_replaces_nothing(self, unit, folder, signing):
        pdf = unit.deliverable.current.files[SIGNED].read()
        later = unit.deliverable.freeze({}, "1", "alice", signing.now())
        later.add_signature("adviser", unit.deliverable["1"].signatures["adviser"])

        assert conclude(self.verdict(pdf, folder, signing), signing).standing == CURRENT

    def test_what_was_only_withdrawn_says_so(self, unit, folder, signing):
        version = unit.deliverable.current
        version.withdrawn_because = "une raison qui ne regarde personne"

        found = conclude(self.verdict(version.files[SIGNED].read(), folder, signing), signing)

        assert (found.standing, found.counts) == (WITHDRAWN, False)
        assert label_of(found) == "Authentique, mais retiré"
        assert "ne regarde personne" not in " ".join(said_of(found))

    def test_what_was_prolonged_since_is_authentic_and_says_so(self, unit, folder, signing):
        """R-077: the original, and each renewal but the last one."""
        version, tools = unit.deliverable.current, signing
        first = tools.notary.archive(version.files[SIGNED].read())
        second = tools.notary.archive(first)
        for rank, pdf in enumerate((first, second), 1):
            version.add_file(f"renewed_{rank}", tools.store(pdf, "", "", ""))

        found = [
            conclude(self.verdict(pdf, folder, tools), tools)
            for pdf in (version.files[SIGNED].read(), first, second)
        ]

        assert [one.standing for one in found] == [FOLLOWED, FOLLOWED, CURRENT]
        assert [one.word for one in found] == [AUTHENTIC] * 3
        assert all(one.counts for one in found)
        assert "mais un fichier plus récent existe" in label_of(found[1])
        assert "Ce sont les mêmes signatures" in " ".join(said_of(found[1]))

    def test_what_nobody_vouches_for_any_more_is_vouched_for_by_its_renewal(
        self, unit, folder, signing
    ):
        """Its stamp ended; the renewal begins with these very bytes. A change is a change."""
        version = unit.deliverable.current
        verdict = self.verdict(version.files[SIGNED].read(), folder, signing)
        ended, changed = (replace(verdict, faults=(fault,)) for fault in (BAD_STAMP, CHANGED))
        alone = conclude(ended, signing).word
        version.add_file("renewed_1", signing.store(b"%PDF", "", "", ""))

        assert alone == REFUSED
        assert conclude(ended, signing).word == AUTHENTIC
        assert conclude(changed, signing).word == REFUSED

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

    def test_a_proof_that_is_kept_is_authentic_and_says_of_what(self, unit, folder, signing):
        """R-068, R-078: a document of ours like another."""
        version = unit.deliverable.current
        for role, name in (("adviser", "conseiller"), ("beneficiary", "personne accompagnée")):
            pdf = version.files[f"proof_{role}"].read()

            found = conclude(self.verdict(pdf, folder, signing), signing)

            assert (found.word, found.standing) == (AUTHENTIC, CURRENT)
            assert "Cette preuve d'une signature" in sentence_of(found)
            told = " ".join(said_of(found))
            assert f"({name}) a signé électroniquement" in told
            assert "version 1 du dossier" in told
            assert "Aucune version plus récente" in told

    def test_the_proof_that_was_told_again_at_delivery_follows_the_first(
        self, unit, folder, signing
    ):
        version = unit.deliverable.current
        first = version.files["proof_beneficiary"].read()
        prove_delivery(version, actor(signing, "alice"), signing)

        found = conclude(self.verdict(first, folder, signing), signing)
        last = version.files["proof_beneficiary_delivered"].read()

        assert found.standing == FOLLOWED
        assert label_of(found) == "Authentique, mais une preuve plus récente existe"
        assert conclude(self.verdict(last, folder, signing), signing).standing == CURRENT
        adviser = version.files["proof_adviser"].read()
        assert conclude(self.verdict(adviser, folder, signing), signing).standing == CURRENT

    def test_the_proof_of_a_version_that_was_replaced_says_so(self, unit, folder, signing):
        pdf = unit.deliverable.current.files["proof_beneficiary"].read()
        sign_another(unit.deliverable, None, signing.now() + timedelta(5))

        found = conclude(self.verdict(pdf, folder, signing), signing)

        assert found.standing == REPLACED
        assert label_of(found).startswith("Authentique, mais d'une version remplacée par la ")

    def test_a_proof_that_is_not_kept_here_learns_nothing(self, unit, folder, signing):
        """R-078: sealed by this house as it may be, of a number that exists."""
        pdf = unit.deliverable.current.files["proof_beneficiary"].read()
        again = signing.notary.archive(pdf)

        found = conclude(self.verdict(again, folder, signing), signing)

        assert (found.word, found.known, found.standing) == (UNKNOWN, None, "")

    def test_without_records_the_file_speaks_for_itself(self, unit, folder, signing):
        pdf = unit.deliverable.current.files[SIGNED].read()
        nobody = verify(pdf, roots_in((), signing.now()))

        assert conclude_by_itself(self.verdict(pdf, folder, signing)).word == AUTHENTIC
        assert conclude_by_itself(nobody).word == INTACT
        assert conclude_by_itself(verify(b"", roots_in((), signing.now()))).word == REFUSED
