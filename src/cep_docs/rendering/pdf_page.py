"""A document as the data of its pages: what is printed, in what order, under what title.

How it looks is in paper/*.typ; here nothing is a size or a colour.
"""

from dataclasses import replace
from typing import Any

from cep_docs.definitions.form import FormSection, Signatory
from cep_docs.definitions.form_field import FormField
from cep_docs.definitions.kinds import same_words
from cep_docs.definitions.layouts import Slot
from cep_docs.definitions.mentions import MEDIATOR
from cep_docs.rendering import pdf_words as words
from cep_docs.rendering.document import EASY_READ, LARGE_PRINT, Document
from cep_docs.rendering.pdf_fields import MARK, heights
from cep_docs.rendering.pdf_tables import annex_blocks, rows_blocks
from cep_docs.rendering.pdf_values import (
    Block,
    cell_blocks,
    fact,
    facts_block,
    is_short,
    known,
    mention_blocks,
    plain_block,
    says_no,
    spoken_day,
    text_blocks,
)
from cep_docs.values.dates import french_day

# Large print: everything at 16 points or more, and signing space that grows with it.
LARGER = 1.35


def larger(document: Document) -> float:
    return LARGER if LARGE_PRINT in document.adaptations else 1.0


def page_of(document: Document) -> dict[str, Any]:
    spoken = {name: spoken_day(value) for name, value in document.facts.items()}
    document = replace(document, facts=spoken)
    letter = document.form.layout.paper == "letter"
    return {
        "large": LARGE_PRINT in document.adaptations,
        "paper": document.form.layout.paper,
        "draft": words.DRAFT if document.is_draft else "",
        "about": _about(document),
        "masthead": _masthead(document),
        "footer": _footer(document),
        "cover": _cover(document),
        "parts": [
            _part(document, slot, part)
            for slot, part in _placed(document)
            if _has_place(part, letter)
        ],
        "recipient": _address(document) if letter else [],
        "signatures": _signatures(document),
        "annexes": _annexes(document),
    }


def signatories_of(document: Document) -> list[Signatory]:
    """Each under what he is, where the facts say it better than the form."""
    kinds = {of.role: document.facts.get(f"{of.role}_kind", "") for of in document.signatories}
    return [
        replace(of, label=f"{words.THE} {kinds[of.role]}") if kinds[of.role] else of
        for of in document.signatories
    ]


def _about(document: Document) -> Block:
    facts = document.facts
    title = document.form.label
    people = known(facts, "beneficiary_name")
    if people and facts.get("adviser_name"):
        people.append(f"{words.ACCOMPANIED} {facts['adviser_name']}")
    return {
        "title": title,
        "subtitle": ", ".join(people),
        "reference": _reference(document),
        "author": facts.get("operator_name") or facts.get("structure_name") or words.SERVICE,
        "keywords": known(facts, "file_number", "reference", "unit"),
        "service": words.SERVICE,
        "subject": words.SUBJECT,
        "day": [document.day.year, document.day.month, document.day.day],
        "spoken_day": french_day(document.day),
        "attachment": words.EMBEDDED,
    }


def _reference(document: Document) -> list[str]:
    facts = document.facts
    number = [f"{words.FILE} {facts['file_number']}"] if facts.get("file_number") else []
    day = spoken_day(document.day.isoformat())
    if document.form.layout.paper == "letter":
        return [*number, f"{words.ON} {day}"]
    version = f"{words.VERSION} {document.version} {words.OF} {day}"
    return [*number, f"{words.DRAFT} {words.OF} {day}" if document.is_draft else version]


def _masthead(document: Document) -> list[str]:
    facts = document.facts
    lines = known(facts, "operator_name")
    place = [*known(facts, "region"), *known(facts, "lot")]
    if document.form.layout.paper == "letter":
        return lines + known(facts, "structure_name", "structure_address", "referent_contact")
    return lines + ([", ".join(place)] if place else [])


def _footer(document: Document) -> list[Block]:
    """On every page, whatever the layout says (C-38)."""
    blocks = text_blocks(document.mention(MEDIATOR))
    contact = known(document.facts, "referent_name", "structure_name", "referent_contact")
    if contact:
        blocks += mention_blocks(words.CONTACT, ", ".join(contact))
    return blocks


def _cover(document: Document) -> list[Block]:
    if EASY_READ not in document.adaptations or not document.form.layout.cover:
        return []
    signed = any(of.role == "beneficiary" for of in document.form.signatories)
    parts = words.easy_read(
        dict(document.facts), document.form.label, signed and not document.is_draft
    )
    return [
        {"title": title, "lines": [plain_block(sentence) for sentence in sentences]}
        for title, sentences in parts
    ]


