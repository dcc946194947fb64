"""Service units: codes, deadlines, what comes before them (R-018, R-023…R-025, R-129)."""

from cep_docs.definitions.reading import FILES, Reader
from cep_docs.definitions.units import TimeLimit, load_units
from cep_docs.definitions.vocabulary import Condition, Vocabulary, load_vocabulary

WORDS = Vocabulary({"asked": Condition("c'est demandé", "demander.")}, {})
PATH = "workflows/old/service_units.yaml"
UNIT = """A:
  label: Accueil
  source: usage
  file_code: "01"
  order_code: "01"
  accompaniment: no
  requires: [asked]
"""


def loaded(tmp_path, text):
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_text(text, "utf-8")
    reader = Reader(tmp_path)
    return load_units(reader, "old", WORDS), list(reader.faults)


def test_what_is_not_said_of_a_unit_is_nothing(tmp_path):
    units, faults = loaded(tmp_path, UNIT)

    unit = units["A"]
    assert faults == []
    assert (unit.right, unit.deliverable, unit.time_limit) == ("engage", "", None)
    assert unit.follows == unit.continues == unit.return_after == unit.statuses == ()
    assert (unit.requires, unit.overridable) == (("asked",), ())


def test_the_time_limits_are_those_of_the_contract_r_023_r_024_r_025():
    reader = Reader(FILES)
    units = load_units(reader, "cctp-2019", load_vocabulary(reader))

    assert {name: unit.time_limit for name, unit in units.items()} == {
        "UO0": None,
        "UO1": TimeLimit(2, "UO1"),
        "UO2.1": TimeLimit(6, "UO2.1"),
        "UO2.2": TimeLimit(18, "UO2.1"),
    }


def test_two_units_do_not_share_a_code_r_018(tmp_path):
    _, faults = loaded(tmp_path, UNIT + UNIT.replace("A:", "B:"))

    assert faults == [
        f"{PATH}:11: « 01 » est déjà le code de A.",
        f"{PATH}:12: « 01 » est déjà le code de A.",
    ]


def test_a_unit_comes_after_units_that_exist(tmp_path):
    more = "  follows: [A, Z]\n  continues: [Y]\n  return_after: [X]\n"
    _, faults = loaded(tmp_path, UNIT + more + "  deadline: {months: deux, from: W}\n")

    assert faults == [
        f"{PATH}:11: « months » doit être un nombre entier.",
        f"{PATH}:8: mot inconnu : « Z ».",
        f"{PATH}:9: mot inconnu : « Y ».",
        f"{PATH}:10: mot inconnu : « X ».",
        f"{PATH}:11: mot inconnu : « W ».",
    ]
