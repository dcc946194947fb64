"""What the journal of the operator says of people coming in: the login and nothing more (AUD)."""

from cep_docs.content.account import Account
from cep_docs.journal import Entry
from cep_docs.lifecycle.record import Details
from cep_docs.lifecycle.tools import Tools

# Whoever typed a login that nobody has: what was typed may be a password, and is not kept.
UNKNOWN = "unknown"


def happened(
    what: str, account: Account | None, tools: Tools, details: Details | None = None
) -> None:
    login = account.login if account else UNKNOWN
    tools.site.journal.record(
        Entry(
            what=what,
            who=login,
            role=",".join(sorted(account.roles)) if account else "",
            at=tools.now(),
            object=f"account {login}",
            details=details or {},
        )
    )
