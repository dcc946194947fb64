"""Forms about who represents a person, sent as no browser sends them: too long, twice, with a
field that comes twice (R-079, R-122)."""

import pytest

from cep_docs.content.signing import ON_SITE
from cep_docs.lifecycle.ceremony import NOWHERE, ask_to_sign, see_identity
from cep_docs.lifecycle.representing import LONGEST_NAME
from tests.functional.web.signing_people import form_to, walk
from tests.functional.web.test_representative import MOTHER, Minor, words
from tests.people import actor
from tests.unit.lifecycle.represented import HER_OWN

LONG = "a" * 100_000


@pytest.fixture
def minor(town):
    return Minor(town)


@pytest.fixture
def mother(minor):
    """Her mother in her own browser, asked on site."""

    def ask(unit, tools):
        alice = actor(tools, "alice")
        ask_to_sign(unit.deliverable, ON_SITE, alice, tools)
        see_identity(unit.deliverable, "identity_card", alice, tools, NOWHERE)
        return f"{unit.number}_{unit.deliverable.__name__}/representative"

    minor.note()
    minor.proposed()
    return minor.town.browser_of_person(minor.person, minor.do(ask))


def journal(minor, what):
    """How often that was written down."""

    def count(unit, tools):
        lines = tools.site.beneficiaries[minor.person].journal.recent(100)
        return sum(line["what"] == what for line in lines)

    return minor.do(count)


def noted(minor):
    return minor.do(lambda unit, tools: tools.site.beneficiaries[minor.person].representative)


class TestNoting:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("first_name", "a" * (LONGEST_NAME + 1)),
            ("last_name", LONG),
            ("email", f"{LONG}@laposte.net"),
            ("phone", "0" * 100_000),
            ("since", "1" * 100_000),
        ],
        ids=["first-name", "last-name", "email", "phone", "since"],
    )
    def test_what_is_too_long_is_refused_at_its_field(self, minor, name, value):
        page = minor.note(**{name: value})

        assert page.status_int == 422
        assert 'aria-invalid="true"' in page.text
        assert noted(minor) is None

    def test_the_longest_names_are_kept_whole(self, minor):
        first, last = "Anne-Marie ".ljust(LONGEST_NAME, "a"), "b" * LONGEST_NAME
        told = minor.note(first_name=first, last_name=last)

        assert told.status_int == 303
        assert f"{first} {last}" in words(minor.alice.get(minor.file))

    @pytest.mark.parametrize("name", sorted(MOTHER))
    def test_a_field_that_comes_twice_is_refused(self, minor, name):
        form = form_to(minor.alice.get(f"{minor.file}/representant"), "/representant")
        for one, value in MOTHER.items():
            form[one] = value

        page = minor.alice.post(form.action, [*form.submit_fields(), (name, "x")], status="*")

        assert page.status_int == 422
        assert noted(minor) is None

    def test_sent_twice_it_is_noted_once(self, minor):
        form = form_to(minor.alice.get(f"{minor.file}/representant"), "/representant")
        for name, value in MOTHER.items():
            form[name] = value

        told = [form.submit(status="*").status_int for _ in range(2)]

        assert told == [303, 303]
        assert journal(minor, "note_representative") == 1

    def test_removed_twice_is_removed_once(self, minor):
        minor.note()
        form = form_to(minor.alice.get(f"{minor.file}/representant"), "/retirer-representant")

        told = [form.submit(status=303).follow() for _ in range(2)]

        assert "déjà" in words(told[1])
        assert journal(minor, "remove_representative") == 1


class TestHerSteps:
    @pytest.mark.parametrize("entered", ["typed", "drawn"])
    def test_an_endless_mention_is_refused(self, minor, mother, entered):
        form_to(mother.get("/signature/lire"), "/lire").submit()
        said = {"entered": entered, "mention": LONG, "strokes": "1,1 " * 30_000}
        token = minor.town.form_token(mother)

        page = mother.post("/signature/mention", {"csrf_token": token, **said}, status="*")

        assert page.status_int in (409, 422)
        assert minor.signatures() == ["adviser"]

    def test_signed_twice_is_signed_once(self, minor, mother):
        form = form_to(walk(mother), "/signer")

        told = [form.submit(status=303).follow() for _ in range(2)]

        assert all("Vous avez signé" in words(page) for page in told)
        assert minor.signatures() == ["adviser", "representative"]

    def test_refused_twice_goes_back_to_draft_once(self, minor, mother):
        form = form_to(mother.get("/signature/choix"), "/refuser")
        form["because"] = "Une date est fausse."

        for _ in range(2):
            form.submit(status=303)

        assert minor.state() == "draft"
        assert minor.do(lambda unit, tools: len(list(unit.deliverable))) == 1

    def test_no_page_of_hers_shows_how_to_reach_the_young_person(self, minor, mother):
        for path in ("", "/lire", "/choix"):
            assert HER_OWN["email"] not in mother.get(f"/signature{path}").text
