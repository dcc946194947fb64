"""The program names no unit, no deliverable and no agreement: files do (R-129)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import cep_docs
from tests.people import RULES

CODE = Path(cep_docs.__file__).parent
# The invented operator of the demonstration works under the agreements of the house.
INVENTED = "demo"

# Where such a name may stand in the code, and why.
JUSTIFIED = {
    ("cli/order.py", "cctp-2019"): "an example in the help of a command",
    ("storage/evolve.py", "UO0"): "what the data of that time said",
    ("values/order_reference.py", "UO2.1"): "an example in the sentence of a refusal",
}
PLANS = "the two deliverables that have rights of their own; they come with their own workflow"
OTHER = "the life of every document that has none of its own"
TO_COME = {
    ("definitions/agreement.py", "other_document"): OTHER,
    ("access/kinds.py", "action_plan"): PLANS,
    ("access/kinds.py", "competence_summary"): PLANS,
}

# States and transitions that a rule of the code knows by name; `check` asks every agreement for
# those it cannot do without.
KNOWN = {
    "engage": "the transition that is made by engaging; it has its own conditions, by unit",
    "signed": "also what becomes of a demand to sign, and the file that bears all signatures",
    "take_back": "also a right: whoever may take a version back prepares its signature",
    "set_aside": "where drafts go when their unit closes without them",
    "cancelled": "a unit that never was: it counts for nothing",
    "abandoned": "a unit that the night closed, and that a late signature may still correct",
}


def texts(path: Path) -> Iterator[str]:
    """The strings of a module that are not documentation."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    documentation = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(next(iter(node.body), None), ast.Expr)
    }
    for node in nodes:
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in documentation:
            yield node.value


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(CODE.rglob("*.py")):
        name = str(path.relative_to(CODE))
        if not name.startswith(f"{INVENTED}/") and (not packages or name.startswith(packages)):
            yield name, path


def found_in_code(words: set[str]) -> set[tuple[str, str]]:
    pattern = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, sorted(words)))})(?![\w])")
    return {
        (name, match)
        for name, path in modules()
        for text in texts(path)
        for match in pattern.findall(text)
    }


def test_the_code_names_no_unit_no_deliverable_and_no_agreement_r_129():
    words = set(RULES.agreements) | {word for _, word in TO_COME}
    for agreement in RULES.agreements.values():
        words |= {*agreement.units, *agreement.workflows, *agreement.forms, *agreement.closing}
    words -= {"engagement"}  # the word itself, not the name of a deliverable

    assert found_in_code(words) == (JUSTIFIED | TO_COME).keys()


def test_the_code_knows_few_states_and_transitions_by_name():
    names = set()
    for agreement in RULES.agreements.values():
        for workflow in agreement.workflows.values():
            names |= {*workflow.states, *workflow.transitions}
    packages = ("access/", "content/", "lifecycle/", "app.py")

    found = {text for _, path in modules(*packages) for text in texts(path)} & names

    assert found == KNOWN.keys()
