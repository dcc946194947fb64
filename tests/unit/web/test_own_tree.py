"""Nothing of her space can be reached by somebody who is not advised."""

import pytest

from cep_docs.access.actor import Actor
from cep_docs.errors import NotFound
from cep_docs.web.own_tree import OwnSpacePlace
from tests.people import actor


@pytest.mark.parametrize("name", ["", "documents/x", "a-completer/x", "pieces/x"])
def test_who_has_no_file_finds_nothing_there(tools, name):
    place = OwnSpacePlace(tools.site, "mon-espace", None)
    for part in filter(None, name.split("/")):
        place = place[part]

    for who in (actor(tools, "alice"), Actor("x", frozenset({"beneficiary"}), beneficiary="x")):
        with pytest.raises(NotFound):
            place.seen_by(who, "")


def test_what_has_no_name_there_is_no_place(tools):
    with pytest.raises(KeyError):
        OwnSpacePlace(tools.site, "mon-espace", None)["dossiers"]
