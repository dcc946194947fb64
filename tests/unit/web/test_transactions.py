"""One transaction a request: kept when it is answered, given up when it is refused."""

from pyramid.config import Configurator
from pyramid.response import Response
from transaction.interfaces import TransientError
from webtest import TestApp

from cep_docs.errors import NotPossible
from cep_docs.web.incoming import LARGEST_FORM
from cep_docs.web.transactions import in_a_transaction


def site_with(town, view, hosts=frozenset()):
    """The town behind one page of ours; what refuses is told in one word."""
    config = Configurator()
    config.set_execution_policy(in_a_transaction(town.application, hosts))
    config.add_view(view, route_name="page")
    config.add_route("page", "/page")
    config.add_exception_view(_plainly, context=Exception)
    return TestApp(config.make_wsgi_app())


def _plainly(error, request):
    if isinstance(error, TransientError):
        raise error
    request.given_up = True
    return Response(str(error), status=409)


def name_of(town):
    with town.application.reading() as tools:
        return tools.site.operator.name


def renamed(request):
    request.tools.site.operator.name = "Un autre nom"
    return Response("fait")


def test_what_is_answered_is_kept(town):
    site_with(town, renamed).post("/page")

    assert name_of(town) == "Un autre nom"


def test_what_is_refused_leaves_nothing(town):
    def view(request):
        renamed(request)
        raise NotPossible("Non.")

    answer = site_with(town, view).post("/page", status=409)

    assert answer.text == "Non."
    assert name_of(town) == "Cap Métiers Loire"


def test_a_request_that_met_another_writer_runs_again_whole(town):
    seen = []

    def view(request):
        seen.append(request)
        if len(seen) < 3:
            raise TransientError
        return Response(request.POST["word"])

    answer = site_with(town, view).post("/page", {"word": "gardé"})

    assert answer.text == "gardé"
    assert len({id(request) for request in seen}) == 3


def test_a_broken_page_is_told_in_french_and_leaves_nothing(town, caplog):
    browser = town.browser("alice")
    town.site.registry.settings["broken"] = True

    def broken(*_):
        raise ZeroDivisionError

    town.application.house.write, kept = broken, town.application.house.write
    answer = browser.get("/aujourdhui", status=500)
    town.application.house.write = kept

    assert "Une panne s’est produite" in answer.text
    assert "a page broke" in caplog.text


def test_a_forged_host_is_not_answered(town):
    site = site_with(town, renamed, frozenset({"cep.exemple.fr"}))

    assert site.post("/page", headers={"Host": "evil.example"}, status="*").status_int == 409
    assert site.post("/page", headers={"Host": "cep.exemple.fr"}).text == "fait"


def test_an_oversized_form_is_refused_before_it_is_read(town):
    browser = town.browser("alice")

    answer = browser.post("/aujourdhui", b"x" * (LARGEST_FORM + 1), status=413)

    assert "trop lourd" in answer.text


def test_a_header_cannot_choose_the_root_of_the_tree(town):
    """P6: X-Vhm-Root."""
    browser = town.browser("alice")

    answer = browser.get("/", headers={"X-Vhm-Root": "/dossiers"})

    assert answer.headers["Location"].endswith("/aujourdhui")
