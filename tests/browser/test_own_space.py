"""A person on her phone: large signs, large targets, no script needed, nothing said by axe."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from cep_docs.access.actor import actor_of
from cep_docs.lifecycle.shared_fields import fields_to_offer, invite_to_answer

LOOKS = [(width, dark) for width in (1440, 390, 320) for dark in (False, True)]


@pytest.fixture(scope="module")
def found(live):
    """Somebody who has a draft to complete, and somebody who has a signed document, with the
    addresses of both."""

    def work(tools):
        to_complete, signed = None, None
        for person in tools.site.beneficiaries:
            for unit in person.engagements():
                document = unit.deliverable
                if document is None:
                    continue
                offered = {field.name for field in fields_to_offer(document, tools)}
                names = [name for name in document.draft if name in offered][:3]
                follower = tools.site.accounts.get(unit.__parent__.referent)
                if (
                    document.state == "draft"
                    and follower
                    and names
                    and _reachable(person)
                    and not to_complete
                ):
                    invite_to_answer(document, names, actor_of(follower), tools)
                    to_complete = person.identifier, unit.number, document.kind, follower.login
                if document.current and document.current.valid_signatures and not signed:
                    signed = person.identifier, unit.number, document.kind
        return to_complete, signed

    return live.application.write(work)


def _reachable(person):
    return "@" in person.sheet.get("email", "") and person.sheet.get("phone")


def paths(found):
    (asked, number, kind, _), (reader, own_number, own_kind) = found
    yield asked, "/mon-espace"
    yield asked, f"/mon-espace/a-completer/{number}_{kind}"
    yield reader, f"/mon-espace/documents/{own_number}_{own_kind}_v1"
    for name in ("lectures", "accords", "emporter", "connexions"):
        yield reader, f"/mon-espace/{name}"


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_no_page_of_hers_has_a_fault_of_accessibility(live, found, width, dark):
    for person, path in paths(found):
        page = live.page(person=person, width=width, dark=dark)
        page.goto(live.base + path)

        report = Axe().run(page)

        assert report.violations_count == 0, f"{path} {report.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_no_public_text_has_one_either(live, width, dark):
    page = live.page(width=width, dark=dark)
    for path in ("/accessibilite", "/donnees-personnelles", "/mediateur", "/aide", "/acces/x"):
        page.goto(live.base + path)

        report = Axe().run(page)

        assert report.violations_count == 0, f"{path} {report.generate_report()}"


@pytest.mark.slow
def test_signs_and_targets_are_large_under_a_finger(live, found):
    person = found[0][0]
    page = live.page(person=person, width=390)
    page.goto(f"{live.base}/mon-espace")

    sizes = page.evaluate("[...document.querySelectorAll('main .btn')].map(b => b.offsetHeight)")
    text = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")

    assert text >= 17
    assert sizes
    assert min(sizes) >= 48


@pytest.mark.slow
def test_without_a_script_she_comes_in_by_link_and_code_and_answers(live, found):
    """The whole way of R-062, on a phone, without JavaScript."""
    (person, number, kind, login), _ = found
    adviser = live.page(login, js=False)
    adviser.goto(f"{live.base}/dossiers/{person}/acces-personnel")
    adviser.get_by_role("button", name=re.compile("Envoyer")).click()
    adviser.goto(f"{live.base}/demonstration/messages")
    link = re.search(r"/acces/[\w-]+", adviser.content())[0]
    page = live.page(width=390, js=False)

    page.goto(live.base + link)
    page.get_by_role("button", name="Recevoir mon code").click()
    adviser.reload()
    page.get_by_label("Votre code").fill(re.search(r"\b\d{6}\b", adviser.inner_text("main"))[0])
    page.get_by_role("button", name="Entrer").click()
    page.get_by_role("link", name=re.compile("Répondre|Revoir mes réponses")).click()
    field = page.locator("main textarea").first
    name = field.get_attribute("name")
    field.fill("Avec mes mots.")
    page.locator(f"#rubrique-{name} button").click()

    assert "Votre réponse est enregistrée" in page.inner_text("main")
    draft = live.application.write(
        lambda tools: next(
            unit[kind].draft
            for unit in tools.site.beneficiaries[person].engagements()
            if unit.number == number
        )
    )
    assert draft[name] == "Avec mes mots."
