"""Makes forged proofs of signatures out of good ones: other words, other files, other seals.

Some are sealed by the house itself: each shows one guard that does not rest on the seal.
"""

import hashlib
from functools import cache
from io import BytesIO

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from cep_docs.rendering.pdf_fields import SEAL
from cep_docs.signing.detached import seal_beside
from cep_docs.signing.evidence import JSON, LABELS, P7S, ROOT, STAMP, TYPES, canonical
from cep_docs.signing.evidence_pdf import Attached, printed_evidence
from cep_docs.signing.signers import IssuedKeys
from cep_docs.signing.time_stamps import OwnTimeStamps
from tests.unit.signing import attacks
from tests.unit.signing.sample_evidence import EVIDENCE, HEAD

OTHER = {**EVIDENCE, "signer": {**EVIDENCE["signer"], "name": "Quelqu'un d'autre"}}
DOCUMENT = hashlib.sha256(attacks.by_both()).hexdigest()
TOLD = {**EVIDENCE, "document": {**EVIDENCE["document"], "signed_sha256": DOCUMENT}}


@cache
def files(operator="4G"):
    """What is joined to a good proof."""
    data = canonical(TOLD)
    sealed = attacks.house(operator).notary.attest(data, attacks.NOW)
    return {JSON: data, P7S: sealed.p7s, STAMP: sealed.stamp, ROOT: sealed.root}


@cache
def printed():
    return _printed()


def _printed(**other):
    """Before its seal, with other files joined to it."""
    joined = {**files(), **{KEYS[key]: data for key, data in other.items()}}
    there = [Attached(name, joined[name], TYPES[name], LABELS[name]) for name in TYPES]
    return printed_evidence(TOLD, HEAD, [one for one in there if one.data])


KEYS = {"json": JSON, "p7s": P7S, "stamp": STAMP, "root": ROOT}


def sealed(pdf, operator="4G"):
    return attacks.house(operator).notary.close(pdf, attacks.NOW).pdf


@cache
def good():
    return sealed(printed())


def rewritten(pdf, change):
    """The whole file anew, without the revisions it had."""
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(made)
    return made.getvalue()


def updated(pdf, change):
    return attacks.updated(pdf, change)


# Changed after the seal.


def _other_json(writer):
    stream = _file(writer, JSON)["/EF"]["/F"]
    stream._data, stream._encoded_data = canonical(OTHER), None
    writer.update_container(stream)


def _file(writer, name):
    return next(one for one in writer.root["/AF"] if one.get_object()["/UF"] == name).get_object()


def json_changed():
    return updated(good(), _other_json)


def page_changed():
    return updated(good(), attacks.other_content)


def file_added():
    def add(writer):
        content = writer.add_object(generic.StreamObject(stream_data=b"MZ"))
        more = writer.add_object(_specification("autre.exe", content))
        names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
        names.extend((generic.pdf_string("autre.exe"), more))
        writer.update_container(names)

    return updated(good(), add)


def _specification(name, content):
    return generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Filespec"),
            pdf_name("/F"): generic.pdf_string(name),
            pdf_name("/UF"): generic.pdf_string(name),
            pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): content}),
        }
    )


def bytes_after_the_end():
    return good() + b"\nAutre chose\n"


def written_again():
    return rewritten(good(), lambda pdf: None)


def seal_removed():
    def remove(pdf):
        for field in pdf.Root.AcroForm.Fields:
            del field.V

    return rewritten(good(), remove)


def never_sealed():
    return printed()


def bit_flipped():
    pdf = bytearray(good())
    pdf[pdf.index(b"stream") + 40] ^= 1
    return bytes(pdf)


# Sealed by somebody else.


def other_json_and_no_seal():
    """All is in order, but nobody sealed the whole."""

    def put(pdf):
        data = canonical(OTHER)
        pdf.attachments[JSON].obj.EF.F.write(data)
        for field in pdf.Root.AcroForm.Fields:
            del field.V

    return rewritten(good(), put)


def sealed_by_a_person():
    """Of this house, to whom a certificate was given for an act of hers."""
    return attacks.sign(printed(), SEAL, "beneficiary")


def sealed_by_another_house():
    return sealed(printed(), "false")


def made_by_another_house():
    """Of the same name; all is well with it, but for the authority."""
    other = files("false")
    pdf = _printed(json=other[JSON], p7s=other[P7S], stamp=other[STAMP], root=other[ROOT])
    return sealed(pdf, "false")


