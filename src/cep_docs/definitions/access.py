"""policies/access.yaml: who may do what, with which things, and why."""

from cep_docs.definitions import access_faults
from cep_docs.definitions.access_policy import Action, Kind, Policy, Prohibition, Role, Rule
from cep_docs.definitions.reading import Reader, Section

PATH = "policies/access.yaml"
PARTS = ("roles", "levels", "actions", "kinds", "predicates", "prohibitions", "rules")
EVERYTHING = "everything"


def load_access(reader: Reader) -> Policy:
    data = reader.read(PATH)
    reader.only(data, PARTS, [])
    policy = Policy(
        roles=_roles(reader, reader.section(data, "roles")),
        levels=_sentences(reader, reader.section(data, "levels")),
        actions=_actions(reader, reader.section(data, "actions")),
        kinds=_kinds(reader, data),
        predicates=_sentences(reader, reader.section(data, "predicates")),
        prohibitions=tuple(
            _prohibition(reader, data, section)
            for section in _entries(reader, data, "prohibitions")
        ),
        rules=tuple(_rule(reader, data, section) for section in _entries(reader, data, "rules")),
    )
    access_faults.find(reader, data, policy)
    return policy


def _roles(reader: Reader, data: Section) -> dict[str, Role]:
    roles = {}
    for name, section in reader.sections(data):
        reader.only(section, ["label", "source"], ["none"])
        roles[name] = Role(
            reader.sentence(section, "label"),
            reader.sentence(section, "source"),
            reader.sentence(section, "none"),
        )
    return roles


def _actions(reader: Reader, data: Section) -> dict[str, Action]:
    actions = {}
    for name, section in reader.sections(data):
        reader.only(section, ["label"], ["motive"])
        actions[name] = Action(reader.sentence(section, "label"), reader.yes(section, "motive"))
    return actions


def _kinds(reader: Reader, data: Section) -> dict[str, Kind]:
    levels = reader.section(data, "levels")
    actions = reader.section(data, "actions")
    kinds = {}
    for name, section in reader.sections(reader.section(data, "kinds")):
        reader.only(section, ["label", "level", "actions"], [])
        level = reader.text(section, "level")
        if "level" in section:
            reader.known(section, "level", level, levels)
        label = reader.sentence(section, "label")
        kinds[name] = Kind(label, level, reader.words(section, "actions", actions))
    return kinds


def _sentences(reader: Reader, data: Section) -> dict[str, str]:
    return {word: reader.sentence(data, word) for word in data}


def _entries(reader: Reader, data: Section, key: str) -> list[Section]:
    items = reader.items(data, key)
    for index, entry in enumerate(items):
        if not isinstance(entry, Section):
            reader.faults.at(items, index, f"« {key} » est une liste de « clé: valeur ».")
    return [entry for entry in items if isinstance(entry, Section)]


def _rule(reader: Reader, data: Section, section: Section) -> Rule:
    reader.only(section, ["id", "who", "may", "on", "because"], ["if"])
    return Rule(
        id=reader.sentence(section, "id"),
        roles=reader.words(section, "who", reader.section(data, "roles")),
        actions=reader.words(section, "may", reader.section(data, "actions")),
        kinds=reader.words(section, "on", reader.section(data, "kinds")),
        conditions=reader.words(section, "if", reader.section(data, "predicates")),
        because=reader.sentence(section, "because"),
    )


def _prohibition(reader: Reader, data: Section, section: Section) -> Prohibition:
    optional = ["who", "who_but", "never", "never_but", "on", "levels", "if", "unless"]
    reader.only(section, ["id", "because"], optional)
    words = reader.section(data, "predicates")
    return Prohibition(
        id=reader.sentence(section, "id"),
        roles=_chosen(reader, section, ("who", "who_but"), reader.section(data, "roles")),
        personal="who" in section,
        actions=_chosen(reader, section, ("never", "never_but"), reader.section(data, "actions")),
        kinds=_kinds_of(reader, data, section),
        conditions=reader.words(section, "if", words),
        unless=reader.words(section, "unless", words),
        because=reader.sentence(section, "because"),
    )


def _chosen(
    reader: Reader, section: Section, keys: tuple[str, str], known: Section
) -> tuple[str, ...]:
    """The words listed, or all but those listed; without a list of roles, all of them."""
    these, all_but = keys
    if these in section and all_but in section:
        reader.faults.at(section, all_but, f"« {these} » et « {all_but} » s'excluent.")
    if all_but in section:
        left_out = reader.words(section, all_but, known)
        return tuple(word for word in known if word not in left_out)
    if these not in section and these != "who":
        reader.faults.at(section, None, f"« {these} » ou « {all_but} » manque.")
    if section.get(these, EVERYTHING) == EVERYTHING:
        return tuple(known)
    return reader.words(section, these, known)


def _kinds_of(reader: Reader, data: Section, section: Section) -> tuple[str, ...]:
    kinds = reader.section(data, "kinds")
    if "levels" not in section:
        return _chosen(reader, section, ("on", "levels"), kinds)
    if "on" in section:
        reader.faults.at(section, "levels", "« on » et « levels » s'excluent.")
    levels = reader.words(section, "levels", reader.section(data, "levels"))
    return tuple(
        name for name, kind in reader.sections(kinds) if reader.text(kind, "level") in levels
    )
