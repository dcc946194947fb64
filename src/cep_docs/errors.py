"""All the errors of cep_docs.

CepDocsError
├── DefinitionError      a rule file is wrong; found by `cep-docs check`, never in production
├── Refused              the user asked for something the rules do not allow
│   ├── NotFound         ... it does not exist, or he may not know that it does: the same answer
│   ├── NotAllowed       ... because of who he is (policies/access.yaml)
│   └── NotPossible      ... because of the state of things (workflows/*.yaml)
├── Invalid              the user typed something wrong; carries one message per field
├── Unusable             the installation cannot be used as it is: wrong folder, in use, disk full
└── Damaged              stored data does not match its own digest

Messages are shown to the user: they are French sentences without personal data, that say what
happened, what is safe and what to do.
"""

from collections.abc import Mapping, Sequence


class CepDocsError(Exception):
    """Base of them all."""


class DefinitionError(CepDocsError):
    """Definitions cannot be used; one fault a line, each names file and line."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults: Sequence[str] = faults


class Refused(CepDocsError):  # noqa: N818 - reads better where it is raised
    """The rules say no."""


class NotFound(Refused):
    """There is no such thing, or none that this actor may know of."""


class NotAllowed(Refused):
    """No rule lets this actor do this."""


class NotPossible(Refused):
    """Things are not in a state where this can be done."""


class Invalid(CepDocsError):  # noqa: N818
    """What was typed does not fit; one message per field."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__(" ; ".join(messages.values()))
        self.messages = dict(messages)


class Unusable(CepDocsError):  # noqa: N818
    """The installation cannot be used as it is."""


class Damaged(CepDocsError):  # noqa: N818
    """What was read is not what was written."""