# Joined to it before it was sealed: the seal is good, the proof is none.


def json_of_another_proof():
    return sealed(_printed(json=canonical(OTHER)))


def json_that_says_another_signer_twice():
    """Not written as it must be: programs would read one or the other."""
    data = canonical(TOLD)[:-1] + b',"signer":{"name":"x","role":"adviser"}}'
    made = attacks.house().notary.attest(data, attacks.NOW)
    return sealed(_printed(json=data, p7s=made.p7s, stamp=made.stamp))


def json_sealed_by_a_person():
    made = _attested_by(IssuedKeys(attacks.house().authority).key("A", "adviser", attacks.NOW))
    return sealed(_printed(p7s=made.p7s, stamp=made.stamp))


def _attested_by(key):
    authority = attacks.house().authority
    stamps = OwnTimeStamps(authority, lambda: attacks.NOW)
    return seal_beside(canonical(TOLD), key, attacks.NOW, stamps, files()[ROOT])


def json_sealed_by_another_house():
    return sealed(_printed(p7s=files("false")[P7S], stamp=files("false")[STAMP]))


def stamp_of_another_seal():
    return sealed(_printed(stamp=attacks.house().notary.attest(b"{}", attacks.NOW).stamp))


def a_file_more():
    def add(pdf):
        one = AttachedFileSpec(pdf, b"MZ", filename="autre.exe")
        pdf.attachments["autre.exe"] = one
        pdf.Root.AF.append(one.obj)

    return sealed(rewritten(printed(), add))


def content_of_a_document_more():
    """A name that is good elsewhere."""

    def add(pdf):
        one = AttachedFileSpec(pdf, b"{}", filename="content.json")
        pdf.attachments["content.json"] = one
        pdf.Root.AF.append(one.obj)

    return sealed(rewritten(printed(), add))


# Shadows: one thing for people, another for programs.


def _second_json(pdf):
    one = AttachedFileSpec(pdf, canonical(OTHER), filename=JSON)
    return pdf.make_indirect(one.obj)


def json_twice():
    """The second one hangs from a page."""

    def add(pdf):
        pdf.pages[0].obj.AF = Array([_second_json(pdf)])

    return sealed(rewritten(printed(), add))


def json_named_in_two_ways():
    """The list of programs leads to another file than the list of the archive format."""

    def turn(pdf):
        names = pdf.Root.Names.EmbeddedFiles.Names
        names[1] = names[3]

    return sealed(rewritten(printed(), turn))


def json_with_two_contents():
    """Some programs take the one, some the other."""

    def split(pdf):
        other = pdf.make_stream(canonical(OTHER), Type=Name.EmbeddedFile)
        pdf.attachments[JSON].obj.EF.UF = other

    return sealed(rewritten(printed(), split))


def json_listed_twice():
    def add(pdf):
        one = pdf.attachments[JSON].obj
        pdf.Root.AF.append(one)
        names = pdf.Root.Names.EmbeddedFiles.Names
        names.extend([String(JSON), one])

    return sealed(rewritten(printed(), add))


def shadow_field():
    """A form field that was there before the seal, and says something else after it."""

    def add(pdf):
        page = pdf.pages[0].obj
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("montant"),
                V=String("100"),
                DA=String("/Helv 12 Tf"),
                Rect=Array([50, 50, 200, 80]),
                P=page,
            )
        )
        pdf.Root.AcroForm.Fields.append(field)
        page.Annots = Array([*page.get("/Annots", []), field])

    return attacks.updated(sealed(rewritten(printed(), add)), attacks.other_value)


def hidden_script():
    def add(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    return sealed(rewritten(printed(), add))


# Something that is no proof, and calls itself one; and the other way round.


def document_that_calls_itself_a_proof():
    """Signed by both, with the files of a proof joined to it."""

    def add(pdf):
        del pdf.attachments["content.json"]
        pdf.Root.AF = Array([])
        for name, data in files().items():
            one = AttachedFileSpec(pdf, data, filename=name)
            pdf.attachments[name] = one
            pdf.Root.AF.append(one.obj)

    return attacks.all_sign(rewritten(attacks.printed(), add))


def proof_that_calls_itself_a_document():
    """Under another name, the JSON would be read by nobody."""

    def rename(pdf):
        one = pdf.attachments[JSON].obj
        one.F = one.UF = String("content.json")
        pdf.Root.Names.EmbeddedFiles.Names[0] = String("content.json")

    return sealed(rewritten(printed(), rename))
