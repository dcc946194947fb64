"""An adviser has a document signed, in his pages (R-065, R-067, R-069…R-071, R-074, R-081)."""

import re
from datetime import timedelta

import pytest

from cep_docs.content.site import beneficiary_of
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.signin.links import links_of
from tests.functional.web.signing_people import code_sent, form_to, played, walk
from tests.people import actor, received
from tests.unit.lifecycle import courses

MAIL, PHONE = "zoe.lefevre@laposte.net", "+33261910010"


class Proposed:
    """A document that was proposed to be signed, and its pages."""

    def __init__(self, town, **changes):
        def work(tools):
            person = received(tools, **{"email": MAIL, "phone": PHONE, **changes})
            unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
            return person.identifier, unit.number

        self.town = town
        self.person, self.number = town.write(work)
        self.at = f"/dossiers/{self.person}/uo/{self.number}/documents/shared_assessment"
        self.name = f"{self.number}_shared_assessment"

    def do(self, step):
        def work(tools):
            units = tools.site.beneficiaries[self.person].engagements()
            return step(units[-1].deliverable, tools)

        return self.town.write(work)

    @property
    def state(self):
        return self.do(lambda document, tools: document.state)

    def signed_first(self):
        self.do(lambda document, tools: courses.act(document.__parent__, "sign_as_adviser", tools))
        return self

    def requests(self):
        return self.do(
            lambda document, tools: [
                (one.mode, one.ended, one.identified) for one in document.current.requests
            ]
        )

    def links(self):
        return len(links_of(self.town.doors.links, self.person, self.town.wall()))


@pytest.fixture
def proposed(town):
    return Proposed(town)


@pytest.fixture
def alice(town):
    return town.browser("alice")


def sent(town):
    return town.write(
        lambda tools: [(message.about, message.channel) for message in tools.site.messages]
    )


def text_of(page):
    """What is read, with the signs that keyboards have."""
    return " ".join(page.html.text.replace("\u2019", "'").split())


def tired(town):
    """Her second factor was given too long ago to engage anybody."""
    town.wall.now += timedelta(minutes=10)


class TestSigningFirst:
    """R-065."""

    def test_he_reads_then_signs_then_is_asked_how_she_signs(self, proposed, alice):
        page = alice.get(f"{proposed.at}/signer")
        assert "Savoir ce que ses compétences permettent." in page.text
        assert "provisoire" in page.text

        after = form_to(page, "/signer").submit().follow()

        assert proposed.state == "signed_by_adviser"
        assert [h.text for h in after.html.select(".fields h3")] == [
            "Sur place",
            "À distance",
            "Sur papier",
        ]

    def test_it_takes_a_recent_second_factor(self, proposed, alice):
        tired(proposed.town)

        response = alice.get(f"{proposed.at}/signer")

        assert response.location.startswith("https://localhost/connexion/confirmer?suite=")
        assert proposed.state == "proposed"

    def test_who_does_not_follow_her_finds_no_such_page(self, proposed, town):
        for login in ("bruno", "denis"):
            assert town.browser(login).get(f"{proposed.at}/signer", status="4*").status_int in (
                403,
                404,
            )

    def test_a_text_that_changed_meanwhile_is_not_signed(self, proposed, alice):
        page = alice.get(f"{proposed.at}/signer")
        form = form_to(page, "/signer")
        form["digest"] = "0" * 64

        response = form.submit(status=409)

        assert "Le document a changé" in response.text
        assert proposed.state == "proposed"

    def test_what_is_signed_already_leads_to_the_next_step(self, proposed, alice):
        proposed.signed_first()

        assert alice.get(f"{proposed.at}/signer").location.endswith("/faire-signer")

    def test_a_draft_has_nothing_to_sign(self, town, alice):
        def work(tools):
            unit = courses.engaged(tools, "UO1")
            return f"/dossiers/{beneficiary_of(unit).identifier}/uo/{unit.number}"

        at = town.write(work) + "/documents/shared_assessment"
        token = {"csrf_token": town.form_token(alice)}

        assert "Aucune signature n'est attendue" in text_of(alice.get(f"{at}/faire-signer"))
        assert alice.get(f"{at}/signer").location.endswith("/faire-signer")
        alice.post(f"{at}/signer", token, status=409)


