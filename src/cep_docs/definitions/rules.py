"""All the rules together: the words, the agreements, the access policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cep_docs.definitions.access import load_access
from cep_docs.definitions.access_policy import Policy
from cep_docs.definitions.agreement import Agreement, load_agreement
from cep_docs.definitions.attachments import AttachmentPolicy, load_attachments
from cep_docs.definitions.crosscheck import crosscheck
from cep_docs.definitions.discretion import Discretion, load_discretion
from cep_docs.definitions.mentions import load_facts
from cep_docs.definitions.plain_words import PlainWords, load_plain_words
from cep_docs.definitions.reading import FILES, Reader
from cep_docs.definitions.vocabulary import Vocabulary, load_vocabulary
from cep_docs.errors import Invalid


@dataclass(frozen=True, slots=True)
class Rules:
    words: Vocabulary
    agreements: Mapping[str, Agreement]
    access: Policy
    attachments: AttachmentPolicy
    plain_words: PlainWords
    discretion: Discretion

    def agreement_on(self, day: date) -> Agreement:
        """The agreement under which a unit opened that day is engaged."""
        for agreement in self.agreements.values():
            if agreement.valid_on(day):
                return agreement
        raise Invalid(
            {"opened_on": "Aucun accord-cadre n'est en vigueur à cette date. Vérifier la date."}
        )


def read_rules(files: Path = FILES, instead: Path | None = None) -> tuple[Rules, Reader]:
    """The rules as far as they can be read, and the reader with all the faults found. `instead`:
    forms that would be put in place of those of templates/."""
    reader = Reader(files, instead)
    words, facts = load_vocabulary(reader), load_facts(reader)
    rules = Rules(
        words=words,
        agreements={name: load_agreement(reader, name, words, facts) for name in _folders(reader)},
        access=load_access(reader),
        attachments=load_attachments(reader),
        plain_words=load_plain_words(reader),
        discretion=load_discretion(reader),
    )
    crosscheck(reader, rules.words, rules.agreements, rules.access)
    return rules, reader


def _folders(reader: Reader) -> list[str]:
    """Every folder with a rule in it is an agreement, or tells what it lacks to be one."""
    patterns = ("workflows/*/*.yaml", "policies/*/*.yaml", "templates/*/*/form.yaml")
    return sorted({path.split("/")[1] for found in map(reader.names, patterns) for path in found})


def load_rules(files: Path = FILES) -> Rules:
    """The rules, or DefinitionError with every fault."""
    rules, reader = read_rules(files)
    reader.faults.raise_if_any()
    return rules
