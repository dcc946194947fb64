"""Chromium, and a demonstration to look at; elsewhere than in CI a missing Chromium is skipped."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from cep_docs.demo.making import Plan, make_demo
from cep_docs.lifecycle.words import spoken_rules
from tests.browser.living import living


@pytest.fixture(scope="module")
def chromium():
    """For one module: its event loop must not be there when other tests run theirs."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The instance of « cep-docs demo », made once for a worker."""
    folder = tmp_path_factory.mktemp("demonstration") / "instance"
    make_demo(folder, Plan(200), spoken_rules(), lambda done, of: None)
    return folder


@pytest.fixture(scope="module")
def live(demonstration, tmp_path_factory, chromium):
    """A site of this module alone, on a copy of the demonstration; no console may complain."""
    folder = tmp_path_factory.mktemp("live") / "instance"
    shutil.copytree(demonstration, folder)
    with living(folder, chromium) as site:
        yield site
        assert site.said == []
