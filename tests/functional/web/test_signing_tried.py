"""What somebody of the house tries with the link of a person is refused, and her journal says so;
what is guessed at the same time counts, wherever it came from (R-067, R-069; scenario 11)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from cep_docs.content.signing import ON_SITE
from cep_docs.lifecycle.refused_attempts import ATTEMPTS
from cep_docs.lifecycle.sealing import verify_journals
from cep_docs.signin.codes import Answer, check_code, give_back, new_code
from tests.functional.web.qr_pictures import path_read_from
from tests.functional.web.signing_people import (
    HOME,
    OFFICE,
    code_sent,
    form_to,
    link,
    played,
    signer,
    waiting,
    walk,
    words,
)
from tests.functional.web.test_signing_attacks import browser_at, set_sheet

TOGETHER = 8


@pytest.fixture
def waits(town):
    played(town)
    return waiting(town)


def real(town):
    """No demonstration: whose device it is matters."""
    town.write(lambda tools: setattr(tools.site, "demo_day", None))


def tried(town, waits):
    """Who tried what, as her journal tells it."""

    def look(tools):
        lines = tools.site.beneficiaries[waits.person].journal.recent(200)
        return [(line["what"], line["who"]) for line in lines if line["what"] in ATTEMPTS]

    return town.write(look)


class TestWhatIsWrittenDown:
    @pytest.mark.parametrize("path", ["", "/code", "/ici"])
    def test_whatever_he_does_with_her_link_and_his_account(self, town, waits, path):
        alice, token = town.browser("alice"), link(town, waits)
        form = {"csrf_token": town.form_token(alice), "code": "000000"}

        alice.post(f"/signer/{token}{path}", form, status=409)
        alice.get(f"/signer/{token}")

        assert tried(town, waits) == [("refuse_link_to_staff", "alice")]

    def test_a_colleague_who_opens_it_too(self, town, waits):
        token = link(town, waits)
        town.browser("alice").get(f"/signer/{token}")
        town.browser("denis").get(f"/signer/{token}")
        town.wall.now += timedelta(hours=1)
        town.browser("denis").get(f"/signer/{token}")

        assert [who for _, who in tried(town, waits)] == ["denis", "denis", "alice"]

    def test_a_code_asked_on_his_device(self, town, waits):
        real(town)
        browser_at(town, OFFICE).get(f"/signer/{link(town, waits)}").forms[0].submit(status=409)

        assert tried(town, waits) == [("refuse_code_on_staff_device", "alice")]

    def test_a_code_to_a_number_of_the_house(self, town, waits):
        set_sheet(town, waits, phone="+33261910011")
        page = browser_at(town, HOME).get(f"/signer/{link(town, waits)}")

        page.forms[0].submit(status=409)

        assert tried(town, waits) == [("refuse_code_to_staff_contact", "alice")]

    def test_nothing_of_a_link_that_is_none_and_nothing_of_herself(self, town, waits):
        token = link(town, waits)
        town.browser("alice").get("/signer/x")
        browser_at(town, HOME).get(f"/signer/{token}")

        assert tried(town, waits) == []

    def test_her_adviser_reads_it_in_french_and_the_chain_holds(self, town, waits):
        town.browser("denis").get(f"/signer/{link(town, waits)}")

        page = town.browser("alice").get(f"/dossiers/{waits.person}").text

        assert "lien de signature de la personne ouvert par Denis" in page
        found = town.write(lambda tools: verify_journals(tools, lambda done, of: None).findings)
        assert found == []


class TestGuessedAtOnce:
    def test_three_are_judged_however_many_come_together(self, town, waits):
        """R-067: the count is outside of the transactions that their refusals give up."""
        token = link(town, waits)
        right = new_code(town.doors.links, token, town.wall())
        wrong = f"{(int(right) + 1) % 10**6:06}"

        answers = at_once(
            lambda: check_code(town.doors.links, token, wrong, town.wall(), locks=True)
        )

        assert sorted(one.value for one in answers) == ["locked"] * (TOGETHER - 2) + ["wrong"] * 2
        again = check_code(town.doors.links, token, right, town.wall(), locks=True)
        assert again is Answer.LOCKED

    def test_the_right_one_lets_one_in(self, town, waits):
        token = link(town, waits)
        right = new_code(town.doors.links, token, town.wall())

        answers = at_once(
            lambda: check_code(town.doors.links, token, right, town.wall(), locks=True)
        )

        assert answers.count(Answer.RIGHT) == 1

    def test_pages_that_come_together_count_too(self, town, waits):
        token = link(town, waits)
        first = browser_at(town, HOME)
        first.get(f"/signer/{token}").forms[0].submit()
        wrong = f"{(int(code_sent(town)) + 1) % 10**6:06}"
        pages = [browser_at(town, HOME).get(f"/signer/{token}?code=1") for _ in range(TOGETHER)]
        for page in pages:
            page.forms[0]["code"] = wrong

        answers = at_once(*(lambda page=page: page.forms[0].submit(status="*") for page in pages))

        assert [one.status_int for one in answers].count(422) == 2
        assert {one.status_int for one in answers} == {422, 409}
        assert "identified" not in words(town, waits)

    def test_what_could_not_be_saved_is_given_back_once(self, town, waits):
        token, links, now = link(town, waits), town.doors.links, town.wall()
        right = new_code(links, token, now)
        assert check_code(links, token, right, now) is Answer.RIGHT

        give_back(links, token, right, now)

        answers = [check_code(links, token, right, now) for _ in range(2)]
        assert answers == [Answer.RIGHT, Answer.OVER]

    def test_nothing_is_given_back_when_another_was_sent_or_its_time_is_over(self, town, waits):
        token, links, now = link(town, waits), town.doors.links, town.wall()
        old = new_code(links, token, now)
        check_code(links, token, old, now)
        new = new_code(links, token, now)
        give_back(links, token, old, now)
        assert check_code(links, token, old, now) is Answer.WRONG
        assert check_code(links, token, new, now) is Answer.RIGHT

        later = now + timedelta(minutes=10)
        give_back(links, token, new, later)

        assert check_code(links, token, new, later) is Answer.OVER


class TestAClockThatIsSetBack:
    """Expiry is honest: nothing lives longer than it was made to."""

    def test_makes_no_code_last(self, town, waits):
        token = link(town, waits)
        code = new_code(town.doors.links, token, town.wall())
        town.wall.now -= timedelta(days=1)

        assert check_code(town.doors.links, token, code, town.wall()) is Answer.OVER

    def test_makes_no_visit_last(self, town):
        alice = town.browser("alice")
        town.wall.now -= timedelta(minutes=20)
        assert alice.get("/aujourdhui").status_int == 200

        town.wall.now -= timedelta(minutes=20)

        assert alice.get("/aujourdhui", status="*").status_int == 303

    def test_shortens_no_lock(self, town, waits):
        token, links = link(town, waits), town.doors.links
        for _ in range(3):
            new_code(links, token, town.wall())
            check_code(links, token, "x", town.wall(), locks=True)
        town.wall.now -= timedelta(days=1)

        assert check_code(links, token, "x", town.wall(), locks=True) is Answer.LOCKED


class TestWhereAnAdviserMayLook:
    def test_no_link_and_no_code_is_kept_in_clear(self, town, waits):
        """R-069, R-124: neither in what is stored, nor in her journal, nor in what she is owed."""
        real(town)
        base = f"/dossiers/{waits.person}/uo/{waits.number}/documents/shared_assessment"
        alice = town.browser("alice")
        form_to(alice.get(f"{base}/faire-signer"), "/nouveau-lien").submit()
        token = link(town, waits)
        code = new_code(town.doors.links, token, town.wall())
        folder = town.application.house.folder
        stored = b"".join(
            path.read_bytes()
            for part in ("data", "visits")
            for path in sorted((folder / part).rglob("*"))
            if path.is_file()
        )

        assert token.encode() not in stored
        assert not re.search(rb"/signer/[\w-]{40,}", stored)
        assert not re.search(rb"(?<![0-9A-Za-z])%s(?![0-9A-Za-z])" % code.encode(), stored)
        for text in town.write(lambda tools: [one.text for one in tools.site.messages]):
            assert "/signer/" not in text


def at_once(*works):
    """All of them, or one of them many times, at the same moment."""
    every = works if len(works) > 1 else works * TOGETHER
    together = Barrier(len(every))

    def wait_and(work):
        together.wait()
        return work()

    with ThreadPoolExecutor(len(every)) as threads:
        return list(threads.map(wait_and, every))


class TestTwoOfThem:
    def test_phones_that_read_the_same_picture(self, town):
        """It serves once: the faster one goes on, the other is told."""
        here = waiting(town, ON_SITE)
        screen = signer(town, here)
        token = form_to(screen.get("/signature/choix"), "/papier")["csrf_token"].value
        address = path_read_from(screen.post("/signature/telephone", {"csrf_token": token}))
        pages = [browser_at(town, HOME).get(address) for _ in range(TOGETHER)]

        answers = at_once(
            *(lambda page=page: form_to(page, "/ici").submit(status="*") for page in pages)
        )

        assert sorted(one.status_int for one in answers) == [303] + [409] * (TOGETHER - 1)
        assert words(town, here).count("on_phone") == 1

    def test_tabs_and_double_taps_sign_once(self, town):
        here = waiting(town, ON_SITE)
        browser = signer(town, here)
        forms = [form_to(walk(browser), "/signature/signer")]
        forms += [form_to(browser.get("/signature/signer"), "/signature/signer")] * 3

        answers = at_once(*(lambda form=form: form.submit(status="*") for form in forms))

        assert [one.status_int for one in answers] == [303] * 4
        assert words(town, here).count("signed") == 1

    def test_she_signs_while_he_takes_it_back(self, town):
        """One of both, whole: never a signature on what was withdrawn."""
        here = waiting(town, ON_SITE)
        hers = form_to(walk(signer(town, here)), "/signature/signer")
        alice = town.browser("alice")
        base = f"/dossiers/{here.person}/uo/{here.number}/documents/shared_assessment"
        his = form_to(alice.get(f"{base}/faire-signer"), "/annuler-demande")

        at_once(lambda: hers.submit(status="*"), lambda: his.submit(status="*"))

        said = words(town, here)
        assert said.count("signed") + said.count("withdrawn") == 1

    def test_a_demand_is_handed_over_though_somebody_writes_at_the_same_time(self, town):
        """The request runs again: it still finds his visit, and makes one demand."""
        here = waiting(town, ON_SITE)
        alice = town.browser("alice")
        base = f"/dossiers/{here.person}/uo/{here.number}/documents/shared_assessment"
        form = {"csrf_token": town.form_token(alice), "seen": "passport"}
        meet_once(town, here)

        answer = alice.post(f"{base}/sur-place", form, status="*")

        assert answer.headers["Location"].endswith("/signature")
        assert alice.get("/signature").status_int == 200
        assert words(town, here).count("handed_over") == 1


def meet_once(town, waits):
    """Somebody writes in her journal between the work of the next page and its saving."""
    begin, met = town.doors.visits.begin, []

    def begun(visit):
        if not met:
            met.append(True)
            with ThreadPoolExecutor(1) as other:
                other.submit(town.write, lambda tools: look_at(tools, waits)).result()
        return begin(visit)

    town.doors.visits.begin = begun


def look_at(tools, waits):
    person = tools.site.beneficiaries[waits.person]
    person.recent_acts = (*person.recent_acts, "0" * 20)
    for unit in person.engagements():
        unit.deliverable.current.request.read = False
