"""What a page does once its work is saved, outside of the database: a request that runs again, or
is refused by a full disk, must find what it came with."""

from collections.abc import Callable
from typing import Any


def once_saved(request: Any, work: Callable[[], object]) -> None:
    """Never when the page is given up; at once where there is nothing to save."""
    if request.tools is None:
        work()
        return
    transaction = request.tools.site._p_jar.transaction_manager.get()
    transaction.addAfterCommitHook(lambda saved: work() if saved else None)
