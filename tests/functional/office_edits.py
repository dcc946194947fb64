"""What people do to a working copy in LibreOffice Writer; run by the Python that knows UNO.

    python3 office_edits.py PIPE IN.docx OUT.docx EDITS.json

Each edit is a list: the name of a function below, and what it is given.
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK


def rewrite(document, old, new):
    found_in(document, old).setString(new)


def answer_with(document, old, new):
    """An answer that is chosen, in its control or typed over it."""
    for paragraph in paragraphs(document):
        if paragraph.getString() == old:
            paragraph.setString(new)
            return
    raise LookupError(old)


def embolden(document, words):
    found_in(document, words).CharWeight = 150.0


def add_after(document, words, *paragraphs):
    """Enter at the end of the paragraph, and type on: in a list, these are items."""
    for said in paragraphs:
        paragraph = paragraph_of(document, words)
        cursor = paragraph.Text.createTextCursorByRange(paragraph.End)
        paragraph.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        paragraph.Text.insertString(cursor, said, False)
        words = said


def empty(document, words):
    paragraph_of(document, words).setString("")


def remove_paragraph(document, words):
    paragraph = paragraph_of(document, words)
    paragraph.Text.removeTextContent(paragraph)


def paste_over(document, first, last, *paragraphs):
    """Select from one paragraph to another and type something else."""
    start, end = paragraph_of(document, first), paragraph_of(document, last)
    cursor = start.Text.createTextCursorByRange(start.Start)
    cursor.gotoRange(end.End, True)
    cursor.setString("")
    for number, said in enumerate(paragraphs):
        if number:
            start.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        start.Text.insertString(cursor, said, False)
        cursor.collapseToEnd()


def join_with_the_one_before(document, words):
    """Backspace at the beginning of a paragraph."""
    paragraph = paragraph_of(document, words)
    cursor = paragraph.Text.createTextCursorByRange(paragraph.Start)
    cursor.goLeft(1, True)
    cursor.setString("")


def add_row(document, table, at, *cells):
    rows = table_with(document, table)
    rows.Rows.insertByIndex(at, 1)
    fill_row(document, table, at, *cells)


def fill_row(document, table, at, *cells):
    for column, said in enumerate(cells):
        table_with(document, table).getCellByPosition(column, at).setString(said)


def remove_row(document, table, at):
    table_with(document, table).Rows.removeByIndex(at, 1)


def add_image(document, words, path):
    paragraph = paragraph_of(document, words)
    image = document.createInstance("com.sun.star.text.TextGraphicObject")
    image.GraphicURL = uno.systemPathToFileUrl(path)
    image.Width, image.Height = 2000, 2000
    paragraph.Text.insertTextContent(paragraph.End, image, False)


def footnote(document, words, said):
    note = document.createInstance("com.sun.star.text.Footnote")
    end = paragraph_of(document, words).End
    end.Text.insertTextContent(end, note, False)
    note.setString(said)


def record_changes(document):
    document.RecordChanges = True


def found_in(document, words):
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = words, True
    found = document.findFirst(search)
    if found is None:
        raise LookupError(words)
    return found


def paragraph_of(document, words):
    for paragraph in paragraphs(document):
        if words in paragraph.getString():
            return paragraph
    raise LookupError(words)


def paragraphs(document):
    """Those of the text, without its tables."""
    found = document.Text.createEnumeration()
    while found.hasMoreElements():
        element = found.nextElement()
        if element.supportsService("com.sun.star.text.Paragraph"):
            yield element


def table_with(document, head):
    for table in document.TextTables:
        if table.getCellByPosition(0, 0).getString() == head:
            return table
    raise LookupError(head)


def valued(name, value):
    return PropertyValue(Name=name, Value=value)


NOBODY_ANSWERS = 75


def connected(pipe):
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    sys.exit(NOBODY_ANSWERS)


def main(pipe, source, target, edits):
    office = connected(pipe)
    desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
    try:
        document = desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(source), "_blank", 0, (valued("Hidden", True),)
        )
        with open(edits, encoding="utf-8") as listed:
            wanted = json.load(listed)
        for name, *said in wanted:
            globals()[name](document, *said)
        kind = "writer8" if target.endswith(".odt") else "MS Word 2007 XML"
        document.storeToURL(uno.systemPathToFileUrl(target), (valued("FilterName", kind),))
        document.close(True)
    finally:
        desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
