"""A document that waits for the signature of a person, on site or from afar, and ways to come."""

import re
from dataclasses import dataclass
from datetime import timedelta

from cep_docs.content.signing import ON_SITE, REMOTE
from cep_docs.content.site import beneficiary_of, errand_of
from cep_docs.lifecycle.ceremony import Where, ask_to_sign, see_identity
from cep_docs.signin.links import SIGN, new_link
from tests.people import actor, received
from tests.unit.lifecycle import courses

PHONE, MAIL = "+33261910010", "zoe.lefevre@laposte.net"
OFFICE = {"REMOTE_ADDR": "192.0.2.10", "HTTP_USER_AGENT": "Mozilla/5.0 (Windows) Firefox/130"}
HOME = {"REMOTE_ADDR": "198.51.100.7", "HTTP_USER_AGENT": "Mozilla/5.0 (iPhone) Safari/605"}


@dataclass(frozen=True)
class Waiting:
    """Whose it is, which unit, which errand."""

    person: str
    number: str
    errand: str


def waiting(town, mode=REMOTE, **changes):
    """Proposed, signed by alice, and the person asked to sign."""

    def work(tools):
        tools.site.accounts["alice"].phone = "02 61 91 00 11"
        tools.site.accounts["alice"].email = "alice@cap.example"
        person = received(tools, **{"phone": PHONE, "email": MAIL, **changes})
        unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
        courses.act(unit, "sign_as_adviser", tools)
        ask(unit.deliverable, mode, tools)
        document = unit.deliverable
        return Waiting(beneficiary_of(unit).identifier, unit.number, errand_of(document))

    return town.write(work)


def ask(document, mode, tools):
    alice = actor(tools, "alice")
    where = Where(OFFICE["REMOTE_ADDR"], OFFICE["HTTP_USER_AGENT"])
    ask_to_sign(document, mode, alice, tools, where)
    if mode == ON_SITE:
        see_identity(document, "passport", alice, tools, where)


def in_document(town, waits, step):
    """Do something with the document, as a command would."""

    def work(tools):
        units = tools.site.beneficiaries[waits.person].engagements()
        unit = next(one for one in units if one.number == waits.number)
        return step(unit.deliverable, tools)

    return town.write(work)


def events(town, waits):
    """What happened to her last request, as words, and what was said with each."""
    return in_document(
        town,
        waits,
        lambda document, _: [
            (event["what"], dict(event["said"])) for event in _last(document).events
        ],
    )


def words(town, waits):
    return [what for what, _ in events(town, waits)]


def last_request(town, waits):
    """Its attributes as they are."""
    return in_document(
        town,
        waits,
        lambda document, _: {
            name: getattr(_last(document), name)
            for name in ("identified", "read", "mention", "ended", "because", "mode")
        },
    )


def _last(document):
    return document.current.requests[-1]


def link(town, waits, purpose=SIGN, valid_for=timedelta(days=30)):
    """The token of a link, which nobody but her ever sees."""
    return new_link(
        town.doors.links,
        waits.person,
        f"{purpose}{waits.errand}",
        "alice",
        town.wall(),
        valid_for,
    )


def code_sent(town):
    """The last code, which a demonstration shows."""
    message = town.write(lambda tools: list(tools.site.messages)[-1].text)
    return re.search(r"\d{6}", message)[0]


def played(town):
    """The town as a demonstration, where what would be sent is kept whole."""

    def work(tools):
        tools.site.demo_day = town.clock().date()

    town.write(work)


def come_in(town, token, browser):
    """By the link and the code."""
    page = browser.get(f"/signer/{token}")
    page = page.forms[0].submit().follow()
    page.forms[0]["code"] = code_sent(town)
    return page.forms[0].submit()


def signer(town, waits):
    """A browser where she was let in for this document."""
    return town.browser_of_person(waits.person, waits.errand)


def form_to(page, action):
    """The form of a page that posts there."""
    return next(form for form in page.forms.values() if form.action.endswith(action))


def walk(browser, upto="signer"):
    """Through the steps in their order, up to the page of this one."""
    page = form_to(browser.get("/signature/lire"), "/lire").submit().follow()
    if upto == "mention":
        return page
    form = form_to(page, "/mention")
    form["mention"] = "Lu et approuvé"
    return form.submit().follow()
