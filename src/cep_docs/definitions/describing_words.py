"""How the rules are written down for people: sentences, lists and tables in Markdown."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Rows = Iterable[Sequence[str]]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return capital(text) + ("" if text.endswith((".", ":")) else ".")


def listed(words: Iterable[str], link: str = "et") -> str:
    """« un, deux et trois »."""
    *before, last = list(words) or [""]
    return f"{', '.join(before)} {link} {last}" if before else last


def labels(names: Iterable[str], known: Mapping[str, str], link: str = "et") -> str:
    """The names by their labels, in the order they are known; an unknown one by itself."""
    wanted = list(names)
    found = [known[name] for name in known if name in wanted]
    return listed([*found, *(name for name in wanted if name not in known)], link)


def heading(level: int, text: str) -> Iterator[str]:
    yield from ("", "#" * level + " " + text, "")


def bullets(lines: Iterable[str]) -> Iterator[str]:
    """Sentences, one under the other."""
    yield from (f"- {line}" for line in lines)


def titled(title: str, items: Iterable[str]) -> Iterator[str]:
    """A list under its title, from semicolon to full stop; nothing when there is no item."""
    *before, last = list(items) or [""]
    if last:
        yield from ("", f"{title} :", "")
        yield from bullets([*(f"{item} ;" for item in before), f"{last}."])


def spaced(lines: Iterable[str]) -> Iterator[str]:
    """Never two blank lines together."""
    before = "x"
    for line in lines:
        if line or before:
            yield line
        before = line


def table(heads: Sequence[str], rows: Rows) -> Iterator[str]:
    """A column in which nothing is written is left out."""
    written = [list(map(_cell, row)) for row in rows]
    kept = [n for n in range(len(heads)) if n == 0 or any(row[n] for row in written)]
    yield _line([heads[n] for n in kept])
    yield _line(["---"] * len(kept))
    yield from (_line([row[n] for n in kept]) for row in written)


def gathered(items: Iterable[str], by: Callable[[str], str]) -> dict[str, list[str]]:
    """Those of which the same is said, together."""
    together: dict[str, list[str]] = {}
    for item in items:
        together.setdefault(by(item), []).append(item)
    return together


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
