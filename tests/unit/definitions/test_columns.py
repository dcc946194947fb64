"""Tables people fill in: their lines, what each lacks, what must agree between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.definitions.columns import MOST_ROWS, financing_totals, load_columns
from cep_docs.definitions.reading import Reader
from tests.people import RULES
from tests.rule_files import RuleFiles

TABLES = RULES.agreements["cctp-2019"].columns
STEPS, FINANCING, COMPETENCES = TABLES["steps"], TABLES["financing"], TABLES["competences"]
PATH = "templates/cctp-2019/columns.yaml"


def line(**written):
    return {"item": "Formation", **written}


class TestLines:
    def test_have_all_their_columns_and_no_blank_line_is_kept(self):
        stored = STEPS.stored_rows(
            [{"objective": " Entrer ", "action": "- un"}, {"objective": "  "}, {}]
        )

        assert stored == [
            {"objective": "Entrer", "action": "- un", "who": "", "due_on": "", "state": ""}
        ]
        assert STEPS.stored_rows(stored) == stored

    @pytest.mark.parametrize(
        ("rows", "sentence"),
        [
            ("un texte", "un tableau est attendu : reporter ce texte ligne par ligne"),
            (12, "des lignes sont attendues"),
            (["un"], "des lignes sont attendues"),
            ([{"price": "12"}], "ligne 1 : une colonne n'est pas dans la trame"),
            ([{}, {"objective": 12}], "ligne 2 : une colonne n'est pas dans la trame"),
            ([{"due_on": "demain"}], "ligne 1, « Échéance » : "),
            ([{"state": "oublié"}], "ligne 1, « État » : la réponse attendue"),
            ([{"action": "x"}] * (MOST_ROWS + 1), f"au plus {MOST_ROWS} lignes"),
        ],
    )
    def test_that_cannot_be_kept_are_told_by_line_and_column(self, rows, sentence):
        with pytest.raises(ValueError, match=sentence):
            STEPS.stored_rows(rows)

    def test_may_be_many(self):
        assert len(STEPS.stored_rows([{"action": "x"}] * MOST_ROWS)) == MOST_ROWS

    def test_lack_what_is_required_and_are_doubted_for_what_is_advised_r_047_r_048(self):
        rows = STEPS.stored_rows([{"objective": "Entrer"}, {"objective": "A", "action": "B"}])

        assert STEPS.faults(rows) == ["ligne 1, « Action » est vide"]
        assert STEPS.doubts(rows) == [
            "ligne 1, « Qui » n'est pas précisé",
            "ligne 1, « Échéance » n'est pas précisé",
            "ligne 2, « Qui » n'est pas précisé",
            "ligne 2, « Échéance » n'est pas précisé",
        ]

    def test_a_competence_without_evidence_is_signalled_and_not_refused_r_047(self):
        rows = [{"label": "Accueillir", "kind": "acquired"}]

        assert COMPETENCES.faults(rows) == []
        assert COMPETENCES.doubts(rows) == ["ligne 1, « Ce qui le montre » n'est pas précisé"]


class TestFinancing:
    """R-049."""

    def test_is_summed_without_what_was_refused(self):
        rows = [
            line(cost="1000.00", funder="CPF", amount="600.00", state="granted"),
            line(cost="200.50", funder="Région", amount="200.50", state="refused"),
            line(funder="Agefiph", amount="100.10"),
        ]

        assert financing_totals(rows) == {
            "cost": "1200.50",
            "funded": "700.10",
            "remains": "500.40",
        }
        assert FINANCING.faults(rows) == []

    def test_may_not_be_more_than_the_cost(self):
        rows = [line(cost="100.00", funder="CPF", amount="100.01")]

        (fault,) = FINANCING.faults(rows)

        assert fault == (
            "les financements (100,01\u00a0€) dépassent le coût (100\u00a0€) ; "
            "corriger l'un ou l'autre"
        )

    def test_has_somebody_who_pays(self):
        rows = [line(cost="100.00"), line(cost="50.00", amount="20.00")]

        assert FINANCING.faults(rows) == ["ligne 2, un montant est financé sans financeur"]

    @given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=30))
    def test_never_loses_a_cent(self, lines):
        rows = [
            line(cost=f"{cost / 100:.2f}", amount=f"{amount / 100:.2f}", funder="CPF")
            for cost, amount in lines
        ]

        totals = financing_totals(rows)

        cost, funded = (sum(column) for column in zip(*lines, strict=True)) if lines else (0, 0)
        assert totals["remains"] == f"{(cost - funded) / 100:.2f}"
        assert (funded > cost) == any("dépassent" in fault for fault in FINANCING.faults(rows))


class TestReading:
    @pytest.fixture
    def files(self, tmp_path):
        return RuleFiles(tmp_path)

    def faults(self, files):
        reader = Reader(files.folder)
        load_columns(reader, "cctp-2019")
        return list(reader.faults)

    def test_the_tables_of_the_house_hold_no_fault(self, files):
        assert self.faults(files) == []
        assert load_columns(Reader(), "marche-2024") == {}

    def test_the_lists_of_providers_are_those_of_the_program_r_082(self):
        assert [name for name, of in TABLES.items() if of.computed] == ["providers"]

    @pytest.mark.parametrize(
        ("old", "new", "sentence"),
        [
            ("agrees: the_sums_agree", "agrees: the_stars_agree", "mot inconnu"),
            ("kind: amount", "kind: money", "mot inconnu : « money »"),
            ("  source: CCTP § 2.1.3 (L748-751) ; R-047\n", "", "« source » manque"),
            ("  computed: yes", "  computed: oui", "« computed » vaut yes ou no"),
        ],
    )
    def test_a_wrong_table_is_told_with_its_line(self, files, old, new, sentence):
        files.change(PATH, old, new)

        found = self.faults(files)

        assert any(sentence in fault for fault in found)
        assert all(fault.startswith(f"{PATH}:") for fault in found)
