"""Forms filled in: complete, plainly written, about nobody who exists."""

import re

import pytest

from cep_docs.definitions.reading import Reader
from cep_docs.definitions.samples import MAIN, load_samples
from tests.people import RULES
from tests.rule_files import RuleFiles
from tests.unit.definitions.forms_of_the_house import around, read_forms

ALL = [
    (agreement, form, variant, sample)
    for agreement in RULES.agreements.values()
    for form in agreement.forms.values()
    for variant, sample in {
        MAIN: agreement.samples[form.name],
        **agreement.variants[form.name],
    }.items()
]
NAMES = [f"{form.name}-{variant}" for _, form, variant, _ in ALL]
PATH = "templates/cctp-2019/action_plan/sample.yaml"


def texts(sample):
    for value in sample.content.values():
        if isinstance(value, str):
            yield value
        else:
            yield from (text for row in value for text in row.values())


@pytest.mark.parametrize(("agreement", "form", "variant", "sample"), ALL, ids=NAMES)
def test_a_sample_is_complete_and_kept_as_it_stands(agreement, form, variant, sample):
    assert form.gaps(sample.content) == []
    assert form.stored_form(sample.content) == sample.content
    assert set(form.facts(sample.content, agreement.mentions)) <= sample.facts.keys()
    assert form.applicable(sample.content) == sample.content


@pytest.mark.parametrize(("agreement", "form", "variant", "sample"), ALL, ids=NAMES)
def test_a_sample_is_written_as_we_advise_to_write_r_060_r_063(agreement, form, variant, sample):
    hints = [hint for text in texts(sample) for hint in RULES.plain_words.hints(text)]

    assert hints == []


@pytest.mark.parametrize(("agreement", "form", "variant", "sample"), ALL, ids=NAMES)
def test_a_sample_is_about_nobody_who_can_be_reached(agreement, form, variant, sample):
    said = " ".join([*texts(sample), *sample.facts.values()])

    # Domains and numbers that are kept for fiction: RFC 2606, ARCEP.
    assert {mail.split("@")[1] for mail in re.findall(r"\S+@[\w.-]+\w", said)} <= {"example.org"}
    numbers = re.findall(r"\b0\d(?: \d\d){4}\b", said)
    assert all(number.startswith(("02 61 91", "01 99 00", "06 39 98")) for number in numbers)


def test_each_variant_of_the_project_has_its_sample_r_088():
    agreement = RULES.agreements["cctp-2019"]
    variants = agreement.variants["professional_project"]

    assert {name: sample.content["variant"] for name, sample in variants.items()} == {
        "creation": "creation",
        "reconversion": "reconversion",
        "transition": "transition",
    }
    assert agreement.samples["professional_project"].content["variant"] == "none"
    assert agreement.variants["c2p_attestation"]["refused"].content["conclusion"] == "no"


def test_the_main_samples_fill_their_pages():
    project = RULES.agreements["cctp-2019"].samples["professional_project"]

    assert sum(map(len, texts(project))) > 8_000
    assert len(project.content["steps"]) >= 8


class TestAWrongSample:
    @pytest.fixture
    def files(self, tmp_path):
        return RuleFiles(tmp_path)

    def faults(self, files):
        reader = Reader(files.folder)
        form, named = read_forms(reader)["action_plan"], around(reader)
        load_samples(reader, "cctp-2019", form, named.facts, named.mentions)
        return list(reader.faults)

    @pytest.mark.parametrize(
        ("old", "new", "where", "sentence"),
        [
            ("state: doing", "state: walking", "  steps:", "« État » : la réponse attendue"),
            ("  calendar: |", "  calender: |", "  calender:", "n'est pas dans la trame"),
            ("content:\n", "colour: red\ncontent:\n", "colour:", "« colour » est inconnu ici"),
            (
                "  remainder_acknowledged: yes\n",
                "",
                "content:",
                "il reste 830\u00a0€ à payer",
            ),
            (
                "  referent_name: Ronan Le Guennec\n",
                "",
                "  file_number:",
                "la donnée « referent_name » manque : la trame l'emploie",
            ),
            (
                "  referent_name: Ronan",
                "  boss_name: Ronan",
                "  boss_name:",
                "mot inconnu : « boss_name »",
            ),
        ],
    )
    def test_is_told_with_its_line(self, files, old, new, where, sentence):
        files.change(PATH, old, new)

        found = [fault for fault in self.faults(files) if sentence in fault]

        assert found
        assert found[0].startswith(f"{PATH}:{files.line_of(PATH, where)}: ")

    def test_that_is_missing_is_one_fault(self, files):
        (files.folder / PATH).unlink()

        assert self.faults(files) == [f"{PATH}:1: ce fichier manque."]

    def test_with_a_list_of_words_for_rows_is_told(self, files):
        text = files.text(PATH)
        start, end = text.index("  supports:"), text.index("  discoveries:")
        files.write(PATH, f"{text[:start]}  supports: [un, deux]\n{text[end:]}")

        assert any("une colonne n'est pas dans la trame" in fault for fault in self.faults(files))
