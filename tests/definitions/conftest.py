"""What the tests of the rule files share."""

import pytest

from tests.rule_files import RuleFiles


@pytest.fixture
def files(tmp_path):
    return RuleFiles(tmp_path)
