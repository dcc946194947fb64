"""How long short pieces of work take."""

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median(work: Callable[[], object], times: int) -> float:
    """Seconds, the middle one of so many."""
    return statistics.median(seconds(work) for _ in range(times))
