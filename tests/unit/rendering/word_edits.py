"""Changing a Word file as a program would, and reading it here: what a process apart reads."""

import io
import zipfile

from cep_docs.rendering.word import write_docx
from cep_docs.rendering.word_opening import tell
from cep_docs.rendering.word_reading import read_flow
from tests.unit.rendering.every_kind import CONTENT, FORM, copy_of, document, written_by_people

BODY = "word/document.xml"
WRITTEN = written_by_people(CONTENT)


def a_copy(content=None, form=FORM):
    return write_docx(document(content, form), copy_of(form))


def part_of(data, name=BODY):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def names_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()


def changed(data, old, new, name=BODY):
    """The file with the first occurrence replaced; the test is wrong when there is none."""
    text = part_of(data, name)
    assert old in text, f"{name} does not hold {old!r}"
    return with_parts(data, {name: text.replace(old, new, 1)})


def with_parts(data, parts):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            package.writestr(name, parts.get(name, source.read(name)))
        for name in set(parts) - set(source.namelist()):
            package.writestr(name, parts[name])
    return target.getvalue()


def read_back(data, form=FORM):
    told, _ = tell(data, {})
    return read_flow(told["flow"], told["properties"], told["around"], form)


def paragraph_with(data, words):
    """The XML of the paragraph these words stand in."""
    text = part_of(data)
    place = text.index(words)
    start = text.rindex("<w:p>", 0, place)
    return text[start : text.index("</w:p>", place) + len("</w:p>")]


def said(words):
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def differences(reading):
    """What does not say what it said, with what could not be read."""
    names = [name for name in WRITTEN if name not in reading.untouched]
    return {name: reading.content.get(name, reading.unreadable.get(name)) for name in names}


def answer(data, old, new):
    """The paragraph of an answer, replaced by others."""
    return changed(data, paragraph_with(data, old), new)
