"""Discretion: titles of tabs, hours of overseas, nothing that tells (R-124, § 2.2)."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader

from cep_docs.content.site import beneficiary_of
from cep_docs.web import french, local, pages
from tests.people import actor, received
from tests.unit.lifecycle.courses import engaged, signed


class TestTitlesOfTabs:
    def title(self, **said):
        folder = pages.__file__.rpartition("/")[0] + "/templates"
        environment = Environment(loader=FileSystemLoader(folder), autoescape=True)
        environment.filters.update(french.FILTERS)
        template = environment.from_string(
            "{% from 'parts/title.jinja2' import title_of with context %}"
            "{{ title_of(name, number) }}"
        )
        return template.render(**said)

    def test_name_the_person_when_the_reader_lets_them(self):
        me = SimpleNamespace(personal_titles=True)

        assert self.title(me=me, name="Zoé Lefèvre", number="4G200202000001") == "Zoé Lefèvre"

    def test_have_a_file_number_on_a_shared_screen(self):
        me = SimpleNamespace(personal_titles=False)

        shown = self.title(me=me, name="Zoé Lefèvre", number="4G200202000001")

        assert shown.replace("\u00a0", " ") == "Dossier 4G 20 02 02 000001"

    def test_have_neither_when_there_is_no_number(self):
        me = SimpleNamespace(personal_titles=False)

        assert self.title(me=me, name="Zoé", number="") == "Dossier"


class TestHoursOfOverseas:
    """Scenario 7: at 23:30 in Saint-Denis it is still the same day."""

    def at_sea(self, town):
        def work(tools):
            tools.site.operator.lots = ("08", "13")
            tools.site.structures["ANG"].lot = "13"
            person = received(tools, "chloe", postcode="97400", town="Saint-Denis")
            return beneficiary_of(engaged(tools, "UO1", person, "chloe")).identifier

        return town.write(work)

    def test_are_those_of_the_structure_of_who_looks(self, town):
        self.at_sea(town)
        late = datetime(2020, 1, 31, 19, 30, tzinfo=UTC)

        with town.application.reading() as tools:
            for login, told in (("chloe", (31, 23, 30)), ("alice", (31, 20, 30))):
                visitor = SimpleNamespace(actor=actor(tools, login))
                request = SimpleNamespace(tools=tools, identity=visitor)
                at = local.local(request, late)
                assert (at.day, at.hour, at.minute) == told

    def test_are_those_of_the_file_when_it_is_named(self, town):
        self.at_sea(town)
        late = datetime(2020, 1, 31, 21, 30, tzinfo=UTC)

        with town.application.reading() as tools:
            visitor = SimpleNamespace(actor=actor(tools, "farid"))
            request = SimpleNamespace(tools=tools, identity=visitor)
            assert local.local(request, late, "ANG").day == 1
            assert local.local(request, late, "NTE").day == 31
            assert local.local(SimpleNamespace(tools=tools, identity=None), late).day == 31

    def test_are_hers_in_her_own_space(self, town):
        """At 21:30 in Paris it is half past midnight, and the next day, in Saint-Denis."""
        identifier = self.at_sea(town)
        town.wall.now = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)

        page = town.browser_of_person(identifier).get("/mon-espace/connexions")

        assert "21 novembre 2026 à 0 h 30" in page.text.replace("\u00a0", " ")


def test_no_header_of_a_page_tells_who_it_is_about(town):
    """Names of files, addresses after an act: nothing of the person in them."""

    def work(tools):
        unit = signed(engaged(tools, "UO1", received(tools)), tools)
        return beneficiary_of(unit).identifier, unit.number

    identifier, number = town.write(work)
    browser = town.browser_of_person(identifier)

    for path in ("", f"/documents/{number}_shared_assessment_v1/pdf"):
        headers = str(browser.get(f"/mon-espace{path}").headers)
        assert not re.search("Lef|Zo[eé]", headers)
