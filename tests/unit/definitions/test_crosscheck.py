"""What one rule file says of another; the sentences are in tests/definitions/test_faults.py."""

from datetime import date

import pytest

from cep_docs.definitions.access_policy import Policy
from cep_docs.definitions.crosscheck import crosscheck
from cep_docs.definitions.reading import Reader
from cep_docs.definitions.vocabulary import Vocabulary
from tests.people import RULES
from tests.rule_files import RuleFiles


@pytest.fixture
def reader():
    return Reader()


def test_the_rules_of_the_house_agree_with_each_other(reader):
    crosscheck(reader, RULES.words, RULES.agreements, RULES.access)

    assert reader.faults == []


def test_rights_that_nobody_gives_are_told_for_every_act(reader):
    nobody = Policy({}, {}, {}, {}, {}, (), ())

    crosscheck(reader, RULES.words, RULES.agreements, nobody)

    told = {fault.split("« ")[1].split(" »")[0] for fault in reader.faults}
    assert {"engage", "orient", "settle", "sign", "record_trace", "close_overdue"} <= told
    assert all("n'est donné à personne" in fault for fault in reader.faults)


def test_without_agreement_no_word_is_used(reader):
    crosscheck(reader, RULES.words, {}, RULES.access)

    words = len(RULES.words.conditions) + len(RULES.words.effects)
    assert len(reader.faults) == words
    assert crosscheck(Reader(), Vocabulary({}, {}), {}, RULES.access) is None


def test_agreements_may_touch_but_not_overlap_r_129(tmp_path):
    files = RuleFiles(tmp_path)
    files.change("workflows/marche-2024/agreement.yaml", "2024-01-01", "2023-12-31")

    (fault,) = files.faults()

    assert fault.endswith("cet accord commence avant la fin de « cctp-2019 ».")
    assert RULES.agreements["cctp-2019"].valid_to == date(2023, 12, 31)
