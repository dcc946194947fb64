"""Makes forged files out of good ones: the known classes of attacks on signed PDFs.

Each is made here, from its description: universal forgery (USF), incremental saving (ISA),
wrapping (SWA), shadow attacks, evil signers, and the simple ones (security-bar § 6).
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from asn1crypto.crl import CertificateList
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from cep_docs.rendering.pdf import render_pdf
from cep_docs.rendering.pdf_fields import SEAL
from cep_docs.signing.authority import TIMES, make_authority, read_authority
from cep_docs.signing.notary import Act, notary_of
from cep_docs.signing.pdf_signing import _Signer
from cep_docs.signing.signers import IssuedKeys, OwnKeys
from cep_docs.signing.time_stamps import OwnTimeStamps
from tests.people import Clock
from tests.unit.rendering.pdf_documents import LETTER, document

NOW = Clock()()
ADVISER, PERSON = "signature_adviser", "signature_beneficiary"
FIELDS = (ADVISER, PERSON, SEAL)
# As the document names them.
NAMES = {"adviser": "Claire Démo", "beneficiary": "Sandrine Exemple"}


@dataclass(frozen=True)
class House:
    """An operator who signs."""

    folder: Path
    holder: TemporaryDirectory

    @property
    def notary(self):
        return notary_of(self.folder, lambda: NOW)

    @property
    def authority(self):
        return read_authority(self.folder)


def house(operator="4G"):
    """Each of them calls itself the same."""
    return _house(operator)


@cache
def _house(operator):
    holder = TemporaryDirectory()
    make_authority(Path(holder.name), "4G")
    return House(Path(holder.name), holder)


@cache
def printed():
    return render_pdf(document()).pdf


def act(role, name, **more):
    return Act(role, name, NOW, "le 8 février 2024", **more)


def by_the_adviser(operator="4G"):
    return _by_the_adviser(operator)


@cache
def _by_the_adviser(operator):
    first = act("adviser", "Claire Démo", first=True, reason="Signature du conseiller")
    return house(operator).notary.sign(printed(), first).pdf


def by_both(operator="4G"):
    return _by_both(operator)


@cache
def _by_both(operator):
    second = act("beneficiary", "Sandrine Exemple", mention="Lu et approuvé")
    return house(operator).notary.sign(by_the_adviser(operator), second).pdf


def sealed(operator="4G"):
    """A good file: adviser, beneficiary, seal, archive stamp."""
    return _sealed(operator)


@cache
def _sealed(operator):
    return house(operator).notary.seal(by_both(operator), NOW).pdf


@cache
def sealed_letter():
    """A good file that the operator alone seals."""
    return house().notary.seal(render_pdf(document(LETTER)).pdf, NOW).pdf


@cache
def plainly_sealed():
    """Without any time-stamp: it ends with the seal."""
    pdf = printed()
    for field, role, certify in ((ADVISER, "adviser", True), (PERSON, "beneficiary", False)):
        pdf = sign(pdf, field, role, certify=certify)
    return sign(pdf, SEAL, None)


def sign(pdf, field, role, *, operator="4G", stamps=None, at=NOW, **more):
    """A signature and nothing else: no stamp, no proofs. Without a role, by the seal; `more` is
    said to pyHanko."""
    authority = house(operator).authority
    owned = {None: authority.seal, TIMES: authority.times}.get(role)
    keys = OwnKeys(owned, authority) if owned else IssuedKeys(authority)
    key = keys.key(NAMES.get(role, "Quelqu'un"), role or "", at)
    return sign_by(pdf, field, key, stamps=stamps, at=at, **more)


def sign_by(pdf, field, key, *, stamps=None, at=NOW, **more):
    """The same, by any key."""
    how = {"subfilter": SigSeedSubFilter.PADES, "docmdp_permissions": MDPPerm.FILL_FORMS, **more}
    meta = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **how)
    signer = _Signer(at, meta, key, timestamper=stamps)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return signer.sign_pdf(writer, existing_fields_only=True).getvalue()


# Universal forgery: a signature that some programs find valid because they do not find it.


def _last_signature(pdf, pattern, new):
    """The same file, as long as it was, with something else in the dictionary of the seal."""
    found = list(re.finditer(pattern, pdf))[-1]
    return pdf[: found.start()] + new(found[0]) + pdf[found.end() :]


RANGE, CONTENTS = rb"/ByteRange \[[^]]*\]\s*", rb"/Contents <[0-9a-fA-F]{99,}>"


def _wide(new):
    return lambda old: new.ljust(len(old))


def usf_range_removed():
    return _last_signature(plainly_sealed(), RANGE, _wide(b""))


def usf_range_null():
    return _last_signature(plainly_sealed(), RANGE, _wide(b"/ByteRange null"))


def usf_range_negative():
    return _last_signature(
        plainly_sealed(), RANGE, lambda old: re.sub(rb"\[0 (\d)", rb"[0 -", old, count=1)
    )


def usf_contents_empty():
    return _last_signature(plainly_sealed(), CONTENTS, _wide(b"/Contents <>"))


def usf_contents_zero():
    return _last_signature(plainly_sealed(), CONTENTS, _wide(b"/Contents <00>"))


def usf_contents_null():
    return _last_signature(plainly_sealed(), CONTENTS, _wide(b"/Contents null"))


# Incremental saving: something written after the signed bytes.


def updated(pdf, change):
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def other_content(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 24 Tf 100 700 Td (Autre) Tj ET")
    page[pdf_name("/Contents")] = writer.add_object(stream)
    writer.update_container(page)


def _annotation(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    note = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (9, 9, 99, 99))),
                pdf_name("/Contents"): pdf_string("ajouté"),
                pdf_name("/DA"): pdf_string("/Helv 12 Tf"),
            }
        )
    )
    page[pdf_name("/Annots")] = generic.ArrayObject([*page.get("/Annots", ()), note])
    writer.update_container(page)


def _script(writer):
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
    )
    writer.update_root()


def _another_page(writer):
    pages = writer.root["/Pages"]
    first = pages["/Kids"][0]
    copy = generic.DictionaryObject(first)
    pages["/Kids"].append(writer.add_object(copy))
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) + 1)
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)


def _metadata(writer):
    _described(writer, "/Title", "Un autre titre")


def _the_hour(writer):
    _described(writer, "/ModDate", "D:20300101000000Z")


def _described(writer, key, value):
    description = writer.trailer["/Info"]
    description[pdf_name(key)] = pdf_string(value)
    writer.update_container(description)


def isa_content():
    return updated(sealed(), other_content)


def isa_annotation():
    return updated(sealed(), _annotation)


def isa_script():
    return updated(sealed(), _script)


def isa_page():
    return updated(sealed(), _another_page)


def isa_metadata():
    return updated(sealed(), _metadata)


def isa_only_the_hour():
    """Nothing but the date of the last change: no stamp, no proof."""
    return updated(plainly_sealed(), _the_hour)


def isa_nothing_new():
    """A revision that says again what stood there: no stamp, no proof."""
    return updated(plainly_sealed(), lambda writer: writer.update_root())


def _approved():
    """Signed, but nobody said that nothing may follow."""
    return sign(printed(), ADVISER, "adviser")


def isa_content_after_approval():
    return updated(_approved(), other_content)


def isa_annotation_after_approval():
    return updated(_approved(), _annotation)


def isa_bytes_after_the_end():
    return sealed() + b"\nAutre chose\n"


def isa_bytes_and_a_second_end():
    """The same table of places is named a second time, behind what was added."""
    return sealed() + b"\nAutre chose\n" + sealed()[sealed().rindex(b"startxref") :]


def isa_body_without_table():
    return sealed() + b"\n7 0 obj\n<< /Type /Page >>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def isa_hidden_between_objects():
    """In the part that keeps the proofs, which no signature covers."""
    at = sealed().rindex(b"xref\n", 0, sealed().rindex(b"trailer"))
    hidden = b"% Autre chose\n"
    table = b"startxref\n%d\n" % (at + len(hidden))
    pdf = sealed()[:at] + hidden + sealed()[at:]
    return re.sub(rb"startxref\n\d+\n(?=%%EOF\s*\Z)", table, pdf)


# Wrapping: the signed bytes are moved, and others put where they were.


def swa_shifted():
    pdf = plainly_sealed()
    *_, last = re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]\s*", pdf)
    first, start, length = int(last[2]), int(last[3]), int(last[4])
    inserted = b"\n7 0 obj\n<< /Type /Page >>\nendobj\n"
    new = b"/ByteRange [0 %d %d %d]" % (first, start + len(inserted), length)
    signed = pdf[: last.start()] + new.ljust(len(last[0])) + pdf[last.end() :]
    return signed[:start] + inserted + signed[start : start + length]


# Shadows: put in before the signature, and brought out after it.


@cache
def with_a_text_field():
    with pikepdf.open(BytesIO(printed())) as pdf:
        page = pdf.pages[0].obj
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String("montant"),
                V=String("100"),
                DA=String("/Helv 12 Tf"),
                F=4,
                Rect=Array([50, 50, 200, 80]),
                P=page,
            )
        )
        pdf.Root.AcroForm.Fields.append(field)
        pdf.Root.AcroForm.DR = Dictionary(Font=Dictionary(Helv=font))
        page.Annots = Array([*page.get("/Annots", []), field])
        made = BytesIO()
        pdf.save(made)
        return made.getvalue()


def other_value(writer):
    fields = writer.root["/AcroForm"]["/Fields"]
    field = next(one for one in fields if one.get_object()["/T"] == "montant").get_object()
    field[pdf_name("/V")] = pdf_string("100000")
    writer.update_container(field)


def shadow_replace_after_approval():
    return updated(sign(with_a_text_field(), ADVISER, "adviser"), other_value)


def shadow_replace_where_forms_may_be_filled():
    return updated(sign(with_a_text_field(), ADVISER, "adviser", certify=True), other_value)


def shadow_replace_where_nothing_may_change():
    locked = sign(
        with_a_text_field(),
        ADVISER,
        "adviser",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    return updated(locked, other_value)


# Signers who should not be.


def _signed_in_a_new_field(pdf):
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    append_signature_field(writer, SigFieldSpec("de_plus", on_page=0, box=(50, 50, 400, 700)))
    made = BytesIO()
    writer.write(made)
    return sign(made.getvalue(), "de_plus", "beneficiary")


def sneaky_extra_signature():
    """A visible one, that covers a page."""
    return _signed_in_a_new_field(sealed())


def sneaky_signature_between():
    """In a field of its own, before the seal, by somebody whom the authority knows."""
    pdf = _signed_in_a_new_field(sign(printed(), ADVISER, "adviser"))
    return sign(sign(pdf, PERSON, "beneficiary"), SEAL, None)


def evil_second_signer():
    """The adviser signs in the place of the person too."""
    pdf = sign(by_the_adviser(), PERSON, "adviser")
    return sign(pdf, SEAL, None)


def signer_of_another_house():
    """The person's signature is of an authority that calls itself the same."""
    pdf = sign(by_the_adviser(), PERSON, "beneficiary", operator="false")
    return sign(pdf, SEAL, None)


