"""Second factors that are typed: codes of an application (TOTP), and codes kept for a bad day."""

import base64
import hashlib
import hmac
import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
import segno

from cep_docs.content.account import Account, Credentials
from cep_docs.errors import Invalid
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.codes import digits
from cep_docs.signin.counter import Counter
from cep_docs.signin.events import happened
from cep_docs.signin.invitations import own_credentials
from cep_docs.signin.limits import SLOW_DOWN_CODES, of_factor
from cep_docs.storage.attempts import digest_of

STEP = 30
# A code of the step before or after this one is taken too: clocks differ. It is used up longer.
NEIGHBOURS = (0, -1, 1)
USED_UP_FOR = timedelta(minutes=10)
RECOVERY_CODES = 10
RECOVERY_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
RECOVERY_LENGTH = 16
ISSUER = "cep_docs"
WRONG_CODE = (
    "Ce code n'est pas le bon, ou il a déjà servi. Attendre le code suivant de l'application, "
    "puis le recopier."
)
WRONG_FIRST_CODE = (
    "Ce code n'est pas celui que l'application devrait afficher. Vérifier l'heure du téléphone, "
    "attendre le code suivant, puis le recopier."
)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an application needs to know; drawn anew for each enrolment, kept when it is proved."""

    secret: str
    address: str

    @property
    def typed(self) -> str:
        """The secret, for who cannot read the picture."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    def picture(self) -> bytes:
        return as_qr(self.address)


def as_qr(address: str) -> bytes:
    """A QR code, as an SVG, dark on light whatever the page is."""
    out = io.BytesIO()
    segno.make(address, micro=False, error="m").save(
        out, kind="svg", scale=5, border=3, dark="#000", light="#fff"
    )
    return out.getvalue()


def enrolment(account: Account, drawn_from: bytes) -> Enrolment:
    """The same for a page and the form it sends back: drawn from what only this visit has, and
    from what the account used before, so that a later one is new."""
    before = account.credentials.totp if account.credentials else ""
    drawn = hmac.new(drawn_from, f"totp {account.login} {before}".encode(), hashlib.sha256)
    secret = base64.b32encode(drawn.digest()[:20]).decode()
    address = pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name=ISSUER)
    return Enrolment(secret, address)


def prove(login: str, new: Enrolment, typed: str, counter: Counter) -> None:
    """The application shows the code that it should, or Invalid."""
    if not use_code(login, new.secret, typed, counter):
        raise Invalid({"code": WRONG_FIRST_CODE})


def keep_totp(login: str, new: Enrolment, tools: Tools, now: datetime) -> None:
    account = tools.site.accounts[login]
    own = own_credentials(account)
    own.totp, own.totp_since = new.secret, now
    happened("add_factor", account, tools, {"factor": "totp"})


def current_code(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(now)


def new_recovery_codes(
    login: str, tools: Tools, draw: Callable[[str], str] = secrets.choice
) -> list[str]:
    """Ten codes to be shown once, now; those before are worth nothing any more."""
    account = tools.site.accounts[login]
    codes = ["".join(draw(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH)) for _ in range(10)]
    own_credentials(account).recovery = tuple(digest_of(code) for code in codes)
    happened("new_recovery_codes", account, tools)
    return ["-".join(code[at : at + 4] for at in range(0, RECOVERY_LENGTH, 4)) for code in codes]


def give_factor(account: Account, typed: str, counter: Counter) -> str:
    """Which factor this code is (`totp` or `recovery`), or Invalid; counted when it is wrong."""
    attempt = counter.enter(of_factor(account.login), account.login, SLOW_DOWN_CODES)
    how = _which(account, digits(typed).casefold(), counter)
    if not how:
        counter.tell("factor_refused", account.login)
        raise Invalid({"code": WRONG_CODE})
    counter.attempts.forgive(attempt)
    return how


def _which(account: Account, code: str, counter: Counter) -> str:
    own = account.credentials or Credentials()
    if own.totp and use_code(account.login, own.totp, code, counter):
        return "totp"
    if digest_of(code) not in own.recovery:
        return ""
    used = counter.write(lambda tools: _use_recovery(account.login, code, tools))
    return "recovery" if used else ""


def use_code(login: str, secret: str, typed: str, counter: Counter) -> bool:
    """The code is right, and was not given before."""
    step = _step_of(secret, typed, counter.now)
    until = counter.now + USED_UP_FOR
    used = f"totp {login} {secret} {step}"  # only its digest is kept
    return step is not None and counter.attempts.spend(used, counter.now, until)


def _use_recovery(login: str, code: str, tools: Tools) -> bool:
    """In a transaction of its own: of two that come together, one finds it gone."""
    account = tools.site.accounts[login]
    own = own_credentials(account)
    if digest_of(code) not in own.recovery:
        return False
    own.recovery = tuple(kept for kept in own.recovery if kept != digest_of(code))
    happened("use_recovery_code", account, tools, {"left": len(own.recovery)})
    return True


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Which step of time this is the code of."""
    totp = pyotp.TOTP(secret, interval=STEP)
    said = digits(typed).encode("utf-8", "replace")
    here = int(now.timestamp()) // STEP
    for near in NEIGHBOURS:
        if hmac.compare_digest(totp.generate_otp(here + near).encode(), said):
            return here + near
    return None
