"""Several visitors at the same moment: nobody is told that somebody else was in his way."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.people import received
from tests.unit.lifecycle.courses import engaged

VISITORS = 8
HEADINGS = ("request", "situation", "need")


@pytest.fixture
def document(town):
    """Where Alice writes a shared assessment."""

    def work(tools):
        unit = engaged(tools, "UO1", received(tools))
        person = unit.__parent__.__parent__.identifier
        return f"/dossiers/{person}/uo/{unit.number}/documents/{unit.deliverable.__name__}"

    return town.write(work)


def at_once(town, ask):
    """What each of eight browsers of Alice was answered; all of them begin together."""
    together = Barrier(VISITORS)

    def visitor(number):
        browser = town.browser("alice")
        together.wait()
        return [answer.status_int for answer in ask(browser, number)]

    with ThreadPoolExecutor(VISITORS) as threads:
        return [status for answers in threads.map(visitor, range(VISITORS)) for status in answers]


def put(town, browser, path, text):
    headers = {"If-Match": '"0"', "X-CSRF-Token": town.form_token(browser)}
    return browser.put(path, {"value": text}, headers, expect_errors=True)


def readings(town, path):
    with town.application.reading() as tools:
        journal = tools.site.beneficiaries[path.split("/")[2]].journal
        return sum(line["what"] == "view" for line in journal)


def test_whoever_opens_the_same_document_at_once_reads_it_and_each_reading_is_kept(town, document):
    before = readings(town, document)

    answers = at_once(
        town, lambda browser, _: [browser.get(document, expect_errors=True) for _ in range(3)]
    )

    assert set(answers) == {200}
    assert readings(town, document) == before + 3 * VISITORS


def test_whoever_writes_in_the_same_document_at_once_is_saved_or_shown_both_texts(town, document):
    def writing(browser, number):
        for field in HEADINGS:
            yield put(town, browser, f"{document}/rubriques/{field}", f"Texte de {number}.")

    answers = at_once(town, writing)

    assert set(answers) <= {200, 412}, answers
    assert answers.count(200) == len(HEADINGS)
