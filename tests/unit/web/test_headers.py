"""What every answer carries (SES-04, SES-05), and how it is packed."""

import pytest
from webob import Request

from tests.web_people import HERE


def raw(town, packing):
    """As it travels: WebTest would unpack it."""
    cookie = town.browser("alice").cookies["__Host-cep"]
    request = Request.blank("/aujourdhui", environ=HERE, headers={"Accept-Encoding": packing})
    request.headers["Cookie"] = f"__Host-cep={cookie}"
    return request.get_response(town.site)


PATHS = ("/aujourdhui", "/dossiers/nobody", "/accessibilite", "/statique/none.css")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers_of_a_closed_house(town, path):
    answer = town.browser("alice").get(path, status="*")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "includeSubDomains" in answer.headers["Strict-Transport-Security"]


def test_nothing_of_a_page_is_kept_by_a_browser_but_its_assets_are(town):
    browser = town.browser("alice")
    page = browser.get("/aujourdhui")
    sheet = browser.get(page.html.find("link", rel="stylesheet")["href"])

    assert page.headers["Cache-Control"] == "no-store"
    assert "immutable" in sheet.headers["Cache-Control"]


@pytest.mark.parametrize("packing", ["br", "gzip"])
def test_pages_travel_packed(town, packing):
    packed, plain = raw(town, packing), raw(town, "identity")

    assert packed.headers["Content-Encoding"] == packing
    assert packed.content_length < plain.content_length / 2


def test_the_cookie_of_a_visit_is_bound_to_this_host_and_hidden_from_scripts(town):
    answer = town.stranger().get("/connexion", status="*")

    for cookie in answer.headers.getall("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert "secure" in cookie.lower()
        assert "httponly" in cookie.lower()
        assert "samesite=lax" in cookie.lower()
