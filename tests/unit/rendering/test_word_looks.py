"""Looks, lists and all that our texts have no place for: kept, or told, never lost in silence."""

import pytest

from tests.unit.rendering.every_kind import CONTENT
from tests.unit.rendering.word_edits import (
    BODY,
    WRITTEN,
    a_copy,
    answer,
    changed,
    differences,
    paragraph_with,
    part_of,
    read_back,
    said,
    with_parts,
)


@pytest.fixture(scope="module")
def data():
    return a_copy()


@pytest.mark.parametrize(
    ("kind", "weight"),
    [("run", "<w:b/>"), ("for Arabic", "<w:bCs/>"), ("style", '<w:rStyle w:val="Fort"/>')],
)
def test_bold_is_bold_however_it_was_made(data, kind, weight):
    styles = part_of(data, "word/styles.xml").replace(
        "</w:styles>",
        '<w:style w:type="character" w:styleId="Gros"><w:name w:val="Gros"/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="Fort"><w:name w:val="Strong"/>'
        '<w:basedOn w:val="Gros"/></w:style></w:styles>',
    )
    bold = f"<w:p><w:r><w:rPr>{weight}</w:rPr><w:t>Oui</w:t></w:r></w:p>"

    reading = read_back(with_parts(answer(data, "La fin", bold), {"word/styles.xml": styles}))

    assert reading.content["story"].endswith("**Oui**")


def test_bold_that_is_switched_off_is_not(data):
    off = '<w:p><w:r><w:rPr><w:b w:val="false"/></w:rPr><w:t>Non</w:t></w:r></w:p>'

    assert read_back(answer(data, "La fin", off)).content["story"].endswith("\n\nNon")


@pytest.mark.parametrize(
    ("what", "xml", "told"),
    [
        ("image", "<w:drawing/>", "une image ou une zone de texte n'est pas reprise"),
        (
            "text box",
            "<w:pict><w:t>Dans un cadre</w:t></w:pict>",
            "une image ou une zone de texte n'est pas reprise : « Dans un cadre »",
        ),
        ("formula", "<w:oMath><w:t>x</w:t></w:oMath>", "une formule n'est pas reprise : « x »"),
        ("symbol", '<w:sym w:char="F04A"/>', "un symbole n'est pas repris"),
        ("note", '<w:footnoteReference w:id="9"/>', "une note n'est pas reprise"),
    ],
)
def test_what_has_no_place_in_a_text_is_listed(data, what, xml, told):
    reading = read_back(changed(data, "La fin", f"La fin</w:t>{xml}<w:t>"))

    assert differences(reading) == {}
    assert reading.unread == (f"« Rubrique story » : {told}.",)


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("<w:i/>", "l'italique n'est pas repris, ses mots le sont"),
        ('<w:u w:val="single"/>', "le soulignement n'est pas repris, ses mots le sont"),
        ("<w:strike/>", "le texte barré est repris comme du texte ordinaire"),
    ],
)
def test_looks_our_texts_do_not_have_are_told(data, mark, told):
    run = f"</w:t></w:r><w:r><w:rPr>{mark}</w:rPr><w:t>La fin"

    reading = read_back(changed(data, "La fin", run))

    assert differences(reading) == {}
    assert reading.unread == (f"« Rubrique story » : {told}.",)


def test_hidden_text_is_listed_and_left_out(data):
    hidden = "</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r><w:r><w:t>La fin"

    reading = read_back(changed(data, "La fin", hidden))

    assert differences(reading) == {}
    assert reading.unread == (
        "« Rubrique story » : un texte masqué n'est pas repris : « caché ».",
    )


def test_tracked_changes_are_read_as_accepted(data):
    tracked = (
        "</w:t></w:r><w:del><w:r><w:delText>La fin</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Le bout</w:t></w:r></w:ins><w:r><w:t>"
    )

    reading = read_back(changed(data, "La fin", tracked))

    assert differences(reading) == {"story": CONTENT["story"].replace("La fin", "Le bout")}


def test_two_paragraphs_joined_by_a_tracked_change_are_one(data):
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Un</w:t></w:r></w:p>" + said(
        " deux"
    )

    assert read_back(answer(data, "Apprendre", joined)).content["request"] == "Un deux"


