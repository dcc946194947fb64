"""Templates are compiled once, whichever pages they are part of, and before anybody asks."""

from pyramid_jinja2 import IJinja2Environment

from cep_docs.web.templating import FOLDER, SUFFIX, compiled


def names(town):
    environment = town.site.registry.getUtility(IJinja2Environment, name=SUFFIX)
    return sorted(name for _, name in environment.cache.keys())  # noqa: SIM118 - no iterator


def test_the_frame_around_all_pages_is_compiled_once(town):
    alice = town.browser("alice")

    for path in ("/aujourdhui", "/dossiers", "/a-signer"):
        alice.get(path)

    assert [name for name in names(town) if "layout" in name] == ["layout.jinja2"]


def test_no_page_compiles_anything_once_all_is_compiled(town):
    assert compiled(town.site) is town.site
    before = names(town)

    for path in ("/aujourdhui", "/dossiers", "/recherche?q=dupont", "/compte"):
        town.browser("alice").get(path)
    town.browser("denis").get("/pilotage").follow()

    assert names(town) == before
    assert len(before) == len([*FOLDER.rglob(f"*{SUFFIX}")])
