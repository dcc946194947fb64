"""What is said of the keys and authorities of an instance, to whoever looks after it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import x509
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, dummy_digest
from pyhanko_certvalidator.errors import CRLFetchError

from cep_docs.errors import Unusable
from cep_docs.signing.notary import HouseNotary
from cep_docs.signing.revocation_lists import STALE, addresses_in
from cep_docs.signing.settings import Own
from cep_docs.signing.signers import OUT_OF_DATE, Held, common_name
from cep_docs.signing.time_stamps import DIGEST, NamedTimeStamps

SOON = timedelta(days=60)
SIGNERS, SEAL, HOURS = "Signataires", "Cachet de l'opérateur", "Horodatage"
LISTS = "Liste de révocation"
NO_LIST = (
    "les documents sont signés quand même, au niveau B-T ; « cep-docs signatures renew » complète "
    "ensuite. Prévenir l'autorité qui publie cette liste."
)
NO_STAMP = (
    "Cette autorité ne répond pas, ou sa réponse n'est pas recevable : les documents sont signés "
    "quand même, au niveau B-B ; « cep-docs signatures renew » complète ensuite."
)


@dataclass(frozen=True, slots=True)
class Told:
    """One part of how the house signs; `fault` says why it cannot."""

    part: str
    how: str
    name: str = ""
    until: datetime | None = None
    demonstration: bool = False
    ends_soon: bool = False
    fault: str = ""


def status_of(notary: HouseNotary, now: datetime) -> list[Told]:
    """Each key is opened and each authority asked: what fails is told here, not to who signs."""
    settings = notary.settings
    return [
        _told(SIGNERS, notary.signers.held, settings.signers == Own(), now),
        _told(SEAL, notary.seals.held, settings.seal == Own(), now),
        _told(HOURS, lambda: _hours(notary), not settings.time_stamps, now),
        *(_list(notary, url) for url in addresses_in(notary.known())),
    ]


def _told(part: str, held: Callable[[], Held], own: bool, now: datetime) -> Told:
    try:
        found = held()
    except Unusable as error:
        return Told(part, "indisponible", demonstration=own, fault=str(error))
    left = found.until - now if found.until is not None else SOON
    fault = OUT_OF_DATE if left < timedelta(0) else ""
    return Told(part, found.how, found.name, found.until, own, left < SOON, fault)


def _list(notary: HouseNotary, url: str) -> Told:
    try:
        found = asyncio.run(notary.lists.read(url))
    except CRLFetchError as error:
        stale = STALE in str(error)
        return Told(LISTS, "périmée" if stale else "indisponible", url, fault=f"{url} : {NO_LIST}")
    return Told(LISTS, "en vigueur", url, found["tbs_cert_list"]["next_update"].native)


def _hours(notary: HouseNotary) -> Held:
    stamps = notary.stamps
    try:
        token = asyncio.run(stamps.async_timestamp(dummy_digest(DIGEST), DIGEST))
    except TimestampRequestError as error:
        raise Unusable(NO_STAMP) from error
    serial = token["content"]["signer_infos"][0]["sid"].chosen["serial_number"].native
    found: list[x509.Certificate] = [
        one.chosen
        for one in token["content"]["certificates"]
        if one.chosen.serial_number == serial
    ]
    how = "autorité nommée" if isinstance(stamps, NamedTimeStamps) else "de démonstration"
    return Held(how, common_name(found[0]), found[0].not_valid_after)
