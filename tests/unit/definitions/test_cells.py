"""One place of a form: what is kept of what was typed, and what is refused."""

import pytest

from cep_docs.definitions.cells import LONGEST_LINE, LONGEST_TEXT, Cell, read_cell
from cep_docs.definitions.reading import Reader, Section

STATES = {"todo": "à faire", "done": "fait"}


def cell(kind, choices=None):
    return Cell("place", "Place", kind, False, False, choices or {}, "")


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("text", " un\r\n\r\n\r\n deux ", "un\n\ndeux"),
        ("text", "• un\n• deux", "- un\n- deux"),
        ("line", " une   ligne\n coupée ", "une ligne coupée"),
        ("yes_no", "yes", "yes"),
        ("day", " 2024-02-08 ", "2024-02-08"),
        ("amount", "1 234,5 €", "1234.50"),
        ("choice", "done", "done"),
    ],
)
def test_each_kind_is_kept_in_one_form(kind, typed, stored):
    known = STATES if kind == "choice" else None

    assert cell(kind, known).stored_form(typed) == stored
    assert cell(kind, known).stored_form(stored) == stored


@pytest.mark.parametrize("kind", ["text", "line", "yes_no", "day", "amount", "choice"])
def test_blank_stays_blank(kind):
    assert cell(kind, STATES).stored_form(" \n\t") == ""


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("text", "un\x00deux", "signe invisible"),
        ("line", "\ud800", "signe invisible"),
        ("yes_no", "peut-être", "oui ou non"),
        ("day", "31/02/2024", "date"),
        ("amount", "beaucoup", "par exemple 1 234,50"),
        ("choice", "jamais", r"l'une de : todo \(à faire\), done \(fait\)"),
    ],
)
def test_what_is_wrong_is_said_without_being_repeated(kind, typed, sentence):
    with pytest.raises(ValueError, match=f"(?i){sentence}") as refused:
        cell(kind, STATES).stored_form(typed)

    assert typed not in str(refused.value)


@pytest.mark.parametrize(("kind", "longest"), [("text", LONGEST_TEXT), ("line", LONGEST_LINE)])
def test_a_text_has_an_end(kind, longest):
    assert cell(kind).stored_form("a" * longest) == "a" * longest

    with pytest.raises(ValueError, match=f"au plus {longest} signes"):
        cell(kind).stored_form("a" * (longest + 1))


class TestReading:
    def read(self, **written):
        reader = Reader()
        section = Section("columns.yaml", 3, written, dict.fromkeys(written, 4))
        return read_cell(reader, "place", section), reader.faults

    def test_a_cell_knows_what_the_file_says(self):
        read, faults = self.read(label="Place", kind="line", required="yes", help="Une ligne.")

        assert (read.label, read.kind, read.required, read.advised) == (
            "Place",
            "line",
            True,
            False,
        )
        assert read.help == "Une ligne."
        assert faults == []

    @pytest.mark.parametrize(
        ("written", "sentence"),
        [
            ({"label": "Place", "kind": "picture"}, "mot inconnu : « picture »"),
            ({"label": "Place", "kind": "choice"}, "« choices » va avec « kind: choice »"),
            ({"label": "Place", "kind": "line", "size": "3"}, "« size » est inconnu ici"),
            ({"kind": "line"}, "« label » manque"),
        ],
    )
    def test_what_a_cell_cannot_be_is_told_with_its_line(self, written, sentence):
        _, faults = self.read(**written)

        assert any(sentence in fault for fault in faults)
        assert all(fault.startswith("columns.yaml:") for fault in faults)
