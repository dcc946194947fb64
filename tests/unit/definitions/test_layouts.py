"""How forms look: a place for each part, no place for nothing, data and no code (R-052, C-38)."""

import pytest

from cep_docs.definitions.layouts import PAPERS, STYLES
from tests.people import RULES
from tests.rule_files import RuleFiles
from tests.unit.definitions.forms_of_the_house import faults_of

FORMS = [form for agreement in RULES.agreements.values() for form in agreement.forms.values()]
PATH = "templates/cctp-2019/action_plan/layout.yaml"


@pytest.fixture
def files(tmp_path):
    return RuleFiles(tmp_path)


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_every_part_has_one_place_and_every_table_its_widths(form):
    places = [slot.name for slot in form.layout.slots]
    measured = {name for slot in form.layout.slots for name in slot.widths}

    assert sorted(places) == sorted(section.name for section in form.sections)
    assert form.layout.paper in PAPERS
    assert {slot.style for slot in form.layout.slots} <= set(STYLES)
    tables = {field.name for field in form.fields() if field.columns and not field.computed}
    assert measured == tables


@pytest.mark.parametrize(
    ("old", "new", "where", "sentence"),
    [
        ("  calendar: {style: prose}\n", "", "  identity:", "« calendar » de la trame n'a pas"),
        (
            "  calendar: {style: prose}\n",
            "  calendar: {style: prose}\n  price: {style: prose}\n",
            "  price:",
            "« price » n'est pas une partie de la trame",
        ),
        ("paper: document", "paper: document\ncolour: red", "colour:", "« colour » est inconnu"),
        ("paper: document", "paper: parchment", "paper:", "mot inconnu : « parchment »"),
        ("{style: card}", "{style: fancy}", "  identity:", "mot inconnu : « fancy »"),
        ("{style: card}", "{style: card, colour: red}", "  identity:", "« colour » est inconnu"),
        ("who: 3, ", "", "    widths:", "« steps » : une largeur, au moins 1, pour chaque"),
        ("who: 3, ", "who: 0, ", "    widths:", "« steps » : une largeur, au moins 1"),
        ("who: 3, ", "who: 3, price: 2, ", "    widths:", "« steps » : une largeur, au moins 1"),
        ("who: 3, ", "who: trois, ", "steps:", "« who » doit être un nombre entier"),
        ("      steps: {", "      stairs: {", "    widths:", "« stairs » n'est pas un tableau"),
        ("      steps: {", "      skills_path: {", "    widths:", "« skills_path » n'est pas un"),
        ("slots:\n", "slots:\n  identity: {style: card}\n", "", "est écrit deux fois"),
    ],
)
def test_a_wrong_layout_is_told_with_its_line(files, old, new, where, sentence):
    files.change(PATH, old, new)

    found = faults_of(files)

    (fault,) = [fault for fault in found if sentence in fault]
    assert not where or fault.startswith(f"{PATH}:{files.line_of(PATH, where)}: ")


def test_a_form_without_layout_says_so(files):
    (files.folder / PATH).unlink()

    assert f"{PATH}:1: ce fichier manque." in faults_of(files)
