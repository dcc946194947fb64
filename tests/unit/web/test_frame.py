"""The frame: strangers are sent to the door, staff sees its pages, headers are always there."""


def test_a_stranger_is_asked_who_he_is_wherever_he_goes(town):
    for path in ("/aujourdhui", "/dossiers/nobody", "/no/such/page"):
        answer = town.stranger().get(path)

        assert answer.status_int == 303
        assert answer.headers["Location"].startswith("https://localhost/connexion?suite=%2F")


def test_an_adviser_has_her_day_in_front_of_her(town):
    answer = town.browser("alice").get("/aujourdhui")

    assert "Aujourd’hui" in answer.text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_that_does_not_exist_is_not_found(town):
    answer = town.browser("alice").get("/dossiers/nobody", status=404)

    assert "Page introuvable" in answer.text