def _stamps_of_another_house():
    return OwnTimeStamps(house("false").authority, lambda: NOW)


def hour_of_another_house():
    """The person's hour is said by an authority that calls itself the same."""
    begun = sign(printed(), ADVISER, "adviser", certify=True)
    pdf = sign(begun, PERSON, "beneficiary", stamps=_stamps_of_another_house())
    return sign(pdf, SEAL, None)


def archived_by_another_house():
    writer = IncrementalPdfFileWriter(BytesIO(plainly_sealed()))
    return PdfTimeStamper(_stamps_of_another_house()).timestamp_pdf(writer, "sha256").getvalue()


def another_house():
    """All is well with it, but for the authority."""
    return sealed("false")


def person_by_the_stamps():
    """The certificate is for saying hours."""
    return sign(sign(by_the_adviser(), PERSON, TIMES), SEAL, None)


def revoked_before():
    """The file itself tells that the certificate of the person counted no more."""
    pdf = plainly_sealed()
    authority, hour = house().authority, NOW - timedelta(hours=1)
    person = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[1].signer_cert
    revoked = (
        x509.RevokedCertificateBuilder()
        .serial_number(person.serial_number)
        .revocation_date(hour)
        .build()
    )
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.issuer.certificate.subject)
        .last_update(hour)
        .next_update(NOW + timedelta(days=7))
        .add_revoked_certificate(revoked)
        .sign(authority.issuer.key, hashes.SHA256())
    )
    ours = CertificateList.load(made.public_bytes(serialization.Encoding.DER))
    return _with_lists(pdf, authority.lists(NOW)[0], ours)


