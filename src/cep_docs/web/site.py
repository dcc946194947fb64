"""The whole site as one WSGI application."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined
from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.tweens import EXCVIEW

from cep_docs.app import Application
from cep_docs.web import french
from cep_docs.web.assets import Assets
from cep_docs.web.copy_pages import waiting_copies
from cep_docs.web.doors import Doors
from cep_docs.web.frame import Frame
from cep_docs.web.security import FormTokens, Guard
from cep_docs.web.templating import name_from_the_top
from cep_docs.web.transactions import in_a_transaction
from cep_docs.web.tree import root_of

# No rule gives this right: a page registered without a permission is open to nobody (P3).
NOBODY = "nobody may"


@dataclass(frozen=True, slots=True)
class Outside:
    """What a site is given by the machine it runs on. `index` finds words, see search.place;
    `hosts` are the names it answers to, all of them when none is said."""

    doors: Doors
    index: Any
    hosts: frozenset[str] = frozenset()


def make_site(application: Application, outside: Outside) -> Callable[..., Any]:
    config = Configurator(
        root_factory=root_of,
        settings={
            "jinja2.undefined": StrictUndefined,
            "jinja2.trim_blocks": True,
            "jinja2.lstrip_blocks": True,
            "jinja2.extensions": ["jinja2.ext.do", french.FrenchSpacing],
            "jinja2.filters": french.FILTERS,
            "jinja2.directories": ["cep_docs.web:templates"],
        },
    )
    config.include("pyramid_jinja2")
    config.add_jinja2_search_path("cep_docs.web:templates", name=".jinja2")
    config.commit()
    name_from_the_top(config)
    config.set_security_policy(Guard(outside.doors))
    config.set_default_permission(NOBODY)
    config.set_csrf_storage_policy(FormTokens(outside.doors))
    config.set_default_csrf_options(require_csrf=True)
    config.set_execution_policy(in_a_transaction(application, outside.hosts))
    config.add_tween("cep_docs.web.headers.guarded", over=EXCVIEW)
    config.add_request_method(lambda request: application, "application", reify=True)
    config.add_request_method(lambda request: outside, "outside", reify=True)
    config.add_request_method(lambda request: {}, "faults", reify=True)
    assets = Assets()
    frame = Frame(assets)
    config.add_subscriber(frame.around, BeforeRender)
    config.add_route("static", "/statique/*path")
    config.add_view(
        lambda request: assets.serve(request),
        route_name="static",
        request_method="GET",
        permission=NO_PERMISSION_REQUIRED,
    )
    config.scan("cep_docs.web")
    waiting_copies(application.house.folder).sweep(outside.doors.now())
    site: Callable[..., Any] = config.make_wsgi_app()
    return site