class TestSeveral:
    """R-081."""

    def test_only_what_was_displayed_can_be_ticked(self, town, alice):
        read, unread = Proposed(town), Proposed(town, birth_name="Adam")
        alice.get(f"{read.at}/versions/1")

        boxes = {
            box["value"]: box.has_attr("disabled")
            for box in alice.get("/a-signer").html.select("input[name=ticked]")
        }

        assert boxes == {read.name: False, unread.name: True}

    def test_one_act_signs_all_that_are_ticked(self, town, alice):
        both = [Proposed(town), Proposed(town, birth_name="Adam")]
        for one in both:
            alice.get(f"{one.at}/versions/1")
        form = form_to(alice.get("/a-signer"), "/a-signer")
        for box in form.fields["ticked"]:
            box.checked = True

        told = form.submit().follow()

        assert "2 documents signés." in text_of(told)
        assert {one.state for one in both} == {"signed_by_adviser"}

    def test_one_that_fails_is_named_and_the_others_stay_signed(self, town, alice):
        read, unread = Proposed(town), Proposed(town, birth_name="Adam")
        alice.get(f"{read.at}/versions/1")
        said = {
            "csrf_token": town.form_token(alice),
            "ticked": [read.name, unread.name, "nobody_nothing"],
        }

        response = alice.post("/a-signer", said, status=409)

        assert (read.state, unread.state) == ("signed_by_adviser", "proposed")
        assert "1 document signé." in text_of(response)
        assert unread.number in response.text
        assert "n'a pas été affiché depuis qu'il est proposé" in text_of(response)
        assert "nobody n'a pas été trouvé" in text_of(response)

    def test_sent_twice_it_signs_once(self, town, alice):
        one = Proposed(town)
        alice.get(f"{one.at}/versions/1")
        said = {"csrf_token": town.form_token(alice), "ticked": [one.name]}

        answers = [alice.post("/a-signer", said).status_int for _ in range(2)]

        assert answers == [303, 303]
        assert one.do(lambda document, tools: len(document.current.signatures)) == 1

    def test_nothing_ticked_or_too_many_signs_nothing(self, town, alice):
        one = Proposed(town)
        alice.get(f"{one.at}/versions/1")
        token = town.form_token(alice)

        none = alice.post("/a-signer", {"csrf_token": token}, status=422)
        names = [one.name, *(f"x{number}_y" for number in range(20))]
        many = alice.post("/a-signer", {"csrf_token": token, "ticked": names}, status=422)

        assert "Cocher au moins un document" in text_of(none)
        assert "20 documents au plus" in text_of(many)
        assert one.state == "proposed"

    def test_it_takes_a_recent_second_factor(self, town, alice):
        one = Proposed(town)
        alice.get(f"{one.at}/versions/1")
        tired(town)

        page = alice.get("/a-signer")
        said = {"csrf_token": town.form_token(alice), "ticked": [one.name]}
        response = alice.post("/a-signer", said, status=403)

        assert page.html.select("input[name=ticked]") == []
        assert "Confirmer votre identité pour signer" in page.text
        assert "Confirmer d'abord que c'est vous" in text_of(response)
        assert one.state == "proposed"

    def test_a_manager_sees_them_and_signs_none(self, town):
        one = Proposed(town)
        denis = town.browser("denis")
        said = {"csrf_token": town.form_token(denis), "ticked": [one.name]}

        assert denis.get("/a-signer").html.select("input[name=ticked]") == []
        denis.post("/a-signer", said, status=409)
        assert one.state == "proposed"


