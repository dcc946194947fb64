"""The fixtures everyone shares: a clock to set, and the tools of a small operator."""

import os
import shutil

import pytest
from hypothesis import settings

from cep_docs.app import opened
from tests.people import RULES, Clock, make_tools, orders
from tests.web_people import make_folder, open_town

# Machines are shared and slow: no example is late. Where a change is let in or not (CI), the
# examples are the same each time; elsewhere each run looks for new ones.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


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


@pytest.fixture(scope="session")
def town_folder(tmp_path_factory):
    """An instance made once; each test works on a copy of it."""
    folder = tmp_path_factory.mktemp("town") / "instance"
    make_folder(folder)
    return folder


@pytest.fixture
def town(town_folder, tmp_path, clock):
    """The site of the small operator, with a browser for whoever is wanted."""
    folder = tmp_path / "instance"
    shutil.copytree(town_folder, folder)
    with opened(folder, clock, rules=RULES) as application:
        town = open_town(application, folder, clock)
        yield town
        town.index.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Where everything must be there (CI), a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
