"""Reading rule files as plain words, each with its line."""

from datetime import date

import pytest

from cep_docs.definitions.reading import Faults, Reader, Section
from cep_docs.errors import DefinitionError


@pytest.fixture
def reader(tmp_path):
    return Reader(tmp_path)


def written(reader, text, name="one.yaml"):
    (reader.files / name).write_text(text, "utf-8")
    return reader.read(name)


def test_words_mean_what_they_say(reader):
    data = written(reader, "on: yes\nunit: 2.1\ncode: 007\n")

    assert data == {"on": "yes", "unit": "2.1", "code": "007"}
    assert reader.faults == []


def test_each_key_and_each_entry_knows_its_line(reader):
    data = written(reader, "# a remark\na: 1\nb:\n  - x\n  - y\nc:\n  d: 2\n")

    assert data.lines == {"a": 2, "b": 3, "c": 6}
    assert reader.items(data, "b").lines == [4, 5]
    assert reader.section(data, "c").lines == {"d": 7}


def test_a_key_written_twice_is_told_and_the_last_one_kept(reader):
    data = written(reader, "a: 1\na: 2\n")

    assert data == {"a": "2"}
    assert reader.faults == ["one.yaml:2: « a » est écrit deux fois (déjà ligne 1)."]


@pytest.mark.parametrize(
    "text", ["a: [1", "a: b: c", "&x a: *y", "a: &x {b: *x}", "a: 1\n---\nb: 2"]
)
def test_what_is_not_yaml_is_told_with_a_line(text, reader):
    assert written(reader, text) == {}

    (fault,) = reader.faults
    assert fault.split(":")[0] == "one.yaml"
    assert "ce n'est pas du YAML lisible" in fault


def test_a_file_may_begin_with_the_mark_of_some_editors(reader):
    (reader.files / "one.yaml").write_bytes("a: é\n".encode("utf-8-sig"))

    assert reader.read("one.yaml") == {"a": "é"}
    assert reader.faults == []


def test_looking_again_quietly_tells_nothing_twice(reader):
    written(reader, "a: 1\na: 2\n")

    again = reader.quietly()
    again.section(again.read("one.yaml"), "a")

    assert len(reader.faults) == 1
    assert len(again.faults) == 2


def test_what_is_unknown_and_what_is_missing_is_told(reader):
    data = written(reader, "\nlabel: X\nsourse: Y\n")

    reader.only(data, ["label", "source"], ["help"])

    assert reader.faults == [
        "one.yaml:3: « sourse » est inconnu ici (connus : help, label, source).",
        "one.yaml:2: « source » manque.",
    ]


def test_every_shape_has_something_usable_in_its_place(reader):
    data = written(reader, "a: [x]\nb: {c: d}\nc: {}\n")

    assert reader.text(data, "a", "rest") == "rest"
    assert reader.number(data, "b") == 0
    assert reader.items(data, "b") == []
    assert reader.section(data, "a") == {}
    assert reader.words(data, "c", None) == ()
    assert [fault.split(":")[1] for fault in reader.faults] == ["1", "2", "2", "1", "3"]


def test_what_is_absent_is_not_a_fault_here(reader):
    data = written(reader, "a: 1\n")

    assert reader.text(data, "b", "rest") == "rest"
    assert reader.number(data, "b", 3) == 3
    assert reader.day(data, "b") is None
    assert not reader.yes(data, "b")
    assert reader.sentence(data, "b") == ""
    assert reader.words(data, "b", None) == ()
    assert dict(reader.sections(reader.section(data, "b"))) == {}
    assert reader.faults == []


def test_words_are_known_and_written_once(reader):
    data = written(reader, "a: [x, y, x, {z: 1}]\n")

    assert reader.words(data, "a", ["x"]) == ("x", "y")
    assert reader.faults == [
        "one.yaml:1: mot inconnu : « y ».",
        "one.yaml:1: « x » est écrit deux fois.",
        "one.yaml:1: « a » est une liste de mots.",
    ]


@pytest.mark.parametrize("text", ["2020-02-30", "20200201", "", "hier", "2020-W01-1"])
def test_a_day_is_a_day_of_the_calendar(text, reader):
    data = written(reader, f"a: {text}\nb: 2020-02-29\n")

    assert reader.day(data, "a") is None
    assert reader.day(data, "b") == date(2020, 2, 29)
    assert reader.faults == ["one.yaml:1: « a » doit être une date AAAA-MM-JJ qui existe."]


def test_a_sentence_is_not_blank(reader):
    data = written(reader, "a: ' '\n")

    reader.sentence(data, "a")

    assert reader.faults == ["one.yaml:1: « a » est vide : une phrase en français manque."]


def test_lines_of_a_table_have_the_columns_of_its_head(reader):
    (reader.files / "t.csv").write_text("a;b\n1;2\n3\n4;5;6\n", "utf-8")

    assert list(reader.rows("t.csv", ["a", "b"])) == [(2, {"a": "1", "b": "2"})]
    assert list(reader.rows("t.csv", ["a", "c"])) == []
    assert list(reader.rows("absent.csv", ["a"])) == []
    assert reader.faults == [
        "t.csv:3: nombre de colonnes inexact.",
        "t.csv:4: nombre de colonnes inexact.",
        "t.csv:1: colonnes attendues : a;c.",
        "absent.csv:1: ce fichier manque.",
    ]


def test_faults_are_raised_all_together():
    faults = Faults()
    faults.raise_if_any()
    faults.at(Section("one.yaml", 4, {}, {}), None, "premier.")
    faults.at(Section("two.yaml", 4, {"k": ""}, {"k": 9}), "k", "second.")

    with pytest.raises(DefinitionError) as refusal:
        faults.raise_if_any()

    assert list(refusal.value.faults) == ["one.yaml:4: premier.", "two.yaml:9: second."]
