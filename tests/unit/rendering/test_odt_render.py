"""The OpenDocument text (R-064): a sound package, the words of the PDF, mentions on each page."""

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from odfdo import Document as OpenDocument

from cep_docs.errors import Unusable
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.rendering.document import EASY_READ, LARGE_PRINT, Annex
from cep_docs.rendering.odt import render_odt
from tests.unit.rendering.every_kind import CONTENT, FORM, document

RULES = spoken_rules()
SAMPLES = [
    (name, kind) for name, agreement in RULES.agreements.items() for kind in agreement.samples
]
OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
STYLE, TEXT, TABLE = f"{OASIS}style:1.0}}", f"{OASIS}text:1.0}}", f"{OASIS}table:1.0}}"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (300).to_bytes(4, "big") + (100).to_bytes(4, "big")


def a_document(**more):
    return replace(document(), version=1, digest="ab" * 32, **more)


def sample(agreement, kind):
    rules = RULES.agreements[agreement]
    told = rules.samples[kind]
    made = document(told.content, rules.forms[kind])
    return replace(made, facts=told.facts, labels=rules.facts, mentions=rules.mentions)


@pytest.fixture(scope="module")
def odt():
    return render_odt(a_document())


def part(odt, name):
    with zipfile.ZipFile(io.BytesIO(odt)) as package:
        return package.read(name)


def tree(odt, name="content.xml"):
    return etree.fromstring(part(odt, name))


def words(element):
    return " ".join("".join(element.itertext()).split())


def said(odt, style):
    found = tree(odt).iter(f"{TEXT}p", f"{TEXT}h")
    return [words(of) for of in found if of.get(f"{TEXT}style-name") == style]


def test_the_same_document_gives_the_same_bytes(odt):
    assert render_odt(a_document()) == odt


def test_the_type_comes_first_and_as_it_is(odt):
    with zipfile.ZipFile(io.BytesIO(odt)) as package:
        first = package.infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert odt[38:77] == b"application/vnd.oasis.opendocument.text"


def test_the_manifest_names_every_file(odt):
    manifest = tree(odt, "META-INF/manifest.xml")
    listed = {value for entry in manifest for key, value in entry.items() if "full-path" in key}

    with zipfile.ZipFile(io.BytesIO(odt)) as package:
        assert listed - {"/"} == set(package.namelist()) - {"mimetype", "META-INF/manifest.xml"}


def used_styles(root):
    return {
        value
        for element in root.iter()
        for key, value in element.items()
        if key.endswith("}style-name") and "display" not in key
    }


@pytest.mark.parametrize(("agreement", "kind"), SAMPLES)
def test_each_form_names_only_styles_that_are_there(agreement, kind):
    odt = render_odt(sample(agreement, kind))
    roots = [tree(odt), tree(odt, "styles.xml")]
    known = {
        element.get(f"{STYLE}name")
        for root in roots
        for element in root.iter()
        if element.get(f"{STYLE}name")
    }

    assert set.union(*map(used_styles, roots)) <= known


@pytest.mark.parametrize(("agreement", "kind"), SAMPLES)
def test_each_form_opens_and_says_what_people_wrote(agreement, kind):
    made = sample(agreement, kind)

    text = OpenDocument(io.BytesIO(render_odt(made))).get_formatted_text()

    assert made.form.label in " ".join(text.split()).replace("’", "'")


@pytest.mark.parametrize(("agreement", "kind"), SAMPLES)
def test_the_mediator_and_the_contact_are_at_the_foot_of_each_page(agreement, kind):
    """R-058: of the first page, and of all the others."""
    styles = tree(render_odt(sample(agreement, kind)), "styles.xml")
    feet = [words(foot) for foot in styles.iter(f"{STYLE}footer")]

    assert len(feet) == 2
    assert all("médiateur" in foot and "Page 1 / 1" in foot for foot in feet)


