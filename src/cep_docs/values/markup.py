"""The tiny markup of texts: paragraphs, lines, `- ` lists and `**gras**`; nothing else, no HTML.

Every text is one: what is not markup stands for itself. `normal` is how a text is stored, and
`write(parse(text))` gives it back whatever the way it took.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BULLET = re.compile("[-•][ ]+(?=[^ ])")
_SPACES = re.compile("[ \t]+")
_ESCAPED = ("\\", "*", "-", "•")
_BOLD = "**"
_TOKENS = re.compile(r"\\[\\*\-•]|\*\*|[^\\*]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line or more, each below the other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Line, ...]


Block = Paragraph | Bullets


def parse(text: str) -> tuple[Block, ...]:
    """Never fails, and says nothing the text does not say."""
    blocks: list[Block] = []
    open_lines: list[Line] = []
    items: list[Line] = []
    for source in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        cleaned = _SPACES.sub(" ", source).strip(" ")
        bullet = _BULLET.match(cleaned)
        line = _line(cleaned[bullet.end() :] if bullet else cleaned)
        if open_lines and (bullet or not line):
            blocks.append(Paragraph(tuple(open_lines)))
            open_lines = []
        if items and not (bullet and line):
            blocks.append(Bullets(tuple(items)))
            items = []
        if line:
            (items if bullet else open_lines).append(line)
    return tuple(blocks)


def write(blocks: Iterable[Block]) -> str:
    """The text these blocks are parsed from."""
    return "\n\n".join(
        "\n".join(_written(line) for line in block.lines)
        if isinstance(block, Paragraph)
        else "\n".join(f"- {_written(item)}" for item in block.items)
        for block in blocks
    )


def normal(text: str) -> str:
    """The same text as it is stored: one way to write each thing."""
    return write(parse(text))


def plain(text: str) -> str:
    """The words without the marks."""
    lines = (
        line
        for block in parse(text)
        for line in (block.lines if isinstance(block, Paragraph) else block.items)
    )
    return "\n".join("".join(run.text for run in line) for line in lines)


def tidy(runs: Iterable[Run]) -> Line:
    """Runs as parsing gives them: joined, one space at a time and none at the ends."""
    joined: list[Run] = []
    for run in runs:
        bold = run.bold and bool(run.text.strip())
        if joined and joined[-1].bold == bold:
            joined[-1] = Run(joined[-1].text + run.text, bold)
        elif run.text:
            joined.append(Run(run.text, bold))
    return _without_edges([Run(_SPACES.sub(" ", run.text), run.bold) for run in joined])


def _without_edges(runs: list[Run]) -> Line:
    if runs:
        runs[0] = Run(runs[0].text.lstrip(" "), runs[0].bold)
        runs[-1] = Run(runs[-1].text.rstrip(" "), runs[-1].bold)
    kept = [run for run in runs if run.text]
    return tuple(kept) if len(kept) == len(runs) else tidy(kept)


def _line(text: str) -> Line:
    if "*" not in text and "\\" not in text:
        return tidy((Run(text),))
    tokens = _TOKENS.findall(text)
    runs: list[Run] = []
    at = 0
    while at < len(tokens):
        end = _closing(tokens, at + 1) if tokens[at] == _BOLD else -1
        if end > 0:
            runs.append(Run("".join(map(_literal, tokens[at + 1 : end])), bold=True))
            at = end + 1
        else:
            runs.append(Run(_literal(tokens[at])))
            at += 1
    return tidy(runs)


def _closing(tokens: list[str], start: int) -> int:
    """Where the bold that begins at `start` ends; -1 when nothing closes it."""
    said = False
    for at in range(start, len(tokens)):
        if tokens[at] == _BOLD and said:
            return at
        said = said or bool(_literal(tokens[at]).strip())
    return -1


def _literal(token: str) -> str:
    """An escaped sign is one sign; everything else stands for itself."""
    return token[1] if len(token) == 2 and token[0] == "\\" else token


def _written(line: Line) -> str:
    pieces = []
    for run in line:
        alone = len(line) == 1 and not run.bold
        written = _escape(run.text, edges=not alone)
        pieces.append(f"**{written}**" if run.bold else written)
    whole = "".join(pieces)
    return "\\" + whole if _BULLET.match(whole) else whole


def _escape(text: str, edges: bool) -> str:
    """A backslash before each sign that would be taken for a mark; `edges`: a mark is near."""
    signs = []
    for index, sign in enumerate(text):
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        edge = edges and not (before and after)
        marks = sign == "*" and (edge or "*" in (before, after))
        slash = sign == "\\" and (edge or after in _ESCAPED)
        signs.append(f"\\{sign}" if marks or slash else sign)
    return "".join(signs)
