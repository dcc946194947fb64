"""The bench of signatures runs, on small sizes, and names what it compares."""

import multiprocessing

import pytest

from bench import signing


@pytest.mark.slow
def test_each_line_is_a_number_that_can_be_compared():
    found = signing.run(times=1, acts=1, batch=4)

    assert all(value > 0 for value in found.values())
    assert {f"a signature {level} / bare pyHanko" for level in signing.LEVELS} <= found.keys()
    assert "from « sign » to « closed, copy ready » / its parts" in found
    assert "4 signed by two processes / 4 × one alone / 2" in found
    assert not multiprocessing.active_children()