def test_the_referent_is_named_at_the_foot_of_each_page(odt):
    feet = [words(foot) for foot in tree(odt, "styles.xml").iter(f"{STYLE}footer")]

    assert all(
        "Alice Exemple, Nantes, 02 40 00 00 00" in foot.replace("\xa0", " ") for foot in feet
    )


def test_parts_are_headings_in_the_order_of_the_layout(odt):
    assert said(odt, "Heading_20_1")[:3] == ["1. Partie words", "2. Demande", "3. Partie answers"]


def test_what_was_written_keeps_its_bold_and_its_lists(odt):
    root = tree(odt)
    bold = [words(of) for of in root.iter(f"{TEXT}span")]
    items = [words(of) for of in root.iter(f"{TEXT}list-item")]

    assert "premier" in bold
    assert {"un point", "un autre point", "une seconde liste"} <= set(items)
    assert root.find(f".//{TEXT}line-break") is not None


def test_tables_have_a_head_that_comes_back(odt):
    tables = {of.get(f"{TABLE}name"): of for of in tree(odt).iter(f"{TABLE}table")}
    heads = [
        [words(cell) for cell in of.iter(f"{TEXT}p")]
        for of in tree(odt).iter(f"{TABLE}table-header-rows")
    ]

    assert len(tables) == len(list(tree(odt).iter(f"{TABLE}table")))
    assert ["N°", "Objectif", "Action", "Échéance", "Coût", "État", "Accord"] in heads


def test_a_table_of_facts_says_which_column_names_the_other(odt):
    assert len(list(tree(odt).iter(f"{TABLE}table-header-columns"))) >= 2


def test_columns_fill_the_page(odt):
    root = tree(odt)
    widths = {
        style.get(f"{STYLE}name"): float(style[0].get(f"{STYLE}column-width").removesuffix("mm"))
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}family") == "table-column"
    }
    for table in root.iter(f"{TABLE}table"):
        columns = [widths[c.get(f"{TABLE}style-name")] for c in table.iter(f"{TABLE}table-column")]
        # One who signs alone has half of the page.
        assert sum(columns) == pytest.approx(162, abs=0.6) or sum(columns) == pytest.approx(81)


def test_a_draft_says_so_and_shows_what_lacks():
    draft = render_odt(document({}))

    assert "Brouillon" in said(draft, "Draft")
    assert "BROUILLON · Page 1 / 1" in words(tree(draft, "styles.xml"))


def test_a_version_has_its_number_and_its_digest_in_its_properties(odt):
    meta = part(odt, "meta.xml").decode()

    assert 'meta:name="Version" meta:value-type="string">1<' in meta
    assert "ab" * 32 in meta
    assert "<dc:language>fr-FR</dc:language>" in meta
    assert "<dc:date>2024-02-08T00:00:00</dc:date>" in meta


def test_the_content_is_inside_for_a_program(odt):
    """R-053."""
    embedded = json.loads(part(odt, "content.json"))

    assert embedded["content"] == CONTENT
    assert embedded["form"] == FORM.name


def test_those_who_sign_have_room_for_it(odt):
    assert said(odt, "Heading_20_1")[-1] == "Signatures"
    assert "Signature" in said(odt, "Signature_20_room")


def test_french_spaces_are_set(odt):
    made = a_document(content={"story": "Vraiment ? Oui : « bien » !"})

    assert "Vraiment\u202f? Oui\u00a0: «\u202fbien\u202f»\u202f!" in "".join(
        tree(render_odt(made)).itertext()
    )


def test_a_text_in_arabic_goes_from_right_to_left():
    odt = render_odt(a_document(content={"story": "أتعلم الفرنسية"}))

    assert said(odt, "Text_20_body_rtl") == ["أتعلم الفرنسية"]
    assert b'style:writing-mode="rl-tb"' in part(odt, "content.xml")