def _placed(document: Document) -> list[tuple[Slot, FormSection]]:
    slots = {slot.name: slot for slot in document.form.layout.slots}
    return [(slots[part.name], part) for part in document.parts()]


def _has_place(part: FormSection, letter: bool) -> bool:
    """The address of a letter stands in its window."""
    return not (letter and part.computed == "recipient")


def _part(document: Document, slot: Slot, part: FormSection) -> Block:
    if part.computed:
        blocks = _computed(document, part)
    elif part.says:
        blocks = text_blocks(document.said(part))
    else:
        blocks = _fields(document, slot, part)
    return {
        "k": part.computed or "written",
        "title": part.label,
        "style": slot.style,
        "break": slot.break_before,
        "id": part.block,
        "blocks": blocks,
    }


def _computed(document: Document, part: FormSection) -> list[Block]:
    if part.computed == "identity":
        items = [_fact(document, name) for name in part.facts if document.facts.get(name)]
        return [facts_block(items)] if items else []
    if part.computed == "mentions":
        mentions = (document.mentions[name] for name in part.mentions)
        return [
            block
            for mention in mentions
            for block in mention_blocks(mention.label, document.mention(mention.name))
        ]
    if part.computed == "recipient":
        return [plain_block(*_address(document))]
    return _lists(document)


def _fact(document: Document, name: str) -> Block:
    lines = document.facts[name].splitlines()
    return fact(document.labels.get(name, name), plain_block(*lines))


def _address(document: Document) -> list[str]:
    facts = document.facts
    return [*known(facts, "beneficiary_name"), *facts.get("beneficiary_address", "").splitlines()]


def _lists(document: Document) -> list[Block]:
    if not document.annexes:
        return [plain_block(words.NO_LIST)]
    items = [f"{_annex_title(at)} : {of.title}" for at, of in enumerate(document.annexes)]
    bullets = [plain_block(item)["lines"][0] for item in items]
    return [plain_block(words.LISTS), {"k": "bullets", "items": bullets}]


def _fields(document: Document, slot: Slot, part: FormSection) -> list[Block]:
    """Short answers that follow each other stand together, each beside its label."""
    alone = len(part.fields) == 1 and same_words(part.fields[0].label, part.label)
    blocks: list[Block] = []
    for field in part.fields:
        value = document.value(field)
        if not value and not (document.is_draft and field.required):
            continue
        if is_short(field) and not alone:
            if not (blocks and blocks[-1]["k"] == "facts"):
                blocks.append(facts_block([]))
            blocks[-1]["items"].append(fact(field.label, *_value(document, slot, field, 3)))
        else:
            unsaid = document.form.layout.paper == "letter" and field.columns is None
            told = alone or unsaid or (not blocks and same_words(field.label, part.label))
            label = [] if told else [{"k": "label", "title": field.label}]
            blocks += [*label, *_value(document, slot, field, 2 if told else 3)]
    return blocks


def _value(document: Document, slot: Slot, field: FormField, level: int) -> list[Block]:
    value = document.value(field)
    if not value:
        return [{"k": "remark", "text": words.TO_FILL_IN}]
    if says_no(value):
        return [{"k": "remark", "text": words.NOT_APPLICABLE}]
    if isinstance(value, str):
        return cell_blocks(field.cell, value)
    if field.columns is None:
        return []
    shares = slot.widths.get(field.name, slot.widths.get(field.kind, {}))
    stacked = slot.style == "sheets" or LARGE_PRINT in document.adaptations
    return rows_blocks(field.columns, value, shares, stacked, level)


def _signatures(document: Document) -> Block:
    """Nobody signs a draft: its areas are drawn, and are no fields."""
    drawn = []
    for number, signatory in enumerate(signatories_of(document)):
        drawn.append(
            {
                "label": signatory.label,
                "name": document.names[number],
                "optional": "" if signatory.required else words.OPTIONAL,
                "strips": [
                    {"caption": words.caption(strip, signatory.mention), "id": height}
                    for strip, height in heights(signatory, larger(document)).items()
                ],
                "id": "" if document.is_draft else f"{MARK}{number}",
            }
        )
    return {
        "title": words.SIGNATURES,
        "note": words.DRAFT_NOTE if document.is_draft else "",
        "boxes": drawn,
    }


def _annexes(document: Document) -> list[Block]:
    return [
        {
            "title": f"{_annex_title(number)} : {annex.title}",
            "says": [plain_block(line) for line in annex.says],
            "blocks": annex_blocks(annex, stacked=LARGE_PRINT in document.adaptations),
        }
        for number, annex in enumerate(document.annexes)
    ]


def _annex_title(number: int) -> str:
    return f"{words.ANNEX} {number + 1}"
