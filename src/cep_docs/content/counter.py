"""One series of numbers: what was taken last, and what is free before it."""

from collections.abc import Collection

from persistent import Persistent


class Counter(Persistent):  # type: ignore[misc]
    """Counts from 1; a number given back is the next one taken."""

    def __init__(self) -> None:
        self.last = 0
        self.freed: tuple[int, ...] = ()

    def take(self, limit: int | None) -> int | None:
        """The smallest free number; None when the limit is reached."""
        number = self.freed[0] if self.freed else self.last + 1
        if limit is not None and number > limit:
            return None
        self.freed = self.freed[1:]
        self.last = max(self.last, number)
        return number

    def free(self, number: int) -> None:
        """Make a number that was taken free again; doing it twice changes nothing."""
        if 1 <= number <= self.last:
            self._settle({*self.freed, number})

    def free_all_but(self, used: Collection[int]) -> list[int]:
        """Make free what is used nowhere, and return what became free."""
        lost = set(range(1, self.last + 1)) - set(used) - set(self.freed)
        self._settle({*self.freed, *lost})
        return sorted(lost)

    def _settle(self, freed: set[int]) -> None:
        last = self.last
        while last in freed:
            freed.remove(last)
            last -= 1
        if (last, tuple(sorted(freed))) != (self.last, self.freed):
            self.last, self.freed = last, tuple(sorted(freed))
