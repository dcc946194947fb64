"""The tree itself: folders, courses, deliverables and their versions, orders, the way up."""

from datetime import UTC, date, datetime

import pytest

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, digest_of
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.folder import Folder, LargeFolder, Node
from cep_docs.content.order import PurchaseOrder
from cep_docs.content.site import FOLDERS, Site, beneficiary_of, course_of, engagement_of

NINE = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
TEN = NINE.replace(hour=10)


@pytest.fixture
def deliverable():
    return Deliverable("shared_assessment", "draft")


def start(account, since):
    return {"since": since, "account": account, "because": "", "given_by": "denis"}


@pytest.mark.parametrize("kind", [Folder, LargeFolder])
class TestFolders:
    def test_a_child_knows_its_name_and_its_place(self, kind):
        folder = kind()

        child = folder.add("one", Node())

        assert (child.__name__, child.__parent__) == ("one", folder)
        assert folder["one"] is child
        assert "one" in folder
        assert list(folder) == [child]

    def test_a_name_is_given_once(self, kind):
        folder = kind()
        folder.add("one", Node())

        with pytest.raises(KeyError, match="one already exists"):
            folder.add("one", Node())


def test_an_empty_folder_is_true_and_keeps_the_order_of_its_children():
    folder = Folder()
    assert folder

    for name in ("b", "a"):
        folder.add(name, Node())

    assert [child.__name__ for child in folder] == ["b", "a"]


class TestCourse:
    def test_a_referent_stays_until_the_next_one_starts(self):
        """R-035, I7: no gap and no overlap can be written."""
        course = Course()
        assert (course.referent, course.referent_at(NINE)) == ("", "")

        course.starts = (start("alice", NINE), start("bruno", TEN))

        assert course.referent_at(NINE.replace(hour=8)) == ""
        assert course.referent_at(NINE) == "alice"
        assert course.referent_at(TEN) == "bruno"
        assert course.referent == "bruno"

    def test_a_deputy_for_a_day_is_one_that_day_only(self):
        day = date(2020, 2, 4)
        course = Course()
        course.deputies = ({"account": "bruno", "since": day, "until": day, "given_by": ""},)

        assert course.deputies_on(date(2020, 2, 3)) == set()
        assert course.deputies_on(day) == {"bruno"}
        assert course.deputies_on(date(2020, 2, 5)) == set()


class TestVersions:
    def test_versions_are_numbered_and_the_last_one_is_current(self, deliverable):
        assert deliverable.current is None

        first = deliverable.freeze(deliverable.draft, "2020-01", "alice", NINE)
        second = deliverable.freeze(deliverable.draft, "2020-01", "alice", TEN)

        assert [version.__name__ for version in deliverable] == ["1", "2"]
        assert deliverable.current is second is not first

    def test_a_version_does_not_follow_the_draft(self, deliverable):
        heading = deliverable.heading_to_write("request")
        heading.write("Changer de métier", "alice", NINE, keep=True)
        version = deliverable.freeze(deliverable.draft, "2020-01", "alice", NINE)

        heading.write("Autre chose", "alice", TEN, keep=True)

        assert version.content == {"request": "Changer de métier"}
        assert version.digest == digest_of(version.content, "2020-01")

    def test_the_digest_tells_content_and_edition_apart_not_the_order_of_headings(self):
        digest = digest_of({"a": "1", "b": "2"}, "2020-01")

        assert digest == digest_of({"b": "2", "a": "1"}, "2020-01")
        assert digest != digest_of({"a": "1", "b": "3"}, "2020-01")
        assert digest != digest_of({"a": "1", "b": "2"}, "2021-01")

    def test_nobody_signs_the_same_version_twice(self, deliverable):
        version = deliverable.freeze(deliverable.draft, "2020-01", "alice", NINE)
        signature = {"account": "alice", "at": NINE, "level": "provisional"}
        version.add_signature("adviser", signature)

        with pytest.raises(KeyError, match="already signed"):
            version.add_signature("adviser", signature)

    def test_signatures_stay_on_a_withdrawn_version_but_no_longer_count(self, deliverable):
        """R-074."""
        version = deliverable.freeze(deliverable.draft, "2020-01", "alice", NINE)
        version.add_signature("adviser", {"account": "alice", "at": NINE, "level": "provisional"})
        assert list(version.valid_signatures) == ["adviser"]

        version.withdrawn_because = "À corriger"

        assert version.valid_signatures == {}
        assert list(version.signatures) == ["adviser"]


def test_an_order_is_open_between_its_two_days():
    """R-020."""
    order = PurchaseOrder("2020-Lot08-UO01-01", "cctp-2019", "UO1", "08", 10)
    assert not order.open_on(date(2020, 1, 1))

    order.starts_on = date(2020, 1, 2)
    assert not order.open_on(date(2020, 1, 1))
    assert order.open_on(date(2020, 1, 2))
    assert order.open_on(date(2030, 1, 1))

    order.ends_on = date(2020, 12, 31)
    assert order.open_on(date(2020, 12, 31))
    assert not order.open_on(date(2021, 1, 1))


class TestPlaces:
    def test_the_site_shows_its_folders_and_nothing_else(self):
        site = Site("4G")

        assert [site[name].__name__ for name in FOLDERS] == list(FOLDERS)
        with pytest.raises(KeyError):
            site["journal"]

    def test_every_object_finds_its_engagement_its_course_and_its_person(self, deliverable):
        person = Beneficiary("p1", {})
        course = person.add("c", Course())
        unit = course.add("n", Engagement("cctp-2019", "UO1", date(2020, 2, 3), "open"))
        unit.add(deliverable.kind, deliverable)

        assert beneficiary_of(deliverable) is person
        assert course_of(deliverable) is course
        assert engagement_of(deliverable) is unit
        assert unit.deliverable is deliverable

    @pytest.mark.parametrize("above", [beneficiary_of, course_of, engagement_of])
    def test_what_belongs_to_nobody_is_a_fault_of_the_program(self, above):
        with pytest.raises(LookupError, match="Site belongs to no"):
            above(Site("4G"))


def test_a_unit_that_is_not_closed_has_no_closing_day():
    unit = Engagement("cctp-2019", "UO1", date(2020, 2, 3), "open")

    assert (unit.closed_on, unit.closed_because, unit.deliverable) == (None, "", None)
