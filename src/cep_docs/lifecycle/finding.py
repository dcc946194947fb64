"""Finding: a number, an order, a birth date, a name, and words in the documents.

Rights come first: what is found, counted, proposed and shown is drawn from what this actor may
read, decided thing by thing. It is the same whether what he may not read is there or not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.errors import Damaged, Unusable
from cep_docs.lifecycle.identifying import (
    FoundFile,
    FoundPerson,
    files_found,
    name_of,
    people_found,
)
from cep_docs.lifecycle.indexing import node_at
from cep_docs.lifecycle.recognizing import recognized
from cep_docs.lifecycle.scope import scope_of
from cep_docs.lifecycle.texts import (
    DRAFT,
    OF_VERSIONS,
    VERSION,
    label_of,
    may_read,
    standing_version,
    texts_of,
)
from cep_docs.lifecycle.tools import Tools
from cep_docs.search import asked
from cep_docs.search.asked import Asked
from cep_docs.search.engine import Match, Scope, ranked
from cep_docs.search.extracts import Extract, extracts
from cep_docs.search.french import spans, text_of, words
from cep_docs.search.nearby import near
from cep_docs.search.place import Index

COUNTED = 100  # beyond, one says « more than »
MOST_SUGGESTIONS = 3
_SAME_START = 2  # letters that a word mistyped still begins with
KINDS = ("deliverable", "plan")


@dataclass(frozen=True, slots=True)
class Page:
    first: int = 0
    count: int = 10


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """`version` is empty for a draft; `person` for whoever may not know the name."""

    number: str
    deliverable: str
    label: str
    version: str
    person: str
    extracts: tuple[Extract, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`total` documents, or more than that when there are `more`; those of one page are here.
    `without`: why no document was looked into, in French."""

    files: tuple[FoundFile, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    documents: tuple[FoundDocument, ...] = ()
    total: int = 0
    more: bool = False
    suggestions: tuple[str, ...] = ()
    without: str = ""


FIRST_PAGE = Page()


def find(text: str, actor: Actor, tools: Tools, index: Index, page: Page = FIRST_PAGE) -> Found:
    """What this actor may know of what he typed: exact numbers first, then people, then texts."""
    codes = {c for agreement in tools.rules.agreements.values() for c in agreement.file_codes}
    said = recognized(text, codes)
    files = tuple(files_found(said, actor, tools))
    people = tuple(people_found(said, actor, tools))
    try:
        texts = _Texts(asked.read(said.rest), actor, tools, index)
        found = texts.first(max(COUNTED, page.first + page.count) + 1)
        suggestions = () if found or people else tuple(texts.suggestions(said.rest))
    except (Unusable, Damaged) as error:
        return Found(files, people, without=str(error))
    shown = found[page.first : page.first + page.count]
    total = min(len(found), COUNTED)
    more = len(found) > COUNTED
    return Found(files, people, tuple(map(texts.shown, shown)), total, more, suggestions)


@dataclass(frozen=True, slots=True)
class _Hit:
    part: str
    deliverable: Deliverable


@dataclass(slots=True)
class _Texts:
    """The texts in which somebody may look for words."""

    asked: Asked
    actor: Actor
    tools: Tools
    index: Index
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        who = self.actor, ("view",), KINDS, self.tools
        self.scope = {VERSION: scope_of(*who), DRAFT: scope_of(*who, OF_VERSIONS)}

    def first(self, most: int) -> list[_Hit]:
        """So many of those he may read that say all that is asked, the best first."""
        return list(islice(self._allowed(self.asked), most))

    def shown(self, hit: _Hit) -> FoundDocument:
        """As the database has it now, and for the page that is shown alone."""
        deliverable, tools = hit.deliverable, self.tools
        standing = standing_version(deliverable)
        is_version = hit.part == VERSION and standing is not None
        return FoundDocument(
            number=engagement_of(deliverable).number,
            deliverable=deliverable.__name__,
            label=label_of(deliverable, tools),
            version=standing.__name__ if is_version and standing is not None else "",
            person=name_of(beneficiary_of(deliverable), self.actor, tools),
            extracts=extracts(self._text(hit), self.asked),
        )

    def suggestions(self, typed: str) -> Iterator[str]:
        """What was typed, with a word changed into a near one that he may read somewhere."""
        return islice(self._suggestions(typed), MOST_SUGGESTIONS)

    def _suggestions(self, typed: str) -> Iterator[str]:
        line = text_of(typed)
        for span in spans(line):
            known = self.index.beginning(span.word[:_SAME_START])
            for word in near(span.word, known):
                others = tuple(w for w in self.asked.words if w != span.word)
                wanted = Asked((*others, word), self.asked.beginnings)
                for hit in islice(self._allowed(wanted), 1):
                    written = self._as_written(word, hit)
                    yield line[: span.start] + written + line[span.end :]

    def _allowed(self, wanted: Asked) -> Iterator[_Hit]:
        matches = self.index.matching(wanted, self.scope) if wanted else []
        for match in ranked(matches):
            hit = self._hit(match)
            if hit is not None and self._says(hit, wanted):
                yield hit

    def _hit(self, match: Match) -> _Hit | None:
        path, _, part = match.id.rpartition("/")
        node = node_at(path, self.tools)
        if not isinstance(node, Deliverable):
            return None
        return _Hit(part, node) if may_read(part, node, self.actor, self.tools) else None

    def _says(self, hit: _Hit, wanted: Asked) -> bool:
        """Phrases are looked for in the text itself; the index knows words alone."""
        if not wanted.phrases:
            return True
        found = words(self._text(hit))
        return all(asked.holds(found, phrase) for phrase in wanted.phrases)

    def _as_written(self, word: str, hit: _Hit) -> str:
        text = text_of(self._text(hit))
        return next((text[s.start : s.end].lower() for s in spans(text) if s.word == word), word)

    def _text(self, hit: _Hit) -> str:
        return texts_of(hit.deliverable, self.tools).get(hit.part, "")
