"""Medians of short pieces of work."""

import statistics
import time
from collections.abc import Callable


def median(work: Callable[[], object], times: int) -> float:
    """Seconds, the middle one of so many."""
    return statistics.median(_once(work) for _ in range(times))


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
