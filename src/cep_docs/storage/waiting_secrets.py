"""The links and codes of messages that wait: outside the database, ciphered, gone once sent.

A link or a code has to be known in clear when its message is sent, a moment after the page that
drew it, perhaps by another process. It is kept here before that page is saved, so that a message
never waits without it; one whose page was refused has no message, and is forgotten.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cep_docs.storage.instance import find
from cep_docs.storage.ledger import Ledger, ledger_in
from cep_docs.storage.own_key import own_key

FOLDER = "visits"
NONCE = 12
# A page that was refused, or is still being saved, has no message: so long one waits for it.
ORPHAN_AFTER = timedelta(minutes=10)
TABLES = (
    "create table if not exists cep_waiting (key text primary key, said text, "
    "made double precision, until double precision)",
)


class WaitingSecrets:
    """Opened at the first use: most commands send nothing."""

    def __init__(self, folder: Path) -> None:
        self._instance = folder
        self._opening = threading.Lock()
        self._ledger: Ledger | None = None

    def keep(self, said: Mapping[str, str], now: datetime, until: datetime) -> str:
        """The key to ask for it by."""
        key, nonce = secrets.token_hex(16), secrets.token_bytes(NONCE)
        text = json.dumps(dict(said)).encode()
        kept = base64.b64encode(nonce + self._cipher().encrypt(nonce, text, key.encode())).decode()
        with self.ledger.work() as ask:
            ask(
                "insert into cep_waiting values (?, ?, ?, ?)",
                key,
                kept,
                now.timestamp(),
                until.timestamp(),
            )
        return key

    def read(self, key: str, now: datetime) -> Mapping[str, str] | None:
        """None when it is not kept here, or no more."""
        with self.ledger.look() as ask:
            rows = ask(
                "select said from cep_waiting where key = ? and until > ?", key, now.timestamp()
            )
        if not rows:
            return None
        kept = base64.b64decode(rows[0][0])
        try:
            text = self._cipher().decrypt(kept[:NONCE], kept[NONCE:], key.encode())
        except InvalidTag:  # the folder was given another key
            return None
        found: Mapping[str, str] = json.loads(text)
        return found

    def forget(self, key: str) -> None:
        with self.ledger.work() as ask:
            ask("delete from cep_waiting where key = ?", key)

    def sweep(self, waiting: Collection[str], now: datetime) -> int:
        """Forget what is over, and what no message waits for; how many there were."""
        with self.ledger.look() as ask:
            rows = ask("select key, made, until from cep_waiting")
        late = (now - ORPHAN_AFTER).timestamp()
        gone = [
            key
            for key, made, until in rows
            if until <= now.timestamp() or (made < late and key not in waiting)
        ]
        for key in gone:
            self.forget(key)
        return len(gone)

    @property
    def ledger(self) -> Ledger:
        with self._opening:
            if self._ledger is None:
                own = self._instance / FOLDER
                own.mkdir(mode=0o700, exist_ok=True)
                self._ledger = ledger_in(own, find(self._instance).storage_uri)
                self._ledger.prepare(TABLES)
            return self._ledger

    def _cipher(self) -> AESGCM:
        own = self._instance / FOLDER
        own.mkdir(mode=0o700, exist_ok=True)
        return AESGCM(hmac.new(own_key(own), b"waiting secrets", hashlib.sha256).digest())
