"""A form that would be put in place of another: what was written in the other stays readable."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.form import Form
from cep_docs.definitions.reading import Reader

Forms = Mapping[str, Agreement]


def check_replacements(reader: Reader, instead: Path, today: Forms, then: Forms) -> list[str]:
    """Adds its faults to those of the reader; returns what is left to do for each new form."""
    to_do = []
    for agreement, name in _folders(reader, instead):
        new = then[agreement].forms[name]
        old = today[agreement].forms.get(name) if agreement in today else None
        if old is not None:
            _check_edition(reader, agreement, old, new, then[agreement].editions.get(name, {}))
        to_do.append(_to_do(agreement, old, new))
    return to_do


def _folders(reader: Reader, instead: Path) -> Iterator[tuple[str, str]]:
    paths = sorted(instead.glob("*/*/form.yaml"))
    if not paths:
        sentence = "aucune trame ici. Attendu : <accord>/<livrable>/form.yaml."
        reader.faults.append(f"{instead}: {sentence}")
    yield from ((path.parts[-3], path.parts[-2]) for path in paths)


def _check_edition(
    reader: Reader, agreement: str, old: Form, new: Form, earlier: Mapping[str, Form]
) -> None:
    data = reader.quietly().read(f"templates/{agreement}/{new.name}/form.yaml")
    if new.edition in earlier:
        sentence = f"l'édition « {new.edition} » a déjà servi ; en prendre une autre."
        reader.faults.at(data, "edition", sentence)
    elif new.edition == old.edition and (changed := _changed(old, new)):
        sentence = (
            f"« edition » est encore « {old.edition} », alors que « {changed} » s'en va ou change "
            "de nature. Prendre une autre édition : ce qui est écrit doit rester lisible."
        )
        reader.faults.at(data, "edition", sentence)


def _changed(old: Form, new: Form) -> str:
    """The first heading that the new form could not read."""
    kinds = {field.name: field.kind for field in new.fields()}
    lost = (field.name for field in old.fields() if kinds.get(field.name) != field.kind)
    return next(lost, "")


def _to_do(agreement: str, old: Form | None, new: Form) -> str:
    folder = f"templates/{agreement}/{new.name}"
    if old is None or old.edition == new.edition:
        return f"{new.label}, édition {new.edition} : à mettre dans {folder}/."
    return (
        f"{new.label}, édition {new.edition} : mettre d'abord form.yaml et layout.yaml de "
        f"l'édition {old.edition} dans {folder}/editions/{old.edition}/, puis celle-ci dans "
        f"{folder}/."
    )
