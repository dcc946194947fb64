"""Why units close: a rule for every code of the table (R-029…R-033, R-041, C-40, C-47)."""

import shutil

import pytest

from cep_docs.definitions.closing import load_closing
from cep_docs.definitions.reading import FILES, Reader
from cep_docs.definitions.tables import load_tables

PATH = "policies/cctp-2019/closing.yaml"
UNITS = {
    "cctp-2019": ("UO0", "UO1", "UO2.1", "UO2.2"),
    "marche-2024": ("RDV1", "RDVS"),
}


@pytest.fixture
def files(tmp_path):
    shutil.copytree(FILES / "policies", tmp_path / "policies")
    return tmp_path


def load(reader, agreement="cctp-2019"):
    return load_closing(reader, agreement, load_tables(reader, agreement), UNITS[agreement])


@pytest.fixture(scope="module")
def reasons():
    return load(Reader())


@pytest.mark.parametrize("agreement", UNITS)
def test_the_files_of_the_house_hold_no_fault(agreement):
    reader = Reader()

    reasons = load(reader, agreement)

    assert reader.faults == []
    assert reasons.keys() == {
        row.code for row in load_tables(reader, agreement)["motif_cloture"].rows
    }


def test_only_the_night_closes_as_abandoned_r_032(reasons):
    abandon = reasons["AUTO_ABANDON"]

    assert abandon.by == ("clockwork",)
    assert not abandon.voluntary
    assert abandon.units == ("UO1", "UO2.1", "UO2.2")
    assert abandon.fits("UO1", "clockwork")
    assert not abandon.fits("UO1", "adviser")
    assert not abandon.fits("UO0", "clockwork")


def test_what_is_paid_for_an_abandonment_is_not_known_r_041_c_40(reasons):
    billable = {reason.code: reason.billable for reason in reasons.values()}

    assert billable["AUTO_ABANDON"] == "unknown"
    assert {billable["DECES"], billable["VOL_SITUATION"], billable["ERREUR"]} == {"no"}
    assert billable["VOL_SIGNE"] == "yes"


def test_death_and_moving_away_take_a_proof_c_47(reasons):
    needed = {reasons[code].needs["UO2.1"] for code in ("DECES", "VOL_SITUATION")}

    assert needed == {("proof",)}


def test_a_wished_closing_has_its_signed_deliverable_or_its_written_trace(reasons):
    wished = [r for r in reasons.values() if r.voluntary and r.code != "VOL_SITUATION"]

    for reason in wished:
        for unit, needs in reason.needs.items():
            expected = "written_trace" if unit == "UO2.2" else "signed_deliverable"
            assert expected in needs, (reason.code, unit)


def test_uo2_2_is_not_closed_on_a_wish_without_description_r_112(reasons):
    trace = reasons["VOL_ECRIT"]

    assert trace.units == ("UO2.2",)
    assert "description" in trace.needs["UO2.2"]


def test_an_error_is_cancelled_by_a_manager_with_a_motive_r_042(reasons):
    error = reasons["ERREUR"]

    assert error.by == ("manager",)
    assert set(error.needs.values()) == {("motive",)}
    assert "UO0" in error.units


def test_every_rule_says_where_it_comes_from(reasons):
    origins = {code: reason.source or reason.because for code, reason in reasons.items()}

    assert all(origins.values())


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("by: [clockwork]", "by: [machine]", "mot inconnu : « machine »"),
        ("by: [clockwork]", "by: []", "personne ne peut clore ainsi"),
        ("UO2.2: [written_trace, description, complete_sheet]\n    billable: yes\n    source",
         "UO2.2: [oral_trace]\n    billable: yes\n    source", "mot inconnu : « oral_trace »"),
        ("UO0: [motive]", "UO9: [motive]", "mot inconnu : « UO9 »"),
        ("billable: no\n    source: R-042", "billable: peut-être\n    source: R-042",
         "« billable » vaut yes, no ou unknown"),
        ("source: R-042, le numéro reste consommé", "source: ''", "« source » est vide"),
        ("  ERREUR:\n    voluntary: no", "  ERREUR:\n    volontaire: no\n    voluntary: no",
         "« volontaire » est inconnu ici"),
    ],
)  # fmt: skip
def test_a_fault_is_named(files, old, new, sentence):
    text = (files / PATH).read_text()
    assert text.count(old) == 1
    (files / PATH).write_text(text.replace(old, new))
    reader = Reader(files)

    load(reader)

    assert len(reader.faults) == 1
    assert reader.faults[0].startswith(PATH)
    assert sentence in reader.faults[0]


def test_a_fault_is_named_with_its_line(files):
    text = (files / PATH).read_text()
    (files / PATH).write_text(text.replace("by: [clockwork]", "by: [machine]"))
    reader = Reader(files)

    load(reader)

    line = text[: text.index("by: [clockwork]")].count("\n") + 1
    assert reader.faults == [f"{PATH}:{line}: mot inconnu : « machine »."]


def test_a_rule_without_origin_or_units_is_named(files):
    text = (files / PATH).read_text()
    start = text.index("    units:\n      UO0: [motive]")
    (files / PATH).write_text(text[:start] + "    units: {}\n    billable: no\n")
    reader = Reader(files)

    load(reader)

    assert len(reader.faults) == 2
    assert "« source » ou « because » manque" in reader.faults[0]
    assert "aucune unité ne se clôt ainsi" in reader.faults[1]


def test_a_code_without_rule_and_a_rule_without_code_are_named(files):
    text = (files / PATH).read_text().replace("  DECES:", "  DEPART:")
    (files / PATH).write_text(text)
    reader = Reader(files)

    load(reader)

    assert len(reader.faults) == 2
    assert "le code « DEPART » n'est pas dans la table « motif_cloture »" in reader.faults[0]
    assert "le code « DECES » de la table « motif_cloture » n'a pas de règle" in reader.faults[1]
