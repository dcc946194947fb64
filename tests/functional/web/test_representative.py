"""Somebody signs with the person: noted in her file, asked between the adviser and her (R-079)."""

import html
import re

import pytest

from cep_docs.content.site import errand_of
from cep_docs.lifecycle.representing import remove_representative
from cep_docs.signin.links import SIGN, new_link
from tests.functional.web.signing_people import HOME, come_in, form_to, played, walk
from tests.people import actor
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.represented import HER_OWN, young

MOTHER = {
    "kind": "legal",
    "first_name": "Claire",
    "last_name": "Bara",
    "email": "claire.bara@laposte.net",
    "phone": "06 98 76 54 32",
    "since": "06/01/2020",
}


class Minor:
    """An apprentice of 17 whom alice follows, and the pages about her."""

    def __init__(self, town):
        def work(tools):
            tools.site.accounts["alice"].phone = "02 61 91 00 11"
            tools.site.accounts["alice"].email = "alice@cap.example"
            person = young(tools, None)
            return person.identifier, courses.engaged(tools, "UO1", person).number

        self.town = town
        self.person, self.number = town.write(work)
        self.file = f"/dossiers/{self.person}"
        self.at = f"{self.file}/uo/{self.number}/documents/shared_assessment"
        self.alice = town.browser("alice")
        played(town)

    def do(self, step):
        def work(tools):
            unit = tools.site.beneficiaries[self.person].engagements()[-1]
            return step(unit, tools)

        return self.town.write(work)

    def note(self, **changes):
        form = form_to(self.alice.get(f"{self.file}/representant"), "/representant")
        for name, value in {**MOTHER, **changes}.items():
            form[name] = value
        return form.submit(status="*")

    def proposed(self):
        """And signed by alice."""
        self.do(lambda unit, tools: courses.proposed(unit, tools))
        self.do(lambda unit, tools: courses.act(unit, "sign_as_adviser", tools))
        return self

    def asks(self, way="a-distance", **said):
        """A link is on its way; her contact was checked by voice."""
        form = form_to(self.alice.get(f"{self.at}/faire-signer"), f"/{way}")
        for name, value in said.items():
            form[name] = value
        for name in ("verified", "agrees"):
            if name in form.fields:
                form[name] = True
        form.submit().follow()
        return self.last_link()

    def messages(self):
        return self.town.write(
            lambda tools: [(one.about, one.to, one.text) for one in tools.site.messages]
        )

    def last_link(self):
        texts = [text for about, _, text in self.messages() if about == "signing"]
        return re.search(r"/signer/(\S+)", texts[-1])[1]

    def link_to(self, signatory=""):
        """One that nobody sent."""
        errand = self.do(lambda unit, tools: errand_of(unit.deliverable, signatory))
        doors, alice = self.town.doors, "alice"
        return new_link(doors.links, self.person, f"{SIGN}{errand}", alice, self.town.wall())

    def at_home(self):
        browser = self.town.stranger()
        browser.extra_environ = {**browser.extra_environ, **HOME}
        return browser

    def signatures(self):
        return self.do(lambda unit, tools: list(unit.deliverable.current.signatures))

    def state(self):
        return self.do(lambda unit, tools: unit.deliverable.state)


def words(page):
    """With plain apostrophes and spaces."""
    return re.sub(r"\s+", " ", html.unescape(page.text).replace("’", "'"))


@pytest.fixture
def minor(town):
    return Minor(town)


@pytest.fixture
def waits(minor):
    """Her mother was noted, the adviser signed: it is her turn."""
    minor.note()
    return minor.proposed()


def sign(minor, token):
    browser = minor.at_home()
    come_in(minor.town, token, browser)
    page = form_to(walk(browser), "/signer").submit().follow()
    return browser, page


class TestNoting:
    def test_she_is_noted_and_shown_beside_the_file(self, minor):
        told = minor.note().follow()

        assert "Représentant noté" in words(told)
        assert "Claire Bara, représentant légal" in words(minor.alice.get(minor.file))
        assert "Représentant de la personne" in words(minor.alice.get(minor.file))

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("email", "alice@cap.example", "d'un compte de la maison"),
            ("phone", "+33 2 61 91 00 11", "d'un compte de la maison"),
            ("email", "pas une adresse", "adresse"),
            ("last_name", "", "Écrire ce nom"),
            ("since", "01/01/2031", "avenir"),
        ],
        ids=["staff-mail", "staff-phone", "no-mail", "no-name", "future"],
    )
    def test_what_is_wrong_is_said_and_nothing_is_kept(self, minor, name, value, said):
        """R-069: no contact of staff."""
        page = minor.note(**{name: value})

        assert said in words(page)
        assert minor.do(lambda unit, tools: unit.__parent__.__parent__.representative) is None

    def test_both_contacts_of_the_person_are_refused_and_one_warns(self, minor):
        refused = minor.note(email=HER_OWN["email"], phone=HER_OWN["phone"])
        warned = minor.note(phone=HER_OWN["phone"]).follow()

        assert "ceux de la personne" in words(refused)
        assert "Son numéro est aussi celui de la personne" in words(warned)

    def test_who_does_not_follow_her_finds_no_such_page(self, minor, town):
        for login, status in (("bruno", 404), ("gaelle", 404), ("denis", 403)):
            town.browser(login).get(f"{minor.file}/representant", status=status)

    def test_removed_she_signs_alone(self, minor):
        minor.note()
        page = minor.alice.get(f"{minor.file}/representant")

        told = form_to(page, "/retirer-representant").submit().follow()

        assert "la personne signe seule" in words(told)
        minor.proposed()
        assert "C'est au tour de" not in words(minor.alice.get(f"{minor.at}/faire-signer"))


