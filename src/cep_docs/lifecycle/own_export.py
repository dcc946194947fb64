"""A person takes everything with her: one ZIP with her documents, her pieces and her data."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.folder import above
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.intake.file_names import clean_name
from cep_docs.lifecycle.local_hours import told_in
from cep_docs.lifecycle.own_data import own_data
from cep_docs.lifecycle.own_index import Listed, index_page
from cep_docs.lifecycle.own_space import followed_in
from cep_docs.lifecycle.printing import PDF, paper_of, print_version
from cep_docs.lifecycle.proofs import proof_name, proofs_of, take_proof
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.local_time import local_day

CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class _Archive:
    """A ZIP being written; its entries bear the hour of the place."""

    zip: ZipFile
    at: datetime

    def add(self, name: str, data: bytes) -> None:
        self.zip.writestr(self._info(name), data)

    def add_stream(self, name: str, source: BinaryIO) -> None:
        """Piece by piece: a large file is never whole in memory."""
        with self.zip.open(self._info(name), "w") as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)

    def _info(self, name: str) -> ZipInfo:
        at = self.at
        info = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info


def export_everything(person: Beneficiary, actor: Actor, tools: Tools, target: BinaryIO) -> None:
    """Write it all into a file; written down in the journal as what leaves the house (R-127)."""
    right = require(tools, actor, "export", person)
    at = told_in(followed_in(person), tools.now(), tools)
    with ZipFile(target, "w", ZIP_DEFLATED) as opened:
        archive = _Archive(opened, at)
        documents = list(_documents(person, actor, tools, archive))
        pieces = list(_pieces(person, actor, tools, archive))
        data = own_data(person, actor, tools)
        text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False)
        archive.add("donnees.json", text.encode())
        archive.add("index.html", index_page(data, [*documents, *pieces], at.date()).encode())
    details: Details = {"documents": len(documents), "pieces": len(pieces)}
    record(person, "export", actor, right, tools, details)


def own_paper(version: Version, actor: Actor, tools: Tools) -> bytes:
    """The PDF of a version of hers, verified; that it was opened is written down."""
    right = require(tools, actor, "download", version)
    data = _printed(version, actor, tools)
    details: Details = {
        "deliverable": _deliverable(version).kind,
        "version": int(version.__name__),
        "file": PDF,
    }
    record(engagement_of(version), "view", actor, right, tools, details)
    return data


def paper_name(version: Version) -> str:
    """The file number and what it is: nothing in it says who she is."""
    kind = _deliverable(version).kind
    return f"{engagement_of(version).number}_{kind}_v{version.__name__}.pdf"


def _documents(
    person: Beneficiary, actor: Actor, tools: Tools, archive: _Archive
) -> Iterator[Listed]:
    for unit in person.engagements():
        agreement = tools.agreement_of(unit)
        for deliverable in unit:
            for version in deliverable:
                if decide(tools, actor, "export", version).allowed:
                    name = f"documents/{paper_name(version)}"
                    archive.add(name, _printed(version, actor, tools))
                    form = agreement.form(deliverable.kind, version.edition)
                    on = local_day(version.frozen_at, agreement.lots[unit.lot].time_zone)
                    yield Listed(name, f"{form.label}, version {version.__name__}", on)
                    yield from _proofs(version, form.label, actor, tools, archive)


def _proofs(
    version: Version, label: str, actor: Actor, tools: Tools, archive: _Archive
) -> Iterator[Listed]:
    """Of her own signature (R-068)."""
    for line in proofs_of(version, actor, tools):
        name = f"preuves/{proof_name(version, line.signatory)}"
        archive.add(name, take_proof(version, line.signatory, actor, tools))
        on = told_in(followed_in(beneficiary_of(version)), line.at, tools).date()
        yield Listed(name, f"Preuve de signature, {label}", on)


def _pieces(
    person: Beneficiary, actor: Actor, tools: Tools, archive: _Archive
) -> Iterator[Listed]:
    for number, piece in enumerate((*person.attachments, *person.vault), 1):
        if piece.file is not None and decide(tools, actor, "export", piece).allowed:
            name = f"pieces/{number:02}_{clean_name(piece.file.name)}"
            with piece.file.open_checked() as stream:
                archive.add_stream(name, stream)
            on = told_in(followed_in(person), piece.file.added_at, tools).date()
            yield Listed(name, piece.title, on)


def _printed(version: Version, actor: Actor, tools: Tools) -> bytes:
    """What was frozen before files were kept is printed now, from what it says."""
    if PDF not in version.files:
        print_version(_deliverable(version), version, actor, tools)
    return paper_of(version).read()


def _deliverable(version: Version) -> Deliverable:
    found = above(version, Deliverable)
    if found is None:
        raise LookupError("a version belongs to a deliverable")
    return found
