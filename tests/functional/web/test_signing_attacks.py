"""Nobody signs for somebody else: the adviser, a stranger, a guesser, another person (R-069)."""

from datetime import timedelta

import pytest

from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.signin.codes import locked_until
from cep_docs.storage.visits import Visit
from cep_docs.web.browsers import browser_named
from tests.functional.web.signing_people import (
    HOME,
    OFFICE,
    code_sent,
    come_in,
    events,
    form_to,
    in_document,
    last_request,
    link,
    signer,
    waiting,
    walk,
    words,
)
from tests.people import actor

STEPS = ("", "lire", "pages", "image", "pdf", "mention", "signer", "choix", "exemplaire")
ACTS = ("lire", "mention", "signer", "refuser", "papier", "telephone", "rendre", "quitter")


def browser_at(town, where, login=""):
    browser = town.browser(login) if login else town.stranger()
    browser.extra_environ = {**browser.extra_environ, **where}
    return browser


class TestTheAdviser:
    """Scenario 11: he tries everything with his own session."""

    def test_opens_no_link(self, town, waits):
        page = town.browser("alice").get(f"/signer/{link(town, waits)}")

        assert "Ce lien est personnel" in page.text
        assert "Recevoir mon code" not in page.text

    def test_sees_the_same_whether_the_link_is_known_or_not(self, town, waits):
        alice, token = town.browser("alice"), link(town, waits)

        known, unknown = (alice.get(f"/signer/{name}").html.main for name in (token, "x"))

        assert known.text == unknown.text

    def test_has_no_code_sent_and_none_judged(self, town, waits):
        alice, token = town.browser("alice"), link(town, waits)
        form = {"csrf_token": town.form_token(alice), "code": "000000"}
        before = events(town, waits)

        answers = [
            alice.post(f"/signer/{token}{path}", form, status="*")
            for path in ("/code", "", "/ici")
        ]

        assert [answer.status_int for answer in answers] == [409, 409, 409]
        assert events(town, waits) == before
        assert town.write(lambda tools: list(tools.site.messages)) == []

    @pytest.mark.parametrize("path", STEPS)
    def test_finds_no_ceremony(self, town, waits, path):
        answer = town.browser("alice").get(f"/signature/{path}", status="*")

        assert answer.status_int == 404

    @pytest.mark.parametrize("path", ACTS)
    def test_makes_no_step_of_it(self, town, here, path):
        alice = town.browser("alice")
        form = {
            "csrf_token": town.form_token(alice),
            "mention": "lu et approuvé",
            "acte": "a" * 20,
        }
        before = events(town, here)

        answer = alice.post(f"/signature/{path}", form, status="*")

        assert answer.status_int == 404
        assert events(town, here) == before

    def test_is_refused_on_his_own_device_from_afar(self, town, waits):
        """In a window without his session, but the same address and browser."""

        def real(tools):
            tools.site.demo_day = None

        town.write(real)
        page = browser_at(town, OFFICE).get(f"/signer/{link(town, waits)}")

        answer = page.forms[0].submit(status="*")

        assert answer.status_int == 409
        assert "Cet appareil est celui d’un conseiller" in answer.text
        assert "opened" not in words(town, waits)

    def test_is_known_again_by_a_visit_that_is_open(self, town, waits):
        """He asked from one machine and tries from another where he is signed in."""

        def elsewhere(tools):
            tools.site.demo_day = None

        town.write(elsewhere)
        other = {**OFFICE, "REMOTE_ADDR": "203.0.113.5"}
        _signed_in_at(town, other)
        page = browser_at(town, other).get(f"/signer/{link(town, waits)}")

        assert page.forms[0].submit(status="*").status_int == 409

    def test_gets_no_code_on_a_number_of_the_house(self, town, waits):
        """SIG-10: he changed her number into his own after the link had left."""
        set_sheet(town, waits, phone="+33261910011")
        page = browser_at(town, HOME).get(f"/signer/{link(town, waits)}")

        answer = page.forms[0].submit(status="*")

        assert answer.status_int == 409
        assert "une personne de la maison" in answer.text
        assert town.write(lambda tools: list(tools.site.messages)) == []

    def test_leaves_a_trace_when_he_changed_her_number_lately(self, town, waits):
        set_sheet(town, waits, phone="+33600000001")

        browser_at(town, HOME).get(f"/signer/{link(town, waits)}").forms[0].submit()

        assert ("code_sent", {"by": "sms", "contact": "changed_lately"}) in events(town, waits)


def _signed_in_at(town, where):
    """alice has a visit there."""
    now, name = town.wall(), browser_named(where["HTTP_USER_AGENT"])
    town.doors.visits.begin(
        Visit(
            "",
            now,
            now,
            account="alice",
            factor_at=now,
            address=where["REMOTE_ADDR"],
            browser=name,
        )
    )


