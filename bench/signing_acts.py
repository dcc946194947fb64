"""What an act costs from « sign » to « closed, copy ready », next to its parts done alone.

The parts are done right after it on the same bytes: its signatures, its seal, its proof, and a
commit of the same files. What is left is rights, workflow, journal and search.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from bench.timing import seconds
from cep_docs.access.actor import Actor
from cep_docs.app import Application, new_site, random_id
from cep_docs.content.deliverable import Version
from cep_docs.content.signing import ON_SITE
from cep_docs.lifecycle.asking import sign_one_of_several
from cep_docs.lifecycle.ceremony import (
    Where,
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.signer import signer_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.versions import read_document
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.evidence import JSON, read_evidence, sealed_evidence, unpacked
from cep_docs.signing.evidence_pdf import Letterhead
from cep_docs.signing.notary import Act, HouseNotary, notary_of
from cep_docs.storage.house import House
from cep_docs.storage.instance import Instance, create
from tests.durability.living import engaged, frozen
from tests.people import RULES, Clock, actor, furnish, met, order
from tests.unit.lifecycle.courses import fill

TIMES = 20
START = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
OFFICE = Where("192.0.2.10", "Firefox")
PHONE = Where("198.51.100.7", "Safari")
HEAD = Letterhead("Cap Métiers Loire", "Médiateur : voir l'accueil.")
PARTS = ("signatures", "seal", "proofs", "commits")


def run(folder: Path, times: int = TIMES) -> dict[str, float]:
    with make_house(folder).open() as house:
        acts = _Acts(application_of(folder, house), folder)
        found = [acts.measured(index) for index in range(times + 1)][1:]
    told = {"from « sign » to « closed, copy ready » / its parts": _middle(found, PARTS)}
    for part in PARTS:
        told[f"its {part} / the whole act"] = 1 / _middle(found, (part,))
    return told


def make_house(folder: Path) -> Instance:
    """A house with its authority, its people and what they may order."""
    made = create(folder, "4G", lambda: new_site("4G"), START.date())
    make_authority(made.folder, "4G")
    with made.open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(lambda tools: furnish(tools.site))
        application.write(lambda tools: order(tools, "UO1", 99_999))
    return made


def application_of(folder: Path, house: House) -> Application:
    clock = Clock(START)
    return Application(house, RULES, clock, random_id, on_paper, notary_of(folder, clock))


def displayed(tools: Tools, index: int) -> tuple[str, str]:
    """A document that is proposed, and that the adviser has had before his eyes."""
    number = engaged(tools, index)
    unit = engagement_numbered(number, tools)
    met(unit, tools, "alice")
    fill(unit, tools, "alice")
    frozen(tools, number)
    read_document(unit.deliverable, "1", actor(tools, "alice"), tools)
    return number, unit.deliverable.__name__


def sign_as_adviser(where: tuple[str, str], tools: Tools) -> None:
    sign_one_of_several(*where, actor(tools, "alice"), tools, OFFICE)


class _Acts:
    def __init__(self, application: Application, folder: Path) -> None:
        self.application, self.folder = application, folder
        self.write = application.write

    def measured(self, index: int) -> dict[str, float]:
        where = self.write(lambda tools: displayed(tools, index))
        taken = {"whole": seconds(lambda: self.write(partial(sign_as_adviser, where)))}
        ready = self.write(lambda tools: _ready(where[0], tools))
        taken["whole"] += seconds(lambda: self.write(lambda t: sign_now(*ready(t), t, PHONE)))
        with self.application.reading() as tools:
            version = engagement_numbered(where[0], tools).deliverable.current
            files = {kind: file.read() for kind, file in version.files.items()}
            return {**taken, **self._parts(files, _mention(version))}

    def _parts(self, files: Mapping[str, bytes], mention: str) -> dict[str, float]:
        """By another notary, who remembers nothing."""
        notary = notary_of(self.folder, Clock(START))
        if notary is None:
            raise LookupError(self.folder)
        signed: dict[str, bytes] = {}
        lines = ("Signé électroniquement", "Signature simple", "Identité : vérifiée")
        first = Act("adviser", "Alice", START, "le 3 février", "", lines, "", first=True)
        last = Act("beneficiary", "Zoé Lefèvre", START, "le 3 février", mention, lines)

        def sign(name: str, pdf: bytes, act: Act) -> None:
            signed[name] = notary.sign(pdf, act).pdf

        proofs = [files[kind] for kind in files if kind.startswith("proof_")]
        added = [files[kind] for kind in files if kind not in ("pdf", "odt")]
        return {
            "signatures": seconds(lambda: sign("first", files["pdf"], first))
            + seconds(lambda: sign("last", files["started"], last)),
            "seal": seconds(lambda: notary.seal(signed["last"], START)),
            "proofs": sum(seconds(partial(_prove, one, notary)) for one in proofs),
            "commits": sum(seconds(partial(self._keep, added[half::2])) for half in (0, 1)),
        }

    def _keep(self, files: list[bytes]) -> None:
        def work(tools: Tools) -> None:
            kept = [tools.store(one, "a.pdf", "application/pdf", "alice") for one in files]
            tools.site.probes = kept[0]

        self.write(work)


def _ready(number: str, tools: Tools) -> Callable[[Tools], tuple[object, Actor]]:
    """All she does before she signs."""
    unit, alice = engagement_numbered(number, tools), actor(tools, "alice")
    ask_to_sign(unit.deliverable, ON_SITE, alice, tools, OFFICE)
    see_identity(unit.deliverable, "passport", alice, tools, OFFICE)
    person = unit.__parent__.__parent__
    herself = signer_of(person, f"{unit.number}_{unit.deliverable.__name__}")
    ceremony = ceremony_of(unit.deliverable, herself, tools)
    note_read(ceremony, herself, tools, PHONE)
    write_mention(ceremony, "Lu et approuvé", "typed", herself, tools, PHONE)

    def again(tools: Tools) -> tuple[object, Actor]:
        found = engagement_numbered(number, tools).deliverable
        return ceremony_of(found, herself, tools), herself

    return again


def _mention(version: Version) -> str:
    return version.requests[-1].mention


def _prove(proof: bytes, notary: HouseNotary) -> None:
    """The same evidence once more, with another hour: what was made is not given again."""
    evidence = read_evidence(unpacked(proof)[JSON])
    sealed_evidence({**evidence, "made_at": "2020-02-03T09:00:01Z"}, HEAD, notary, START)


def _middle(found: list[dict[str, float]], parts: tuple[str, ...]) -> float:
    return median(one["whole"] / sum(one[part] for part in parts) for one in found)
