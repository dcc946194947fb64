"""What a form lacks of what is asked of it, and what it has that nothing reads: slot by slot."""

from collections.abc import Mapping

from cep_docs.definitions.blocks import Block, Required
from cep_docs.definitions.form import Form, FormSection
from cep_docs.definitions.form_field import FormField
from cep_docs.definitions.reading import Reader, Section


def check_blocks(
    reader: Reader, agreement: str, forms: Mapping[str, Form], required: Mapping[str, Required]
) -> None:
    for name, asked in required.items():
        if name not in forms:
            data = reader.quietly().read(f"policies/{agreement}/blocks.yaml")
            sentence = f"la trame « {name} » n'est pas dans templates/{agreement}/."
            reader.faults.at(data, name, sentence)
            continue
        data = reader.quietly().read(f"templates/{agreement}/{name}/form.yaml")
        listed = reader.quietly().section(data, "sections")
        _check_codes(reader, listed, forms[name], asked)
        for section in forms[name].sections:
            if section.block in asked.blocks:
                place = reader.quietly().section(listed, section.name)
                _check_block(reader, place, section, asked.blocks[section.block])
        _check_signatures(reader, data, forms[name], asked)


def _check_codes(reader: Reader, listed: Section, form: Form, asked: Required) -> None:
    present = {section.block for section in form.sections}
    for code, block in asked.blocks.items():
        if code not in present:
            sentence = f"le bloc « {code} » ({block.label}) manque."
            reader.faults.at(listed, None, sentence)
    quiet = reader.quietly()
    for section in form.sections:
        if section.block not in asked.blocks:
            known = ", ".join(asked.blocks)
            sentence = f"le bloc « {section.block} » est inconnu pour cette trame ({known})."
            reader.faults.at(quiet.section(listed, section.name), "block", sentence)


def _check_block(reader: Reader, place: Section, section: FormSection, block: Block) -> None:
    written = {field.name: field for field in section.fields}
    for what, names, present in (
        ("rubrique", block.headings, written),
        ("donnée", block.facts, section.facts),
        ("mention", block.mentions, section.mentions),
    ):
        for name in names:
            if name not in present:
                sentence = f"la {what} « {name} » manque dans le bloc « {block.code} »."
                reader.faults.at(place, None, sentence)
    if section.when != block.when:
        known = f"{block.when[0]} : {', '.join(block.when[1])}" if block.when else "toujours là"
        sentence = f"le bloc « {block.code} » n'a pas la condition attendue ({known})."
        reader.faults.at(place, "when", sentence)
    quiet = reader.quietly()
    fields = quiet.section(place, "fields")
    for name in block.headings:
        if name in written:
            _check_heading(reader, quiet.section(fields, name), written[name], block)


def _check_heading(reader: Reader, place: Section, field: FormField, block: Block) -> None:
    kind = block.headings[field.name]
    if field.kind != kind:
        sentence = f"« {field.name} » doit être de nature « {kind} »."
        reader.faults.at(place, "kind", sentence)
    if not field.required:
        reader.faults.at(place, "required", f"« {field.name} » doit être obligatoire.")
    if field.not_applicable and field.name not in block.not_applicable:
        sentence = f"« {field.name} » ne peut pas être « sans objet »."
        reader.faults.at(place, "not_applicable", sentence)
    for word in block.answers.get(field.name, ()):
        if word not in field.choices:
            reader.faults.at(place, "choices", f"la réponse « {word} » manque.")


def _check_signatures(reader: Reader, data: Section, form: Form, asked: Required) -> None:
    signatories = {signatory.role: signatory for signatory in form.signatories}
    for role, mention in asked.signatures.items():
        signatory = signatories.get(role)
        if signatory is None or not signatory.required:
            sentence = f"la signature « {role} » manque, ou n'est pas obligatoire."
            reader.faults.at(data, "signatures", sentence)
        elif signatory.mention != mention:
            sentence = f"la signature « {role} » doit avoir pour mention « {mention} »."
            reader.faults.at(data, "signatures", sentence)