class TestAsking:
    def test_a_minor_without_one_warns_and_leads_to_where_one_is_noted(self, minor):
        minor.proposed()
        page = minor.alice.get(f"{minor.at}/faire-signer")

        assert "moins de 18 ans" in words(page)
        assert page.click("Noter son représentant").request.path.endswith("/representant")

    def test_one_noted_after_the_version_leads_back_to_the_draft(self, minor):
        minor.proposed()
        minor.note()
        page = minor.alice.get(f"{minor.at}/faire-signer")

        form_to(page, "/reprendre").submit().follow()

        assert "ne prévoit pas la signature de Claire Bara" in words(page)
        assert minor.state() == "draft"

    def test_the_link_and_the_code_go_to_her_mother(self, waits):
        page = waits.alice.get(f"{waits.at}/faire-signer")
        token = waits.asks()
        come_in(waits.town, token, waits.at_home())

        assert "C'est au tour de Claire Bara" in words(page)
        assert "claire.bara@laposte.net" in words(page)
        assert HER_OWN["email"] not in words(page)
        assert [(about, to) for about, to, _ in waits.messages()] == [
            ("signing", "representative"),
            ("code", "representative"),
        ]

    def test_on_site_the_screen_is_hers(self, waits):
        form = form_to(waits.alice.get(f"{waits.at}/faire-signer"), "/sur-place")
        form["seen"] = "identity_card"
        page = form.submit().follow()

        assert "Vous signez pour Zoé Lefèvre" in words(page)
        page = form_to(walk(waits.alice), "/signer").submit().follow()
        assert "La personne signe après vous" in words(page)
        assert waits.signatures() == ["adviser", "representative"]


class TestSigning:
    def test_both_sign_and_that_closes_the_unit(self, waits):
        his = waits.asks()
        _, page = sign(waits, his)
        hers = waits.asks()
        _, end = sign(waits, hers)

        assert "La personne signe après vous" in words(page)
        assert "C'est signé et terminé" in words(end)
        assert waits.signatures() == ["adviser", "representative", "beneficiary"]
        assert waits.do(lambda unit, tools: unit.closed_on) is not None

    def test_her_link_before_his_turn_is_over_opens_nothing(self, waits):
        his = waits.asks()
        browser, token = waits.at_home(), waits.link_to()
        his_form = form_to(browser.get(f"/signer/{his}"), "/code").submit_fields()

        page = browser.get(f"/signer/{token}")

        assert "Votre conseiller a annulé cette demande" in words(page)
        assert not [form for form in page.forms.values() if token in form.action]
        refused = browser.post(f"/signer/{token}/code", his_form, status="*")
        assert "n'attend plus de signature" in words(refused)
        assert not [about for about, _, _ in waits.messages() if about == "code"]

    def test_his_link_after_his_turn_says_that_it_is_signed(self, waits):
        his = waits.asks()
        sign(waits, his)
        waits.asks()

        page = waits.at_home().get(f"/signer/{his}")

        assert "Ce document est signé" in words(page)
        assert not [form for form in page.forms.values() if his in form.action]

    def test_his_visit_never_becomes_hers(self, waits):
        """While she is asked, whoever came by his link cannot go through her steps."""
        his = waits.asks()
        sign(waits, his)
        errand = waits.do(lambda unit, tools: errand_of(unit.deliverable, "representative"))
        waits.asks()
        again = waits.town.browser_of_person(waits.person, errand)

        for path in ("lire", "mention", "signer", "choix", "pdf", "pages"):
            assert again.get(f"/signature/{path}").headers["Location"].endswith("/signature")
        token = waits.town.form_token(again)
        again.post("/signature/signer", {"csrf_token": token, "acte": "x"})
        again.post("/signature/refuser", {"csrf_token": token, "acte": "y"})
        assert "Vous avez signé" in words(again.get("/signature"))
        assert waits.signatures() == ["adviser", "representative"]

    def test_her_visit_never_becomes_his(self, waits):
        errand = waits.do(lambda unit, tools: errand_of(unit.deliverable))
        waits.asks()
        browser = waits.town.browser_of_person(waits.person, errand)

        token = waits.town.form_token(browser)
        for path in ("lire", "mention", "signer", "refuser", "papier"):
            browser.post(f"/signature/{path}", {"csrf_token": token, "acte": path}, status=303)

        assert waits.signatures() == ["adviser"]
        assert "Votre conseiller a annulé cette demande" in words(browser.get("/signature"))

    def test_it_opens_nothing_else(self, waits):
        browser = waits.at_home()
        come_in(waits.town, waits.asks(), browser)

        for path in ("/mon-espace", "/dossiers", waits.file, waits.at, "/compte", "/a-signer"):
            assert browser.get(path, status="*").status_int == 404, path
        assert "Lire le document" in words(browser.get("/signature"))

    def test_who_refuses_sends_it_back_to_draft(self, waits):
        browser = waits.at_home()
        come_in(waits.town, waits.asks(), browser)

        form = form_to(browser.get("/signature/choix"), "/refuser")
        page = form.submit().follow()

        assert "Vous n'avez pas signé" in words(page)
        assert waits.state() == "draft"

    def test_who_is_removed_signs_no_more(self, waits):
        browser = waits.at_home()
        token = waits.asks()
        come_in(waits.town, token, browser)

        waits.do(
            lambda unit, tools: remove_representative(
                unit.__parent__.__parent__, actor(tools, "alice"), tools
            )
        )

        assert "Votre conseiller a annulé cette demande" in words(browser.get("/signature"))
        assert "Votre conseiller a annulé cette demande" in words(
            waits.at_home().get(f"/signer/{token}")
        )
