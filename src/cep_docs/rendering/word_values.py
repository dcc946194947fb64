"""What stands behind an anchor, as the value of its heading; and what could not be taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.columns import Columns
from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField, Value
from cep_docs.definitions.kinds import same_words
from cep_docs.rendering.word_cells import PROMPTS, typed
from cep_docs.rendering.word_flow import Event, words_of
from cep_docs.values.markup import Block, Bullets, Line, Paragraph, Run, tidy, write

LONGEST_QUOTE = 160
# What Word shows in an empty control of its own making, in French and in English.
WORDS_OF_WORD = (
    "Cliquez ou appuyez ici pour entrer du texte.",
    "Cliquez ou appuyez ici pour entrer une date.",
    "Choisissez un élément.",
    "Click or tap here to enter text.",
    "Click or tap to enter a date.",
    "Choose an item.",
    *PROMPTS.values(),
)
LOST = {
    "image": "une image ou une zone de texte n'est pas reprise",
    "note": "une note n'est pas reprise",
    "comment": "un commentaire n'est pas repris",
    "formula": "une formule n'est pas reprise",
    "symbol": "un symbole n'est pas repris",
    "hidden": "un texte masqué n'est pas repris",
    "link": "l'adresse d'un lien n'est pas reprise, ses mots le sont",
    "table": "un tableau n'est pas repris ici",
}
MARKS = {
    "i": "l'italique n'est pas repris, ses mots le sont",
    "u": "le soulignement n'est pas repris, ses mots le sont",
    "s": "le texte barré est repris comme du texte ordinaire",
}
NUMBERED = "la liste numérotée est reprise comme une liste à puces"


@dataclass(slots=True)
class Found:
    """The value as it is stored, and sentences about what is not in it."""

    value: Value = ""
    losses: list[str] = field(default_factory=list)


def value_of(of: FormField, events: Sequence[Event]) -> Found:
    """ValueError says in French why nothing can be taken."""
    if of.columns is not None:
        return _rows(of, of.columns, events)
    said = words_of([event for event in events if not _is_prompt(event)])
    absent = of.not_applicable and same_words(said, NOT_APPLICABLE)
    written = NOT_APPLICABLE if absent else _text(of.cell, events)
    return Found(of.stored_form(written), losses(events))


def losses(events: Sequence[Event]) -> list[str]:
    """What is in these events and in no text of ours, each said once."""
    said: list[str] = []
    for event in events:
        match event:
            case ["lost", what, words] if what in LOST:
                said.append(f"{LOST[what]}{quoted(words)}")
            case ["table", _]:
                said.append(f"{LOST['table']}{quoted(words_of([event]))}")
            case ["text", words, _, marks] if words.strip():
                said += [MARKS[mark] for mark in marks if mark in MARKS]
            case ["paragraph", _, True, _]:
                said.append(NUMBERED)
    return list(dict.fromkeys(said))


def quoted(words: str) -> str:
    short = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
    return f" : « {short} »" if words.strip() else ""


def _text(cell: Cell, events: Sequence[Event]) -> str:
    if cell.kind == "text":
        return write(_blocks(events))
    said = words_of([event for event in events if event[0] != "table" and not _is_prompt(event)])
    return typed(cell, said)


def _is_prompt(event: Event) -> bool:
    """What a program shows where nobody typed; whatever else stands there was typed."""
    marked = event[0] == "text" and "p" in event[3]
    return marked and any(same_words(event[1], words) for words in WORDS_OF_WORD)


def _blocks(events: Sequence[Event]) -> list[Block]:
    blocks: list[Block] = []
    paragraphs = _paragraphs([event for event in events if not _is_prompt(event)])
    before = ""
    for list_, lines in paragraphs:
        said = [line for line in lines if line]
        if list_ and said:
            item = tidy(run for line in said for run in (*line, Run(" ")))
            if list_ == before and blocks and isinstance(blocks[-1], Bullets):
                blocks[-1] = Bullets((*blocks[-1].items, item))
            else:
                blocks.append(Bullets((item,)))
        elif said:
            blocks.append(Paragraph(tuple(lines)))
        before = list_ if said else ""
    return blocks


def _paragraphs(events: Sequence[Event]) -> list[tuple[str, list[Line]]]:
    """Each with the list it is in, and its lines."""
    paragraphs: list[tuple[str, list[list[Run]]]] = [("", [[]])]
    for event in events:
        match event:
            case ["paragraph", list_, _, _]:
                paragraphs.append((list_, [[]]))
            case ["break"]:
                paragraphs[-1][1].append([])
            case ["text", words, bold, _]:
                said = words.replace("\n", " ").replace("\r", " ")
                paragraphs[-1][1][-1].append(Run(said, bold))
    return [(list_, [tidy(runs) for runs in lines]) for list_, lines in paragraphs]


def _rows(of: FormField, columns: Columns, events: Sequence[Event]) -> Found:
    """All the lines of the tables under their heads; and what is said outside of them."""
    tables = [event[1] for event in events if event[0] == "table"]
    outside = [event for event in events if event[0] != "table" and not _is_prompt(event)]
    if not tables:
        raise ValueError("son tableau n'est plus là")
    said = words_of(outside)
    found = Found([row for table in tables for row in _lines(columns, table)], losses(outside))
    found.losses += losses(
        [event for table in tables for row in table for c in row for event in c]
    )
    if (
        of.not_applicable
        and same_words(said, NOT_APPLICABLE)
        and not any(any(row.values()) for row in found.value if isinstance(row, dict))
    ):
        found.value = NOT_APPLICABLE
    elif said:
        found.losses.append(f"un texte hors du tableau n'est pas repris{quoted(said)}")
    found.value = of.stored_form(found.value)
    return found


def _lines(columns: Columns, table: list[list[list[Event]]]) -> list[dict[str, str]]:
    cells = _heads(columns, table[0] if table else [])
    rows = []
    for number, row in enumerate(table[1:], 1):
        if len(row) != len(cells) or any(
            event[:2] == ["lost", "merged"] for c in row for event in c
        ):
            raise ValueError(f"ligne {number}, les cellules ont été fusionnées ou déplacées")
        rows.append(
            {cell.name: _cell_text(number, cell, c) for cell, c in zip(cells, row, strict=True)}
        )
    return rows


def _heads(columns: Columns, heads: list[list[Event]]) -> list[Cell]:
    """The columns as they stand, whatever their order; each must be there once."""
    known = {cell.label.casefold(): cell for cell in columns.cells}
    cells = [known.get(words_of(head).casefold()) for head in heads]
    found = [cell for cell in cells if cell is not None]
    if len(found) != len(heads) or {cell.name for cell in found} != {
        cell.name for cell in columns.cells
    }:
        raise ValueError("les titres des colonnes du tableau ne sont plus ceux de la trame")
    return found


def _cell_text(number: int, cell: Cell, events: Sequence[Event]) -> str:
    try:
        return cell.stored_form(_text(cell, events))
    except ValueError as error:
        raise ValueError(f"ligne {number}, « {cell.label} » : {error}") from error
