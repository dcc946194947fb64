"""Pieces in the browser: verified, listed, looked at, set aside and taken up again."""

import io

import pytest
from PIL import Image
from webtest import Upload

from tests.functional.web.act_forms import followed, form_of, looked_up, sent


def picture():
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(target, "PNG")
    return target.getvalue()


def added(town, person, login="alice", **said):
    form = form_of(town.browser(login).get(f"{person}/pieces/verser"))
    form["file"] = Upload("certificat.png", picture(), "image/png")
    for name, value in {"kind": "diploma", **said}.items():
        form[name] = value
    return form


def pieces(town, person):
    return looked_up(town, person, lambda one: [piece.__name__ for piece in one.attachments])


def test_a_piece_is_taken_in_listed_and_taken_away_r_035(town):
    person, _ = followed(town)
    form = added(town, person, title="Certificat <b>")

    told = form.submit(status=303).follow()
    form.submit(status=303)

    [name] = pieces(town, person)
    assert "Certificat &lt;b&gt;" in told.text
    taken = town.browser("alice").get(f"{person}/pieces/{name}/fichier")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert taken.body.startswith(b"\x89PNG")


def test_its_first_pages_are_shown_r_035(town):
    person, _ = followed(town)
    added(town, person).submit()
    [name] = pieces(town, person)

    page = town.browser("alice").get(f"{person}/pieces/{name}")

    assert "data:image/png;base64," in page.text
    read = looked_up(town, person, lambda one: [x["what"] for x in one.journal.backwards()])
    assert "look_at_attachment" in read


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("programme.exe", b"MZ" + bytes(100)),
        ("piege.pdf", b"%PDF-1.7 nothing"),
        ("vide.png", b""),
        ("page.html", b"<script>alert(1)</script>"),
        ("archive.docx", b"PK\x03\x04" + bytes(50)),
    ],
)
def test_a_file_from_hell_is_refused_in_french_and_nothing_is_kept_fic_02(town, name, data):
    person, _ = followed(town)
    form = added(town, person, title="Mon titre")
    form["file"] = Upload(name, data)

    answer = form.submit(status=422)

    assert 'id="file-faute"' in answer.text
    assert form_of(answer)["title"].value == "Mon titre"
    assert pieces(town, person) == []


def test_the_limits_are_said_before_fic_02(town):
    person, _ = followed(town)

    page = town.browser("alice").get(f"{person}/pieces/verser")

    assert "20 Mo et 200 pages au plus" in page.text


def test_a_piece_is_set_aside_and_taken_up_again_with_motives(town):
    person, _ = followed(town)
    added(town, person).submit()
    [name] = pieces(town, person)
    alice = town.browser("alice")
    sent(alice, f"{person}/pieces/{name}/ecarter", 422, motive="")

    aside = sent(alice, f"{person}/pieces/{name}/ecarter", motive="Autre personne.").follow()
    assert f"/pieces/{name}/reprendre" in aside.html.select_one('[role="status"] a')["href"]
    sent(alice, f"{person}/pieces/{name}/reprendre", motive="C'était bien elle.")

    kept = looked_up(town, person, lambda one: one.attachments[name].set_aside_because)
    assert kept == ""


def test_the_vault_opens_with_her_consent_r_087(town):
    person, _ = followed(town)
    alice = town.browser("alice")
    refused = added(town, person, kind="assessment_synthesis").submit(status=409)
    assert "accord de la personne" in refused.text

    said = {"subject": "skills_assessment", "channel": "PRES"}
    sent(alice, f"{person}/consentements", ending="/consentements", **said)
    added(town, person, kind="assessment_synthesis").submit(status=303)

    assert "coffre" in alice.get(f"{person}/pieces").text
    assert looked_up(town, person, lambda one: len(list(one.vault))) == 1


def test_conclusions_are_never_taken_r_087(town):
    person, _ = followed(town)

    answer = added(town, person, kind="assessment_conclusions").submit(status=409)

    assert "Seule la synthèse peut être reçue" in answer.text


def test_a_psychometric_test_needs_a_habilitation_r_099(town):
    person, _ = followed(town)

    answer = added(town, person, kind="psychometric_test").submit(status=409)

    assert "habilitation" in answer.text


def test_what_is_erased_does_not_exist(town):
    person, _ = followed(town)
    added(town, person).submit()
    [name] = pieces(town, person)

    def erase(tools):
        tools.site.beneficiaries[person.split("/")[2]].attachments[name].file = None

    town.write(erase)

    assert town.browser("alice").get(f"{person}/pieces/{name}", status=404)
    assert town.browser("alice").get(f"{person}/pieces/nothing", status=404)


@pytest.mark.parametrize("page", ["", "/fichier", "/ecarter"])
def test_a_piece_of_a_file_one_may_not_know_of_does_not_exist_r_122(town, page):
    person, _ = followed(town)
    added(town, person).submit()
    [name] = pieces(town, person)

    assert town.browser("chloe").get(f"{person}/pieces/{name}{page}", status=404)
