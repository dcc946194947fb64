"""How long short pieces of work take."""

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def median(work: Callable[[], object], times: int) -> float:
    """Seconds, the middle one of so many."""
    return statistics.median(seconds(work) for _ in range(times))
