"""What tests of signatures and of papers share: tools that sign, who scans, what was printed."""

from dataclasses import replace

import pytest

from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from tests.kept_files import Kept
from tests.people import actor
from tests.unit.intake.scanning import Scanner
from tests.unit.lifecycle.paper_trips import printed


@pytest.fixture
def signing(house, tmp_path):
    """Tools that print and sign for good; their authority is in the folder of the test."""
    make_authority(tmp_path, "4G")
    notary = notary_of(tmp_path, house.now)
    return replace(house, press=on_paper, notary=notary, store=Kept(house.now))


@pytest.fixture
def agnes(tools):
    return actor(tools, "agnes")


@pytest.fixture
def paper(tools):
    """A unit whose version was printed today, 3 February; `tools` must print."""
    return printed(tools)


@pytest.fixture
def scanner():
    return Scanner()
