"""The fixtures everyone shares: a clock to set, and the tools of a small operator."""

import os

import pytest

from tests.people import Clock, make_tools, orders


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tools(clock):
    """A small operator without purchase orders."""
    return make_tools(clock)


@pytest.fixture
def house(tools):
    """The same with an order of a hundred for each unit."""
    orders(tools)
    return tools


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything must be there (CI), a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
