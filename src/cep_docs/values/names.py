"""Names of people: cleaned to be stored, folded to be searched, heard to find doubles."""

import unicodedata
from collections.abc import Iterator

from cep_docs.values.sounds import heard

LONGEST_NAME = 100

_SHORT_WORD = 3  # Le Goff, De La Tour, Ben Ali: heard with the word that follows

# Format signs are invisible; these two join or separate letters in Persian and Indic names.
_JOINERS = "\u200c\u200d"
# Controls, invisible formats, lone surrogates, private use, unassigned, line and page breaks.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# Letters that Unicode does not take apart, and letters that only look like signs.
_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "þ": "th",
        "ŋ": "n",
        "ı": "i",  # Turkish dotless i; dotted capital I falls apart into i and a mark
        "ə": "e",
        "ٱ": "ا",  # Arabic: forms of alef, of final ya and ta marbuta, Persian kaf and ya
        "ى": "ي",
        "ة": "ه",
        "ک": "ك",
        "ی": "ي",
        "ـ": None,  # tatweel only stretches the line
    }
    | dict.fromkeys("ʹʺʻʼʽʾʿˈ")  # apostrophes that Unicode counts among letters
)


def clean_name(text: str) -> str:
    """As it is stored: NFC, single spaces, accents, apostrophes and hyphens kept (R-106)."""
    name = unicodedata.normalize("NFC", text.strip())
    if any(_is_refused(sign) for sign in name):
        raise ValueError(
            "Ce nom contient un signe invisible, sans doute collé depuis un autre document. "
            "Retapez-le, par exemple Lefèvre-Martin."
        )
    name = " ".join(name.split())
    if not name:
        raise ValueError("Le nom est vide. Écrivez-le, par exemple Lefèvre-Martin.")
    if len(name) > LONGEST_NAME:
        raise ValueError(
            f"Ce nom est trop long. Il compte au plus {LONGEST_NAME} signes, "
            "par exemple Lefèvre-Martin."
        )
    return name


def folded(name: str) -> str:
    """Search key: letters and figures alone, without case, accent, apostrophe, hyphen or space.

    What is typed so far folds to the beginning of the whole: « jean-p » to « jeanp ». A name
    without any letter folds to nothing.
    """
    letters = unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS)
    return "".join(filter(_is_kept, unicodedata.normalize("NFKD", letters)))


def sound(name: str) -> str:
    """Phonetic key: equal for names that a French ear may take for one another (R-106).

    It only proposes possible doubles: Gomez and Gomes meet, so do André and Andrée.
    """
    joined, pending = [], ""
    for word in folded_words(name):
        pending += word
        if len(word) > _SHORT_WORD:
            joined.append(pending)
            pending = ""
    return " ".join(heard(word) for word in (*joined, pending) if word)


def folded_words(name: str) -> Iterator[str]:
    """Hyphens and spaces separate, apostrophes do not: D'Angelo is one word."""
    spaced = "".join(" " if unicodedata.category(sign) == "Pd" else sign for sign in name)
    return filter(None, map(folded, spaced.split()))


def _is_refused(sign: str) -> bool:
    return sign not in _JOINERS and unicodedata.category(sign) in _REFUSED


def _is_kept(sign: str) -> bool:
    """Letters, figures, and the vowel signs of scripts where they are no accents."""
    kind = unicodedata.category(sign)[0]
    return kind in "LN" or (kind == "M" and not unicodedata.combining(sign))
