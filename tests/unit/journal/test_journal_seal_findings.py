"""What the seals show that a chain alone cannot (R-128, AUD-03)."""

import hashlib
from datetime import date

import pytest
import transaction
from ZODB.blob import Blob, BlobStorage
from ZODB.DB import DB
from ZODB.MappingStorage import MappingStorage

from cep_docs.errors import Damaged
from cep_docs.journal import Journal, Seals, seal, seal_findings, verify_seals
from tests.unit.journal.tampering import (
    NOON,
    TOMORROW,
    covered,
    edited,
    entry,
    journal_of,
    rewrite,
)


def found(seals, journals, published=()):
    all_found = seal_findings(seals, journals.get, published)
    return [(finding.chain, finding.line, finding.kind) for finding in all_found]


class TestDamage:
    def test_untouched_seals_verify(self, seals, journals):
        verify_seals(seals, journals.get)

        assert found(seals, journals) == []

    def test_lines_recorded_since_are_no_damage(self, seals, journals):
        for journal in journals.values():
            journal.record(entry())

        verify_seals(seals, journals.get)

    def test_an_end_cut_off_with_count_and_head_put_right_is_found(self, seals, journals):
        journal = journals["b-0002"]
        shorter = journal_of(11, "b-0002")
        rewrite(journal, list(shorter.lines()))
        journal.count, journal.head = shorter.count, shorter.head

        journal.verify()

        assert found(seals, journals) == [("b-0002", 12, "truncated")]

    def test_a_shorter_chain_is_found_whatever_is_sealed_and_recorded_later(self, seals, journals):
        journals["b-0002"] = journal_of(11, "b-0002")
        seal(seals, journals.values(), TOMORROW)

        journals["b-0002"].record(entry("other"))
        seal(seals, journals.values(), TOMORROW)

        assert found(seals, journals) == [("b-0002", 12, "changed")]

    def test_a_chain_made_again_from_end_to_end_is_found(self, seals, journals):
        journal = journals["b-0001"]
        again = Journal("b-0001")
        for _ in range(12):
            again.record(entry("view", who="u-6666"))
        journals["b-0001"] = again

        journal.verify()

        assert found(seals, journals) == [("b-0001", 12, "changed")]

    def test_a_changed_line_under_the_seal_is_found(self, seals, journals):
        lines = list(journals["b-0001"].lines())
        lines[11] = edited(lines[11], who="u-6666")

        rewrite(journals["b-0001"], lines)

        assert found(seals, journals) == [("b-0001", 12, "changed")]

    def test_a_chain_that_disappeared_is_found(self, seals, journals):
        del journals["b-0001"]

        assert found(seals, journals) == [("b-0001", 12, "disappeared")]

    @pytest.mark.parametrize(
        "change",
        [
            {"day": date(2020, 1, 1)},
            {"after": "0" * 64},
            {"chains": 4},
            {"digest": "0" * 64},
            {"number": 7},
        ],
    )
    def test_a_changed_seal_is_found(self, seals, journals, change):
        vars(seals.find(1)).update(change)

        assert ("", 1, "seal_changed") in found(seals, journals)

    def test_a_seal_made_again_breaks_the_next_one(self, seals, journals):
        first = seals.find(1)
        first.day = date(2020, 1, 1)

        first.digest = first.expected_digest

        assert found(seals, journals) == [("", 2, "seal_changed")]

    def test_the_last_seal_made_again_is_not_the_head(self, seals, journals):
        last = seals.find(2)
        last.day = date(2020, 1, 1)

        last.digest = last.expected_digest

        assert found(seals, journals) == [("", 2, "seal_changed")]

    @pytest.mark.parametrize("number", [1, 2])
    def test_a_missing_seal_is_found(self, seals, journals, number):
        del seals._seals[number]

        assert ("", number, "seal_missing") in found(seals, journals)

    def test_all_seals_missing_are_found(self, seals, journals):
        seals._seals.clear()

        assert ("", 1, "seal_missing") in found(seals, journals)

    def test_a_seal_added_behind_the_application_is_found(self, seals, journals):
        seals._add(date(2020, 1, 4), [])

        seals.count, seals.head = 2, seals.find(2).digest

        assert found(seals, journals) == [("", 2, "seal_changed")]

    def test_a_changed_text_under_a_seal_is_found(self, seals, journals):
        text = covered(seals.find(1)).replace(b'"count":12', b'"count":11')
        with seals.find(1).blob.open("w") as file:
            file.write(text)

        assert found(seals, journals) == [("", 1, "cover_changed")]

    def test_a_changed_text_with_its_digest_put_right_is_a_changed_seal(self, seals, journals):
        text = covered(seals.find(1)).replace(b'"count":12', b'"count":11')
        with seals.find(1).blob.open("w") as file:
            file.write(text)

        seals.find(1).covered = hashlib.sha256(text).hexdigest()

        assert ("", 1, "seal_changed") in found(seals, journals)

    def test_a_text_that_is_not_there_is_found(self, seals, journals):
        seals.find(1).blob = Blob()

        assert found(seals, journals) == [("", 1, "cover_changed")]

    def test_a_digest_published_elsewhere_shows_an_old_database(self, seals, journals):
        published = [seals.find(1).digest, seals.head]
        assert found(seals, journals, published) == []

        del seals._seals[2]
        seals.count, seals.head = 1, seals.find(1).digest

        assert found(seals, journals) == []
        assert found(seals, journals, published) == [("", 2, "seal_missing")]

    def test_the_sentence_says_which_seal_and_what_to_do(self, seals, journals):
        seals.find(1).chains = 4

        with pytest.raises(Damaged) as raised:
            verify_seals(seals, journals.get)

        assert "scellé n° 1 " in str(raised.value)
        assert "sauvegarde" in str(raised.value)


class TestInADatabase:
    def test_a_file_taken_away_is_found(self, root, tmp_path):
        for path in (tmp_path / "blobs").rglob("*.blob"):
            path.unlink()

        assert found(root["seals"], root["journals"]) == [("", 1, "cover_changed")]

    def test_a_file_emptied_by_a_power_cut_is_found(self, root, tmp_path):
        for path in (tmp_path / "blobs").rglob("*.blob"):
            path.chmod(0o600)
            path.write_bytes(b"")

        assert found(root["seals"], root["journals"]) == [("", 1, "cover_changed")]


class TestInADatabaseThatLostSomething:
    @pytest.fixture
    def storage(self):
        return MappingStorage()

    @pytest.fixture
    def root(self, storage, journals, tmp_path):
        database = DB(BlobStorage(str(tmp_path / "blobs"), storage))
        root = database.open().root()
        root["journals"], root["seals"] = journals, Seals()
        seal(root["seals"], journals.values(), NOON)
        transaction.commit()
        yield root
        transaction.abort()
        database.close()

    def test_a_seal_lost_is_a_missing_seal(self, storage, root):
        del storage._data[root["seals"].find(1)._p_oid]
        root._p_jar.cacheMinimize()

        assert ("", 1, "seal_missing") in found(root["seals"], root["journals"])

    def test_a_page_lost_under_a_seal_is_a_truncated_chain(self, storage, root):
        journal = root["journals"]["b-0001"]
        seals = Seals()
        seal(seals, [journal_of(8, "b-0001")], NOON)
        del storage._data[journal._pages[0]._p_oid]
        root._p_jar.cacheMinimize()

        assert found(seals, root["journals"]) == [("b-0001", 8, "truncated")]
