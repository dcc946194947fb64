"""How long the file of a batch is kept: it mixes people, and what is filed has its copy (R-073).

Never while a page waits; so many days after the last one was filed or set aside. What became of
each page stays."""

from datetime import timedelta

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.paper import ScanBatch
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


def batches_with_a_file(tools: Tools) -> list[str]:
    return [batch.__name__ for batch in tools.site.scans if batch.file is not None]


def erase_settled_batches(names: list[str], tools: Tools) -> list[str]:
    """The names of those whose file goes. The time runs from the first night in which nothing
    waits: what was filed or set aside stays so."""
    return [name for name in names if _erase(tools.site.scans[name], tools)]


def _erase(batch: ScanBatch, tools: Tools) -> bool:
    now = tools.now()
    if batch.file is None or not batch.is_settled:
        return False
    if batch.settled_at is None:
        batch.settled_at = now
    if now < batch.settled_at + timedelta(days=tools.rules.attachments.limits.batch_days):
        return False
    right = require(tools, CLOCKWORK, "settle", batch)
    details: Details = {
        "thing": f"scans {batch.__name__}",
        "pages": batch.count,
        "sha256": batch.file.sha256,
    }
    batch.erase(now)
    write(tools.site.journal, "erase_batch", CLOCKWORK, right, tools, details)
    return True
