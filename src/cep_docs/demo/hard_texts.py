"""Documents that are hard to print: the longest texts, many rows, names from everywhere, code.

Made from a document that is not, for `cep-docs samples` and for the tests of rendering.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from cep_docs.definitions.cells import LONGEST_LINE, LONGEST_TEXT, Cell
from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField, Value
from cep_docs.rendering.document import Annex, Document
from cep_docs.values.markup import normal

MANY_ROWS = 40
LONG_LIST = 1_200
NAMES = {
    "arabe": "محمد بن علي",
    "polonais": "Łukasz Żółć",
    "emoji": "Zoë 🙂",
    "vietnamien": "Nguyễn Thị Ánh",
    "grec": "Ελένη Παπαδοπούλου",
    "chinois": "王小明",
}
CODE = (
    '#eval("1+1") $ x^2 $ \\u{41} [a] @ref <label> "guillemets" `code` // rien',
    "= Titre /* commentaire */ + numéro ; / terme: mot _italique_ ~ #{ } #let x = 1",
    "https://exemple.fr/?a=1&b=2#c <script>alert(1)</script> {{ 7*7 }} %s \\n ${PATH}",
)
_PARAGRAPH = (
    "J'ai tenu l'accueil d'un garage pendant neuf ans : le téléphone, les rendez-vous, les devis "
    "et les clients mécontents. Aujourd'hui, je cherche un métier où l'on aide des personnes ; "
    "« être utile » est le mot qui revient."
)
_BULLETS = (
    "- **Ce que je garde** : le contact, l'organisation, le calme au téléphone ;\n"
    "- **Ce que je quitte** : les horaires, le bruit, la caisse.\n"
    "Et une seule adresse très longue, "
    "https://exemple.fr/formations/secretaire-assistante-medico-sociale/programme-complet-2024."
)

# A kind of place and the number of its line → what stands there.
Writer = Callable[[str, int], str]


def hard_documents(document: Document) -> Iterator[tuple[str, Document]]:
    """The same document, made hard in several ways, each with its name."""
    fields = list(document.form.fields())
    yield "brouillon", replace(document, version=0, digest="")
    yield "vide", replace(document, version=0, digest="", content={}, facts={})
    yield "longs-textes", _rewritten(document, _long, rows=2)
    yield "code", _rewritten(replace(document, facts=_coded(document.facts)), _code, rows=3)
    yield "sans-objet", replace(document, content=_absent(fields))
    for script, name in NAMES.items():
        facts = {**document.facts, "beneficiary_name": name}
        yield f"nom-{script}", replace(document, facts=facts)
    if any(field.columns for field in fields):
        yield "40-lignes", _rewritten(document, _usual, rows=MANY_ROWS)
    if any(field.computed for field in fields):
        yield "annexe", replace(document, annexes=[long_list(LONG_LIST)])


def long_list(rows: int) -> Annex:
    """Of invented providers."""
    return Annex(
        title="Organismes de la région Occitanie, secrétariat médico-social",
        says=(
            "Source : annuaire régional d'exemple, du 1er mars 2024.",
            f"{rows} organismes, dans l'ordre alphabétique à partir de la lettre M.",
            "Empreinte de la liste : " + "4f1c" * 16,
        ),
        heads=("Organisme", "Adresse", "Commune", "Téléphone", "Courriel"),
        rows=[
            (
                f"Organisme d'exemple n° {number}",
                f"{number} rue de l'Invention",
                f"{31000 + number % 90 * 10} Exempleville",
                f"05 00 00 {number // 100 % 100:02} {number % 100:02}",
                f"accueil.{number}@organisme-exemple.fr",
            )
            for number in range(1, rows + 1)
        ],
    )


def _rewritten(document: Document, write: Writer, rows: int) -> Document:
    fields = document.form.fields()
    return replace(document, content={field.name: _value(field, write, rows) for field in fields})


def _value(field: FormField, write: Writer, rows: int) -> Value:
    if field.columns is None:
        return _in(field.cell, write, 0)
    cells = field.columns.cells
    return [{cell.name: _in(cell, write, number) for cell in cells} for number in range(rows)]


def _in(cell: Cell, write: Writer, number: int) -> str:
    if cell.kind == "choice":
        return list(cell.choices)[number % len(cell.choices)]
    fixed = {
        "yes_no": "yes",
        "day": f"2024-{number % 12 + 1:02}-28",
        "amount": f"{number * 311 + 12}.50",
    }
    return fixed.get(cell.kind) or write(cell.kind, number)


def _long(kind: str, number: int) -> str:
    if kind == "line":
        return (_PARAGRAPH * 3)[:LONGEST_LINE].strip()
    one = f"{_PARAGRAPH}\n\n{_BULLETS}\n\n"
    return normal(one * (LONGEST_TEXT // len(one)))


def _usual(kind: str, number: int) -> str:
    return f"Ligne {number + 1}" if kind == "line" else f"{_PARAGRAPH[: 40 + number * 7]}…"


def _code(kind: str, number: int) -> str:
    return CODE[number % len(CODE)] if kind == "line" else "\n\n".join(CODE)


def _coded(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: f"{value} {CODE[0]}" for name, value in facts.items()}


def _absent(fields: list[FormField]) -> dict[str, Value]:
    return {
        field.name: NOT_APPLICABLE if field.not_applicable else _value(field, _usual, 1)
        for field in fields
    }