def set_sheet(town, waits, **said):
    def work(tools):
        person = tools.site.beneficiaries[waits.person]
        edit_sheet(person, {**person.sheet, **said}, actor(tools, "alice"), tools)

    town.write(work)


class TestAGuesser:
    def test_is_locked_out_after_three_wrong_codes(self, town, waits):
        """R-067: fifteen minutes, whatever code comes then, and the page says until when."""
        token, browser = link(town, waits), browser_at(town, HOME)
        answers = [guess(browser, token, code) for code in wrong_codes(town, browser, token, 3)]

        right = guess(browser, token, code_sent(town))

        assert [answer.status_int for answer in answers] == [422, 422, 409]
        assert right.status_int == 409
        assert "identified" not in words(town, waits)
        assert "Ce lien est fermé jusqu’à" in browser.get(f"/signer/{token}").text

    def test_gets_no_new_code_meanwhile(self, town, waits):
        token, browser = link(town, waits), browser_at(town, HOME)
        page = browser.get(f"/signer/{token}")
        for code in wrong_codes(town, browser, token, 3):
            guess(browser, token, code)

        assert page.forms[0].submit(status="*").status_int == 409

    def test_may_try_again_a_quarter_of_an_hour_later(self, town, waits):
        token, browser = link(town, waits), browser_at(town, HOME)
        for code in wrong_codes(town, browser, token, 3):
            guess(browser, token, code)
        town.wall.now += timedelta(minutes=15)

        assert locked_until(town.doors.links, token, town.wall()) is None
        assert come_in(town, token, browser).headers["Location"].endswith("/signature")

    def test_loses_the_link_after_ten_in_all(self, town, waits):
        token, browser = link(town, waits), browser_at(town, HOME)
        for _ in range(4):
            for code in wrong_codes(town, browser, token, 3):
                guess(browser, token, code)
            town.wall.now += timedelta(minutes=15)

        assert "ne mène à rien" in browser.get(f"/signer/{token}").text

    def test_does_not_use_a_code_twice(self, town, waits):
        token, browser = link(town, waits), browser_at(town, HOME)
        come_in(town, token, browser)

        again = guess(browser_at(town, HOME), token, code_sent(town))

        assert again.status_int == 422
        assert "Ce code ne sert plus" in again.text

    def test_does_not_use_the_code_of_another_link(self, town, waits):
        """Neither that of another document nor that of another person."""
        other = waiting(town, birth_name="Marchand", phone="+33611223344")
        token, hers = link(town, waits), link(town, other)
        browser = browser_at(town, HOME)
        browser.get(f"/signer/{token}").forms[0].submit()
        browser_at(town, HOME).get(f"/signer/{hers}").forms[0].submit()

        answer = guess(browser, token, code_sent(town))

        assert answer.status_int == 422

    def test_does_not_skip_the_code_by_the_door_of_the_phone(self, town, waits):
        """A link that was sent asks for its code, whichever form is forged."""
        token, browser = link(town, waits), browser_at(town, HOME)
        known = browser.get(f"/signer/{token}").forms[0]["csrf_token"].value

        answer = browser.post(f"/signer/{token}/ici", {"csrf_token": known}, status="*")

        assert answer.status_int == 409
        assert browser.get("/signature", status="*").status_int == 303

    def test_finds_no_link_by_its_neighbours(self, town, waits):
        """256 bits, and every unknown one answers alike, by GET and by POST."""
        token, browser = link(town, waits), town.stranger()
        first = browser.get("/signer/x").html.main.text

        near = [token[:-1], token + "A", token[::-1], token.lower(), waits.errand, "sign:x"]
        assert len(token) * 6 >= 256
        assert {browser.get(f"/signer/{name}").html.main.text for name in near} == {first}
        known = browser.get(f"/signer/{token}").forms[0]["csrf_token"].value
        form = {"csrf_token": known, "code": "1"}
        answers = [
            browser.post(f"/signer/{name}{path}", form, status="*").html.find(role="alert").text
            for name in near
            for path in ("", "/code", "/ici")
        ]
        assert len(set(answers)) == 1


def guess(browser, token, code):
    """Typed where the page asks for it, or sent all the same when it asks no more."""
    page = browser.get(f"/signer/{token}", {"code": "1"})
    if page.forms:
        browser.known = page.forms[0]["csrf_token"].value
    return browser.post(
        f"/signer/{token}", {"csrf_token": browser.known, "code": code}, status="*"
    )


def wrong_codes(town, browser, token, number):
    """A code was sent; these are others."""
    browser.get(f"/signer/{token}").forms[0].submit(status="*")
    right = int(code_sent(town))
    return [f"{(right + n) % 10**6:06}" for n in range(1, number + 1)]


