"""A deliverable as a document: what was written, what the program knows, whatever is replaced."""

from dataclasses import replace

import pytest

from cep_docs.errors import NotPossible
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.printing import open_paper, preview, print_version
from tests.people import actor
from tests.unit.lifecycle.courses import act, engaged, proposed, signed

PRINTED = {"pdf": b"%PDF", "odt": b"PK"}


class File:
    """A stored file that needs no database."""

    def __init__(self, data, name):
        self.data, self.name = data, name

    def read(self):
        return self.data


@pytest.fixture
def printing(house):
    """The same tools with a press that prints four bytes, and counts."""
    printed = []

    def press(document):
        printed.append(document)
        return PRINTED

    store = lambda data, name, media_type, account: File(data, name)  # noqa: E731
    return replace(house, press=press, store=store), printed


@pytest.fixture
def unit(house):
    return engaged(house, "UO1")


class TestADocument:
    def test_says_who_when_and_where_without_anybody_typing_it(self, house, unit):
        document = document_of(unit.deliverable, None, house)

        known = {name: said for name, said in document.facts.items() if said}
        assert known["file_number"] == unit.number
        assert known["beneficiary_name"].split()
        assert known["opened_on"] == "3 février 2020"
        assert known["region"] == "Pays de la Loire"
        assert known["referent_name"] == "Alice"
        assert known["mediator_contact"]

    def test_knows_no_fact_that_the_rules_do_not_know(self, house, unit):
        document = document_of(unit.deliverable, None, house)

        assert document.facts.keys() <= document.labels.keys()

    def test_of_a_version_is_as_it_was_frozen(self, house, unit, clock):
        version = proposed(unit, house).deliverable.current
        before = document_of(unit.deliverable, version, house)
        clock.on("2020-03-02")
        house.site.accounts["alice"].full_name = "Alice Nouvelle"

        assert document_of(unit.deliverable, version, house) == before

    def test_of_an_edition_that_is_gone_says_where_to_put_it_back(self, house, unit):
        version = proposed(unit, house).deliverable.current
        version.edition = "1999-01"

        with pytest.raises(NotPossible, match="1999-01"):
            document_of(unit.deliverable, version, house)

    def test_leaves_in_the_draft_what_does_not_apply(self, house):
        draft = engaged(house, "UO2.1").deliverable
        form = house.agreement_of(draft.__parent__).forms[draft.kind]
        part = next(part for part in form.sections if part.when and part.fields)
        field = next(field for field in part.fields if field.kind == "text")

        save_draft(draft, actor(house, "alice"), {field.name: "Texte d'avant"}, house)

        assert draft.draft[field.name] == "Texte d'avant"
        assert field.name not in content_of(draft, house)


class TestPaper:
    def test_of_a_version_is_printed_once_when_it_is_proposed(self, printing, unit):
        tools, printed = printing

        proposed(unit, tools)

        version = unit.deliverable.current
        assert version.files.keys() == {"pdf", "odt"}
        assert version.files["pdf"].name == f"{unit.number}_{unit.deliverable.kind}_v1.pdf"
        print_version(unit.deliverable, version, actor(tools, "alice"), tools)
        assert [document.version for document in printed] == [1, 1]
        assert version.files["pdf"].read() == b"%PDF"

    def test_that_was_not_printed_then_is_printed_when_it_is_opened(self, house, printing, unit):
        proposed(unit, house)
        tools, _ = printing

        data = open_paper(unit.deliverable, "1", "odt", actor(tools, "alice"), tools)

        assert data == b"PK"
        last = unit.__parent__.__parent__.journal.recent(1)[0]
        assert (last["what"], last["details"]["file"]) == ("view", "odt")

    @pytest.mark.parametrize(("number", "kind"), [("7", "pdf"), ("1", "docx")])
    def test_that_is_not_there_is_refused(self, printing, unit, number, kind):
        tools, _ = printing
        proposed(unit, tools)

        with pytest.raises(NotPossible, match="n'existe pas sous cette forme"):
            open_paper(unit.deliverable, number, kind, actor(tools, "alice"), tools)

    def test_of_a_draft_is_shown_and_not_kept(self, printing, unit):
        tools, printed = printing

        assert preview(unit.deliverable, actor(tools, "alice"), tools) == PRINTED
        assert printed[0].is_draft
        assert len(unit.deliverable) == 0


def test_a_version_withdrawn_and_written_again_keeps_both_papers(printing, unit):
    tools, _ = printing
    proposed(unit, tools)
    act(unit, "take_back", tools, motive="Une coquille")
    act(unit, "propose", tools)

    assert [sorted(version.files) for version in unit.deliverable] == [["odt", "pdf"]] * 2


def test_a_signed_version_keeps_its_paper(printing, unit):
    tools, _ = printing
    signed(unit, tools)

    assert unit.deliverable.current.files["pdf"].read() == b"%PDF"
