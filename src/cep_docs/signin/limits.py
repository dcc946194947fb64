"""How often one may be wrong, counted in failures only (AUT-03, AUT-04, AUT-06)."""

from datetime import timedelta

from cep_docs.errors import NotPossible
from cep_docs.storage.attempts import Counted, Limit

FIVE_MINUTES = timedelta(minutes=5)
# An address from which somebody came in lately is an office: forty people, some typing badly.
OFFICE_FOR = timedelta(days=30)
ACCOUNT = (Limit(10, FIVE_MINUTES),)
ADDRESS = (Limit(10, FIVE_MINUTES),)
OFFICE = (Limit(100, FIVE_MINUTES),)
EVERYBODY = (Limit(1000, FIVE_MINUTES),)
FACTOR = (Limit(5, FIVE_MINUTES), Limit(20, timedelta(hours=1)), Limit(50, timedelta(days=1)))


class TooManyAttempts(NotPossible):
    """Something failed too often lately; nothing was judged."""


SLOW_DOWN = (
    "Trop d'essais ont échoué depuis quelques minutes : rien n'a été vérifié, et rien n'a changé. "
    "Attendre cinq minutes, puis recommencer. Avec une clé d'accès, l'entrée reste ouverte."
)
SLOW_DOWN_CODES = (
    "Trop de codes faux ont été donnés pour ce compte : rien n'a été vérifié, et rien n'a changé. "
    "Attendre cinq minutes, puis recommencer ; après vingt essais, une heure."
)


def of_password(login: str, address: str, office: bool) -> tuple[Counted, ...]:
    return (
        Counted(f"password {login.casefold()}", ACCOUNT),
        Counted(f"address {address}", OFFICE if office else ADDRESS),
        Counted("everybody", EVERYBODY),
    )


def of_factor(login: str) -> tuple[Counted, ...]:
    return (Counted(f"factor {login}", FACTOR), Counted("everybody", EVERYBODY))


def of_address(address: str, office: bool) -> tuple[Counted, ...]:
    """What is tried without any login: passkeys, identity providers."""
    return (
        Counted(f"address {address}", OFFICE if office else ADDRESS),
        Counted("everybody", EVERYBODY),
    )
