"""Where everybody is invented, one comes in as whoever one likes, from this machine only."""

import shutil
from datetime import UTC, datetime

import pytest
from webtest import TestApp

from cep_docs.app import opened
from cep_docs.cli.main import main
from cep_docs.demo.making import Plan, make_demo
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.search.place import Index
from cep_docs.signin.demonstration import PASSWORD
from cep_docs.web.doors import doors_of
from cep_docs.web.site import Outside, make_site
from tests.functional.web.entrance import form_to, is_in
from tests.people import Clock

HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:6543"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration") / "instance"
    make_demo(folder, Plan(10), spoken_rules(), lambda done, total: None)
    return folder


@pytest.fixture
def stage(made, tmp_path):
    folder = tmp_path / "instance"
    shutil.copytree(made, folder)
    with opened(folder) as application:
        doors = doors_of(folder, Clock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC)))
        yield make_site(application, Outside(doors, Index(folder / "index")))


def command(*arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return left.value.code


def entering(page, name):
    return next(
        form
        for form in page.forms.values()
        if form.action == "/connexion/demonstration" and name in str(form.html)
    )


def test_one_button_enters_as_each_of_the_people(stage):
    browser = TestApp(stage, extra_environ=HERE)
    page = browser.get("/connexion")

    answer = entering(page, "Entrer comme Alice Martin").submit()

    assert answer.status_int == 303
    assert is_in(browser)
    assert any(one.startswith("cep=") for one in answer.headers.getall("Set-Cookie"))


def test_one_of_the_people_advised_may_be_entered_as_too(stage):
    browser = TestApp(stage, extra_environ=HERE)
    page = browser.get("/connexion")
    form = next(form for form in page.forms.values() if "person" in form.fields)

    assert form.submit().status_int == 303
    assert browser.get("/").headers["Location"].endswith("/mon-espace")


def test_the_whole_way_in_can_be_walked_too(stage):
    browser = TestApp(stage, extra_environ=HERE)
    form = form_to(browser.get("/connexion"), "/connexion")
    form["login"], form["password"] = "denis.moreau", PASSWORD
    page = form.submit().follow()

    form = form_to(page, "/connexion/code")
    form["code"] = page.html.select_one(".hint b").text
    form.submit()

    assert is_in(browser)


def test_from_another_machine_there_is_no_such_door(stage):
    for elsewhere in (
        {"REMOTE_ADDR": "192.0.2.1", "HTTP_HOST": "localhost:443", "wsgi.url_scheme": "https"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "demo.example", "wsgi.url_scheme": "https"},
    ):
        browser = TestApp(stage, extra_environ=elsewhere)
        page = browser.get("/connexion")
        host = f"https://{elsewhere['HTTP_HOST'].removesuffix(':443')}"
        said = {"login": "alice.martin", "csrf_token": page.forms[0]["csrf_token"].value}

        answer = browser.post(
            "/connexion/demonstration", said, headers={"Origin": host}, status="*"
        )

        assert "Entrer comme" not in page.text
        assert not is_in(browser)
        assert answer.headers["Location"].split("?")[0].endswith("/connexion")


def test_where_people_are_real_there_is_no_such_door(town):
    browser = TestApp(town.site, extra_environ=HERE)
    page = browser.get("/connexion")
    said = {"login": "alice", "csrf_token": page.forms[0]["csrf_token"].value}

    browser.post("/connexion/demonstration", said, status="*")

    assert "Entrer comme" not in page.text
    assert not is_in(browser)


@pytest.mark.parametrize(
    "said", [{}, {"login": "nobody"}, {"login": "alice.martin", "person": "x"}]
)
def test_nobody_is_entered_as_nobody(stage, said):
    browser = TestApp(stage, extra_environ=HERE)
    token = browser.get("/connexion").forms[0]["csrf_token"].value

    browser.post("/connexion/demonstration", {**said, "csrf_token": token}, status="*")

    assert not is_in(browser)


def test_the_command_says_how_to_enter(tmp_path, capsys):
    command("demo", "--folder", str(tmp_path / "demo"), "--size", "3")

    told = capsys.readouterr().out

    assert PASSWORD in told
    assert "alice.martin    Alice Martin, Conseiller" in told
    assert "cep-docs serve" in told


def test_an_invitation_is_made_at_the_command_line_and_refused_in_french(tmp_path, capsys):
    folder = str(tmp_path / "demo")
    command("demo", "--folder", folder, "--size", "3")
    capsys.readouterr()

    command("account", "invite", "--folder", folder, "alice.martin", "--lost-factor")
    assert "/connexion/invitation/" in capsys.readouterr().out

    assert command("account", "invite", "--folder", folder, "nobody") == 1
    assert "Ce compte n'existe pas" in capsys.readouterr().err


def test_an_account_is_linked_to_an_identity_at_the_command_line(tmp_path, capsys):
    folder = tmp_path / "demo"
    command("demo", "--folder", str(folder), "--size", "3")
    known = ("account", "known-as", "--folder", str(folder), "alice.martin", "sub-of-alice")
    assert command(*known) == 1
    assert "openid.yaml" in capsys.readouterr().err

    (folder / "openid.yaml").write_text(
        "issuer: https://id.example.fr\nclient_id: cep\nclient_secret: s\n"
        "address: https://cep.example.fr\nlabel: Entrer\n"
    )
    assert command(*known) == 0

    assert "relié à https://id.example.fr" in capsys.readouterr().out
    with opened(folder) as application, application.reading() as tools:
        assert tools.site.accounts["alice.martin"].known_as.endswith(" sub-of-alice")
