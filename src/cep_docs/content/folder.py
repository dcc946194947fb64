"""The containers of the tree."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from BTrees.OOBTree import OOBTree
from persistent import Persistent

T = TypeVar("T", bound="Node")
N = TypeVar("N", bound="Node")


class Node(Persistent):  # type: ignore[misc]
    """An object with a place in the tree, as traversal wants it."""

    __name__: str = ""
    __parent__: "Node | None" = None


class Folder(Node, Generic[T]):
    """A handful of named children, kept in the order they came, in one record."""

    def __init__(self) -> None:
        self._children: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        return self._children[name]

    def get(self, name: str) -> T | None:
        return self._children.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._children

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._children.values()))

    def __len__(self) -> int:
        return len(self._children)

    def __bool__(self) -> bool:
        """A folder is true even when it is empty: it stands for itself, not for its children."""
        return True

    def add(self, name: str, child: T) -> T:
        if name in self._children:
            raise KeyError(f"{name} already exists")
        child.__name__, child.__parent__ = name, self
        self._children = {**self._children, name: child}
        return child


class LargeFolder(Node, Generic[T]):
    """Many named children. Counting them would load them all: it has no length."""

    def __init__(self) -> None:
        self._children = OOBTree()

    def __getitem__(self, name: str) -> T:
        child: T = self._children[name]
        return child

    def get(self, name: str) -> T | None:
        child: T | None = self._children.get(name)
        return child

    def __contains__(self, name: object) -> bool:
        return name in self._children

    def __iter__(self) -> Iterator[T]:
        return iter(self._children.values())

    def add(self, name: str, child: T) -> T:
        if name in self._children:
            raise KeyError(f"{name} already exists")
        child.__name__, child.__parent__ = name, self
        self._children[name] = child
        return child

    def names_backwards(self) -> list[str]:
        """The last names first; no child is loaded for it."""
        return list(reversed(self._children.keys()))


def above(node: Node, cls: type[N]) -> N | None:
    """The object itself, or the nearest one above it, of that class."""
    found: Node | None = node
    while found is not None and not isinstance(found, cls):
        found = found.__parent__
    return found
