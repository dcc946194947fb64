"""docs/glossary.md: one English word per French term, and no word of the code without it."""

import ast
import re
from pathlib import Path

import pytest
from persistent import Persistent

import cep_docs
import cep_docs.content.account
import cep_docs.content.contact
import cep_docs.content.counter
import cep_docs.content.note
import cep_docs.content.order
import cep_docs.content.outbox
import cep_docs.content.session
import cep_docs.content.site
import cep_docs.content.stored_file
import cep_docs.journal
from cep_docs.content import facts
from tests.people import RULES

CODE = Path(cep_docs.__file__).parent
GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
ROWS = [line.split("|")[1:3] for line in GLOSSARY.splitlines() if line.startswith("| ")]
WORDS = {word for code, _ in ROWS for word in re.findall(r"`(\w+)`", code)}

# « Transfer » means three things (delivery, transmission, handover): it means nothing here. A
# French noun has its English word, and a module that could hold anything has no name.
FORBIDDEN = {
    "transfer",
    "dossier",
    "dossiers",
    "beneficiaire",
    "conseiller",
    "livrable",
    "parcours",
    "brouillon",
    "suppleant",
    "cloture",
    "echeance",
    "decompte",
    "sceau",
    "trame",
}
FORBIDDEN_MODULES = {"manager", "managers", "utils", "helpers", "common", "core", "services"}


def persistent_classes() -> set[str]:
    found, todo = set(), [Persistent]
    while todo:
        cls = todo.pop()
        todo += cls.__subclasses__()
        if cls.__module__.startswith(("cep_docs.content", "cep_docs.journal")):
            found.add(cls.__name__)
    return found


def named_in_rules() -> set[str]:
    names = {*RULES.access.roles, *RULES.access.kinds}
    for agreement in RULES.agreements.values():
        names |= set(agreement.workflows)
        for workflow in agreement.workflows.values():
            names |= {*workflow.states, *workflow.transitions}
    return names


def named_in_code() -> dict[str, Path]:
    """Modules, packages, functions, classes, parameters and attributes, each where it is."""
    names: dict[str, Path] = {}
    for path in CODE.rglob("*.py"):
        names |= dict.fromkeys((*path.relative_to(CODE).parts[:-1], path.stem), path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names[node.name] = path
            elif isinstance(node, ast.arg):
                names[node.arg] = path
            elif isinstance(node, ast.Attribute):
                names[node.attr] = path
    return names


def parts(name: str) -> set[str]:
    """The words of an identifier: `number_the_file`, `StoredFile`."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_"))


def test_every_stored_class_has_its_word():
    stored = persistent_classes()

    assert {"Beneficiary", "Engagement", "Journal", "Seal"} <= stored
    assert stored - WORDS == set()


def test_every_fact_that_is_written_once_has_its_word():
    written = {name for name, value in vars(facts).items() if hasattr(value, "__total__")}

    assert written - WORDS == set()


def test_every_module_of_the_lifecycle_has_its_word():
    modules = {path.stem for path in (CODE / "lifecycle").glob("*.py")} - {"__init__"}

    assert modules - WORDS == set()


def test_every_role_kind_state_and_transition_has_its_word():
    assert named_in_rules() - WORDS == set()


def test_a_module_of_the_lifecycle_that_is_gone_is_gone_from_the_glossary():
    section = GLOSSARY.split("## The modules of `lifecycle/`")[1]
    written = {
        word
        for line in section.splitlines()
        if line.startswith("| `")
        for word in re.findall(r"`(\w+)`", line.split("|")[1])
    }

    assert {word for word in written if not (CODE / "lifecycle" / f"{word}.py").exists()} == set()


def test_a_word_stands_for_one_french_term_in_each_section():
    for section in GLOSSARY.split("\n## ")[1:]:
        codes = re.findall(r"^\| (.+?) \|", section, re.M)
        words = [word for code in codes for word in re.findall(r"`(\w+)`", code)]
        assert len(words) == len(set(words)), section.splitlines()[0]


def test_every_row_has_its_french_term_and_its_meaning():
    assert all(code.strip() and french.strip() for code, french in ROWS)


def test_no_name_in_the_code_is_a_forbidden_word():
    names = named_in_code()

    assert {name: names[name] for name in names if parts(name) & FORBIDDEN} == {}


def test_no_module_is_a_drawer_for_anything():
    modules = {part for path in CODE.rglob("*.py") for part in (path.stem, path.parent.name)}

    assert modules & FORBIDDEN_MODULES == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("number_the_file", {"number", "the", "file"}),
        ("StoredFile", {"stored", "file"}),
        ("TransferPackage", {"transfer", "package"}),
    ],
)
def test_identifiers_are_read_word_by_word(name, words):
    assert parts(name) == words
