"""What the tests of forms read: the forms of the house, or a copy to break."""

from cep_docs.definitions.columns import load_columns
from cep_docs.definitions.form_names import check_prefills
from cep_docs.definitions.forms import Around, load_editions, load_forms
from cep_docs.definitions.mentions import load_facts, load_mentions
from cep_docs.definitions.reading import Reader


def around(reader, agreement="cctp-2019"):
    facts = load_facts(reader)
    return Around(load_columns(reader, agreement), load_mentions(reader, agreement, facts), facts)


def read_forms(reader, agreement="cctp-2019"):
    """The forms of an agreement; their faults are those of the reader."""
    named = around(reader, agreement)
    forms = load_forms(reader, agreement, named)
    load_editions(reader, agreement, named)
    check_prefills(reader, agreement, forms)
    return forms


def forms_of(files, agreement="cctp-2019"):
    return read_forms(Reader(files.folder), agreement)


def faults_of(files, agreement="cctp-2019"):
    reader = Reader(files.folder)
    read_forms(reader, agreement)
    return list(reader.faults)


def gaps(form, content):
    return {field.name: sentence for field, sentence in form.gaps(content)}


def doubts(form, content):
    return {field.name: sentence for field, sentence in form.doubts(content)}
