"""OpenDocument texts of our forms, opened by LibreOffice: nothing is lost on the way (R-064)."""

import subprocess
from shutil import which

import pytest

from cep_docs.rendering.odt import render_odt
from tests.functional.libreoffice import libreoffice, profile
from tests.unit.rendering.test_odt_render import RULES, sample

__all__ = ["libreoffice", "profile"]

KINDS = ("professional_project", "action_plan", "abandonment_notice")
pytestmark = pytest.mark.slow


def read(pdf, folder):
    """The text of the pages, each apart."""
    if which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    found = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
    )
    return [" ".join(page.split()) for page in found.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_names_the_mediator_and_its_number(libreoffice, tmp_path, kind):
    """R-058."""
    made = sample("cctp-2019", kind)

    pages = read(libreoffice.converted(render_odt(made), "odt", "pdf"), tmp_path)

    assert all("médiateur" in page for page in pages)
    assert all(f"Page {n} / {len(pages)}" in page for n, page in enumerate(pages, 1))


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_was_written_is_read(libreoffice, tmp_path, kind):
    made = sample("cctp-2019", kind)
    content = RULES.agreements["cctp-2019"].samples[kind].content
    lines = [value for value in content.values() if isinstance(value, str) and " " in value]

    text = libreoffice.converted(render_odt(made), "odt", "txt").decode("utf-8-sig")

    said = words(text)
    for line in lines:
        first = line.split("\n")[0].removeprefix("- ")
        assert words(first.replace("**", "")) in said


def words(text):
    plain = text.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ")
    return "".join(plain.split())
