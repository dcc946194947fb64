"""A working copy that came back: what each heading says now, and all that cannot be taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cep_docs.definitions.form_field import FormField, Value
from cep_docs.definitions.forms import Form
from cep_docs.errors import NotPossible
from cep_docs.rendering.word_anchors import REFERENCE, Anchor, anchors_of, parts_in
from cep_docs.rendering.word_flow import Event, words_of
from cep_docs.rendering.word_reference import (
    CopyOf,
    Reference,
    digest_of_value,
    digest_of_words,
    line_in,
    shape_of,
)
from cep_docs.rendering.word_regions import Region, is_blank, marked_again, regions_of, rest_after
from cep_docs.rendering.word_values import quoted, value_of

UNTOUCHED = "Rien n'a été modifié."
FOREIGN = (
    "Ce fichier n'est pas une copie de travail de ce programme, ou son repère, à la dernière "
    f"page, n'y est plus. {UNTOUCHED} Demander une nouvelle copie de travail et y reporter le "
    "texte."
)
MIXED = (
    "Ce fichier mélange deux copies de travail : ses propriétés et son repère ne disent pas la "
    f"même chose. {UNTOUCHED} Demander une nouvelle copie de travail et y reporter le texte."
)
OTHER_FORM = (
    "Cette copie de travail suit une autre trame, ou une autre édition de la trame. "
    f"{UNTOUCHED} Demander une nouvelle copie de travail et y reporter le texte."
)
_BY_THE_PROGRAM = " ; c'est écrit par le programme et n'est pas repris"


@dataclass(frozen=True, slots=True)
class Reading:
    """`copy`: the draft it was made from. `content`: the headings that could be read, as they are
    stored. `untouched`: those of them that say what they said when the copy was made.
    `unreadable`: why the others could not be. `unread`: sentences about everything else that is
    not taken."""

    copy: CopyOf
    content: Mapping[str, Value]
    untouched: frozenset[str]
    unreadable: Mapping[str, str]
    unread: tuple[str, ...]


def read_flow(
    flow: Sequence[Event], properties: str, around: Sequence[str], form: Form
) -> Reading:
    """`properties`, `around`: as `word_opening.tell` gives them."""
    reference = _reference(flow, properties, form)
    anchors = anchors_of(form, parts_in(form, reference.parts))
    labels = {anchor.bookmark: anchor.label for anchor in anchors}
    marked = marked_again(flow, labels)
    notes = {anchor.note_bookmark for anchor in anchors}
    before, regions = regions_of(marked, {REFERENCE, *labels}, notes)
    start = words_of([*before.note, *before.body])
    taken = _Taken()
    first, *digests, last = reference.digests
    if digest_of_words(start) != first:
        taken.unread.append(f"Le début de la copie a changé{_BY_THE_PROGRAM}{quoted(start)}.")
    for anchor, digest, whole in zip(anchors, digests, _whole(anchors, regions), strict=True):
        _take(taken, anchor, _Place(regions.get(anchor.bookmark), digest, whole))
    _take_the_end(taken, regions)
    if digest_of_words("".join(around)) != last:
        taken.unread.append(f"L'en-tête ou le pied de page a changé{_BY_THE_PROGRAM}.")
    names = [field.name for field in fields_of(anchors)]
    return Reading(
        copy=CopyOf(
            document=reference.document,
            form=reference.form,
            edition=reference.edition,
            version=reference.version,
            revisions=dict(zip(names, reference.revisions, strict=True)),
        ),
        content=taken.content,
        untouched=frozenset(taken.untouched),
        unreadable=taken.unreadable,
        unread=tuple(dict.fromkeys(taken.unread)),
    )


def fields_of(anchors: Sequence[Anchor]) -> list[FormField]:
    """Those that people write."""
    return [a.field for a in anchors if a.field is not None and not a.field.computed]


@dataclass(frozen=True, slots=True)
class _Place:
    """`whole`: the anchor that follows in the form was met, so that this region ends where the
    next one begins."""

    region: Region | None
    digest: str
    whole: bool


@dataclass(slots=True)
class _Taken:
    content: dict[str, Value] = field(default_factory=dict)
    untouched: set[str] = field(default_factory=set)
    unreadable: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def _reference(flow: Sequence[Event], properties: str, form: Form) -> Reference:
    """As the copy says it twice; programs may lose the one or the other."""
    _, regions = regions_of(flow, {REFERENCE})
    own = line_in(words_of(regions[REFERENCE].label)) if REFERENCE in regions else None
    told = line_in(properties)
    if own and told and own != told:
        raise NotPossible(MIXED)
    reference = own or told or line_in(words_of(flow))
    if reference is None:
        raise NotPossible(FOREIGN)
    if (reference.form, reference.edition) != (form.name, form.edition):
        raise NotPossible(OTHER_FORM)
    anchors = anchors_of(form, parts_in(form, reference.parts))
    counts = (len(reference.revisions), len(reference.digests))
    expected = (len(fields_of(anchors)), len(anchors) + 2)
    if counts != expected or reference.shape != shape_of([anchor.bookmark for anchor in anchors]):
        raise NotPossible(OTHER_FORM)
    return reference


def _whole(anchors: Sequence[Anchor], regions: Mapping[str, Region]) -> list[bool]:
    following = [*(anchor.bookmark for anchor in anchors[1:]), REFERENCE]
    return [name in regions for name in following]


def _take(taken: _Taken, anchor: Anchor, place: _Place) -> None:
    if place.region is None:
        _miss(taken, anchor)
        return
    rest = _rest(taken, anchor, place.region)
    body = [*(rest or []), *place.region.body]
    if anchor.note and not place.region.note:  # its bookmark is gone, maybe not its words
        body = rest_after(body, anchor.note) or body
    if anchor.field is not None and not anchor.by_the_program:
        if rest is None and is_blank(body):
            taken.unreadable[anchor.field.name] = _said(anchor, "son titre a été réécrit")
        else:
            _take_field(taken, anchor, anchor.field, body, place)
    elif anchor.by_the_program and digest_of_words(words_of(body)) != place.digest:
        taken.unread.append(f"« {anchor.label} » a changé{_BY_THE_PROGRAM}.")
    elif not anchor.by_the_program and not is_blank(body):
        where = f"Sous « {anchor.label} », hors de toute rubrique"
        taken.unread.append(f"{where}, un texte n'est pas repris{quoted(words_of(body))}.")


def _miss(taken: _Taken, anchor: Anchor) -> None:
    """To empty a heading one empties its text: a title that is gone says nothing of it."""
    gone = "son titre n'est plus dans la copie"
    if anchor.field is not None and not anchor.by_the_program:
        taken.unreadable[anchor.field.name] = _said(anchor, gone)
    else:
        taken.unread.append(_said(anchor, gone))


def _rest(taken: _Taken, anchor: Anchor, region: Region) -> list[Event] | None:
    """What was written within the two bookmarks, behind the words of the program; None when the
    title is not what it was."""
    rest = rest_after(region.label, anchor.label)
    if rest is None:
        taken.unread.append(_said(anchor, "son titre a changé", words_of(region.label)))
    under = rest_after(region.note, anchor.note) if words_of(region.note) else []
    if under is None:
        taken.unread.append(_said(anchor, "l'aide a changé", words_of(region.note)))
    return None if rest is None else [*rest, *(under or [])]


def _take_field(
    taken: _Taken, anchor: Anchor, of: FormField, body: Sequence[Event], place: _Place
) -> None:
    try:
        found = value_of(of, body)
    except ValueError as error:
        taken.unreadable[of.name] = _said(anchor, f"{error}".rstrip("."), words_of(body))
        return
    untouched = digest_of_value(found.value) == place.digest
    if place.region is not None and place.region.twice:
        taken.unreadable[of.name] = _said(anchor, "son titre est deux fois dans la copie")
    elif not place.whole and not untouched:
        gone = "le titre qui la suit n'est plus dans la copie, on ne sait pas où elle finit"
        taken.unreadable[of.name] = _said(anchor, gone, words_of(body))
    else:
        taken.content[of.name] = found.value
        taken.untouched |= {of.name} if untouched else set()
    taken.unread += [_said(anchor, loss) for loss in found.losses]


def _take_the_end(taken: _Taken, regions: Mapping[str, Region]) -> None:
    end = regions[REFERENCE].body if REFERENCE in regions else []
    if not is_blank(end):
        words = quoted(words_of(end))
        taken.unread.append(f"Après la dernière rubrique, un texte n'est pas repris{words}.")


def _said(anchor: Anchor, what: str, words: str = "") -> str:
    return f"« {anchor.label} » : {what}{quoted(words)}."
