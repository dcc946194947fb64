"""Reads rule files as plain words, remembering the line of each, and collects their faults.

YAML is read as strings, lists and mappings only: `yes`, `2.1` and `on` mean what they say. A file
is read to the end: somebody who mends rules wants all the faults, not the first one.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from cep_docs.errors import DefinitionError
from cep_docs.values.dates import parse_day

FILES = Path(__file__).parent / "files"
TEMPLATES = "templates/"


class Section(dict[str, Any]):
    """A mapping that remembers the line of each of its keys."""

    def __init__(self, path: str, line: int, pairs: Mapping[str, Any], lines: Mapping[str, int]):
        super().__init__(pairs)
        self.path = path
        self.line = line
        self.lines = lines


class Items(list[Any]):
    """A list that remembers the line of each of its entries."""

    def __init__(self, path: str, line: int, entries: Collection[Any], lines: list[int]):
        super().__init__(entries)
        self.path = path
        self.line = line
        self.lines = lines


class Faults(list[str]):
    """What is wrong in the rule files, one French sentence each, with file and line."""

    def at(self, place: Section | Items, key: str | int | None, sentence: str) -> None:
        line = place.line
        if isinstance(place, Section) and isinstance(key, str):
            line = place.lines.get(key, place.line)
        elif isinstance(place, Items) and isinstance(key, int):
            line = place.lines[key]
        self.append(f"{place.path}:{line}: {sentence}")

    def raise_if_any(self) -> None:
        if self:
            raise DefinitionError(*self)


# Strings only, read by libyaml, ten times faster, wherever PyYAML was built with it.
_Strings: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Strings):  # type: ignore[misc]
    """Strings only; a key written twice is a fault."""

    def __init__(self, text: str, path: str, faults: Faults) -> None:
        super().__init__(text)
        self.path = path
        self.faults = faults


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Section:
    pairs: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key = str(loader.construct_object(key_node))
        line = key_node.start_mark.line + 1
        if key in lines:
            loader.faults.append(
                f"{loader.path}:{line}: « {key} » est écrit deux fois (déjà ligne {lines[key]})."
            )
        pairs[key] = loader.construct_object(value_node, deep=True)
        lines.setdefault(key, line)
    return Section(loader.path, node.start_mark.line + 1, pairs, lines)


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> Items:
    entries = [loader.construct_object(child, deep=True) for child in node.value]
    lines = [child.start_mark.line + 1 for child in node.value]
    return Items(loader.path, node.start_mark.line + 1, entries, lines)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def _parse(text: str, empty: Section, faults: Faults) -> Section:
    try:
        data = _Loader(text, empty.path, faults).get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        faults.append(
            f"{empty.path}:{line}: ce n'est pas du YAML lisible "
            "(vérifier les deux-points, les guillemets et l'alignement)."
        )
        return empty
    except yaml.YAMLError:
        faults.at(empty, None, "ce fichier contient des caractères interdits.")
        return empty
    if isinstance(data, Section):
        return data
    faults.at(empty, None, "une liste de « clé: valeur » est attendue.")
    return empty


class Reader:
    """The rule files below one folder, and what is wrong with them. `instead` holds forms that
    are read in place of those of templates/, file by file, before they are put there (R-052)."""

    def __init__(self, files: Path = FILES, instead: Path | None = None) -> None:
        self.files = files
        self.instead = instead
        self.faults = Faults()
        self._trees: dict[str, tuple[Section, Faults]] = {}

    def quietly(self) -> "Reader":
        """A reader of the same files, for what is looked at again: its faults are told already."""
        other = Reader(self.files, self.instead)
        other._trees = self._trees
        return other

    def read(self, name: str) -> Section:
        """The mapping a YAML file holds; an empty one when it cannot be read."""
        if name not in self._trees:
            self._trees[name] = self._tree(name)
        tree, faults = self._trees[name]
        self.faults.extend(faults)
        return tree

    def _tree(self, name: str) -> tuple[Section, Faults]:
        path = self._replacement(name) or self.files / name
        shown = str(path) if self._replacement(name) else name
        empty, faults = Section(shown, 1, {}, {}), Faults()
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            faults.at(empty, None, "ce fichier manque.")
        except UnicodeDecodeError:
            faults.at(empty, None, "ce fichier n'est pas en UTF-8 ; l'enregistrer en UTF-8.")
        except OSError:
            faults.at(empty, None, "ce fichier ne peut pas être lu ; vérifier ses droits.")
        else:
            return _parse(text, empty, faults), faults
        return empty, faults

    def rows(self, name: str, columns: Collection[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """The lines of a CSV file (semicolons), each with its number."""
        try:
            with (self.files / name).open(encoding="utf-8-sig", newline="") as stream:
                rows = csv.DictReader(stream, delimiter=";", strict=True)
                found = rows.fieldnames or ()
                if list(found) != list(columns):
                    self.faults.append(f"{name}:1: colonnes attendues : {';'.join(columns)}.")
                    return
                for row in rows:
                    if None in row or None in row.values():
                        self.faults.append(f"{name}:{rows.line_num}: nombre de colonnes inexact.")
                    else:
                        yield rows.line_num, row
        except FileNotFoundError:
            self.faults.append(f"{name}:1: ce fichier manque.")
        except (UnicodeDecodeError, csv.Error):
            self.faults.append(f"{name}:1: ce n'est pas un CSV en UTF-8 séparé par « ; ».")

    def names(self, pattern: str) -> list[str]:
        """The files of that pattern, in the order of their names."""
        found = {str(path.relative_to(self.files)) for path in self.files.glob(pattern)}
        if self.instead and pattern.startswith(TEMPLATES):
            new = self.instead.glob(pattern.removeprefix(TEMPLATES))
            found |= {f"{TEMPLATES}{path.relative_to(self.instead)}" for path in new}
        return sorted(found, key=lambda name: name.split("/"))

    def _replacement(self, name: str) -> Path | None:
        if self.instead is None or not name.startswith(TEMPLATES):
            return None
        path = self.instead / name.removeprefix(TEMPLATES)
        return path if path.exists() else None

    # What a section should hold. Each returns something usable even when it is at fault.

    def only(self, section: Section, required: Collection[str], optional: Collection[str]) -> None:
        for key in section:
            if key not in required and key not in optional:
                known = ", ".join(sorted({*required, *optional}))
                self.faults.at(section, key, f"« {key} » est inconnu ici (connus : {known}).")
        for key in required:
            if key not in section:
                self.faults.at(section, None, f"« {key} » manque.")

    def text(self, section: Section, key: str, default: str = "") -> str:
        value = section.get(key, default)
        if isinstance(value, str):
            return value
        self.faults.at(section, key, f"« {key} » doit être un texte.")
        return default

    def sentence(self, section: Section, key: str) -> str:
        """A text in French that may not be empty."""
        value = self.text(section, key)
        if key in section and not value.strip():
            self.faults.at(section, key, f"« {key} » est vide : une phrase en français manque.")
        return value

    def yes(self, section: Section, key: str) -> bool:
        value = self.text(section, key, "no")
        if value not in ("yes", "no"):
            self.faults.at(section, key, f"« {key} » vaut yes ou no.")
        return value == "yes"

    def number(self, section: Section, key: str, default: int = 0) -> int:
        value = self.text(section, key, str(default))
        if value.isdecimal():
            return int(value)
        self.faults.at(section, key, f"« {key} » doit être un nombre entier.")
        return default

    def day(self, section: Section, key: str) -> date | None:
        value = self.text(section, key)
        if key not in section:
            return None
        try:
            return parse_day(value)
        except ValueError:
            self.faults.at(section, key, f"« {key} » doit être une date AAAA-MM-JJ qui existe.")
            return None

    def section(self, section: Section, key: str) -> Section:
        value = section.get(key)
        line = section.lines.get(key, section.line)
        if isinstance(value, Section):
            return value
        if key in section:
            self.faults.at(section, key, f"« {key} » doit contenir des « clé: valeur ».")
        return Section(section.path, line, {}, {})

    def sections(self, section: Section) -> Iterator[tuple[str, Section]]:
        """Each key with the mapping it holds."""
        for key in section:
            yield key, self.section(section, key)

    def items(self, section: Section, key: str) -> Items:
        value = section.get(key)
        line = section.lines.get(key, section.line)
        if isinstance(value, Items):
            return value
        if key in section:
            self.faults.at(section, key, f"« {key} » doit être une liste.")
        return Items(section.path, line, [], [])

    def words(self, section: Section, key: str, known: Collection[str] | None) -> tuple[str, ...]:
        """A list of words, each of them known; None where any word will do."""
        items = self.items(section, key)
        found: list[str] = []
        for index, word in enumerate(items):
            if not isinstance(word, str):
                self.faults.at(items, index, f"« {key} » est une liste de mots.")
            elif word in found:
                self.faults.at(items, index, f"« {word} » est écrit deux fois.")
            else:
                if known is not None:
                    self.known(items, index, word, known)
                found.append(word)
        return tuple(found)

    def known(
        self, place: Section | Items, key: str | int, word: str, known: Collection[str]
    ) -> None:
        if word not in known:
            self.faults.at(place, key, f"mot inconnu : « {word} ».")