class TestOnSite:
    """R-070."""

    def test_the_screen_is_hers_and_he_has_left(self, proposed, town):
        proposed.signed_first()
        alice = town.browser("alice")
        form = form_to(alice.get(f"{proposed.at}/faire-signer"), "/sur-place")
        form["seen"] = "passport"

        hers = form.submit()

        assert hers.location.endswith("/signature")
        assert proposed.requests() == [("on_site", "", "passeport")]
        alice.get(f"{proposed.at}/faire-signer", status=404)
        page = walk(alice)
        form_to(page, "/signer").submit()
        assert proposed.state == "signed"

    def test_no_identity_seen_no_screen(self, proposed, alice):
        proposed.signed_first()
        form = form_to(alice.get(f"{proposed.at}/faire-signer"), "/sur-place")

        response = form.submit(status=422)

        assert "Choisir le document que vous avez vu." in text_of(response)
        assert proposed.requests() == []

    def test_the_screen_is_handed_over_again(self, proposed, town):
        proposed.signed_first()
        form = form_to(town.browser("alice").get(f"{proposed.at}/faire-signer"), "/sur-place")
        form["seen"] = "known"
        form.submit()

        again = form_to(town.browser("alice").get(f"{proposed.at}/faire-signer"), "/sur-place")
        again.submit()

        assert proposed.requests() == [("on_site", "", "personne déjà connue du conseiller")]


class TestAtADistance:
    """R-067, R-069, R-071."""

    def asked(self, proposed, alice, by="email"):
        proposed.signed_first()
        form = form_to(alice.get(f"{proposed.at}/faire-signer"), "/a-distance")
        form["by"] = by
        return form.submit().follow()

    def test_he_sends_a_link_that_he_never_sees(self, proposed, alice, town):
        page = self.asked(proposed, alice)

        assert sent(town) == [("signing", "email")]
        assert "Lien envoyé à la personne. Elle peut signer jusqu'au 4 mars 2020." in text_of(page)
        assert not re.search(r"/signer/[\w-]{20,}", page.text)
        cells = [" ".join(cell.text.split()) for cell in page.html.select("table.list td")]
        assert cells[:4] == [
            "Demande faite",
            "3 février 2020 à 10 h 00",
            "Lien ouvert",
            "pas encore",
        ]

    def test_she_comes_by_it_and_signs_and_he_sees_how_far_she_is(self, proposed, alice, town):
        played(town)
        self.asked(proposed, alice)
        hers = town.stranger()
        (link,) = re.findall(
            r"/signer/[\w-]+", town.write(lambda tools: list(tools.site.messages)[-1].text)
        )

        page = hers.get(link).forms[0].submit().follow()
        page.forms[0]["code"] = code_sent(town)
        page.forms[0].submit()
        followed = alice.get(f"{proposed.at}/faire-signer").html.select("table.list tr")
        form_to(walk(hers), "/signer").submit()

        assert [row.text.strip().partition("\n")[0][:20] for row in followed[1:4]] == [
            "Demande faite3 févri",
            "Lien ouvert3 février",
            "Identité confirmée3 ",
        ]
        assert proposed.state == "signed"
        after = alice.get(f"{proposed.at}/faire-signer").html
        assert "Document signé" in after.text
        assert after.select("form[action$=a-distance]") == []

    def test_a_link_by_sms_has_its_code_by_mail(self, proposed, alice, town):
        played(town)
        self.asked(proposed, alice, by="sms")
        (link,) = re.findall(
            r"/signer/[\w-]+", town.write(lambda tools: list(tools.site.messages)[-1].text)
        )

        town.stranger().get(link).forms[0].submit()

        assert sent(town) == [("signing", "sms"), ("code", "email")]

    def test_a_new_link_takes_the_place_of_the_old_one(self, proposed, alice, town):
        played(town)
        page = self.asked(proposed, alice)
        form = form_to(page, "/nouveau-lien")

        form.submit()

        assert proposed.links() == 1
        assert proposed.requests() == [("remote", "", "")]
        old, new = re.findall(
            r"/signer/[\w-]+",
            " ".join(town.write(lambda tools: [m.text for m in tools.site.messages])),
        )
        ways_in = [
            [form.action for form in town.stranger().get(link).forms.values()]
            for link in (old, new)
        ]
        assert [f"{old}/code" in ways_in[0], f"{new}/code" in ways_in[1]] == [False, True]

    def test_taken_back_it_leads_nowhere_and_whoever_came_by_it_is_out(
        self, proposed, alice, town
    ):
        page = self.asked(proposed, alice)
        hers = town.browser_of_person(proposed.person, proposed.name)
        assert hers.get("/signature").status_int == 200

        form_to(page, "/annuler-demande").submit()

        assert proposed.links() == 0
        assert proposed.requests() == [("remote", "withdrawn", "")]
        assert hers.get("/signature", status="*").status_int != 200

    def test_a_staff_contact_is_refused(self, proposed, alice, town):
        town.write(lambda tools: setattr(tools.site.accounts["bruno"], "email", MAIL))
        proposed.signed_first()

        response = form_to(alice.get(f"{proposed.at}/faire-signer"), "/a-distance").submit(
            status=409
        )

        assert "compte de la maison" in text_of(response)
        assert (proposed.requests(), proposed.links(), sent(town)) == ([], 0, [])

    def test_a_contact_changed_within_a_day_warns(self, proposed, alice, town):
        proposed.signed_first()
        proposed.do(
            lambda document, tools: edit_sheet(
                beneficiary_of(document), {"phone": "+33261910099"}, actor(tools, "alice"), tools
            )
        )
        form = form_to(alice.get(f"{proposed.at}/faire-signer"), "/a-distance")

        refused = form.submit(status=422)
        again = form_to(refused, "/a-distance")
        again["verified"] = True
        again.submit()

        assert "moins d'un jour" in text_of(refused)
        assert sent(town) == [("signing", "email")]

    def test_without_both_contacts_it_says_what_to_do(self, town, alice):
        lacking = Proposed(town, phone="")
        lacking.signed_first()

        page = alice.get(f"{lacking.at}/faire-signer")

        assert "compléter sa fiche" in page.text
        assert page.html.select("form[action$=a-distance] button") == []

    def test_a_way_that_is_none_is_refused(self, proposed, alice, town):
        proposed.signed_first()
        said = {"csrf_token": town.form_token(alice), "by": "pigeon"}

        alice.post(f"{proposed.at}/a-distance", said, status=422)
        alice.post(f"{proposed.at}/nouveau-lien", said, status=409)

        assert sent(town) == []

    def test_without_a_recent_second_factor_nobody_is_asked(self, proposed, alice, town):
        proposed.signed_first()
        form = form_to(alice.get(f"{proposed.at}/faire-signer"), "/a-distance")
        tired(town)

        form.submit(status=403)

        assert (sent(town), proposed.requests()) == ([], [])


