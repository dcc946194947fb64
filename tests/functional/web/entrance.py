"""People who come in by the entrance: what they know, what they carry, what they send."""

from datetime import timedelta

import pyotp

from cep_docs.signin.invitations import own_credentials
from cep_docs.signin.passwords import hashed
from cep_docs.storage.attempts import digest_of

PASSWORD = "cheval agrafe pile correct"
KEPT = hashed(PASSWORD)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
RECOVERY = "abcdefghjkmnpqrs"


def furnished(town, *logins, factor=True):
    """These accounts have a password, and codes in their telephone."""

    def work(tools):
        for login in logins:
            own = own_credentials(tools.site.accounts[login])
            own.password = KEPT.text
            if factor:
                own.totp = SECRET
                own.recovery = (digest_of(RECOVERY), digest_of("another"))

    town.write(work)


def code_now(town, later=0):
    return pyotp.TOTP(SECRET).at(town.wall() + timedelta(seconds=later))


def give_password(browser, login="alice", password=PASSWORD, back="", address="", status="*"):
    """The answer to the sign-in form."""
    query = f"?suite={back}" if back else ""
    page = browser.get(f"/connexion{query}")
    form = page.forms[0]
    form["login"], form["password"] = login, password
    extra = {"REMOTE_ADDR": address} if address else {}
    return form.submit(status=status, extra_environ=extra)


def give_code(browser, code, back="", status="*"):
    query = f"?suite={back}" if back else ""
    form = browser.get(f"/connexion/code{query}").forms[0]
    form["code"] = code
    return form.submit(status=status)


def come_in(town, login="alice", address="", back=""):
    """A browser that went through all of it, with the next code of the telephone."""
    town.wall.now += timedelta(seconds=30)
    browser = town.stranger()
    assert give_password(browser, login, address=address, back=back).status_int == 303
    assert give_code(browser, code_now(town), back).status_int == 303
    return browser


def form_to(page, action):
    """The form of a page that leads there."""
    return next(form for form in page.forms.values() if form.action == action)


def sign_out(browser):
    return form_to(browser.get("/compte"), "/deconnexion").submit()


def is_in(browser):
    return browser.get("/aujourdhui", status="*").status_int == 200


def events(town, *names):
    """What the journal of the operator says of these events, the oldest first."""
    with town.application.reading() as tools:
        return [line for line in tools.site.journal if line["what"] in names]
