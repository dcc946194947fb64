"""The nightly seal over all heads (R-128)."""

import hashlib
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import transaction

from cep_docs.errors import Invalid
from cep_docs.journal import Journal, Seals, seal, verify_seals
from tests.unit.journal.tampering import NOON, TOMORROW, covered, entry, journal_of


class TestSealing:
    def test_a_seal_covers_all_heads_in_the_order_of_the_chains(self, seals, journals):
        first = seals.find(1)

        lines = [json.loads(line) for line in covered(first).splitlines()]

        assert lines == [
            {"chain": name, "count": 12, "head": journals[name].head_at(12)}
            for name in ("b-0001", "b-0002", "b-0010")
        ]
        assert first.chains == 3

    def test_the_next_seal_covers_only_what_moved(self, seals, journals):
        (line,) = covered(seals.find(2)).splitlines()

        assert json.loads(line) == {
            "chain": "b-0010",
            "count": 13,
            "head": journals["b-0010"].head,
        }

    def test_its_digest_is_that_of_the_one_before_the_day_the_number_and_the_text(self, seals):
        first, second = seals
        text = hashlib.sha256(covered(second)).hexdigest()

        said = json.dumps([first.digest, "2020-01-03", 1, text], separators=(",", ":"))

        assert second.digest == hashlib.sha256(said.encode()).hexdigest() == seals.head
        assert (second.after, second.covered) == (first.digest, text)

    def test_again_the_same_day_with_nothing_new_it_adds_nothing(self, seals, journals):
        head = seals.head

        again = seal(seals, journals.values(), TOMORROW)

        assert again is seals.find(2)
        assert (len(seals), seals.head) == (2, head)

    def test_again_the_same_day_with_something_new_it_adds_a_seal(self, seals, journals):
        journals["b-0001"].record(entry())

        again = seal(seals, journals.values(), TOMORROW)

        assert (again.number, again.day, again.chains) == (3, TOMORROW.date(), 1)

    def test_another_day_with_nothing_new_is_sealed_too(self, seals, journals):
        empty = seal(seals, journals.values(), TOMORROW + timedelta(days=1))

        assert (empty.number, empty.chains, covered(empty)) == (3, 0, b"")
        verify_seals(seals, journals.get)

    def test_a_chain_that_became_shorter_is_sealed_as_it_stands(self, seals, journals):
        journals["b-0002"] = journal_of(11, "b-0002")

        sealed = seal(seals, journals.values(), TOMORROW)

        assert json.loads(covered(sealed))["count"] == 11

    def test_the_day_is_that_of_the_night_job(self):
        seals, paris = Seals(), timezone(timedelta(hours=1))

        sealed = seal(seals, [], datetime(2020, 1, 2, 0, 30, tzinfo=paris))

        assert sealed.day == date(2020, 1, 2)

    def test_an_hour_without_time_zone_is_refused(self, journals):
        seals = Seals()

        with pytest.raises(Invalid):
            seal(seals, journals.values(), datetime(2020, 1, 2))  # noqa: DTZ001

        assert seals.count == 0

    def test_a_journal_without_a_line_is_not_sealed(self):
        sealed = seal(Seals(), [Journal("b-0001")], NOON)

        assert sealed.chains == 0


class TestInADatabase:
    def test_what_was_sealed_verifies_again(self, root):
        verify_seals(root["seals"], root["journals"].get)

        assert covered(root["seals"].find(1)).count(b"\n") == 3

    def test_what_is_being_sealed_is_written_beside_the_database_alone(self, root, tmp_path):
        sealed = seal(root["seals"], [], TOMORROW)

        assert Path(sealed.blob._p_blob_uncommitted).is_relative_to(tmp_path / "blobs")

    def test_sealing_writes_on_no_journal(self, root):
        journal = root["journals"]["b-0001"]
        journal.record(entry())
        transaction.commit()
        before = journal._p_serial

        seal(root["seals"], root["journals"].values(), TOMORROW)
        transaction.commit()

        journal._p_activate()
        assert journal._p_serial == before

    def test_sealing_leaves_no_journal_in_memory(self, root):
        journals = root["journals"].values()

        seal(root["seals"], journals, TOMORROW)

        assert [journal._p_changed for journal in journals] == [None, None, None]  # ghosts

    def test_verifying_leaves_no_journal_in_memory(self, root):
        journals = root["journals"]

        verify_seals(root["seals"], journals.get)

        assert [journal._p_changed for journal in journals.values()] == [None, None, None]