class TestAround:
    def test_the_file_says_whose_turn_it_is(self, proposed, alice):
        at = f"/dossiers/{proposed.person}"
        said = [alice.get(at).html.select_one(".notice .btn.main").text]
        proposed.signed_first()
        said.append(alice.get(at).html.select_one(".notice .btn.main").text)
        form_to(alice.get(f"{proposed.at}/faire-signer"), "/a-distance").submit()
        page = alice.get(at).html
        said.append(page.select_one(".notice .btn.main").text)

        assert said == ["Lire et signer", "Faire signer", "Suivre la signature"]
        assert "signature demandée à distance le 3 février 2020, à recueillir" in " ".join(
            page.text.split()
        )
        assert "provisoire" in page.text or "signature électronique simple" in page.text

    def test_the_day_says_it_too(self, proposed, alice):
        said = [alice.get("/aujourdhui").html.select_one("[aria-labelledby=signer] td .btn").text]
        proposed.signed_first()
        said.append(
            alice.get("/aujourdhui").html.select_one("[aria-labelledby=signer] td .btn").text
        )

        assert [text.partition(" :")[0] for text in said] == ["Lire et signer", "Faire signer"]

    def test_a_manager_reads_how_it_goes_and_asks_nothing(self, proposed, town):
        proposed.signed_first()
        denis = town.browser("denis")

        page = denis.get(f"{proposed.at}/faire-signer", status="*")

        assert page.status_int in (200, 403, 404)
        assert "a-distance" not in page.text

    def test_a_minor_gives_a_warning_r_079(self, town, alice):
        young = Proposed(town, birth_date="2003-05-17")
        young.signed_first()

        assert "moins de 18 ans" in alice.get(f"{young.at}/faire-signer").text
