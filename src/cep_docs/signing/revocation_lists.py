"""Lists of what others revoked, asked on the network: each once, until a newer one is due.

They are kept in this process only, by their address. A list that is too long, too slow or too old
is no list: the document is signed all the same, at the level that can be proved without (R-077).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

import aiohttp
from asn1crypto import crl, pem, x509
from pyhanko_certvalidator.errors import CRLFetchError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.crl_client import AIOHttpCRLFetcher
from pyhanko_certvalidator.fetchers.api import Fetchers

PATIENCE = timedelta(seconds=4)
LONGEST = 2**23
# However far off the next one is said to be: what was revoked meanwhile is to be known.
KEPT_FOR = timedelta(hours=6)
IN_PEACE = timedelta(minutes=1)
AT_MOST, BYTES_AT_MOST = 32, 2**25
REDIRECTIONS = 2
FAILED_LATELY = "it failed a moment ago"
STALE = "the newest list there is has expired"


def machine_clock() -> datetime:
    """Others live by it, even where the application tells another day."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A list, or why there is none; either of them until then."""

    until: datetime
    data: bytes
    fault: str = ""


class RevocationLists:
    """One for a process; threads share it."""

    def __init__(
        self, now: Callable[[], datetime] = machine_clock, patience: timedelta = PATIENCE
    ) -> None:
        self.now, self._patience = now, patience
        self._lock = Lock()
        self._kept: dict[str, _Kept] = {}

    async def read(self, url: str) -> crl.CertificateList:
        """The one that is in force; CRLFetchError where there is none."""
        kept = self._known(url)
        if kept is None:
            kept = await self._asked(url)
            self._keep(url, kept)
        if kept.fault:
            raise CRLFetchError(f"{url}: {kept.fault}")
        return crl.CertificateList.load(kept.data)

    def backend(self) -> AIOHttpFetcherBackend:
        """For one validation."""
        return _Backend(self)

    def _known(self, url: str) -> _Kept | None:
        now = self.now()
        with self._lock:
            kept = self._kept.get(url)
        return kept if kept is not None and now < kept.until <= now + KEPT_FOR else None

    async def _asked(self, url: str) -> _Kept:
        try:
            data = await self._fetched(url)
            read = crl.CertificateList.load(data, strict=True)
            ends: datetime | None = read["tbs_cert_list"]["next_update"].native
        except (OSError, ValueError, TypeError, TimeoutError, aiohttp.ClientError) as error:
            return _Kept(self.now() + IN_PEACE, b"", f"{FAILED_LATELY} ({type(error).__name__})")
        now = self.now()
        if ends is not None and ends <= now:
            return _Kept(now + IN_PEACE, b"", STALE)
        return _Kept(min(ends or now, now + KEPT_FOR), data)

    async def _fetched(self, url: str) -> bytes:
        whole = aiohttp.ClientTimeout(total=self._patience.total_seconds())
        async with (
            aiohttp.ClientSession(timeout=whole) as session,
            session.get(url, max_redirects=REDIRECTIONS, raise_for_status=True) as answer,
        ):
            read = bytearray()
            async for chunk in answer.content.iter_any():
                read += chunk
                if len(read) > LONGEST:
                    raise ValueError("the list has no end")
        data = bytes(read)
        return pem.unarmor(data)[2] if pem.detect(data) else data

    def _keep(self, url: str, kept: _Kept) -> None:
        with self._lock:
            self._kept.pop(url, None)
            self._kept[url] = kept
            while len(self._kept) > AT_MOST or self._size() > BYTES_AT_MOST:
                del self._kept[next(iter(self._kept))]

    def _size(self) -> int:
        return sum(len(one.data) for one in self._kept.values())


def addresses_in(certificates: Iterable[x509.Certificate]) -> list[str]:
    """Where lists are, as certificates say it; each once."""
    found = [
        str(url)
        for certificate in certificates
        for point in certificate.crl_distribution_points
        if (url := point.url)
    ]
    return list(dict.fromkeys(found))


class _Fetcher(AIOHttpCRLFetcher):  # type: ignore[misc]
    def __init__(self, lists: RevocationLists, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._lists = lists

    async def _single_fetch(self, url: str) -> crl.CertificateList:
        return await self._post_fetch_task(url, lambda: self._lists.read(url))


class _Backend(AIOHttpFetcherBackend):  # type: ignore[misc]
    def __init__(self, lists: RevocationLists) -> None:
        super().__init__(per_request_timeout=PATIENCE.total_seconds())
        self._lists = lists

    def get_fetchers(self) -> Fetchers:
        found = super().get_fetchers()
        lists = _Fetcher(self._lists, self.session, per_request_timeout=self.per_request_timeout)
        return Fetchers(found.ocsp_fetcher, lists, found.cert_fetcher)
