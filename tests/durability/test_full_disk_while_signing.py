"""A disk that fills up at any write of a signature: never half signed, never closed without its
file, said in French, and done once when there is room again (I8, I9)."""

import pytest

from cep_docs.app import opened
from cep_docs.content.signing import ON_SITE
from cep_docs.errors import Unusable
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.signing.authority import make_authority
from cep_docs.storage import durable
from cep_docs.storage.catalog import contents, expected
from tests.durability.signing import begun, proposed, signed, unit_numbered
from tests.durability.test_full_disk import fill
from tests.durability.test_kills_of_signatures import assert_whole
from tests.functional.web.signing_people import (
    code_sent,
    form_to,
    last_request,
    link,
    played,
    signer,
    waiting,
    walk,
    words,
)
from tests.people import RULES, Clock
from tests.signed_files import assert_signed_by_all
from tests.web_people import make_folder, open_town

KIB = 1024


@pytest.fixture
def disk(mounted):
    return mounted("petit", "-t", "tmpfs", "-o", "size=96m", "tmpfs")


@pytest.fixture
def folder(disk, monkeypatch):
    """An instance with its authority; what programs put aside goes to the same disk."""
    made = disk / "instance"
    make_folder(made)
    make_authority(made, "4G")
    (disk / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(disk / "tmp"))
    return made


def attempted(application, disk, leaving, work):
    """Whether the disk had room enough; whatever was refused is done again with room."""
    ballast, said = fill(disk, leaving), ""
    try:
        application.write(work)
    except Unusable as refused:
        said = str(refused)
    ballast.unlink()
    assert not said or "Tout ce qui était enregistré est intact" in said
    return not said


def is_whole(application, number):
    with application.reading() as tools:
        unit = unit_numbered(tools, number)
        sent = [(one.number, one.sha256) for one in tools.site.dispatches]
        assert_whole(unit, sent)
        assert verify_journals(tools, lambda done, of: None).findings == []
        assert contents(tools.site.catalog) == expected(tools.site, RULES)
        return unit.deliverable.state


STEPS = ("proposed", "signed_by_adviser", "signed")


@pytest.mark.slow
@pytest.mark.parametrize("reserved", [True, False])
def test_wherever_the_room_ends_it_is_signed_whole_or_not_at_all(
    disk, folder, monkeypatch, reserved
):
    """With the room that is kept for such a day, and without: then each commit meets the end of
    the disk at another place."""
    if not reserved:
        monkeypatch.setattr(durable.DurableFileStorage, "reserve", -(2**40))
    refused = dict.fromkeys(STEPS, 0)
    rooms = range(0, 1_200 * KIB, 60 * KIB)
    with opened(folder, Clock(), rules=RULES) as application:
        for index, leaving in enumerate(rooms):
            number = application.write(lambda tools, index=index: proposed(tools, index))
            for before, after, work in zip(STEPS, STEPS[1:], (begun, signed), strict=False):
                step = lambda tools, work=work, number=number: work(tools, number)  # noqa: E731
                if not attempted(application, disk, leaving, step):
                    refused[after] += 1
                    assert is_whole(application, number) == before
                    application.write(step)
                assert is_whole(application, number) == after

        with application.reading() as tools:
            versions = [
                unit.deliverable.current
                for person in tools.site.beneficiaries
                for unit in person.engagements()
            ]
            assert len(versions) == len(list(tools.site.dispatches)) == len(rooms)
            for version in (versions[0], versions[-1]):
                assert_signed_by_all(version, folder)
    assert refused["signed"] > 2


@pytest.fixture
def town(folder):
    clock = Clock()
    with opened(folder, clock, rules=RULES) as application:
        town = open_town(application, folder, clock)
        yield town
        town.index.close()
        town.doors.visits._ledger.close()


@pytest.mark.slow
def test_her_page_says_it_and_the_same_form_signs_once_when_there_is_room(disk, town):
    waits = waiting(town, ON_SITE)
    browser = signer(town, waits)
    form = form_to(walk(browser), "/signature/signer")
    ballast = fill(disk, leaving=0)

    refused = form.submit(status="*")

    assert refused.status_int == 503
    assert "Le disque est plein" in refused.text
    assert "intact" in refused.text
    assert last_request(town, waits)["ended"] == ""
    ballast.unlink()
    form.submit(status=303)
    form.submit(status=303)
    assert words(town, waits).count("signed") == 1
    assert browser.get("/signature/exemplaire").body.startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.parametrize("leaving", [0, 2 * KIB**2])
def test_a_code_that_met_a_full_disk_lets_her_in_later(disk, town, leaving):
    """Whether nothing could be counted, or only what was identified could not be kept: the
    registry of codes writes where there is less room than the database asks for."""
    played(town)
    waits = waiting(town)
    browser = town.stranger()
    asking = browser.get(f"/signer/{link(town, waits)}").forms[0]
    ballast = fill(disk, leaving)
    assert asking.submit(status="*").status_int == 503
    ballast.unlink()
    page = asking.submit(status=303).follow()
    page.forms[0]["code"] = code_sent(town)
    ballast = fill(disk, leaving)

    refused = page.forms[0].submit(status="*")

    assert refused.status_int == 503
    assert browser.get("/signature", status="*").status_int == 303
    ballast.unlink()
    again = page.forms[0].submit(status="*")
    assert again.status_int == 303
    assert again.headers["Location"].endswith("/signature")
    assert words(town, waits).count("identified") == 1


@pytest.mark.slow
@pytest.mark.parametrize("leaving", [0, 2 * KIB**2])
def test_a_screen_is_handed_over_whole_or_stays_his(disk, town, leaving):
    """He keeps his visit when hers could not begin, and the demand is made once."""
    waits = waiting(town, ON_SITE)
    browser = town.browser("alice")
    base = f"/dossiers/{waits.person}/uo/{waits.number}/documents/shared_assessment"
    form = {"csrf_token": town.form_token(browser), "seen": "passport"}
    ballast = fill(disk, leaving)

    refused = browser.post(f"{base}/sur-place", form, status="*")

    ballast.unlink()
    assert refused.status_int == 503
    assert browser.get("/aujourdhui", status="*").status_int == 200
    again = browser.post(f"{base}/sur-place", form, status="*")
    assert again.headers["Location"].endswith("/signature")
    assert words(town, waits).count("handed_over") == 1
