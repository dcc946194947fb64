"""How commands speak."""

import json
from datetime import date

import pytest
from rich.console import Console

from cep_docs.cli import output
from cep_docs.cli.output import counted, progress, say


def test_a_person_reads_sentences(capsys):
    say(False, {"n": 1}, "Une phrase.", "Une autre.")

    assert capsys.readouterr().out == "Une phrase.\nUne autre.\n"


def test_a_program_reads_json_with_its_accents(capsys):
    say(True, {"état": date(2024, 2, 8)}, "Une phrase.")

    told = capsys.readouterr().out
    assert "état" in told
    assert json.loads(told) == {"état": "2024-02-08"}


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 sceau"), (1, "1 sceau"), (2000, "2\u202f000 sceaux")]
)
def test_things_are_counted_as_french_counts(number, said):
    assert counted(number, "sceau", "sceaux") == said


def test_in_a_log_progress_is_ten_lines_at_most(capsys):
    with progress("Lecture") as tell:
        for done in range(1, 501):
            tell(done, 500)

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[0] == "Lecture : 50 / 500"
    assert len(said.err.splitlines()) == 10


def test_when_nobody_knows_the_end_a_line_says_twice_as_much(capsys):
    with progress("Lecture") as tell:
        for done in range(0, 9000, 100):
            tell(done, 0)

    assert capsys.readouterr().err.splitlines() == [
        "Lecture : 2\u202f000",
        "Lecture : 4\u202f000",
        "Lecture : 8\u202f000",
    ]


def test_on_a_terminal_a_bar_shows_how_far_it_is(monkeypatch, capsys):
    def terminal(**options):
        return Console(**options, force_terminal=True, width=80)

    monkeypatch.setattr(output, "Console", terminal)

    with progress("Lecture") as tell:
        tell(3, 12)
        tell(12, 0)

    assert "Lecture" in capsys.readouterr().err