def _with_lists(pdf, *crls):
    """What was revoked, said behind the last signature, without a stamp over it."""
    supply, certs = DocumentSecurityStore.supply_dss_in_writer, [house().authority.issuer.plain]
    return updated(pdf, lambda writer: supply(writer, None, crls=crls, certs=certs))


@cache
def proven_later():
    """A good file: what proves it was added afterwards, and no signature covers it."""
    return _with_lists(plainly_sealed(), house().authority.lists(NOW)[0])


def table_that_counts_too_few():
    """Some programs find the last objects, others must not: its table says that it has fewer."""
    *_, last = re.finditer(rb"/Size (\d+)", proven_later())
    fewer = b"/Size %d" % (int(last[1]) - 2)
    return proven_later()[: last.start()] + fewer + proven_later()[last.end() :]


def hours_that_contradict():
    """The adviser says that he signed after the stamp of the person, who signed after him."""
    later = NOW + timedelta(minutes=30)
    begun = sign(printed(), ADVISER, "adviser", certify=True, at=later)
    stamps = OwnTimeStamps(house().authority, lambda: NOW)
    return sign(sign(begun, PERSON, "beneficiary", stamps=stamps), SEAL, None)


def seal_with_another_value():
    """The last byte of what the key of the seal made."""
    pdf = plainly_sealed()
    found = list(re.finditer(CONTENTS, pdf))[-1]
    digits = found[0].rstrip(b">").rstrip(b"0")
    at = found.start() + len(digits) - 1
    return pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]


