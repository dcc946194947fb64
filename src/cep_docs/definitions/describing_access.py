"""Roles, prohibitions and rights, told in French, role by role."""

from collections.abc import Collection, Iterator, Mapping

from cep_docs.definitions.access_policy import Policy, Prohibition, Role, Rule
from cep_docs.definitions.describing_words import heading, labels, listed, table


def access(policy: Policy) -> Iterator[str]:
    yield from heading(2, "Qui peut faire quoi")
    yield from (
        "Ce qui n'est écrit dans aucune règle est refusé. Les interdictions passent d'abord ;",
        "les règles ne font qu'ajouter des droits, et aucune n'en restreint une autre. Le tableau",
        "croisé de tous les droits est dans [rights.md](rights.md).",
    )
    yield from heading(3, "Les rôles")
    yield from table(
        ("Rôle", "Nom dans les fichiers", "Sans aucun droit", "Source"),
        ((r.label, f"`{name}`", r.none, r.source) for name, r in policy.roles.items()),
    )
    yield from heading(3, "Ce sur quoi l'on agit")
    yield from table(
        ("Chose", "Niveau", "Ce qui peut s'y faire"),
        (
            (kind.label, policy.levels[kind.level], _actions(policy, kind.actions))
            for kind in policy.kinds.values()
        ),
    )
    yield from heading(3, "Les interdictions")
    yield from (
        "« Quoi qu'il en soit » : l'interdiction suit la personne, même si elle porte d'autres",
        "rôles ; les autres n'arrêtent que les droits des rôles dits.",
        "",
    )
    heads = ("À qui", "Est interdit", "Sur", "Quand", "Sauf quand", "Parce que", "Règle")
    yield from table(heads, (_prohibition(policy, barrier) for barrier in policy.prohibitions))
    yield from heading(3, "Les droits, rôle par rôle")
    yield "Qui porte plusieurs rôles a les droits de chacun. Signe * : avec un motif écrit."
    for name, role in policy.roles.items():
        yield from heading(4, role.label)
        yield from _rights(policy, name, role)


def _rights(policy: Policy, name: str, role: Role) -> Iterator[str]:
    rules = [rule for rule in policy.rules if name in rule.roles]
    if rules:
        heads = ("Peut", "Sur", "Quand", "Parce que", "Règle")
        yield from table(heads, (_rule(policy, rule) for rule in rules))
    else:
        yield f"Aucun droit : {role.none}."


def _rule(policy: Policy, rule: Rule) -> tuple[str, ...]:
    return (
        _actions(policy, rule.actions),
        labels(rule.kinds, _things(policy)),
        listed(policy.predicates[word] for word in rule.conditions),
        rule.because,
        f"`{rule.id}`",
    )


def _prohibition(policy: Policy, barrier: Prohibition) -> tuple[str, ...]:
    roles = {name: role.label for name, role in policy.roles.items()}
    actions = {name: action.label for name, action in policy.actions.items()}
    bound = ", quoi qu'il en soit" if barrier.personal else ""
    return (
        _all_or(barrier.roles, roles, "tous les rôles") + bound,
        _all_or(barrier.actions, actions, "tout"),
        _kinds(policy, barrier.kinds),
        listed(policy.predicates[word] for word in barrier.conditions),
        listed((policy.predicates[word] for word in barrier.unless), "ou"),
        barrier.because,
        f"`{barrier.id}`",
    )


def _kinds(policy: Policy, names: Collection[str]) -> str:
    """By level, when a single level is left out."""
    out = {kind.level for name, kind in policy.kinds.items() if name not in names}
    kept = {policy.kinds[name].level for name in names}
    if len(out) == 1 and not out & kept:
        return f"toute chose, sauf de niveau « {policy.levels[out.pop()]} »"
    return _all_or(names, _things(policy), "toute chose")


def _all_or(names: Collection[str], known: Mapping[str, str], everything: str) -> str:
    """The shorter of what is in and what is left out."""
    left_out = [name for name in known if name not in names]
    if left_out and len(left_out) < len(names):
        return f"{everything}, sauf {labels(left_out, known)}"
    return labels(names, known) if left_out else everything


def _actions(policy: Policy, names: Collection[str]) -> str:
    known = {
        name: action.label + (" *" if action.motive else "")
        for name, action in policy.actions.items()
    }
    return labels(names, known)


def _things(policy: Policy) -> dict[str, str]:
    return {name: kind.label for name, kind in policy.kinds.items()}
