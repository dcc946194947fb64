"""Every fault of a rule file is told in French, with its file and its line (R-129)."""

import pytest

from cep_docs.definitions.rules import load_rules
from cep_docs.errors import DefinitionError
from cep_docs.lifecycle.words import spoken_rules

UNITS = "workflows/cctp-2019/service_units.yaml"
LIFE = "workflows/cctp-2019/engagement.yaml"
PROJECT = "workflows/cctp-2019/professional_project.yaml"
AGREEMENT = "workflows/cctp-2019/agreement.yaml"
NEXT = "workflows/marche-2024/agreement.yaml"
WORDS = "workflows/vocabulary.yaml"
LIMITS = "policies/cctp-2019/limits.yaml"
CLOSING = "policies/cctp-2019/closing.yaml"
FIELDS = "policies/cctp-2019/fields.yaml"
LOTS = "policies/cctp-2019/lots.yaml"
ACCESS = "policies/access.yaml"
STATUSES = "policies/cctp-2019/tables/statut.csv"
FORM = "templates/cctp-2019/professional_project/form.yaml"

# file, what stands there, what is written instead, where the fault is seen, what is said of it
BROKEN = {
    "a condition nobody knows": (
        UNITS,
        "    - demanded_by_the_person\n",
        "    - demanded_by_the_boss\n",
        "    - demanded_by_the_boss",
        "mot inconnu : « demanded_by_the_boss ».",
    ),
    "an effect nobody knows": (
        LIFE,
        "[close_the_same_day,",
        "[close_the_next_day,",
        "then: [close_the_next_day",
        "mot inconnu : « close_the_next_day ».",
    ),
    "a key nobody knows": (
        UNITS,
        "  estimated_minutes: 10\n",
        "  minutes: 10\n",
        "  minutes: 10",
        "« minutes » est inconnu ici (connus : accompaniment, also, continues, deadline, "
        "deliverable, estimated_minutes, file_code, follows, label, order_code, overridable, "
        "requires, return_after, right, source, statuses).",
    ),
    "a key written twice": (
        UNITS,
        "  accompaniment: no\n",
        "  accompaniment: no\n  accompaniment: yes\n",
        "  accompaniment: yes",
        "« accompaniment » est écrit deux fois (déjà ligne 16).",
    ),
    "a key that is missing": (
        UNITS,
        "  accompaniment: no\n",
        "",
        "  label: Aiguillage",
        "« accompaniment » manque.",
    ),
    "a state that is never reached": (
        LIFE,
        "  cancelled: {",
        "  asleep:    {label: En sommeil, open: yes}\n  cancelled: {",
        "  asleep:",
        "l'état « asleep » ne peut jamais être atteint.",
    ),
    "a state that does not exist, to": (
        PROJECT,
        "    to: signed\n",
        "    to: sealed\n",
        "    to: sealed",
        "état inconnu : « sealed ».",
    ),
    "a state that does not exist, from": (
        PROJECT,
        "    from: [signed_by_adviser]\n",
        "    from: [signed_by_both]\n",
        "    from: [signed_by_both]",
        "état inconnu : « signed_by_both ».",
    ),
    "a state that does not exist, at the start": (
        PROJECT,
        "starts_as: draft",
        "starts_as: idea",
        "starts_as: idea",
        "état inconnu : « idea ».",
    ),
    "a transition from nowhere": (
        LIFE,
        "    from: [closed, abandoned]\n",
        "    from: []\n",
        "    from: []",
        "« from » est vide : cela n'arrivera jamais.",
    ),
    "a state the program needs": (
        "workflows/cctp-2019/closing_statement.yaml",
        "set_aside: {label",
        "put_aside: {label",
        "  draft:  ",
        "l'état « set_aside » manque : le programme en a besoin.",
    ),
    "a transition the program needs": (
        LIFE,
        "\n  engage:\n",
        "\n  start:\n",
        "  start:",
        "la transition « engage » manque : le programme en a besoin.",
    ),
    "no state that concludes": (
        "workflows/cctp-2019/closing_statement.yaml",
        "concludes: yes",
        "concludes: no",
        "  draft:  ",
        "aucun état n'a « concludes » ou « stays: yes ».",
    ),
    "a right of a transition given to nobody": (
        LIFE,
        "right: close_overdue",
        "right: close_late",
        "right: close_late",
        "le droit « close_late » n'est donné à personne (policies/access.yaml).",
    ),
    "a right of a unit given to nobody": (
        UNITS,
        "right: orient",
        "right: welcome",
        "right: welcome",
        "le droit « welcome » n'est donné à personne (policies/access.yaml).",
    ),
    "a right foreseen and given to nobody": (
        ACCESS,
        "    who: [adviser]\n    may: [unmask]\n    on: [nir]",
        "    who: [adviser]\n    may: [edit]\n    on: [nir]",
        "    actions: [view, edit, unmask, transmit, purge]",
        "personne ne peut « unmask » sur « nir » : aucune règle.",
    ),
    "a role nobody knows": (
        ACCESS,
        "    who: [controller]\n    may: [list]",
        "    who: [auditrix]\n    may: [list]",
        "    who: [auditrix]",
        "mot inconnu : « auditrix ».",
    ),
    "a predicate that is not in the program": (
        ACCESS,
        "  frozen: une version",
        "  thawed: une version",
        "  thawed:",
        "« thawed » n'existe pas dans le programme.",
    ),
    "a French sentence that is missing": (
        WORDS,
        "    otherwise: aucune demande de la personne",
        "    unused: aucune demande de la personne",
        "    holds: la personne a elle-même demandé",
        "« otherwise » manque.",
    ),
    "a label that is empty": (
        UNITS,
        "  label: Aiguillage\n",
        "  label:\n",
        "  label:\n",
        "« label » est vide : une phrase en français manque.",
    ),
    "a word explained that the program does not have": (
        WORDS,
        "    holds: un motif est écrit\n",
        "    holds: un motif est écrit\n    otherwise: non.\n  the_moon_is_full:\n"
        "    holds: la lune est pleine\n",
        "  the_moon_is_full:",
        "« the_moon_is_full » n'existe pas dans le programme.",
    ),
    "a word of the program that is not explained": (
        WORDS,
        "  tell_the_manager: le responsable en est averti\n",
        "",
        "  number_the_file",
        "« tell_the_manager » n'est pas expliqué en français.",
    ),
    "a word nobody uses": (
        LIFE,
        "    then: [tell_the_manager]\n",
        "",
        WORDS + "|  tell_the_manager:",
        "« tell_the_manager » n'est employé par aucun fichier.",
    ),
    "a code that is in no table, of a unit": (
        UNITS,
        "statuses: [SAL_CDI,",
        "statuses: [SAL_CDX,",
        "  statuses: [SAL_CDX",
        "le code « SAL_CDX » n'est pas dans la table « statut ».",
    ),
    "a code that is in no table, of a closing": (
        CLOSING,
        "  DECES:\n",
        "  MORT:\n",
        "  MORT:",
        "le code « MORT » n'est pas dans la table « motif_cloture ».",
    ),
    "a reason that has no rule": (
        LIFE,
        "reason: ERREUR",
        "reason: OUBLI",
        "reason: OUBLI",
        "le motif « OUBLI » n'est pas dans closing.yaml.",
    ),
    "a reason that is not for this unit": (
        CLOSING,
        "      UO0: [motive]\n",
        "",
        LIFE + "|    reason: ERREUR",
        "le motif « ERREUR » n'est pas prévu pour UO0 (closing.yaml).",
    ),
    "a code of a table without its rule": (
        "policies/cctp-2019/tables/motif_cloture.csv",
        "VOL_SIGNE;;",
        "OUBLI;;Oubli;;2020-01-01;;proposition\nVOL_SIGNE;;",
        CLOSING + "|  VOL_SIGNE:",
        "le code « OUBLI » de la table « motif_cloture » n'a pas de règle ici.",
    ),
    "an order code that two units share": (
        UNITS,
        '  order_code: "2.1"\n',
        '  order_code: "01"\n',
        '  order_code: "01"\n  accompaniment: yes\n  estimated_minutes: 240',
        "« 01 » est déjà le code de UO1.",
    ),
    "a file code that is no code": (
        UNITS,
        '  file_code: "21"\n',
        '  file_code: "2.1"\n',
        '  file_code: "2.1"',
        "« file_code » a deux chiffres.",
    ),
    "a deadline counted from nothing": (
        UNITS,
        "deadline: {months: 18, from: UO2.1}",
        "deadline: {months: 18, from: UO3}",
        "  deadline: {months: 18",
        "mot inconnu : « UO3 ».",
    ),
    "a deadline of no time": (
        UNITS,
        "deadline: {months: 2, from: UO1}",
        "deadline: {months: 0, from: UO1}",
        "  deadline: {months: 0",
        "« months » vaut au moins 1 ; sans délai, l'ôter.",
    ),
    "a unit that follows nothing known": (
        UNITS,
        "  follows: [UO2.1]\n",
        "  follows: [UO9]\n",
        "  follows: [UO9]",
        "mot inconnu : « UO9 ».",
    ),
    "a deliverable without life": (
        UNITS,
        "deliverable: closing_statement",
        "deliverable: closing_letter",
        "  deliverable: closing_letter",
        "le livrable « closing_letter » n'a pas de fichier dans ce dossier.",
    ),
    "a deliverable without form": (
        UNITS,
        "deliverable: closing_statement",
        "deliverable: closing_letter",
        "  deliverable: closing_letter",
        "le livrable « closing_letter » n'a pas de trame dans templates/.",
    ),
    "two agreements on the same day": (
        NEXT,
        "valid_from: 2024-01-01",
        "valid_from: 2023-07-01",
        "valid_from: 2023-07-01",
        "cet accord commence avant la fin de « cctp-2019 ».",
    ),
    "an agreement that ends before it begins": (
        NEXT,
        "valid_to: 2027-12-31",
        "valid_to: 2017-12-31",
        "valid_to: 2017-12-31",
        "« valid_to » précède « valid_from ».",
    ),
    "an agreement with the name of another": (
        NEXT,
        "agreement: marche-2024",
        "agreement: marche-2023",
        "agreement: marche-2023",
        "« agreement » doit valoir « marche-2024 ».",
    ),
    "a workflow with the name of another": (
        PROJECT,
        "workflow: professional_project",
        "workflow: project",
        "workflow: project",
        "« workflow » doit valoir « professional_project », comme le fichier.",
    ),
    "a number that is none": (
        LIMITS,
        "backdating_days:      {value: 15,",
        "backdating_days:      {value: quinze,",
        "backdating_days:",
        "« value » doit être un nombre entier.",
    ),
    "a list of days that are none": (
        LIMITS,
        "{value: [30, 15, 3],",
        "{value: [30, quinze, 3],",
        "warning_days:",
        "« warning_days » est une liste de nombres de jours.",
    ),
    "a limit without reason": (
        LIMITS,
        ", because: \"R-122 : durée d'un accès d'urgence\"}",
        "}",
        "glass_minutes:",
        "« because » manque.",
    ),
    "a slot nobody fills": (
        LIMITS,
        "T{quarter}",
        "T{trimestre}",
        "statement_number:",
        "« {trimestre} » est inconnu dans ce modèle de numéro.",
    ),
    "a template that is not one": (
        LIMITS,
        "-T{quarter}",
        "-T{quarter",
        "statement_number:",
        "ce modèle de numéro est mal écrit (vérifier les accolades).",
    ),
    "a day that does not exist": (
        AGREEMENT,
        "valid_to: 2023-12-31",
        "valid_to: 2023-11-31",
        "valid_to: 2023-11-31",
        "« valid_to » doit être une date AAAA-MM-JJ qui existe.",
    ),
    "a day that is not written": (
        AGREEMENT,
        "valid_from: 2020-01-01",
        "valid_from:",
        "valid_from:",
        "« valid_from » doit être une date AAAA-MM-JJ qui existe.",
    ),
    "a yes that is neither yes nor no": (
        UNITS,
        "  accompaniment: no\n",
        "  accompaniment: oui\n",
        "  accompaniment: oui",
        "« accompaniment » vaut yes ou no.",
    ),
    "YAML that cannot be read": (
        UNITS,
        "  label: Aiguillage\n",
        "  label: [Aiguillage\n",
        "  source: CCTP § 1.2.6 (L439)",
        "ce n'est pas du YAML lisible (vérifier les deux-points, les guillemets et l'alignement).",
    ),
    "a sign that YAML does not allow": (
        UNITS,
        "  label: Aiguillage\n",
        "  label: Aigui\x07llage\n",
        "# LES UNITÉS D'ŒUVRE",
        "ce fichier contient des caractères interdits.",
    ),
    "a list where there are lines": (
        LOTS,
        "    departments: [75, 77, 78, 91, 92, 93, 94, 95]\n",
        "    departments: 75\n",
        "    departments: 75",
        "« departments » doit être une liste.",
    ),
    "a department nobody serves": (
        LOTS,
        "    departments: [44, 49, 53, 72, 85]\n",
        "    departments: [44, 49, 53, 72]\n",
        "  01:\n",
        "aucun lot ne dessert le département « 85 ».",
    ),
    "a table that is no table": (
        FIELDS,
        "    table: sexe\n",
        "    table: genre\n",
        "    table: genre",
        "mot inconnu : « genre ».",
    ),
    "a line of a table that lacks a cell": (
        STATUSES,
        "SAL_CDI;;",
        "SAL_CDI;",
        "SAL_CDI;",
        "nombre de colonnes inexact.",
    ),
    "a heading of a kind nobody knows": (
        FORM,
        "kind: yes_no",
        "kind: maybe",
        "kind: maybe",
        "mot inconnu : « maybe ».",
    ),
}


