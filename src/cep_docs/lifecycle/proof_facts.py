"""What the proof of a signature tells, as data: who, what, how it was known, hour by hour (R-068).

It names the signer and the adviser, and nobody else; that of a representative names for whom he
signs. An event that is missing is said.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cep_docs.content.account import Account
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.engagement import Engagement
from cep_docs.content.folder import above
from cep_docs.content.signing import ON_SITE, REMOTE, SigningEvent, SigningRequest
from cep_docs.content.site import engagement_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.lifecycle.displayed import SHOWN
from cep_docs.lifecycle.naming import is_program
from cep_docs.lifecycle.signatories import ADVISER as ADVISER
from cep_docs.lifecycle.signatories import KIND, REPRESENTATIVE
from cep_docs.lifecycle.signatories import PERSON as PERSON
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.pdf_fields import field_name
from cep_docs.signing.evidence import SCHEMA, certificates_of, instant
from cep_docs.signing.evidence_words import label_of

STROKES = "strokes"
BY_FACTORS = "mot de passe et second facteur"
# The file before this signature, and after it.
FILES: Mapping[str, tuple[str, str]] = {
    ADVISER: ("pdf", "started"),
    REPRESENTATIVE: ("started", "continued"),
    PERSON: ("started", "signed"),
}
EXPECTED: Mapping[str, tuple[str, ...]] = {
    ADVISER: ("shown", "signed"),
    ON_SITE: ("asked", "identity_seen", "read", "mention", "signed"),
    REMOTE: ("asked", "opened", "identified", "read", "mention", "signed"),
}


@dataclass(frozen=True, slots=True)
class Proven:
    """One signature of a version, with everything around it. `follows` is the digest of the proof
    this one tells again, once the copy was delivered; `noted_by`, who noted it from paper."""

    version: Version
    signatory: str
    tools: Tools
    follows: str = ""
    noted_by: str = ""

    @property
    def deliverable(self) -> Deliverable:
        return document_above(self.version)

    @property
    def engagement(self) -> Engagement:
        return engagement_of(self.version)

    @property
    def agreement(self) -> Agreement:
        return self.tools.agreement_of(self.engagement)

    @property
    def requests(self) -> list[SigningRequest]:
        """Those to this signer, whatever became of them: the proof begins with the first step."""
        return [one for one in self.version.requests if one.signatory == self.signatory]

    @property
    def events(self) -> list[SigningEvent]:
        if self.signatory == ADVISER:
            return list(self.version.adviser_events)
        return [event for request in self.requests for event in request.events]

    def digest(self, kind: str) -> str:
        return self.version.files[kind].sha256 if kind in self.version.files else ""


def document_above(version: Version) -> Deliverable:
    found = above(version, Deliverable)
    if found is None:
        raise LookupError("a version belongs to a deliverable")
    return found


def evidence_of(proven: Proven) -> dict[str, Any]:
    now = proven.tools.now()
    lot = proven.agreement.lots[proven.engagement.lot]
    operator = proven.tools.site.operator
    events = proven.events
    said = {
        "schema": SCHEMA,
        "made_at": instant(now),
        "time_zone": lot.time_zone,
        "operator": {"code": operator.code, "name": operator.name},
        "signer": _signer(proven),
        "document": _document(proven),
        "identity": _identity(proven, events),
        "events": [_event(event, proven) for event in events],
        "texts": list(_texts(events)),
        "mention": _mention(proven, events),
        "consent": {"at": _hour(events, "signed"), "by": "act_of_signing"},
        "signature": _signature(proven),
        "delivery": {
            "available_at": _signed_at(proven) if proven.signatory == PERSON else "",
            "delivered_at": _hour(events, "delivered"),
            "follows_sha256": proven.follows,
        },
        "policies": _policies(proven),
    }
    missing = list(_missing(proven, events, said))
    return {**said, "missing": missing, "state": "incomplete" if missing else "complete"}


def _signer(proven: Proven) -> dict[str, str]:
    identifier = proven.version.signatures[proven.signatory]["account"]
    name = proven.version.facts.get(f"{proven.signatory}_name", "")
    account: Account | None = proven.tools.site.accounts.get(identifier)
    if proven.signatory == ADVISER and account is not None:
        name = account.full_name
    said = {"role": proven.signatory, "name": name, "identifier": identifier}
    if proven.signatory == REPRESENTATIVE:
        facts = proven.version.facts
        said |= {"as": facts.get(KIND, ""), "for": facts.get("beneficiary_name", "")}
    return said


def _document(proven: Proven) -> dict[str, str]:
    version = proven.version
    before, after = FILES[proven.signatory]
    if proven.signatory == PERSON and "continued" in version.files:
        before = "continued"
    form = proven.agreement.form(proven.deliverable.kind, version.edition)
    return {
        "kind": proven.deliverable.kind,
        "label": form.label,
        "file_number": proven.engagement.number,
        "version": version.__name__,
        "frozen_at": instant(version.frozen_at),
        "text_sha256": version.digest,
        "printed_sha256": proven.digest("pdf"),
        "before_sha256": proven.digest(before),
        "signed_sha256": proven.digest(after),
    }


def _identity(proven: Proven, events: list[SigningEvent]) -> dict[str, str]:
    """How it was known who signs; what the adviser saw, he saw on site (R-070)."""
    if proven.signatory == ADVISER:
        return {
            "mode": "",
            "factor": BY_FACTORS,
            "at": _hour(events, "signed") or _signed_at(proven),
            "checked_by": "program",
        }
    last = proven.requests[-1] if proven.requests else None
    seen = [one for one in events if one["what"] in ("identity_seen", "identified")][-1:]
    on_site = bool(seen) and seen[0]["what"] == "identity_seen"
    return {
        "mode": last.mode if last else "",
        "factor": last.identified if last else "",
        "at": instant(seen[0]["at"]) if seen else "",
        "checked_by": ("adviser" if on_site else "program") if seen else "",
    }


def _event(event: SigningEvent, proven: Proven) -> dict[str, Any]:
    """Strokes are told once, with the mention; here only by their digest."""
    said = {key: value for key, value in event["said"].items() if key not in (SHOWN, STROKES)}
    if STROKES in event["said"]:
        said["strokes_sha256"] = _sha256(event["said"][STROKES])
    if SHOWN in event["said"]:
        said["shown_sha256"] = _sha256(event["said"][SHOWN])
    return {
        "at": instant(event["at"]),
        "what": event["what"],
        "label": label_of(event["what"]),
        "by": _by(event["by"], proven),
        "address": event["address"],
        "browser": event["browser"],
        "said": said,
    }


def _by(account: str, proven: Proven) -> str:
    """A colleague of the adviser is not named: this proof is not about him."""
    known = {role: signature["account"] for role, signature in proven.version.signatures.items()}
    if known[proven.signatory] in (account, account.removeprefix("beneficiary:")):
        return "signer"
    if account == known.get(ADVISER):
        return ADVISER
    return "program" if is_program(account, proven.tools) else "colleague"


def _texts(events: list[SigningEvent]) -> Iterator[dict[str, str]]:
    """Exactly as they stood on the screen; each once."""
    told = set()
    for event in events:
        text = event["said"].get(SHOWN, "")
        if text and text not in told:
            told.add(text)
            yield {"at_event": event["what"], "text": text, "sha256": _sha256(text)}


def _mention(proven: Proven, events: list[SigningEvent]) -> dict[str, str]:
    """What was drawn has no text: no program has read it."""
    last = proven.requests[-1] if proven.requests else None
    strokes = last.strokes if last else ""
    return {
        "text": last.mention if last and not strokes else "",
        "entered": last.mention_entered if last else "",
        "at": _hour(events, "mention"),
        "strokes": strokes,
    }


def _signature(proven: Proven) -> dict[str, Any]:
    signature = proven.version.signatures[proven.signatory]
    field, kind = field_name(proven.signatory), FILES[proven.signatory][1]
    file = proven.version.files.get(kind)
    return {
        "format": "PAdES",
        "field": field,
        "signed_at": _signed_at(proven),
        "assurance": signature["level"],
        "level": signature.get("proven", ""),
        "certificates": certificates_of(file.read(), field) if file is not None else [],
    }


def _policies(proven: Proven) -> dict[str, str]:
    agreement = proven.agreement
    return {
        "agreement": agreement.name,
        "form": f"{proven.deliverable.kind}@{proven.version.edition}",
        "process": f"{agreement.name}/{proven.deliverable.kind}",
        "law": "Code civil, articles 1366 et 1367",
    }


def _missing(proven: Proven, events: list[SigningEvent], said: Mapping[str, Any]) -> Iterator[str]:
    mode = ADVISER if proven.signatory == ADVISER else said["identity"]["mode"]
    happened = {event["what"] for event in events}
    for what in EXPECTED.get(mode, EXPECTED[ON_SITE]):
        if what not in happened:
            yield f"Événement non relevé : {label_of(what).lower()}."
    own = [event for event in events if _by(event["by"], proven) == "signer"]
    if not all(event["address"] for event in own):
        yield "L'adresse réseau d'un acte du signataire n'a pas été relevée."
    if not all(event["browser"] for event in own):
        yield "Le navigateur d'un acte du signataire n'a pas été relevé."
    if not said["texts"]:
        yield "Les textes affichés n'ont pas été relevés."
    if not said["identity"]["factor"]:
        yield "Le moyen d'identification n'a pas été relevé."
    if said["signature"]["level"] == "B-B":
        yield "L'autorité d'horodatage n'a pas répondu : l'heure est celle de l'opérateur."


def _hour(events: list[SigningEvent], what: str) -> str:
    at: datetime | None = next((e["at"] for e in reversed(events) if e["what"] == what), None)
    return instant(at) if at is not None else ""


def _signed_at(proven: Proven) -> str:
    return instant(proven.version.signatures[proven.signatory]["at"])


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