def seal_of_a_person():
    return sign(by_both(), SEAL, "beneficiary")


def person_by_the_seal():
    return sign(sign(by_the_adviser(), PERSON, None), SEAL, None)


def person_of_another_name():
    """Of this house, identified, in her role; but not whom the document says."""
    key = IssuedKeys(house().authority).key("Quelqu'un d'autre", "beneficiary", NOW)
    return sign(sign_by(by_the_adviser(), PERSON, key), SEAL, None)


# The simple ones.


def rolled_back_to_the_first_signer():
    return by_the_adviser()


def rolled_back_before_the_seal():
    return by_both()


def signatures_stripped():
    with pikepdf.open(BytesIO(sealed())) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if "/V" in field:
                del field.V
        for key in ("/Perms", "/DSS"):
            if key in pdf.Root:
                del pdf.Root[key]
        made = BytesIO()
        pdf.save(made)
        return made.getvalue()


def written_again():
    with pikepdf.open(BytesIO(sealed())) as pdf:
        made = BytesIO()
        pdf.save(made)
        return made.getvalue()


def bit_flipped():
    pdf = bytearray(sealed())
    pdf[pdf.index(b"stream") + 40] ^= 1
    return bytes(pdf)


def bit_flipped_in_a_signature():
    pdf = sealed()
    found = next(re.finditer(CONTENTS, pdf))
    at = found.start() + 400
    return pdf[:at] + (b"0" if pdf[at : at + 1] != b"0" else b"1") + pdf[at + 1 :]


def words_behind_a_signature():
    """In the room that is left after it, which nobody signed."""
    pdf = plainly_sealed()
    found = list(re.finditer(CONTENTS, pdf))[-1]
    at = found.end() - 9
    return pdf[:at] + b"cafecafe" + pdf[at + 8 :]


