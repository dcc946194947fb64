"""An authority that does not answer is told to whoever runs the house (R-076, R-077)."""

from dataclasses import replace

from cep_docs.lifecycle.system_state import to_see_to
from tests.people import actor
from tests.unit.lifecycle import courses


class Unanswered:
    """A notary whose authority of hours is silent."""

    def __init__(self, notary):
        self.notary, self.level = notary, notary.level

    def sign(self, pdf, act):
        return replace(self.notary.sign(pdf, act), level="B-B")

    def __getattr__(self, name):
        return getattr(self.notary, name)


def stamps(tools):
    found = to_see_to(actor(tools, "gaelle"), tools)
    return [one.value for one in found if one.label == "Autorité d'horodatage"]


def test_a_signature_without_its_stamp_is_told(signing):
    silent = replace(signing, notary=Unanswered(signing.notary))
    unit = courses.proposed(courses.engaged(silent, "UO1"), silent)
    before = stamps(silent)

    courses.act(unit, "sign_as_adviser", silent)

    assert (before, stamps(silent)) == ([], ["1 signature sans horodatage en sept jours"])


def test_one_that_has_it_is_not(signing):
    unit = courses.proposed(courses.engaged(signing, "UO1"), signing)

    courses.act(unit, "sign_as_adviser", signing)

    assert stamps(signing) == []
