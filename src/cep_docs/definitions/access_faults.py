"""What can be wrong with an access policy although all its words are known."""

from collections.abc import Collection, Iterator

from cep_docs.definitions.access_policy import Cell, Policy, Prohibition, Rule
from cep_docs.definitions.reading import Reader, Section


def find(reader: Reader, data: Section, policy: Policy) -> None:
    """Every list and word of the policy does something, and every right has somebody."""
    _empty(_sections(reader, data, "prohibitions"), policy.prohibitions, reader)
    _empty(_sections(reader, data, "rules"), policy.rules, reader)
    _identifiers(reader, data)
    _undeclared(reader, data, policy)
    _useless(reader, data, policy)
    _unused_words(reader, data, policy)
    _nobody(reader, data, policy)
    _nothing(reader, data, policy)


def absorbed(words: Collection[str], by: Collection[str]) -> bool:
    """Whoever fulfils `words` fulfils `by` too."""
    return set(by) <= set(words)


def _empty(
    sections: list[Section], written: Collection[Rule | Prohibition], reader: Reader
) -> None:
    for section, entry in zip(sections, written, strict=True):
        if not (entry.roles and entry.actions and entry.kinds):
            sentence = f"« {entry.id} » ne vise personne, n'interdit ou ne permet rien."
            reader.faults.at(section, "id", sentence)


def _identifiers(reader: Reader, data: Section) -> None:
    seen: dict[str, int] = {}
    for section in [*_sections(reader, data, "prohibitions"), *_sections(reader, data, "rules")]:
        name = reader.text(section, "id")
        line = section.lines.get("id", section.line)
        if name in seen:
            reader.faults.at(
                section, "id", f"« {name} » est écrit deux fois (déjà ligne {seen[name]})."
            )
        seen.setdefault(name, line)


def _undeclared(reader: Reader, data: Section, policy: Policy) -> None:
    """A rule cannot allow what its kind does not foresee: that right would never be seen."""
    for section, rule in zip(_sections(reader, data, "rules"), policy.rules, strict=True):
        for kind in rule.kinds:
            foreseen = policy.kinds[kind].actions if kind in policy.kinds else rule.actions
            for action in rule.actions:
                if action not in foreseen:
                    sentence = f"« {action} » n'est pas prévu pour « {kind} » (voir « kinds »)."
                    reader.faults.at(section, "may", sentence)


def _useless(reader: Reader, data: Section, policy: Policy) -> None:
    sections = dict(zip(policy.rules, _sections(reader, data, "rules"), strict=True))
    for place, cell in policy.table.items():
        for rule, other in _dead(cell):
            role, action, kind = place
            reader.faults.at(
                sections[rule],
                "id",
                f"« {rule.id} » n'ajoute rien pour « {role} », « {action} », « {kind} » : "
                f"« {other} » en décide déjà.",
            )


def _dead(cell: Cell) -> Iterator[tuple[Rule, str]]:
    """The rules of a cell that change no decision, each with what decides instead."""
    barriers = (*cell.personal, *cell.forbidden)
    for index, rule in enumerate(cell.rules):
        for barrier in barriers:
            if not barrier.unless and absorbed(rule.conditions, barrier.conditions):
                yield rule, barrier.id
        for position, other in enumerate(cell.rules):
            same = set(other.conditions) == set(rule.conditions)
            if absorbed(rule.conditions, other.conditions) and (position < index or not same):
                yield rule, other.id


def _unused_words(reader: Reader, data: Section, policy: Policy) -> None:
    """Levels, roles, actions and kinds are looked at elsewhere."""
    used = {word for rule in policy.rules for word in rule.conditions}
    for barrier in policy.prohibitions:
        used |= {*barrier.conditions, *barrier.unless}
    for word in policy.predicates:
        if word not in used:
            section = reader.section(data, "predicates")
            reader.faults.at(section, word, f"« {word} » ne sert nulle part.")
    levels = {kind.level for kind in policy.kinds.values()}
    for level in policy.levels:
        if level not in levels:
            section = reader.section(data, "levels")
            reader.faults.at(section, level, f"« {level} » n'est le niveau de rien.")


def _nobody(reader: Reader, data: Section, policy: Policy) -> None:
    given = {(action, kind) for (_, action, kind), cell in policy.table.items() if cell.rules}
    done = {action for action, _ in given}
    kinds = reader.section(data, "kinds")
    for name, kind in policy.kinds.items():
        for action in kind.actions:
            if (action, name) not in given:
                sentence = f"personne ne peut « {action} » sur « {name} » : aucune règle."
                reader.faults.at(reader.section(kinds, name), "actions", sentence)
    for action in policy.actions:
        if action not in done:
            sentence = f"« {action} » n'est permis à personne."
            reader.faults.at(reader.section(data, "actions"), action, sentence)


def _nothing(reader: Reader, data: Section, policy: Policy) -> None:
    """A role without any right says why."""
    holders: set[str] = {place[0] for place, cell in policy.table.items() if cell.rules}
    roles = reader.section(data, "roles")
    for name, role in policy.roles.items():
        if name not in holders and not role.none:
            reader.faults.at(roles, name, f"« {name} » n'a aucun droit ; l'écrire : « none ».")
        if name in holders and role.none:
            section = reader.section(roles, name)
            reader.faults.at(section, "none", f"« {name} » a des droits malgré « none ».")


def _sections(reader: Reader, data: Section, part: str) -> list[Section]:
    return [entry for entry in reader.items(data, part) if isinstance(entry, Section)]
