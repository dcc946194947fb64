"""After signing in one goes to a page of this site, and nowhere else (SES-08)."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.signin.local_path import local_path

OURS = (
    "/",
    "/aujourdhui",
    "/dossiers/0123456789abcdef0123",
    "/dossiers/0123/uo/4G200101000001/documents/shared_assessment/versions/2",
    "/recherche?q=formation+courte&page=2",
    "/recherche?q=caf%C3%A9",
    "/dossiers?tri=-nom",
    "/compte/",
)
# Forms that send elsewhere in some browser, some library, or in a proxy.
_FORMS = """
//evil.example ///evil.example ////evil.example /\\evil.example \\\\evil.example \\/evil.example
/\\/evil.example //\\evil.example http://evil.example https://evil.example HTTPS://evil.example
https:evil.example https:/evil.example https:///evil.example http:\\\\evil.example ftp://evil.example
javascript:alert(1) JavaScript:alert(1) java%0ascript:alert(1) data:text/html,x vbscript:x
blob:https://evil.example/x about:blank file:///etc/passwd mailto:a@evil.example evil.example
www.evil.example @evil.example user@evil.example /@/../\\evil.example //user:pass@evil.example
https://localhost@evil.example https://localhost.evil.example //localhost@evil.example
//evil.example%2f.. //evil.example#localhost //evil.example?localhost /%2f%2fevil.example
/%2Fevil.example /%5cevil.example /%5C%5Cevil.example /%09/evil.example /%0d%0aLocation:evil
/%00/evil.example /%252f%252fevil.example /./\\evil.example /.//evil.example /..//evil.example
/%2e%2e//evil.example /a//evil.example /a/%2f%2fevil.example //google%E3%80%82com //[::1] //0x7f.1
//2130706433 //[::ffff:127.0.0.1] /;//evil.example ;//evil.example ?suite=//evil.example #//evil
./evil ../evil evil/../.. ///evil.example/%2e%2e /../evil.example
/connexion /connexion/sortie /connexion/confirmer?suite=/connexion
"""
FORMS = _FORMS.split()
SPACED = (
    "",
    " /aujourdhui",
    "/aujourdhui ",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/a\r\nSet-Cookie: x=y",
    "/\x00/evil.example",
    "/ /evil.example",
    "//evil。example",
    "/／evil.example",
    "/\u2028/evil.example",
    "/a#//evil.example",
    "/" + "a" * 2001,
    '/"><script>alert(1)</script>',
)


@pytest.mark.parametrize("wanted", OURS)
def test_pages_of_this_site_are_gone_back_to(wanted):
    assert local_path(wanted) == wanted


@pytest.mark.parametrize("wanted", [*FORMS, *SPACED])
def test_every_other_form_leads_to_the_first_page(wanted):
    assert local_path(wanted) == "/"


def test_there_are_enough_forms():
    assert len({*FORMS, *SPACED}) >= 60


@given(st.text(alphabet="/\\.:@?#%;&=+ aehlptx0125fcFC[]\t\r\n\u3002", max_size=30))
def test_whatever_is_typed_the_browser_stays_here(wanted):
    where = urlsplit(urljoin("https://localhost/connexion", local_path(wanted)))

    assert (where.scheme, where.netloc) == ("https", "localhost")
    assert "\\" not in where.path
    assert not where.path.startswith("//")
