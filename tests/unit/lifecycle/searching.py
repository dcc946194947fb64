"""A small operator with an index of words, and what somebody finds in it."""

from contextlib import nullcontext

from cep_docs.lifecycle.finding import find
from cep_docs.lifecycle.indexer import Indexer
from cep_docs.search.place import Index
from tests.people import actor


def indexer_in(folder, tools):
    """In memory: every transaction is the same one."""
    index = Index(folder / "index")
    return Indexer(lambda: nullcontext(tools), lambda work: work(tools), index, folder)


def quiet(done, total):
    """Nobody watches."""


def found(tools, index, text, login="alice", **page):
    return find(text, actor(tools, login), tools, index, **page)


def numbers(said):
    return [document.number for document in said.documents]