def test_the_rules_of_the_house_hold_no_fault(files):
    assert files.faults() == []


@pytest.mark.parametrize("case", BROKEN)
def test_a_fault_is_told_with_its_file_and_its_line_r_129(case, files):
    name, old, new, where, sentence = BROKEN[case]
    files.change(name, old, new)

    found = files.faults()

    place, _, text = where.rpartition("|")
    seen_in = place or name
    expected = f"{seen_in}:{files.line_of(seen_in, text)}: {sentence}"
    assert expected in found, "\n".join([f"expected {expected}", "found", *found])
    assert len(found) == len(set(found))


def test_all_faults_are_told_at_once_not_only_the_first(files):
    files.change(UNITS, "  label: Aiguillage\n", "  label:\n")
    files.change(LIFE, "reason: ERREUR", "reason: OUBLI")
    files.change(WORDS, "    holds: un motif est écrit\n", "")
    files.change(LIMITS, "T{quarter}", "T{trimestre}")
    files.change(ACCESS, "who: [controller]\n    may: [list]", "who: [auditrix]\n    may: [list]")

    with pytest.raises(DefinitionError) as refusal:
        load_rules(files.folder)

    told = {fault.split(":")[0] for fault in refusal.value.faults}
    assert told == {UNITS, LIFE, WORDS, LIMITS, ACCESS}


