"""Cuts what a working copy says at its anchors: what stands in each, and what behind it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cep_docs.rendering.word_flow import Event, words_of


@dataclass(slots=True)
class Region:
    """`label`: what stands within the bookmark; `note`: within that of the note under it; `body`:
    all the rest, up to the next label. `twice`: the label was met again, further on."""

    label: list[Event] = field(default_factory=list)
    note: list[Event] = field(default_factory=list)
    body: list[Event] = field(default_factory=list)
    twice: bool = False


class Cutting:
    """Where we are in the document: in the region of an anchor, in one of its three lists."""

    def __init__(self, labels: Collection[str], notes: Collection[str]) -> None:
        self.before = Region()
        self.regions: dict[str, Region] = {}
        self._labels, self._notes = labels, notes
        self._region, self._here = self.before, self.before.body
        self._within = ""
        self._begun: Event | None = None  # the paragraph we are in, until something is said in it

    def take(self, event: Event) -> None:
        match event:
            case ["open", name]:
                self._open(name)
            case ["close", name]:
                self._close(name)
            case _:
                self._here.append(event)
                if event[0] == "paragraph":
                    self._begun = event
                elif event[0] != "text" or event[1].strip():
                    self._begun = None

    def _open(self, name: str) -> None:
        """LibreOffice 7.4 begins a bookmark again in each paragraph it spans."""
        if name == self._within:
            return
        if name in self._labels:
            known = name in self.regions
            self._region = self.regions.setdefault(name, Region())
            self._region.twice = known
            self._here, self._within = self._region.label, name
        elif name in self._notes:
            self._here, self._within = self._region.note, name

    def _close(self, name: str) -> None:
        if name == self._within:
            self._here, self._within = self._region.body, ""
            self._here += [self._begun] if self._begun else []


def regions_of(
    flow: Iterable[Event], labels: Collection[str], notes: Collection[str] = ()
) -> tuple[Region, dict[str, Region]]:
    """What stands before the first label, and the region of each label that was met."""
    cutting = Cutting(labels, notes)
    for event in flow:
        cutting.take(event)
    return cutting.before, cutting.regions


def marked_again(flow: Sequence[Event], labels: Mapping[str, str]) -> list[Event]:
    """With the bookmarks that some program dropped, each around the one title that has its words.
    `labels`: the words of each title, by bookmark."""
    met = {event[1] for event in flow if event[0] == "open"}
    wanted = [_plain(words) for words in labels.values()]
    titles = _titles(flow)
    marked = list(flow)
    found = {}
    for name, words in labels.items():
        places = [place for place, said in titles.items() if said == _plain(words)]
        if name not in met and len(places) == 1 and wanted.count(_plain(words)) == 1:
            found[places[0]] = name
    for (start, end), name in sorted(found.items(), reverse=True):
        marked[end:end] = [["close", name]]
        marked[start + 1 : start + 1] = [["open", name]]
    return marked


def _titles(flow: Sequence[Event]) -> dict[tuple[int, int], str]:
    """Where each paragraph that is a title begins and ends, and its words."""
    starts = [at for at, event in enumerate(flow) if event[0] in ("paragraph", "table")]
    pairs = zip(starts, [*starts[1:], len(flow)], strict=True)
    return {
        (start, end): _plain(words_of(flow[start:end]))
        for start, end in pairs
        if flow[start][0] == "paragraph" and flow[start][3]
    }


def _plain(words: str) -> str:
    return "".join(words.split()).casefold()


def rest_after(events: Sequence[Event], words: str) -> list[Event] | None:
    """What follows these words, whatever spaces are in between; None when they do not begin it."""
    wanted = "".join(words.split())
    at = 0
    for number, event in enumerate(events):
        if at == len(wanted):
            return list(events[number:])
        if event[0] != "text":
            continue
        for place, sign in enumerate(event[1]):
            if at == len(wanted):
                return [["text", event[1][place:], *event[2:]], *events[number + 1 :]]
            if sign.isspace():
                continue
            if sign != wanted[at]:
                return None
            at += 1
    return [] if at == len(wanted) else None


def is_blank(events: Sequence[Event]) -> bool:
    """Nothing is said and nothing is lost."""
    return not words_of(list(events)) and not any(
        event[0] in ("lost", "table") for event in events
    )
