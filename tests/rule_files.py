"""A copy of the rule files, to break in one place and see what is said of it."""

import shutil
from pathlib import Path

from cep_docs.definitions.reading import FILES
from cep_docs.definitions.rules import read_rules
from cep_docs.lifecycle.words import unspoken


class RuleFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("workflows", "policies", "templates"):
            shutil.copytree(FILES / part, folder / part)

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence; the test is wrong when there is none."""
        text = self.text(name)
        assert old in text, f"{name} no longer holds {old!r}"
        self.write(name, text.replace(old, new, 1))

    def line_of(self, name: str, text: str) -> int:
        """The line on which that text begins, for the first time."""
        whole = self.text(name)
        assert text in whole, f"{name} does not hold {text!r}"
        return whole[: whole.index(text)].count("\n") + 1

    def faults(self) -> list[str]:
        rules, reader = read_rules(self.folder)
        unspoken(reader, rules)
        return list(reader.faults)
