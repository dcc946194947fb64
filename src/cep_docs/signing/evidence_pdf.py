"""The proof of a signature for whoever never saw this program: one page or two in plain French."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from typst import TypstError

from cep_docs.rendering.ink_lines import SPOKEN, ink_picture
from cep_docs.rendering.pdf_fields import reserve
from cep_docs.rendering.pdf_logo import drawn_logo
from cep_docs.rendering.pdf_press import press
from cep_docs.rendering.pdf_signs import Signs
from cep_docs.rendering.pdf_values import Block, fact, facts_block, plain_block, text_blocks
from cep_docs.signing import evidence_paper_words as paper_words
from cep_docs.signing import evidence_words as words
from cep_docs.signing.evidence_paper import is_on_paper
from cep_docs.values.dates import french_day
from cep_docs.values.ink import parse_ink

Evidence = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands around every paper of the house: who it is, how to reach the mediator."""

    operator: str
    footer: str
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file joined to the PDF."""

    name: str
    data: bytes
    media_type: str
    label: str


def printed_evidence(evidence: Evidence, head: Letterhead, attached: Sequence[Attached]) -> bytes:
    """PDF/A-3 with the files joined to it and a field for the seal; the first is its source."""
    stamped = len(attached) == words.ALL_FILES
    page = {**_page(evidence, head, stamped), "logo": drawn_logo(head.logo)}
    first, *others = attached
    page["about"] |= {"attachment": first.label, "attached": first.name}
    joined = [
        {"id": of.name, "data": list(of.data), "type": of.media_type, "label": of.label}
        for of in others
    ]
    text, day = first.data.decode(), _day(evidence)
    try:
        printed = press().print({**Signs(press().signs).shown(page), "joined": joined}, text, day)
    except TypstError:
        alone = Signs(press().signs, alone=True).shown(page)
        printed = press().print({**alone, "joined": joined}, text, day)
    return reserve(printed, (), (), 1.0)[0]


def parts_of(evidence: Evidence, *, stamped: bool) -> Iterator[tuple[str, list[Block]]]:
    """Each part with its title; what has nothing to say is left out."""
    yield words.MEANING, [plain_block(one) for one in paper_words.in_short(evidence)]
    if is_on_paper(evidence):
        yield from _parts_on_paper(evidence, stamped=stamped)
        return
    yield words.WHAT, [_facts(words.document_facts(evidence))]
    yield words.WHO, [_who(evidence)]
    yield words.HOURS, [_events(evidence)]
    yield words.TEXTS, list(_texts(evidence))
    yield words.SIGNATURE, [_facts(words.signature_facts(evidence))]
    yield words.COPY, [plain_block(words.delivered(evidence))]
    yield words.CHECKING, list(_checking(words.how_to_check(stamped=stamped)))


def _parts_on_paper(evidence: Evidence, *, stamped: bool) -> Iterator[tuple[str, list[Block]]]:
    yield paper_words.WHAT, [_facts(paper_words.document_facts(evidence))]
    yield paper_words.WHO, [_facts(paper_words.signer_facts(evidence))]
    yield paper_words.SEEN, [_facts(paper_words.check_facts(evidence))]
    yield paper_words.PAGES, list(_lines(paper_words.pages(evidence)))
    yield words.HOURS, [_events(evidence)]
    yield paper_words.ORIGINAL, list(map(plain_block, paper_words.original(evidence)))
    yield words.CHECKING, list(_checking(paper_words.how_to_check(stamped=stamped)))


def _page(evidence: Evidence, head: Letterhead, stamped: bool) -> dict[str, Any]:
    document, day = evidence["document"], _day(evidence)
    reference = [
        f"Dossier {document['file_number']}",
        f"Version {document['version']}",
        f"Preuve du {french_day(day)}",
    ]
    return {
        "large": False,
        "paper": "report",
        "draft": "",
        "about": {
            "title": words.TITLE,
            "subtitle": f"{evidence['signer']['name']}, {document['label']}",
            "reference": reference,
            "author": head.operator or words.OPERATOR,
            "keywords": [document["file_number"], document["kind"]],
            "service": "",
            "subject": "",
            "day": [day.year, day.month, day.day],
            "spoken_day": french_day(day),
        },
        "masthead": [head.operator] if head.operator else [],
        "footer": text_blocks(head.footer),
        "cover": [],
        "recipient": [],
        "signatures": {"title": "", "note": "", "boxes": []},
        "annexes": [],
        "parts": [
            {
                "k": "written",
                "title": title,
                "style": "prose",
                "break": False,
                "id": "",
                "blocks": blocks,
            }
            for title, blocks in parts_of(evidence, stamped=stamped)
        ],
    }


def _facts(told: Sequence[tuple[str, str]]) -> Block:
    return facts_block(fact(label, plain_block(value)) for label, value in told if value)


def _who(evidence: Evidence) -> Block:
    """A mention that was drawn is drawn again beside what is said of it."""
    facts = [
        fact(label, plain_block(value), *(_drawn(evidence) if label == words.BY_HAND else ()))
        for label, value in words.signer_facts(evidence)
        if value
    ]
    return facts_block(facts)


def _drawn(evidence: Evidence) -> list[Block]:
    picture = ink_picture(parse_ink(evidence["mention"]["strokes"]))
    return [{"k": "drawing", "svg": picture, "alt": SPOKEN}]


def _events(evidence: Evidence) -> Block:
    if not evidence["events"]:
        return plain_block(words.NO_EVENTS)
    rows = [
        [{"v": [plain_block(*cell)]} for cell in words.event_cells(event, evidence)]
        for event in evidence["events"]
    ]
    return {
        "k": "table",
        "dense": False,
        "heads": list(words.EVENT_HEADS),
        "shares": [3, 7, 6],
        "align": ["left"] * len(words.EVENT_HEADS),
        "rows": rows,
    }


def _texts(evidence: Evidence) -> Iterator[Block]:
    if not evidence["texts"]:
        yield plain_block(words.NO_TEXTS)
    for shown in evidence["texts"]:
        yield {"k": "group", "level": 2, "title": words.label_of(shown["at_event"])}
        yield plain_block(*shown["text"].splitlines())
        yield plain_block(f"{words.DIGEST} : {shown['sha256']}")


def _checking(steps: Sequence[tuple[str, list[str]]]) -> Iterator[Block]:
    for says, commands in steps:
        yield from _lines((says, commands))


def _lines(said: tuple[str, Sequence[str]]) -> Iterator[Block]:
    yield plain_block(said[0])
    if said[1]:
        yield {"k": "bullets", "items": [[{"t": one}] for one in said[1]]}


def _day(evidence: Evidence) -> date:
    at = datetime.fromisoformat(evidence["made_at"])
    return at.astimezone(ZoneInfo(evidence["time_zone"])).date()