def test_spaces_tabs_and_signs_without_a_place_in_xml_do_no_harm():
    facts = {**document().facts, "beneficiary_name": "A  B\tC\x07\ufffe & <D>"}

    odt = render_odt(a_document(facts=facts))

    assert b"A <text:s/>B" in part(odt, "content.xml")
    assert "&amp; &lt;D&gt;" in part(odt, "content.xml").decode()


def test_large_print_has_nothing_under_sixteen_points():
    """R-014."""
    odt = render_odt(a_document(adaptations=frozenset({LARGE_PRINT})))
    sizes = re.findall(r'fo:font-size="([\d.]+)pt"', part(odt, "styles.xml").decode())

    assert sizes
    assert min(map(float, sizes)) >= 16


def test_the_easy_read_cover_has_its_own_first_page():
    """R-014."""
    odt = render_odt(a_document(adaptations=frozenset({EASY_READ})))

    assert said(odt, "Easy_20_opening") == ["Ce document"]
    assert len(said(odt, "Easy")) > 5


def test_a_part_begins_a_page_where_the_layout_says_so(odt):
    assert said(odt, "Heading_20_1_20_page") == ["4. Partie plan"]


def test_annexes_have_all_their_rows():
    """R-082: never cut."""
    rows = [[f"Organisme {number}", "Nantes"] for number in range(700)]

    odt = render_odt(a_document(annexes=[Annex("Liste", ["Source."], ["Nom", "Ville"], rows)]))

    assert said(odt, "Heading_20_1_20_page")[-1].endswith(" : Liste")
    assert [w for w in said(odt, "Dense") if w.startswith("Organisme")][-1] == "Organisme 699"


def test_a_letter_has_its_address_in_the_window():
    letter = replace(FORM, layout=replace(FORM.layout, paper="letter"))
    facts = {**document().facts, "beneficiary_address": "1 rue des Tanneurs\n44000 Nantes"}

    odt = render_odt(replace(document(form=letter), facts=facts))

    assert said(odt, "Address") == ["Zoé Exemple", "1 rue des Tanneurs", "44000 Nantes"]
    assert b'svg:x="105mm" svg:y="48mm"' in part(odt, "content.xml")
    assert not said(odt, "Heading_20_2")


def test_the_draft_of_a_letter_says_so():
    letter = replace(FORM, layout=replace(FORM.layout, paper="letter"))

    odt = render_odt(document(form=letter))

    assert said(odt, "Draft") == ["Brouillon"]
    assert said(odt, "Subject") == ["Objet : Toutes les rubriques"]


def test_nobody_known_makes_no_line_of_names():
    assert said(render_odt(a_document(facts={})), "Subtitle") == []


def test_a_row_longer_than_a_page_may_be_cut():
    long = [{**CONTENT["steps"][0], "action": "Une phrase. " * 300}]

    odt = render_odt(a_document(content={**CONTENT, "steps": long}))

    assert b'table:style-name="LongRow"' in part(odt, "content.xml")


@pytest.mark.parametrize(
    ("logo", "path", "size"),
    [
        (b"", "Pictures/logo.svg", 'svg:width="45.50mm" svg:height="13.00mm"'),
        (PNG, "Pictures/logo.png", 'svg:width="39.00mm" svg:height="13.00mm"'),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="10"/>',
            "Pictures/logo.svg",
            'svg:width="78.00mm" svg:height="7.80mm"',
        ),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            "Pictures/logo.svg",
            'svg:width="13.00mm" svg:height="13.00mm"',
        ),
    ],
)
def test_the_logo_keeps_its_proportions(logo, path, size):
    odt = render_odt(a_document(logo=logo))

    assert path in part(odt, "META-INF/manifest.xml").decode()
    assert size in part(odt, "content.xml").decode()


def test_a_logo_that_is_no_picture_is_refused():
    with pytest.raises(Unusable, match="logo"):
        render_odt(a_document(logo=b"\xff\xfe"))