class TestAnotherPerson:
    def test_in_her_own_space_finds_no_ceremony(self, town, waits):
        """Her own space is not the place where one signs."""
        browser = town.browser_of_person(waits.person)

        assert browser.get("/signature", status="*").status_int == 404

    def test_let_in_for_somebody_elses_document_finds_none(self, town, waits):
        other = waiting(town, birth_name="Marchand", phone="+33611223344")
        browser = town.browser_of_person(other.person, waits.errand)

        for path in sorted({*STEPS} - {"image"}):
            assert browser.get(f"/signature/{path}", status="*").status_int == 404, path
        assert browser.get("/signature/image").headers["Location"].endswith("/signature/pages")

    def test_let_in_for_one_document_reads_no_other_of_hers(self, town, here):
        browser = signer(town, here)

        for path in (
            "/mon-espace",
            f"/mon-espace/documents/{here.errand}_v1",
            "/mon-espace/accords",
        ):
            assert browser.get(path, status="*").status_int == 404, path

    def test_with_a_link_after_the_request_was_taken_back_signs_nothing(self, town, here):
        """Whoever was in goes on nowhere."""
        browser = signer(town, here)
        form = form_to(walk(browser), "/signature/signer")
        in_document(town, here, lambda document, _: document.current.request.end("withdrawn"))

        form.submit()

        assert "signed" not in words(town, here)
        assert "Votre conseiller a annulé cette demande" in browser.get("/signature").text


class TestWhoseDevice:
    """R-069: the same device as the adviser's is told in the proof."""

    def test_is_told_with_every_step_made_on_it(self, town, here):
        browser = signer(town, here)
        browser.extra_environ = {**browser.extra_environ, **OFFICE}
        walk(browser)

        said = dict(events(town, here))
        assert said["read"]["device"] == "adviser"
        assert said["mention"]["device"] == "adviser"
        assert "Rendre l’écran" in browser.get("/signature").text

    def test_is_not_told_of_her_own_phone(self, town, here):
        browser = signer(town, here)
        browser.extra_environ = {**browser.extra_environ, **HOME}
        walk(browser)

        assert "device" not in dict(events(town, here))["read"]
        assert "Rendre l’écran" not in browser.get("/signature").text

    def test_every_step_has_its_address_and_its_browser(self, town, here):
        browser = signer(town, here)
        browser.extra_environ = {**browser.extra_environ, **HOME}
        form_to(walk(browser), "/signature/signer").submit()

        places = in_document(
            town,
            here,
            lambda document, _: {
                (event["address"], event["browser"])
                for event in document.current.requests[-1].events
            },
        )
        assert places == {
            (OFFICE["REMOTE_ADDR"], OFFICE["HTTP_USER_AGENT"]),
            (HOME["REMOTE_ADDR"], HOME["HTTP_USER_AGENT"]),
        }


class TestTheScreenThatIsHandedOver:
    def handed(self, town, here):
        """alice hands her browser over."""
        browser = browser_at(town, OFFICE, "alice")
        base = f"/dossiers/{here.person}/uo/{here.number}/documents/shared_assessment"
        form = {"csrf_token": town.form_token(browser), "seen": "passport"}
        return browser, browser.post(f"{base}/sur-place", form)

    def test_keeps_nothing_of_the_advisers_session(self, town, here):
        """R-070: the back button, and every page of hers, refuse."""
        before = browser_at(town, OFFICE, "alice")
        visit = before.cookies["__Host-cep"]
        browser, answer = self.handed(town, here)

        assert answer.headers["Location"].endswith("/signature")
        assert "cache" in answer.headers["Clear-Site-Data"]
        assert browser.cookies["__Host-cep"] != visit
        base = f"/dossiers/{here.person}"
        for path in ("/aujourdhui", "/dossiers", base, "/compte", "/recherche?q=a", "/a-signer"):
            assert browser.get(path, status="*").status_int == 404, path
        assert browser.get("/").headers["Location"].endswith("/signature")
        assert ("handed_over", {"device": "adviser"}) in events(town, here)

    def test_ends_the_visit_itself_and_not_only_its_cookie(self, town, here):
        browser = browser_at(town, OFFICE, "alice")
        token = browser.cookies["__Host-cep"].strip('"')
        base = f"/dossiers/{here.person}/uo/{here.number}/documents/shared_assessment"
        form = {"csrf_token": town.form_token(browser), "seen": "passport"}

        browser.post(f"{base}/sur-place", form)

        assert town.doors.visits.find(token, town.wall()) is None

    def test_goes_back_to_the_entrance_when_it_is_given_back(self, town, here):
        browser, _ = self.handed(town, here)
        form = form_to(browser.get("/signature"), "/rendre")

        answer = form.submit()

        assert answer.headers["Location"].endswith("/connexion")
        assert browser.get("/signature", status="*").status_int == 303
        assert last_request(town, here)["ended"] == ""
