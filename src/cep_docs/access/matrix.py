"""All the rights on one page, for somebody to review: docs/rights.md."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from cep_docs.definitions.access_policy import Cell, Policy, Prohibition, Rule

HEAD = (
    "# Qui peut faire quoi",
    "",
    "Tiré de `policies/access.yaml` par `cep-docs describe --rights > docs/rights.md` ; une",
    "modification des règles se relit ici avant d'être acceptée.",
    "",
    "Ce qui n'est pas écrit est refusé. Les interdictions passent d'abord, rien ne les lève que",
    "leur « sauf si ». Une interdiction *attachée à la personne* vaut pour qui porte un de ces",
    "rôles, même s'il en porte d'autres ; une autre n'arrête que les droits des rôles dits.",
    "Les actions marquées * demandent un motif écrit.",
)


def lines(policy: Policy) -> Iterator[str]:
    """The page, line by line; equal rights give equal lines, however the rules are cut."""
    yield from HEAD
    yield from ("", "## Les mots", "")
    yield from (f"- `{word}` : {sentence}" for word, sentence in sorted(policy.predicates.items()))
    yield from ("", "## Les interdictions", "")
    for barrier in policy.prohibitions:
        yield from _prohibition(policy, barrier)
    for name, kind in policy.kinds.items():
        yield from ("", f"## {kind.label[:1].upper()}{kind.label[1:]} (`{name}`)", "")
        yield from (f"Niveau : {policy.levels[kind.level]}.", "")
        yield from ("| Action | Rôle | À condition | Interdictions à lever |", "|---|---|---|---|")
        for action in kind.actions:
            yield from _rows(policy, name, action)


def alternatives(rules: Iterable[Rule]) -> list[tuple[str, ...]]:
    """The conditions of several rules: each way to fulfil them that no shorter one covers."""
    ways = {tuple(sorted(rule.conditions)) for rule in rules}
    return sorted(way for way in ways if not any(set(other) < set(way) for other in ways))


def _rows(policy: Policy, kind: str, action: str) -> Iterator[str]:
    wanted = policy.actions[action]
    label = wanted.label + (" *" if wanted.motive else "")
    for role in policy.roles:
        cell = policy.table.get((role, action, kind), Cell())
        if cell.rules:
            ways = " **ou** ".join(map(_all_of, alternatives(cell.rules)))
            barriers = ", ".join(barrier.id for barrier in _conditional(cell))
            yield f"| {label} | {policy.roles[role].label} | {ways} | {barriers} |"


def _conditional(cell: Cell) -> list[Prohibition]:
    return sorted({*cell.personal, *cell.forbidden}, key=lambda barrier: barrier.id)


def _all_of(words: Collection[str]) -> str:
    return " et ".join(f"`{word}`" for word in words) or "toujours"


def _prohibition(policy: Policy, barrier: Prohibition) -> Iterator[str]:
    yield f"- **{barrier.id}** : {barrier.because}"
    bound = " (attachée à la personne)" if barrier.personal else ""
    yield f"  - pour : {_labels(barrier.roles, policy.roles, 'tous les rôles')}{bound}"
    yield f"  - interdit : {_labels(barrier.actions, policy.actions, 'toute action')}"
    yield f"  - sur : {_labels(barrier.kinds, policy.kinds, 'toute chose')}"
    if barrier.conditions:
        yield f"  - si : {_all_of(sorted(barrier.conditions))}"
    if barrier.unless:
        yield f"  - sauf si : {' ou '.join(f'`{word}`' for word in sorted(barrier.unless))}"


def _labels(names: Collection[str], known: Mapping[str, object], all_of_them: str) -> str:
    """Names in the order of the file; the shorter of what is in and what is out."""
    left_out = [f"`{name}`" for name in known if name not in names]
    if not left_out:
        return all_of_them
    if len(left_out) < len(names):
        return f"{all_of_them} sauf {', '.join(left_out)}"
    return ", ".join(f"`{name}`" for name in known if name in names)
