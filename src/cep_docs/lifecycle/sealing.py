"""The nightly seal over every journal of the house, and the proof that nothing moved since."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from cep_docs.journal import Finding, Journal, findings, seal, seal_findings
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class JournalReport:
    chains: int
    lines: int
    seals: int
    findings: list[dict[str, object]]


def seal_the_journals(tools: Tools) -> str:
    """The digest to keep outside: it commits to every line of every journal (R-128)."""
    return seal(tools.site.seals, journals(tools), tools.now()).digest


def journals(tools: Tools) -> Iterator[Journal]:
    """Every chain: the operator's own, then one a beneficiary, let go of once it was read."""
    yield tools.site.journal
    for person in tools.site.beneficiaries:
        yield person.journal
        person._p_deactivate()


def journal_named(name: str, tools: Tools) -> Journal | None:
    if name == tools.site.journal.name:
        return tools.site.journal
    if name not in tools.site.beneficiaries:
        return None
    return tools.site.beneficiaries[name].journal


def verify_journals(tools: Tools, progress: Callable[[int, int], None]) -> JournalReport:
    """Look at every line and every seal; nothing stops at the first finding."""
    found: list[Finding] = []
    chains = lines = 0
    for journal in journals(tools):
        found.extend(findings(journal))
        chains, lines = chains + 1, lines + len(journal)
        progress(chains, 0)  # how many there are, only a walk would tell
        if journal._p_jar is not None:
            journal._p_jar.cacheGC()
    found.extend(seal_findings(tools.site.seals, lambda name: journal_named(name, tools)))
    progress(chains, chains)
    return JournalReport(chains, lines, len(tools.site.seals), [asdict(one) for one in found])
