"""The person who signs: her link, her four steps, her other choices, the screen she is handed."""

import shutil
from datetime import timedelta

import pytest

from cep_docs.app import opened
from cep_docs.content.signing import ON_SITE
from cep_docs.lifecycle.ceremony import withdraw_request
from cep_docs.lifecycle.printing import SIGNED
from cep_docs.signing.authority import make_authority
from tests.functional.web.qr_pictures import path_read_from
from tests.functional.web.signing_people import (
    HOME,
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
from tests.people import RULES, actor
from tests.web_people import open_town


def at_home(town):
    browser = town.stranger()
    browser.extra_environ = {**browser.extra_environ, **HOME}
    return browser


class TestTheLink:
    def test_twenty_prefetches_change_nothing(self, town, waits):
        """R-071: programs open the links of mails."""
        token = link(town, waits)
        before = events(town, waits)

        pages = [town.stranger().get(f"/signer/{token}").text for _ in range(20)]

        assert events(town, waits) == before
        assert all("Recevoir mon code" in page for page in pages)
        assert town.write(lambda tools: list(tools.site.messages)) == []

    def test_names_neither_her_nor_the_document(self, town, waits):
        """R-124: whoever finds the link learns nothing from it."""
        page = town.stranger().get(f"/signer/{link(town, waits)}").text

        for word in ("Lefèvre", "Zoé", "Alice", "conseil en évolution", "État des lieux"):
            assert word not in page

    def test_and_a_code_let_her_in_for_this_document_only(self, town, waits):
        browser = at_home(town)

        answer = come_in(town, link(town, waits), browser)

        assert answer.headers["Location"].endswith("/signature")
        assert "Lire le document" in browser.get("/signature").text
        assert words(town, waits)[-3:] == ["opened", "code_sent", "identified"]
        assert last_request(town, waits)["identified"].startswith("code à usage unique")
        for path in ("/mon-espace", "/dossiers", "/aujourdhui", "/compte"):
            assert browser.get(path, status="*").status_int == 404, path

    def test_unknown_teaches_nothing(self, town, waits):
        unknown = town.stranger().get("/signer/ceci-n-est-pas-un-lien")

        assert "ne mène à rien" in unknown.text
        assert "<h1>Lien de signature</h1>" in unknown.text
        other = town.stranger().get("/signer/ni-cela")
        assert unknown.text.replace("ceci-n-est-pas-un-lien", "") == other.text.replace(
            "ni-cela", ""
        )

    def test_of_another_purpose_opens_no_ceremony(self, town, waits):
        token = link(town, waits, purpose="own_space:")

        assert "ne mène à rien" in town.stranger().get(f"/signer/{token}").text

    def test_says_when_it_was_signed(self, town, waits):
        token, browser = link(town, waits), signer(town, waits)
        form_to_sign(town, waits, browser).submit()

        page = town.stranger().get(f"/signer/{token}").text

        assert "Ce document est signé" in page
        assert "3 février 2020 à 10" in page

    def test_says_that_the_request_was_withdrawn(self, town, waits):
        token = link(town, waits)
        in_document(
            town,
            waits,
            lambda document, tools: withdraw_request(document, actor(tools, "alice"), tools),
        )

        page = town.stranger().get(f"/signer/{token}").text

        assert "Votre conseiller a annulé cette demande" in page
        assert "3 février 2020" in page

    def test_says_that_its_time_is_over(self, town, waits):
        token = link(town, waits)
        town.clock.now += timedelta(days=31)

        page = town.stranger().get(f"/signer/{token}")

        assert "Le délai pour signer est passé" in page.text
        assert "code" not in [form.action.split("/")[-1] for form in page.forms.values()]

    def test_still_says_so_when_its_own_time_is_over(self, town, waits):
        token = link(town, waits, valid_for=timedelta(days=2))
        town.wall.now += timedelta(days=3)
        link(town, waits)

        page = town.stranger().get(f"/signer/{token}")

        assert "Le délai pour signer est passé" in page.text
        assert not [form for form in page.forms.values() if token in form.action]

    def test_that_waits_no_more_sends_no_code(self, town, waits):
        token, browser = link(town, waits), at_home(town)
        page = browser.get(f"/signer/{token}")
        town.clock.now += timedelta(days=31)

        answer = page.forms[0].submit(status="*")

        assert answer.status_int == 409
        assert "attend plus de signature" in answer.text.replace("’", "'")


def form_to_sign(town, waits, browser):
    in_document(town, waits, _identify)
    return form_to(walk(browser), "/signature/signer")


def _identify(document, tools):
    document.current.request.identified = "pour un essai"


class TestTheSteps:
    def test_end_with_a_closed_unit_and_her_copy(self, town, here):
        """R-029, R-056, R-066."""
        browser = signer(town, here)

        answer = form_to(walk(browser), "/signature/signer").submit()

        page = answer.follow()
        assert "C’est signé et terminé" in page.text
        assert "3 février 2020 à 10" in page.text
        assert last_request(town, here)["mention"] == "Lu et approuvé"
        assert last_request(town, here)["ended"] == "signed"
        copy = browser.get("/signature/exemplaire")
        assert copy.body.startswith(b"%PDF")
        assert "attachment" in copy.headers["Content-Disposition"]
        assert words(town, here)[-2:] == ["signed", "delivered"]

    @pytest.mark.parametrize("path", ["mention", "signer"])
    def test_refuse_when_an_earlier_one_lacks(self, town, here, path):
        browser = signer(town, here)

        page = browser.get(f"/signature/{path}").follow()

        assert "Ouvrir le document, puis confirmer que vous l’avez lu." in page.text

    def test_refuse_what_is_posted_too_early(self, town, here):
        """Even when the form was never shown."""
        browser = signer(town, here)
        token = town.form_token(browser)

        early = browser.post(
            "/signature/mention", {"csrf_token": token, "mention": "lu et approuvé"}, status="*"
        )
        straight = browser.post(
            "/signature/signer", {"csrf_token": token, "acte": "a" * 20}, status="*"
        )

        assert (early.status_int, straight.status_int) == (409, 409)
        assert "confirmer que vous l’avez lu" in early.text
        assert "confirmer que vous l’avez lu" in straight.text
        assert last_request(town, here)["ended"] == ""

    def test_need_an_identity_first(self, town, waits):
        """R-067: a visit alone is no proof of who she is."""
        browser = signer(town, waits)

        answer = form_to(browser.get("/signature/lire"), "/lire").submit(status="*")

        assert answer.status_int == 409
        assert "Confirmer d’abord qui vous êtes" in answer.text

    def test_are_still_there_after_a_reload_and_the_back_button(self, town, here):
        browser = signer(town, here)
        walk(browser)

        assert "Aller à la signature" in browser.get("/signature").text
        assert "Vous avez déjà confirmé" in browser.get("/signature/lire").text
        assert "Lu et approuvé" in browser.get("/signature/mention").text
        assert words(town, here).count("mention") == 1

    def test_are_remembered_from_one_visit_to_the_next(self, town, here):
        walk(signer(town, here), upto="mention")

        page = signer(town, here).get("/signature")

        assert form_free_link(page) == "/signature/mention"

    def test_take_the_text_that_was_shown_and_no_other(self, town, here):
        """SIG-04: she signs what she read."""
        browser = signer(town, here)
        form = form_to(browser.get("/signature/lire"), "/lire")
        form["digest"] = "0" * 64

        answer = form.submit(status="*")

        assert answer.status_int == 409
        assert "Le document a changé" in answer.text
        assert not last_request(town, here)["read"]

    @pytest.mark.parametrize("typed", ["lu et aprouvé", "", "lu", "Lu et approuvé par moi"])
    def test_refuse_another_mention(self, town, here, typed):
        form = form_to(walk(signer(town, here), upto="mention"), "/mention")
        form["mention"] = typed

        answer = form.submit(status="*")

        assert answer.status_int == 422
        assert "en entier" in answer.text
        assert last_request(town, here)["mention"] == ""

    @pytest.mark.parametrize("typed", ["LU ET APPROUVE", "lu  et approuvé.", "Lu et Approuvé"])
    def test_forgive_capitals_accents_and_spaces(self, town, here, typed):
        form = form_to(walk(signer(town, here), upto="mention"), "/mention")
        form["mention"] = typed

        assert form.submit().headers["Location"].endswith("/signature/signer")

    def test_never_fill_the_mention_in(self, town, here):
        page = walk(signer(town, here), upto="mention")
        field = page.html.find(id="mention")

        assert field["value"] == ""
        assert field["autocomplete"] == "off"
        assert field.has_attr("data-typed")

    def test_sign_once_what_is_sent_twice(self, town, here):
        browser = signer(town, here)
        form = form_to(walk(browser), "/signature/signer")

        first, second = form.submit(), form.submit()

        assert first.headers["Location"] == second.headers["Location"]
        assert words(town, here).count("signed") == 1

    def test_do_not_sign_without_the_key_of_the_form(self, town, here):
        form = form_to(walk(signer(town, here)), "/signature/signer")
        form["acte"] = "n'importe quoi"

        assert form.submit(status="*").status_int == 409
        assert last_request(town, here)["ended"] == ""

    def test_show_the_pages_and_the_pdf_that_will_be_signed(self, town, here):
        browser = signer(town, here)

        page = browser.get("/signature/pages")
        picture = browser.get(page.html.find("img")["src"])

        assert picture.content_type == "image/png"
        assert browser.get("/signature/pdf").body.startswith(b"%PDF")
        assert browser.get("/signature/image", {"page": "1"}).status_int == 303
        wrong = {"page": "1", "cle": "x", "preuve": "é"}
        assert browser.get("/signature/image", wrong).status_int == 303

    def test_say_plainly_what_the_signature_is_worth(self, town, here):
        page = walk(signer(town, here))

        assert "Niveau" in page.text
        assert "l’empreinte" in page.text.lower()

    def test_have_no_copy_before_the_signature(self, town, here):
        browser = signer(town, here)

        assert browser.get("/signature/exemplaire").headers["Location"].endswith("/signature")


def form_free_link(page):
    """Where the main button of a page leads."""
    return page.html.find("a", class_="main")["href"]


class TestHerOtherChoices:
    def test_not_to_sign_needs_no_reason(self, town, here):
        """R-074."""
        browser = signer(town, here)

        form = form_to(browser.get("/signature/choix"), "/refuser")
        page = form.submit().follow()

        assert "Vous n’avez pas signé" in page.text
        assert last_request(town, here)["ended"] == "declined"
        assert in_document(town, here, lambda document, _: document.state) == "draft"
        assert notices(town) == ["signature_declined"]

    def test_not_to_sign_may_have_one(self, town, here):
        form = form_to(walk(signer(town, here)), "/refuser")
        form["because"] = "Une date est fausse."

        form.submit()

        assert last_request(town, here)["because"] == "Une date est fausse."

    def test_paper_ends_the_request_and_tells_the_adviser(self, town, here):
        """R-072."""
        browser = signer(town, here)

        page = form_to(browser.get("/signature/choix"), "/papier").submit().follow()

        assert "Vous signerez sur papier" in page.text
        assert last_request(town, here)["ended"] == "paper"
        assert in_document(town, here, lambda document, _: document.state) == "signed_by_adviser"
        assert notices(town) == ["paper_wanted"]

    def test_stand_beside_the_signature_at_the_same_level(self, town, here):
        page = walk(signer(town, here))

        headings = [heading.text for heading in page.html.find("main").find_all("h2")]

        assert headings[:3] == ["Signer", "Ne pas signer", "Signer plutôt sur papier"]

    @pytest.mark.parametrize("path", ["lire", "mention", "signer", "choix", "pages", "pdf"])
    def test_once_made_close_every_step(self, town, here, path):
        browser = signer(town, here)
        form_to(browser.get("/signature/choix"), "/papier").submit()

        assert browser.get(f"/signature/{path}").headers["Location"].endswith("/signature")

    def test_are_made_once(self, town, here):
        form = form_to(signer(town, here).get("/signature/choix"), "/papier")

        form.submit()
        form.submit()

        assert words(town, here).count("paper_asked") == 1
        assert notices(town) == ["paper_wanted"]


def notices(town):
    return town.write(lambda tools: [one.about for one in tools.site.outbox])


class TestThePhoneBesideTheScreen:
    def test_goes_on_where_the_screen_was(self, town, here):
        screen = signer(town, here)
        phone = at_home(town)

        arrived = phone.get(phone_link(screen))
        form_to(arrived, "/ici").submit()

        assert "C’est moi, continuer" in arrived.text
        assert "Lire le document" in phone.get("/signature").text
        assert words(town, here)[-1] == "on_phone"

    def test_serves_once(self, town, here):
        address = phone_link(signer(town, here))
        form_to(at_home(town).get(address), "/ici").submit()

        assert "ne mène à rien" in at_home(town).get(address).text

    def test_waits_half_an_hour(self, town, here):
        address = phone_link(signer(town, here))
        town.wall.now += timedelta(minutes=30)

        assert "ne mène à rien" in at_home(town).get(address).text

    def test_is_only_where_her_identity_was_seen_on_site(self, town, waits):
        browser = signer(town, waits)
        token = town.form_token(browser)

        answer = browser.post("/signature/telephone", {"csrf_token": token}, status="*")

        assert answer.status_int == 409

    def test_asks_no_code_and_takes_none(self, town, here):
        address = phone_link(signer(town, here))
        browser = at_home(town)
        browser.get(address)
        token = town.form_token(browser)

        for path in (f"{address}/code", address):
            answer = browser.post(path, {"csrf_token": token, "code": "000000"}, status="*")
            assert answer.status_int == 409, path


def phone_link(screen):
    """What her phone reads from the picture on the screen."""
    token = form_to(screen.get("/signature/choix"), "/papier")["csrf_token"].value
    return path_read_from(screen.post("/signature/telephone", {"csrf_token": token}))


@pytest.fixture
def sealing(town_folder, tmp_path, clock):
    """With an authority: what everybody signed is sealed."""
    folder = tmp_path / "instance"
    shutil.copytree(town_folder, folder)
    make_authority(folder, "4G")
    with opened(folder, clock, rules=RULES) as application:
        town = open_town(application, folder, clock)
        yield town
        town.index.close()


def test_a_signed_town_gives_the_sealed_file(sealing):
    """The copy is the file that bears every signature."""
    waits = waiting(sealing, ON_SITE)
    browser = signer(sealing, waits)
    page = walk(browser)
    assert "signature électronique simple" in page.text
    form_to(page, "/signature/signer").submit()

    page, copy = browser.get("/signature"), browser.get("/signature/exemplaire")

    stored = in_document(sealing, waits, lambda d, _: d.current.files[SIGNED].read())
    assert copy.body == stored
    assert "B-LTA" in page.text


@pytest.mark.parametrize(
    ("changes", "told", "announced"),
    [
        ({}, "vous est envoyé par courriel (z…@laposte.net)", ["signed_copy"]),
        ({"phone": ""}, "il vous en remet un exemplaire imprimé", []),
        ({"email": "alice@cap.example"}, "il vous en remet un exemplaire imprimé", []),
    ],
    ids=["written-to", "no-phone", "address-of-staff"],
)
def test_how_her_copy_comes_is_told_as_it_happens(sealing, changes, told, announced):
    """R-056: and her address is never written out on a screen that is not hers."""
    waits = waiting(sealing, ON_SITE, **changes)
    browser = signer(sealing, waits)

    page = form_to(walk(browser), "/signature/signer").submit().follow()

    assert told in page.text
    assert "@laposte" not in page.text.replace("z…@laposte", "")
    sent = sealing.write(lambda tools: [one.about for one in tools.site.messages])
    assert sent == announced