def test_comments_and_notes_are_listed_with_their_words(data):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    rels = part_of(data, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        f'<Relationship Id="rId90" Type="{kind}" Target="comments.xml"/></Relationships>',
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    comments = (
        f'<w:comments xmlns:w="{space}"><w:comment w:id="4">{said("Vérifier")}</w:comment>'
        "</w:comments>"
    )
    parts = {"word/_rels/document.xml.rels": rels, "word/comments.xml": comments}
    noted = changed(data, "La fin", 'La fin</w:t><w:commentReference w:id="4"/><w:t>')

    reading = read_back(with_parts(noted, parts))

    assert reading.unread == (
        "« Rubrique story » : un commentaire n'est pas repris : « Vérifier ».",
    )


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("https://exemple.fr/", ()),
        (
            "https://autre.fr/page",
            (
                "« Rubrique story » : l'adresse d'un lien n'est pas reprise, ses mots le sont : "
                "« https://autre.fr/page ».",
            ),
        ),
    ],
)
def test_the_address_of_a_link_is_listed_unless_its_words_say_it(data, target, told):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = f'<Relationship Id="rId91" Type="{kind}" Target="{target}" TargetMode="External"/>'
    rels = part_of(data, "word/_rels/document.xml.rels")
    parts = {
        "word/_rels/document.xml.rels": rels.replace("</Relationships>", f"{link}</Relationships>")
    }
    linked = (
        '<w:p><w:hyperlink w:id="rId91"><w:r><w:t>Voir exemple.fr</w:t></w:r></w:hyperlink></w:p>'
    )

    reading = read_back(with_parts(answer(data, "La fin", linked), parts))

    assert reading.content["story"].endswith("Voir exemple.fr")
    assert reading.unread == told


def test_a_numbered_list_becomes_a_list_of_points_and_says_so(data):
    numbering = part_of(data, "word/numbering.xml").replace('w:val="bullet"', 'w:val="decimal"', 1)

    reading = read_back(with_parts(data, {"word/numbering.xml": numbering}))

    assert reading.content["story"] == CONTENT["story"]
    assert "« Rubrique story » : la liste numérotée est reprise" in reading.unread[0]


def test_a_table_in_a_text_is_listed(data):
    table = f"<w:tbl><w:tr><w:tc>{said('Case')}</w:tc></w:tr></w:tbl>"

    reading = read_back(changed(data, paragraph_with(data, "La fin"), said("Fin") + table))

    assert reading.content["story"].endswith("Fin")
    assert reading.unread == ("« Rubrique story » : un tableau n'est pas repris ici : « Case ».",)


def test_a_prompt_is_no_answer_even_when_its_control_is_lost():
    blank = a_copy({})
    bare = part_of(blank).replace("<w:showingPlcHdr/>", "").replace("PlaceholderText", "Autre")

    reading = read_back(with_parts(blank, {BODY: bare}))

    assert reading.untouched == set(WRITTEN)


def test_what_word_shows_in_an_emptied_control_is_no_answer(data):
    prompt = (
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
        "<w:t>Cliquez ou appuyez ici pour entrer du texte.</w:t></w:r></w:sdtContent></w:sdt>"
        "</w:p>"
    )

    assert read_back(answer(data, "Une ligne", prompt)).content["title"] == ""


def test_what_was_typed_in_a_prompt_is_an_answer(data):
    typed = (
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
        "<w:t>Vrai texte</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )

    assert read_back(answer(data, "Une ligne", typed)).content["title"] == "Vrai texte"


def test_signs_that_word_writes_as_elements_are_read(data):
    signs = "Un</w:t><w:tab/><w:t>deux</w:t><w:noBreakHyphen/><w:softHyphen/><w:br/><w:t>trois"

    reading = read_back(changed(data, "La fin", signs))

    assert "Un deux\u2011\u00ad\ntrois" in reading.content["story"]


def test_a_list_may_come_from_a_style_based_on_another(data):
    styles = part_of(data, "word/styles.xml").replace(
        "</w:styles>",
        '<w:style w:type="paragraph" w:styleId="Ours"><w:name w:val="Ours"/>'
        '<w:basedOn w:val="ListBullet"/></w:style></w:styles>',
    )
    point = '<w:p><w:pPr><w:pStyle w:val="Ours"/></w:pPr><w:r><w:t>Point</w:t></w:r></w:p>'
    parts = {"word/styles.xml": styles}

    reading = read_back(with_parts(answer(data, "Apprendre", point), parts))

    assert reading.content["request"] == "- Point"


def test_styles_that_are_based_on_each_other_do_no_harm(data):
    styles = part_of(data, "word/styles.xml").replace(
        "</w:styles>",
        '<w:style w:type="character" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="C"/></w:style></w:styles>',
    )
    run = '<w:r><w:rPr><w:rStyle w:val="A"/></w:rPr><w:t>Oui</w:t></w:r>'
    around = f'<w:p><w:pPr><w:pStyle w:val="C"/></w:pPr>{run}</w:p>'
    parts = {"word/styles.xml": styles}

    assert (
        read_back(with_parts(answer(data, "Apprendre", around), parts)).content["request"] == "Oui"
    )


def test_lists_that_no_numbering_describes_are_paragraphs(data):
    rels = part_of(data, "word/_rels/document.xml.rels").replace("/numbering", "/nothing")
    parts = {"word/_rels/document.xml.rels": rels}

    assert "\n\nun point\n\n" in read_back(with_parts(data, parts)).content["story"]


def test_a_very_long_quote_is_cut(data):
    reading = read_back(changed(data, "<w:sectPr", said("mot " * 200) + "<w:sectPr"))

    assert len(reading.unread[0]) < 260
    assert "…" in reading.unread[0]
