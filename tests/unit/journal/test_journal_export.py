"""An exported chain, verified by an auditor without cep_docs (R-128, AUD-02)."""

import subprocess
import sys
from pathlib import Path

import pytest

from cep_docs.journal import export
from cep_docs.journal.line import digest_of
from tests.unit.journal.tampering import edited, entry, journal_of

SCRIPT = Path(__file__).parents[3] / "docs" / "verify_journal.py"


@pytest.fixture
def journal():
    journal = journal_of(12)
    journal.record(entry("open", details={"motive": "urgence\r\n\u2028\x1b[2K « été »"}))
    journal.record(entry("view"))
    return journal


@pytest.fixture
def lines(journal):
    return list(export(journal))


@pytest.fixture
def audit(tmp_path):
    def audit(lines, *options, name="b-0001.jsonl"):
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode())
        return run(*options, path)

    return audit


def run(*arguments):
    # -I -S: neither this project nor any installed package can be imported.
    command = [sys.executable, "-I", "-S", "-X", "utf8", SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def change(lines):
    return [*lines[:4], edited(lines[4], who="u-6666"), *lines[5:]]


def change_one_space(lines):
    return [*lines[:4], lines[4].replace(":", ": ", 1), *lines[5:]]


def delete(lines):
    return lines[:4] + lines[5:]


def delete_the_first(lines):
    return lines[1:]


def delete_and_number_again(lines):
    rest = [edited(line, number=number) for number, line in enumerate(lines[5:], start=5)]
    return lines[:4] + rest


def swap(lines):
    return [*lines[:4], lines[5], lines[4], *lines[6:]]


def insert(lines):
    return [*lines[:5], edited(lines[4], number=6, after=digest_of(lines[4])), *lines[5:]]


def duplicate(lines):
    return [*lines[:5], lines[4], *lines[5:]]


def insert_a_blank(lines):
    return [*lines[:5], "", *lines[5:]]


def insert_nonsense(lines):
    return [*lines[:5], "[" * 100_000, *lines[5:]]


def insert_null(lines):
    return [*lines[:5], "null", *lines[5:]]


def chained_again(lines):
    """As a forger would who computes all digests again."""
    again = []
    for line in lines:
        again.append(edited(line, after=digest_of(again[-1]) if again else ""))
    return again


def delete_and_chain_again(lines):
    return chained_again(delete(lines))


def bring_from_another_journal_and_chain_again(lines):
    return chained_again(bring_from_another_journal(lines))


def cut_in_the_middle(lines):
    return [*lines[:5], lines[5][:40]]


def bring_from_another_journal(lines):
    return [*lines[:5], edited(lines[5], chain="b-0002"), *lines[6:]]


def empty(lines):
    return lines[:0]


TAMPERINGS = [
    change,
    change_one_space,
    delete,
    delete_the_first,
    delete_and_number_again,
    swap,
    insert,
    duplicate,
    insert_a_blank,
    insert_nonsense,
    insert_null,
    delete_and_chain_again,
    bring_from_another_journal_and_chain_again,
    cut_in_the_middle,
    bring_from_another_journal,
    empty,
]


def test_an_intact_export_is_found_intact(audit, journal, lines):
    status, verdict = audit(lines)

    assert status == 0
    assert "intact, 14 ligne(s) de 'b-0001'" in verdict
    assert journal.head in verdict
    assert "SAUF la dernière ligne" in verdict


def test_with_the_head_the_end_is_proved_too(audit, journal, lines):
    status, verdict = audit(lines, "--head", journal.head)

    assert status == 0
    assert "fin comprise" in verdict


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda found: found.__name__)
def test_a_tampered_export_is_found(audit, lines, tampering):
    status, verdict = audit(tampering(lines))

    assert status == 1
    assert "ANOMALIE" in verdict


def test_every_single_byte_counts(audit, journal, lines, tmp_path):
    data = bytearray("".join(f"{line}\n" for line in lines[:2]).encode())
    paths = []
    for position in range(0, len(data) - 1, 7):
        damaged = bytes([*data[:position], data[position] ^ 1, *data[position + 1 :]])
        paths.append(tmp_path / f"{position}.jsonl")
        paths[-1].write_bytes(damaged)

    _, verdict = run("--head", journal.head_at(2), *paths)

    assert verdict.count("ANOMALIE") == len(paths) > 50


@pytest.mark.parametrize("kept", [1, 5, 13])
def test_an_end_cut_off_is_found_with_the_head_alone(audit, journal, lines, kept):
    without, _ = audit(lines[:kept])
    status, verdict = audit(lines[:kept], "--head", journal.head)

    assert (without, status) == (0, 1)
    assert "fin coupée" in verdict


def test_a_changed_last_line_is_found_with_the_head_alone(audit, journal, lines):
    lines[-1] = edited(lines[-1], who="u-6666")

    without, _ = audit(lines)
    status, _ = audit(lines, "--head", journal.head)

    assert (without, status) == (0, 1)


def test_a_head_left_empty_by_mistake_is_no_proof(audit, lines):
    status, _ = audit(lines, "--head", "")

    assert status == 1


def test_one_bad_file_among_good_ones_makes_the_status(audit, lines, tmp_path):
    audit(lines)

    status, verdict = run(tmp_path / "b-0001.jsonl", tmp_path / "absent.jsonl")

    assert status == 1
    assert verdict.count("intact") == verdict.count("ANOMALIE") == 1


def test_a_name_taken_from_the_file_does_not_drive_the_screen(audit, lines):
    _, verdict = audit([edited(lines[0], chain="\x1b[2K")])

    assert "\x1b" not in verdict


def test_the_script_is_short_enough_to_be_read_r_128():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 50