def script_before_the_signatures():
    with pikepdf.open(BytesIO(printed())) as pdf:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        made = BytesIO()
        pdf.save(made)
    return all_sign(made.getvalue())


def file_before_the_signatures():
    with pikepdf.open(BytesIO(printed())) as pdf:
        pdf.attachments["autre.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ", filename="autre.exe")
        made = BytesIO()
        pdf.save(made)
    return all_sign(made.getvalue())


def nobody_locked():
    """Signed by all, but nobody certified and the seal locks nothing."""
    with pikepdf.open(BytesIO(printed())) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if "/Lock" in field:
                del field.Lock
        made = BytesIO()
        pdf.save(made)
    return all_sign(made.getvalue(), certify=False)


def nobody_certified():
    """The seal locks the file, but the first signature let anything follow."""
    return all_sign(printed(), certify=False)


def lock_that_lets_forms_be_filled():
    with pikepdf.open(BytesIO(printed())) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if "/Lock" in field:
                field.Lock.P = 2
        made = BytesIO()
        pdf.save(made)
    return all_sign(made.getvalue())


def changed_between_the_signatures():
    """What the adviser signed is not what the person signs."""
    begun = sign(printed(), ADVISER, "adviser", certify=True)
    return sign(sign(updated(begun, other_content), PERSON, "beneficiary"), SEAL, None)


def hidden_between_the_signatures():
    """An object that nothing leads to, yet."""

    def hide(writer):
        writer.add_object(generic.StreamObject(stream_data=b"BT (Autre) Tj ET"))

    begun = updated(sign(printed(), ADVISER, "adviser", certify=True), hide)
    return sign(sign(begun, PERSON, "beneficiary"), SEAL, None)


def field_before_the_signatures():
    """A place for somebody who was never expected."""
    writer = IncrementalPdfFileWriter(BytesIO(printed()))
    append_signature_field(writer, SigFieldSpec("de_plus", on_page=0, box=(50, 50, 400, 700)))
    made = BytesIO()
    writer.write(made)
    return all_sign(made.getvalue())


def signature_of_an_unknown_kind():
    """Programs that do not know it pass over it, and show what it says."""

    def fill(writer):
        fields = writer.root["/AcroForm"]["/Fields"]
        field = next(one for one in fields if one.get_object()["/T"].endswith("representative"))
        made = {
            pdf_name("/Type"): pdf_name("/Sig"),
            pdf_name("/Filter"): pdf_name("/Adobe.PPKLite"),
            pdf_name("/SubFilter"): pdf_name("/inconnu"),
            pdf_name("/Name"): pdf_string("Quelqu'un"),
        }
        value = writer.add_object(generic.DictionaryObject(made))
        field.get_object()[pdf_name("/V")] = value
        writer.update_container(field.get_object())

    begun = updated(sign(printed(), ADVISER, "adviser", certify=True), fill)
    return sign(sign(begun, PERSON, "beneficiary"), SEAL, None)


def all_sign(pdf, *, certify=True):
    pdf = sign(pdf, ADVISER, "adviser", certify=certify)
    return sign(sign(pdf, PERSON, "beneficiary"), SEAL, None)


def two_readings():
    """A hybrid table of places: old and new programs find different objects."""
    pdf = plainly_sealed()
    at = pdf.rindex(b"startxref")
    table = int(pdf[at:].split()[1])
    size = int(re.findall(rb"/Size (\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    stream = len(pdf) + 1
    hybrid = (
        b"\n%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Index [%d 1] /Length 7 >>\nstream\n"
        % (size, size + 1, size)
    )
    hybrid += b"\x01" + stream.to_bytes(4, "big") + b"\0\0" + b"\nendstream\nendobj\n"
    new = len(pdf) + len(hybrid)
    hybrid += b"xref\n0 0\ntrailer\n<< /Size %d /Root %s /Prev %d /XRefStm %d >>\n" % (
        size + 1,
        root,
        table,
        stream,
    )
    return pdf + hybrid + b"startxref\n%d\n%%%%EOF\n" % new
