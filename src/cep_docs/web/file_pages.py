"""The page of one person: her units, her documents, what comes next."""

from typing import Any

from cep_docs.web.pages import page
from cep_docs.web.tree import FilePlace


@page(FilePlace, needs="view", template="files/file")
def file(place: FilePlace, request: Any) -> dict[str, Any]:
    return {"person": place.thing}
