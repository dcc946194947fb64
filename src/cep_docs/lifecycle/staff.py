"""The accounts as they are looked at: lists, one account, what each role opens (R-131).

Files are counted, never named: whoever keeps accounts knows nothing of the people advised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.account import Account
from cep_docs.definitions.access_policy import Policy
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.names import folded

ACCOUNTS = 50  # on a page
# Roles that no account of a person has: the people advised, and programs.
NOT_GIVEN = ("beneficiary", "representative", "clockwork", "transmitter", "purger")
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class AccountLine:
    login: str
    name: str
    roles: tuple[str, ...]
    structure: str
    disabled_on: date | None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a role may do with one kind of thing; `when` are the conditions, in words."""

    kind: str
    actions: tuple[str, ...]
    when: tuple[str, ...]


def accounts_found(
    text: str, role: str, actor: Actor, tools: Tools, first: int = 0
) -> tuple[Sequence[AccountLine], int]:
    """Those whose name or login holds the words, by name; a page of them, and how many."""
    require(tools, actor, "list", Facet(tools.site, "account"))
    words = [folded(word) for word in text.split()]
    found = sorted(
        (account for account in tools.site.accounts if _is_meant(account, words, role)),
        key=lambda account: (account.disabled_on is not None, folded(account.full_name)),
    )
    return [_line(account, tools) for account in found[first : first + ACCOUNTS]], len(found)


def files_followed(account: Account, tools: Tools) -> int:
    """How many running units have to be handed over before the account can end."""
    return sum(1 for _ in islice(tools.catalog.caseload(account.login), COUNTED))


def roles_given(policy: Policy) -> Mapping[str, str]:
    """The roles an account may have, with their names."""
    return {name: role.label for name, role in policy.roles.items() if name not in NOT_GIVEN}


def what_opens(role: str, policy: Policy) -> list[Opened]:
    """What a role opens, kind by kind, in the words of policies/access.yaml."""
    found = []
    for name, kind in policy.kinds.items():
        cells = {action: policy.table.get((role, action, name)) for action in kind.actions}
        rules = [(action, rule) for action, cell in cells.items() if cell for rule in cell.rules]
        if rules:
            actions = dict.fromkeys(policy.actions[action].label for action, _ in rules)
            words = sorted({word for _, rule in rules for word in rule.conditions})
            when = tuple(policy.predicates[word] for word in words)
            found.append(Opened(kind.label, tuple(actions), when))
    return found


def _is_meant(account: Account, words: list[str], role: str) -> bool:
    known = f"{folded(account.full_name)} {folded(account.login)}"
    return all(word in known for word in words) and role in ("", *account.roles)


def _line(account: Account, tools: Tools) -> AccountLine:
    place = tools.site.structures.get(account.structure)
    labels = tools.rules.access.roles
    return AccountLine(
        account.login,
        account.full_name,
        tuple(labels[role].label for role in account.roles if role in labels),
        place.name if place else "",
        account.disabled_on,
    )