def test_a_word_that_is_not_in_the_program_is_refused_at_start(files):
    files.change(ACCESS, "  frozen: une version", "  thawed: une version")

    with pytest.raises(DefinitionError, match="« thawed » n'existe pas dans le programme"):
        spoken_rules(files.folder)


@pytest.mark.parametrize("name", [WORDS, UNITS, AGREEMENT, LIMITS, CLOSING, FIELDS, ACCESS])
def test_a_missing_file_is_told_by_its_name(name, files):
    (files.folder / name).unlink()

    assert f"{name}:1: ce fichier manque." in files.faults()


def test_units_without_the_life_of_a_unit_are_told(files):
    (files.folder / LIFE).unlink()

    found = [fault for fault in files.faults() if fault.startswith(f"{UNITS}:")]
    assert any("le fichier engagement.yaml manque à côté de celui-ci." in fault for fault in found)


def test_a_folder_without_its_agreement_file_is_not_forgotten_r_129(files):
    (files.folder / NEXT).unlink()

    assert f"{NEXT}:1: ce fichier manque." in files.faults()


def test_a_file_that_is_not_utf_8_is_told(files):
    path = files.folder / LIMITS
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))

    assert f"{LIMITS}:1: ce fichier n'est pas en UTF-8 ; l'enregistrer en UTF-8." in files.faults()


def test_a_table_that_is_not_utf_8_is_told(files):
    path = files.folder / STATUSES
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))

    assert f"{STATUSES}:1: ce n'est pas un CSV en UTF-8 séparé par « ; »." in files.faults()


@pytest.mark.parametrize("text", ["- une\n- liste\n", "", "un texte\n"])
def test_a_file_that_is_no_mapping_is_told(text, files):
    files.write(LIMITS, text)

    assert f"{LIMITS}:1: une liste de « clé: valeur » est attendue." in files.faults()


def test_a_folder_in_the_place_of_a_file_is_told(files):
    (files.folder / LIMITS).unlink()
    (files.folder / LIMITS).mkdir()

    assert f"{LIMITS}:1: ce fichier ne peut pas être lu ; vérifier ses droits." in files.faults()
